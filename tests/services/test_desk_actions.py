"""Every button of the desk: it does its action, says what was wrong, keeps what was typed, and leads back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from services import actions
from services.forms.desk import FORMS
from services.models import Category, Request
from services.numbers import is_code
from services.vocabulary import EventKind, Status
from services.workflow import Action
from stations.models import Absence
from tests import factories
from tests.cast import Cast
from tests.uploads import no_photo, photo

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()
BY_RESIDENT = {
    *(Action.RATE, Action.REOPEN, Action.URGE, Action.SUPPLEMENT, Action.WITHDRAW),
    *(Action.JOIN, Action.LEAVE, Action.CHOOSE_KIND),
}
BY_NOBODY_HERE = {Action.CLOSE_UNRATED, Action.COME_BACK, Action.REPLY}  # by time; by an outside body


@pytest.fixture
def lift(cast: Cast) -> Request:
    return factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident, name="陈居民", phone="13812340427")


@pytest.fixture
def unclear(cast: Cast) -> Request:
    return factories.file(cast.jingan, "不知道怎么说", "4")


def send(client: Client, who: object, request: Request, action: str, **data: object) -> object:
    client.force_login(who)
    return client.post(f"{request.desk_url}{action}/", data)


def status_after(request: Request) -> str:
    request.refresh_from_db()
    return request.status


def words(response: object) -> list[str]:
    return re.findall(r'<p class="emsg">.*?</span>([^<]+)</span></p>', response.content.decode(), re.S)


def test_every_action_of_station_people_has_a_form() -> None:
    assert {Action(action) for action in FORMS} == set(Action) - BY_RESIDENT - BY_NOBODY_HERE


@pytest.mark.parametrize("action", ["rate", "withdraw", "fly", "delete"])
def test_what_the_desk_does_not_do_is_404(cast: Cast, client: Client, lift: Request, action: str) -> None:
    assert send(client, cast.chief, lift, action).status_code == 404


@pytest.mark.parametrize("action", FORMS)
def test_the_address_of_an_action_opens_its_form(cast: Cast, client: Client, lift: Request, action: str) -> None:
    client.force_login(cast.chief)
    wanted = {"take", "return", "transfer", "ask_extension", "ask_suspension"}
    wanted |= {"receive", "answer_escalation", "pass_on", "send_back"}
    wanted |= {"supervise", "close_supervision", "raise_supervision"}  # who presses stands above the station
    response = client.get(f"{lift.desk_url}{action}/")

    assert response.status_code == (404 if action in wanted else 200)


def test_assigning_to_the_proposed_person_needs_no_word(cast: Cast, client: Client, lift: Request) -> None:
    response = send(client, cast.chief, lift, "assign", to=cast.manager.pk, version=lift.version)

    assert (response.status_code, response.headers["Location"]) == (302, lift.desk_url)
    assert status_after(lift) == Status.ASSIGNED


def test_going_against_the_rule_asks_why_and_keeps_the_choice(cast: Cast, client: Client, lift: Request) -> None:
    response = send(client, cast.chief, lift, "assign", to=cast.leader.pk, version=lift.version)
    page = response.content.decode()

    assert (response.status_code, words(response)) == (400, ["这和规则建议的人不一样，请写一句为什么。"])
    assert re.search(rf'value="{cast.leader.pk}"[^>]* checked', page)
    assert "<title>错误：" in page
    assert 'href="#id_assign_note"' in page


def test_going_against_the_rule_with_a_word(cast: Cast, client: Client, lift: Request) -> None:
    send(client, cast.chief, lift, "assign", to=cast.leader.pk, note="他住这栋", version=lift.version)
    lift.refresh_from_db()

    assert (lift.assignee, lift.assignee_title) == (cast.leader, "4号楼楼长")


@pytest.mark.parametrize("to", ["", "0", "x", "99999999999999999999", "-1"])
def test_nobody_and_strangers_cannot_be_chosen(cast: Cast, client: Client, lift: Request, to: str) -> None:
    assert send(client, cast.chief, lift, "assign", to=to).status_code == 400


def test_who_is_away_cannot_be_chosen(cast: Cast, client: Client, lift: Request) -> None:
    today = timezone.localdate()
    Absence.objects.create(user=cast.leader, starts_on=today, ends_on=today)
    response = send(client, cast.chief, lift, "assign", to=cast.leader.pk, note="他住这栋")

    assert (response.status_code, words(response)) == (400, ["张楼长今天请假，请派给别人。"])


def test_the_second_of_two_is_told_what_changed_and_loses_nothing(cast: Cast, client: Client, lift: Request) -> None:
    shown = lift.version
    actions.assign(request=lift, to=cast.leader, actor=cast.chair, note="他住这栋")
    response = send(client, cast.chief, lift, "assign", to=cast.manager.pk, note="我写了很久", version=shown)
    page = response.content.decode()

    assert response.status_code == 409
    assert "业委会主任 孟秋菊" in page
    assert "我写了很久" in page
    lift.refresh_from_db()
    assert lift.assignee == cast.leader


def test_what_is_sent_again_after_that_is_meant(cast: Cast, client: Client, lift: Request) -> None:
    shown = lift.version
    actions.assign(request=lift, to=cast.leader, actor=cast.chair, note="他住这栋")
    page = send(client, cast.chief, lift, "assign", to=cast.manager.pk, version=shown).content.decode()
    again = re.search(r'name="version" value="(\d+)" id="id_assign_version"', page)[1]
    send(client, cast.chief, lift, "assign", to=cast.manager.pk, version=again)
    lift.refresh_from_db()

    assert lift.assignee == cast.manager


def test_the_former_handler_is_told_that_it_went_to_somebody_else(cast: Cast, client: Client, lift: Request) -> None:
    shown = lift.version
    actions.assign(request=lift, to=cast.mediator, actor=cast.chief, note="先调解")
    response = send(client, cast.manager, lift, "take", version=shown)

    assert response.status_code == 400
    assert "已经转给别人" in response.content.decode()


def test_take_contact_resolve_is_the_handlers_way(cast: Cast, client: Client, lift: Request) -> None:
    send(client, cast.manager, lift, "take")
    assert status_after(lift) == Status.IN_PROGRESS
    send(client, cast.manager, lift, "contact", note="下午去")
    lift.refresh_from_db()
    assert lift.contacted_at is not None
    send(client, cast.manager, lift, "resolve", text="换了门机", photos=[photo()])
    assert status_after(lift) == Status.RESOLVED
    assert lift.photos.get().is_after is True


def test_photos_of_a_refused_form_are_kept(cast: Cast, client: Client, lift: Request) -> None:
    page = send(client, cast.manager, lift, "resolve", text=" ", photos=[photo()]).content.decode()
    token = re.search(r'name="kept" value="(\w+)"', page)[1]
    send(client, cast.manager, lift, "resolve", text="换了门机", kept=token)

    assert (status_after(lift), lift.photos.count()) == (Status.RESOLVED, 1)


def test_a_file_that_is_no_photo_is_named_at_its_field(cast: Cast, client: Client, lift: Request) -> None:
    response = send(client, cast.manager, lift, "resolve", text="换了门机", photos=[no_photo()])

    assert response.status_code == 400
    assert 'id="id_resolve_photos_error"' in response.content.decode()
    assert "换了门机" in response.content.decode()


def test_return_goes_back_to_the_desk(cast: Cast, client: Client, lift: Request) -> None:
    assert send(client, cast.manager, lift, "return", reason="").status_code == 400
    send(client, cast.manager, lift, "return", reason="这是电梯公司的事")

    assert (status_after(lift), lift.returns) == (Status.SUBMITTED, 1)


def test_transfer_needs_a_person_and_a_reason(cast: Cast, client: Client, lift: Request) -> None:
    assert send(client, cast.manager, lift, "transfer", to=cast.leader.pk).status_code == 400
    send(client, cast.manager, lift, "transfer", to=cast.leader.pk, reason="他在现场")
    lift.refresh_from_db()

    assert lift.assignee == cast.leader


def test_a_note_is_internal_unless_it_is_an_answer(cast: Cast, client: Client, lift: Request) -> None:
    send(client, cast.manager, lift, "note", text="缺配件")
    send(client, cast.manager, lift, "note", text="明天到货", public="1")

    assert list(lift.events.filter(kind=EventKind.NOTED).values_list("text", "is_public")) == [
        ("明天到货", True),
        ("缺配件", False),
    ]


def test_classifying_promises_anew(cast: Cast, client: Client, unclear: Request) -> None:
    send(client, cast.chief, unclear, "classify", category="lift-fault", version=unclear.version)
    unclear.refresh_from_db()

    assert (unclear.category, unclear.urgency) == (Category.objects.get(slug="lift-fault"), "urgent")


def test_another_kind_brings_its_own_urgency(cast: Cast, client: Client, unclear: Request) -> None:
    """As the form sends it: nobody chose an urgency, so none is chosen there."""
    client.force_login(cast.chief)
    page = client.get(f"{unclear.desk_url}classify/").content.decode()
    field = page.partition('name="urgency"')[2].partition("</select>")[0]
    assert "selected" not in field.replace('value="" selected', "")
    send(client, cast.chief, unclear, "classify", category="gas-smell", urgency="", version=unclear.version)
    unclear.refresh_from_db()

    assert unclear.urgency == "critical"


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("洗澡间热水器一打火砰一声，漏气了", "gas", ("", "normal")),  # the kind alone said so
        ("楼道里一股煤气味", "gas", ("gas", "critical")),  # the words say so
        ("卖保健品的骗了俺娘八千块", "fraud", ("fraud", "normal")),  # money gone is not a matter of minutes
    ],
)
def test_a_danger_that_came_from_the_kind_goes_with_it(
    cast: Cast, client: Client, text: str, first: str, after: tuple[str, str]
) -> None:
    wrong = factories.file(cast.jingan, text, "4")
    assert wrong.danger == first
    send(client, cast.chief, wrong, "classify", category="gate-camera-lamp", urgency="", version=wrong.version)
    wrong.refresh_from_db()

    assert (wrong.danger, wrong.urgency) == after


def test_a_kind_that_does_not_exist_is_named(cast: Cast, client: Client, unclear: Request) -> None:
    assert send(client, cast.chief, unclear, "classify", category="nothing").status_code == 400


def test_a_co_handler_is_asked(cast: Cast, client: Client, lift: Request) -> None:
    send(client, cast.chief, lift, "add_co_handler", user=cast.leader.pk, brief="帮忙敲门")

    assert lift.co_handlers.get(user=cast.leader).brief == "帮忙敲门"


def test_more_time_is_asked_for_and_decided(cast: Cast, client: Client, lift: Request) -> None:
    actions.take(request=lift, actor=cast.manager)
    send(client, cast.manager, lift, "ask_extension", until=SOON, reason="等配件")
    client.force_login(cast.chief)
    page = client.get(lift.desk_url).content.decode()
    send(client, cast.chief, lift, "decide_ask", granted="1")
    lift.refresh_from_db()

    assert re.findall(r'id="do-(\w+)"', page)[0] == "decide_ask"
    assert lift.extensions == 1


def test_nobody_is_asked_to_decide_where_nobody_asked(cast: Cast, client: Client, lift: Request) -> None:
    client.force_login(cast.chief)

    assert "do-decide_ask" not in client.get(lift.desk_url).content.decode()


def test_a_pause_is_asked_for(cast: Cast, client: Client, lift: Request) -> None:
    send(client, cast.manager, lift, "ask_suspension", until=SOON, reason="等配件", suspend_reason="parts")

    assert lift.asks.get().suspend_reason == "parts"


def test_suspend_and_resume(cast: Cast, client: Client, lift: Request) -> None:
    assert send(client, cast.chief, lift, "suspend", reason="parts", resume_on="2020-01-01").status_code == 400
    send(client, cast.chief, lift, "suspend", reason="parts", resume_on=SOON)
    assert status_after(lift) == Status.SUSPENDED
    send(client, cast.chief, lift, "resume")
    assert status_after(lift) == Status.IN_PROGRESS


def test_sent_up_and_back(cast: Cast, client: Client, lift: Request) -> None:
    send(client, cast.chief, lift, "escalate", to_level="community", reason="请协调", outside_body="市场监管局")
    assert (status_after(lift), lift.assignee, lift.escalated_to) == (Status.ESCALATED, cast.officer, "市场监管局")
    send(client, cast.officer, lift, "send_back", reason="不归社区，请找电梯公司")
    assert status_after(lift) == Status.ASSIGNED


def test_not_accepting_offers_ready_words(cast: Cast, client: Client, lift: Request) -> None:
    client.force_login(cast.chief)
    page = client.get(f"{lift.desk_url}not_accept/?reason=lawsuit").content.decode()

    assert re.search(r"<textarea[^>]+name=\"told\"[^>]*>\s*这件事正在走法定程序", page)
    assert page.count("data-told=") == 6


def test_not_accepting_tells_the_resident(cast: Cast, client: Client, lift: Request) -> None:
    assert send(client, cast.chief, lift, "not_accept", reason="out_of_scope", told="").status_code == 400
    send(client, cast.chief, lift, "not_accept", reason="out_of_scope", told="请打12345")

    assert (status_after(lift), lift.not_accepted_reason) == (Status.NOT_ACCEPTED, "out_of_scope")


@pytest.mark.parametrize("into", ["", "JA-9999-9999", "nothing", "JA-2611"])
def test_merging_into_nothing_is_named_at_the_field(cast: Cast, client: Client, lift: Request, into: str) -> None:
    response = send(client, cast.chief, lift, "merge", into=into)

    assert response.status_code == 400
    assert 'id="id_merge_into_error"' in response.content.decode()


def test_merge_and_unmerge(cast: Cast, client: Client, lift: Request) -> None:
    younger = factories.file(cast.jingan, "电梯坏了没人修", "4")
    send(client, cast.chief, younger, "merge", into=lift.number.lower().replace("-", ""))
    assert (status_after(younger), younger.merged_into) == (Status.MERGED, lift)
    send(client, cast.chief, younger, "unmerge")
    younger.refresh_from_db()
    assert (younger.merged_into, younger.is_open) == (None, True)


def test_a_new_code_is_shown_once(cast: Cast, client: Client, lift: Request) -> None:
    page = send(client, cast.chief, lift, "renew_code").content.decode()
    code = re.search(r'<b class="ref num">(\d{6})</b>', page)[1]
    lift.refresh_from_db()

    assert is_code(lift.number, code, lift.code_digest)
    assert code not in client.get(lift.desk_url).content.decode()


def test_the_full_number_is_shown_for_a_reason_and_logged(cast: Cast, client: Client, lift: Request) -> None:
    assert send(client, cast.manager, lift, "reveal", reason=" ").status_code == 400
    response = send(client, cast.manager, lift, "reveal", reason="约上门时间")

    assert 'href="tel:13812340427"' in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert list(AuditEntry.objects.values_list("verb", "note")) == [("reveal_phone", "约上门时间")]


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/desk/requests/?status=submitted&open=JA-1", "/desk/requests/?status=submitted&open=JA-1"),
        ("/desk/", "/desk/"),
        ("https://evil.example/desk/", ""),
        ("//evil.example/desk/", ""),
        ("/my/", ""),
        ("/desk/" + "x" * 900, ""),
    ],
)
def test_success_leads_back_within_the_desk(cast: Cast, client: Client, lift: Request, back: str, leads: str) -> None:
    response = send(client, cast.manager, lift, "take", back=back)

    assert response.headers["Location"] == (leads or lift.desk_url)


@pytest.mark.parametrize("action", FORMS)
def test_no_input_breaks_a_form(cast: Cast, client: Client, lift: Request, action: str) -> None:
    odd = ["\0", "9" * 400, "<script>", "2026-02-31", "\ud83d".encode("utf-8", "replace").decode(), "-1"]
    fields = ("version", "to", "user", "note", "text", "reason", "until", "resume_on", "category", "into", "granted")
    more = ("urgency", "target", "target_user", "told", "answer", "kept", "back", "outside_body", "suspend_reason")
    client.force_login(cast.chief)
    answers = {
        client.post(f"{lift.desk_url}{action}/", dict.fromkeys([*fields, *more], value)).status_code for value in odd
    }

    assert answers <= {200, 302, 400, 404, 409}


def test_the_wrong_method_is_405(cast: Cast, client: Client, lift: Request) -> None:
    client.force_login(cast.chief)

    assert (client.post(lift.desk_url).status_code, client.put(f"{lift.desk_url}take/").status_code) == (405, 405)


def test_nobody_decides_alone_that_their_own_work_waits_or_ends(cast: Cast, client: Client, lift: Request) -> None:
    """The manager is a deputy: what is in their own hand another deputy or the chief decides."""
    actions.take(request=lift, actor=cast.manager)
    client.force_login(cast.manager)
    page = client.get(lift.desk_url).content.decode()
    assert ('id="do-suspend"' in page, 'id="do-ask_suspension"' in page) == (False, True)
    asked = {"reason": "parts", "resume_on": SOON, "version": lift.version}
    assert send(client, cast.manager, lift, "suspend", **asked).status_code == 400
    told = {"reason": "out_of_scope", "told": "请找厂家", "version": lift.version}
    assert send(client, cast.manager, lift, "not_accept", **told).status_code == 400
    assert send(client, cast.chair, lift, "suspend", **asked).status_code == 302
    assert status_after(lift) == Status.SUSPENDED
