"""What the desk says: what is missing, what was refused, what happened meanwhile, who chose whom."""

import re
from datetime import timedelta

import pytest
from django import forms
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.forms import NamingForm
from services import actions
from services.models import Request
from tests import factories
from tests.cast import Cast

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()


@pytest.fixture
def lift(cast: Cast) -> Request:
    return factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident, name="陈居民", phone="13812340427")


def send(client: Client, who: object, request: Request, action: str, **data: object) -> object:
    client.force_login(who)
    return client.post(f"{request.desk_url}{action}/", data)


def words(response: object) -> list[str]:
    return re.findall(r'<p class="emsg">.*?</span>([^<]+)</span></p>', response.content.decode(), re.S)


def test_what_is_missing_is_named(cast: Cast, client: Client, lift: Request) -> None:
    actions.take(request=lift, actor=cast.manager)

    assert words(send(client, cast.manager, lift, "return")) == ["请填“为什么退回”。"]
    assert words(send(client, cast.chief, lift, "suspend", resume_on="2099-01-01")) == ["请选“在等什么”。"]


def test_what_is_not_offered_is_said_without_what_was_sent(cast: Cast, client: Client, lift: Request) -> None:
    actions.take(request=lift, actor=cast.manager)

    sent = send(client, cast.chief, lift, "suspend", resume_on="2099-01-01", reason="made-up")
    assert words(sent) == ["“在等什么”里没有这一项，请重新选一下。"]


def test_every_kind_of_choice_says_so(db: None) -> None:
    class Sample(NamingForm):
        one = forms.ChoiceField(label="100%的事", choices=[("a", "a")])
        several = forms.MultipleChoiceField(label="还有什么", choices=[("a", "a")])
        who = forms.ModelChoiceField(User.objects.none(), label="谁")
        many = forms.ModelMultipleChoiceField(User.objects.none(), label="哪些人")
        other = forms.ChoiceField(label="", choices=[("a", "a")])

    sent = Sample({"one": "b", "several": ["b"], "who": "1", "many": ["1"], "other": "b"})
    said = [f"“{label}”里没有这一项，请重新选一下。" for label in ("100%的事", "还有什么", "谁", "哪些人")]
    assert [sent.errors[name][0] for name in Sample.base_fields] == [*said, "没有这一项，请重新选一下。"]


def test_a_refused_ask_is_told_as_refused(cast: Cast, client: Client, lift: Request) -> None:
    later = timezone.localdate() + timedelta(days=30)
    actions.ask(request=lift, kind="extension", until=later, reason="等配件", actor=cast.manager)
    client.force_login(cast.chief)
    page = client.post(f"{lift.desk_url}decide_ask/", {"granted": "0"}, follow=True).content.decode()

    assert ("已答复：不同意" in page, "批好了" in page) == (True, False)


def test_whoever_is_late_is_told_that_it_is_too_late_to_ask(cast: Cast, client: Client, lift: Request) -> None:
    client.force_login(cast.manager)
    in_time = client.get(lift.desk_url).content.decode()
    Request.objects.filter(pk=lift.pk).update(resolve_due_at=timezone.now() - timedelta(hours=1))
    late = client.get(lift.desk_url).content.decode()

    assert ("do-ask_extension" in in_time, "不能再申请延期" in in_time) == (True, False)
    assert ("do-ask_extension" in late, "不能再申请延期" in late) == (False, True)


def test_the_same_kind_again_changes_nothing(cast: Cast, client: Client, lift: Request) -> None:
    same = {"category": lift.category.slug, "urgency": lift.urgency, "target": lift.target}
    response = send(client, cast.chief, lift, "classify", note="再看看", **same)

    assert words(response) == ["类别、急不急、反映的是谁，都和现在一样，没有改。"]
    assert not lift.events.filter(kind="classified").exists()


@pytest.mark.parametrize("typed", ["{month} {last}", "{month}-{last}", "ja {month} {last}"])
def test_a_number_is_understood_without_the_letters(cast: Cast, client: Client, lift: Request, typed: str) -> None:
    other = factories.file(cast.jingan, "电梯坏了", "4")
    _letters, month, last = lift.number.split("-")
    send(client, cast.chief, other, "merge", into=typed.format(month=month, last=last))
    other.refresh_from_db()

    assert other.merged_into == lift


## Two at once, and by hand


def changed(client: Client, cast: Cast, request: Request, version: int) -> str:
    page = send(client, cast.chief, request, "suspend", reason="parts", resume_on=SOON, version=version)
    return page.content.decode()


def test_what_really_happened_is_named_and_not_the_note_after_it(cast: Cast, client: Client, lift: Request) -> None:
    shown = lift.version
    actions.assign(request=lift, to=cast.leader, actor=cast.chair, note="他住这栋")
    actions.note(request=lift, text="悄悄记一笔", actor=cast.chair)
    page = changed(client, cast, lift, shown)

    assert "业委会主任 孟秋菊（刚刚）派给了4号楼楼长张楼长" in page
    assert "做了“内部" not in page


def test_where_only_a_note_was_written_the_note_is_named(cast: Cast, client: Client, lift: Request) -> None:
    shown = lift.version
    actions.assign(request=lift, to=cast.leader, actor=cast.chair, note="他住这栋")
    actions.note(request=lift, text="悄悄记一笔", actor=cast.chair)

    assert "派给了" not in re.search(r"您打开页面以后[^<]+", changed(client, cast, lift, shown + 1))[0]


def test_who_chose_somebody_and_why_stands_where_the_rules_reason_stood(
    cast: Cast, client: Client, lift: Request
) -> None:
    send(client, cast.chief, lift, "assign", to=cast.leader.pk, note="他住这栋", version=lift.version)
    client.force_login(cast.chair)
    page = client.get(lift.desk_url).content.decode()

    assert "站长 韩立群派的：他住这栋" in page
    assert "这类事归物业经理" not in page.split('id="h-line"')[0]


def test_a_helper_who_gets_it_is_no_helper_any_more(cast: Cast, lift: Request) -> None:
    actions.add_co_handler(request=lift, user=cast.leader, actor=cast.chief)
    actions.assign(request=lift, to=cast.leader, actor=cast.chief, note="他住这栋")

    assert list(lift.co_handlers.filter(user=cast.leader)) == []


def test_a_chief_who_is_secretary_too_is_called_chief(cast: Cast, lift: Request) -> None:
    actions.note(request=lift, text="看过了", actor=cast.chief)

    assert lift.events.first().actor_label == "站长 韩立群"


def test_bodies_above_are_offered_by_name_and_none_is_chosen(cast: Cast, client: Client, lift: Request) -> None:
    client.force_login(cast.chief)
    page = client.get(f"{lift.desk_url}escalate/").content.decode()
    field = re.search(r'<input[^>]*name="outside_body"[^>]*>', page)[0]

    assert "value=" not in field
    assert '<option value="市场监管局"></option>' in page
    assert "大修可以用维修资金" in page


def test_of_another_kind_it_stays_and_the_page_says_as_what_it_was_given_and_whose_it_is_now(
    cast: Cast, client: Client
) -> None:
    request = factories.file(cast.jingan, "一楼的事", "4", category="suggestion")
    done = send(client, cast.chief, request, "classify", category="blocked-drain", urgency="")
    request.refresh_from_db()
    page = client.get(done.url).content.decode()

    assert request.assignee == cast.chief
    assert "改好了，期限按新的类别重新算。按现在的类别该给物业经理 丁海波，要换人请转过去。" in page
    assert "派的时候归在“提个建议”：这类事归站长；派给站长韩立群。" in page
    assert f'按现在的类别该给物业经理 丁海波。 <a class="s nw" href="{request.desk_url}transfer/' in page
    send(client, cast.chief, request, "classify", category="gate-camera-lamp", urgency="")
    assert "派的时候归在“提个建议”：" in client.get(request.desk_url).content.decode()
    send(client, cast.chief, request, "classify", category="suggestion", urgency="")
    page = client.get(request.desk_url).content.decode()
    assert ("派的时候" in page, "该给物业经理" in page, "这类事归站长；派给站长韩立群。" in page) == (
        False,
        False,
        True,
    )


def test_of_a_kind_that_was_said_at_last_the_page_says_whose_it_is_and_leads_there(cast: Cast, client: Client) -> None:
    request = factories.file(cast.jingan, "有点事想说说", "4")
    done = send(client, cast.chief, request, "classify", category="lift-fault", urgency="")
    page = client.get(done.url).content.decode()

    assert "改好了，期限按新的类别重新算。按现在的类别该给物业经理 丁海波，请派单。" in page
    assert "派的时候：还看不出是哪类事" in page
    assert f'按现在的类别该给物业经理 丁海波。 <a class="s nw" href="{request.desk_url}assign/' in page


def test_who_has_it_by_rights_is_named_without_more(cast: Cast, client: Client, lift: Request) -> None:
    done = send(client, cast.chief, lift, "classify", category="blocked-drain", urgency="")
    page = client.get(done.url).content.decode()

    assert "改好了，期限按新的类别重新算。" in page
    assert ("该给" in page, "派的时候归在“电梯坏了”：这类事归物业经理" in page) == (False, True)


def test_a_reason_that_has_nothing_to_do_with_the_kind_stays(cast: Cast, client: Client, lift: Request) -> None:
    actions.return_(request=lift, reason="不归我", actor=cast.manager)
    send(client, cast.chief, lift, "classify", category="blocked-drain", urgency="")
    page = client.get(lift.desk_url).content.decode()

    assert ("被退回一次，由驿站重新派" in page, "派的时候" in page) == (True, False)
