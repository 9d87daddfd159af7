"""What filing does with what it understood: place, urgency, reasons for staff, matters of others, one press."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.errors import ActionRefused
from services import actions
from services.models import Request
from services.pages.understanding import because, elsewhere, place_missed, where_from
from services.queries import catalogue
from services.vocabulary import EventKind, Status, Urgency
from tests.cast import Cast

UNCLEAR = "有点事想说说"


def filed(cast: Cast, text: str, **more) -> Request:
    place = more.pop("place", actions.Place())
    found = actions.file_request(
        station=cast.jingan, description=text, reporter=actions.Reporter(cast.resident), place=place, **more
    )
    return Request.objects.get(pk=found.request.pk)


def test_the_place_that_the_words_name_is_used_and_told(cast: Cast) -> None:
    request = filed(cast, "3号楼2单元电梯又坏了，老人下不来")
    assert request.place == "3号楼2单元"
    assert where_from(request) == "是从原话“3号楼2单元”里读出来的"


def test_the_place_that_was_chosen_stands(cast: Cast) -> None:
    request = filed(cast, "3号楼2单元电梯又坏了", place=actions.Place(cast.building))
    assert (request.building, request.entrance, where_from(request)) == (cast.building, None, "")


@pytest.mark.parametrize("text", ["99号楼电梯坏了", "二单元电梯坏了", "3号楼和4号楼都没水了"])
def test_a_place_that_is_not_one_door_of_the_compound_stays_open(cast: Cast, text: str) -> None:
    assert filed(cast, text).building is None


def test_a_building_that_the_compound_does_not_have_is_told_to_both(cast: Cast, client: Client) -> None:
    request = filed(cast, "12#-2-501卫生间往下滴答水")
    client.force_login(cast.chief)
    desk = f"/desk/requests/{request.number}/"
    assert "说的是12号楼，本小区没有，请问一问" in client.get(desk).content.decode()
    client.force_login(cast.resident)
    receipt = f"/requests/{request.number}/"
    assert "您说的是12号楼，小区里没找到这栋楼。" in client.get(receipt).content.decode()
    actions.place(request=request, building=cast.building, actor=cast.chief)
    assert "12号楼" not in client.get(receipt).content.decode()
    client.force_login(cast.chief)
    assert "说的是12号楼" not in client.get(desk).content.decode()


def test_where_no_building_is_known_none_is_missed(cast: Cast) -> None:
    cast.hubei.compound.buildings.all().delete()
    found = actions.file_request(
        station=cast.hubei, description="12号楼电梯坏了", reporter=actions.Reporter(), place=actions.Place()
    )
    assert place_missed(found.request) == ""


def test_the_same_form_twice_files_once_although_the_place_was_read(cast: Cast) -> None:
    first, second = (filed(cast, "3号楼电梯坏了", submission_key="k") for _ in range(2))
    assert first == second


def test_water_gone_is_urgent_whatever_is_usual_for_its_kind(cast: Cast) -> None:
    request = filed(cast, "物业又把我们家水给停了", category=catalogue().by_slug["property-complaint"])
    assert request.urgency == Urgency.URGENT
    assert request.understood["urgent"][0] == "supply"


def test_staff_read_which_words_said_so(cast: Cast) -> None:
    request = filed(cast, "3号楼2单元电梯又坏了，老人下不来")
    assert request.category.slug == "lift-fault"
    assert because(request).startswith("因为说到“电梯……坏”，把握")
    page = Client()
    page.force_login(cast.chief)
    answer = page.get(request.desk_url).content.decode()
    assert "因为说到" in answer
    assert "里读出来的" in answer


def test_a_kind_that_the_resident_chose_needs_no_reason(cast: Cast) -> None:
    assert because(filed(cast, "电梯坏了", category=catalogue().by_slug["lift-fault"])) == ""


def test_a_matter_of_others_goes_to_the_chief_and_the_page_says_who_settles_it(cast: Cast) -> None:
    request = filed(cast, "孩子明年上小学，我们小区划到哪个学区")
    assert (request.assignee, request.route["rule"]) == (cast.chief, "out_of_scope")
    assert elsewhere(request).name == "上学、学位、学区"
    page = Client()
    page.force_login(cast.resident)
    answer = page.get(request.get_absolute_url()).content.decode()
    assert "这件事多半不归驿站管" in answer
    assert "前答复您" in answer
    assert "前办好" not in answer  # it is not the station's to settle
    assert "站长也收到了" in answer


def test_once_somebody_says_which_kind_it_is_it_is_the_stations(cast: Cast) -> None:
    request = filed(cast, "孩子明年上小学，我们小区划到哪个学区")
    kind = catalogue().by_slug["after-school"]
    actions.classify(request=request, category=kind, urgency="normal", target="", actor=cast.chief)
    assert elsewhere(request) is None


@pytest.fixture
def unclear(cast: Cast) -> Request:
    request = filed(cast, UNCLEAR, place=actions.Place(cast.building))
    assert (request.status, request.category) == (Status.SUBMITTED, None)
    return request


def test_one_press_on_the_receipt_takes_it_to_whom_it_belongs(cast: Cast, unclear: Request) -> None:
    Request.objects.filter(pk=unclear.pk).update(suggested=[{"slug": "lift-fault", "words": ["不动"], "sure": 0.4}])
    page = Client()
    page.force_login(cast.resident)
    assert 'name="kind" value="lift-fault"' in page.get(unclear.get_absolute_url()).content.decode()
    page.post(f"{unclear.get_absolute_url()}kind/", {"kind": "lift-fault"})
    unclear.refresh_from_db()
    assert (unclear.category.slug, unclear.assignee, unclear.status) == ("lift-fault", cast.manager, Status.ASSIGNED)
    said = unclear.events.get(kind=EventKind.CLASSIFIED)
    assert (said.is_public, said.data) == (False, {"category": "lift-fault", "by": "resident"})


@pytest.mark.parametrize("kind", ["", "no-such-kind", "praise"])
def test_a_kind_that_was_not_offered_is_refused(cast: Cast, unclear: Request, kind: str) -> None:
    Request.objects.filter(pk=unclear.pk).update(suggested=[{"slug": "lift-fault", "words": [], "sure": 0.4}])
    page = Client()
    page.force_login(cast.resident)
    assert page.post(f"{unclear.get_absolute_url()}kind/", {"kind": kind}).status_code == 400
    unclear.refresh_from_db()
    assert unclear.category is None


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("我要投诉站长办事不公", []),
        ("李楼长说话难听", []),
        ("站长办事公道", ["praise"]),
    ],
)
def test_who_complains_about_somebody_is_not_offered_praise_a_question_or_somebody_else(
    cast: Cast, text: str, offered: list[str]
) -> None:
    request = filed(cast, text)
    assert (request.category, [guess["slug"] for guess in request.suggested]) == (None, offered)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("没有人困在电梯里，只是门关不严", {"lift-fault"}),
        ("电梯没困人，就是有异响", {"lift-fault"}),
        ("不是煤气味，是下水道的味儿，臭", {"smell-fumes", "blocked-drain"}),
        ("没有煤气味，就是灶打不着", {"gas-supply"}),
        ("家里没有燃气泄漏，想问安检啥时候来", {"gas-supply"}),
        ("闻见一股糊味", {"smell-fumes"}),
    ],
)
def test_a_danger_that_is_denied_comes_not_back_through_the_kind(cast: Cast, text: str, kinds: set[str]) -> None:
    request = filed(cast, text)
    offered = [guess["slug"] for guess in request.suggested]
    assert (request.danger, request.urgency == Urgency.CRITICAL) == ("", False)
    assert {request.category.slug} <= kinds if request.category else offered[0] in kinds
    assert {"gas-smell", "lift-trapped"} & set(offered) == set()


def test_a_cry_in_words_that_no_list_has_is_still_one(cast: Cast) -> None:
    request = filed(cast, "洗澡间热水器一打火砰一声，漏气了")
    assert (request.category.slug, request.danger, request.urgency) == ("gas-smell", "gas", Urgency.CRITICAL)


def test_an_emergency_that_somebody_chose_stands_whatever_the_words_deny(cast: Cast) -> None:
    request = filed(cast, "没有煤气味，就是灶打不着", category=catalogue().by_slug["gas-smell"])
    assert (request.danger, request.urgency) == ("gas", Urgency.CRITICAL)


def test_an_everyday_kind_shows_no_numbers_for_its_name_alone(cast: Cast) -> None:
    request = filed(cast, "门口保安天天睡觉，外人随便进小区")
    assert (request.category.slug, request.danger) == ("security", "")


def test_money_cheated_out_of_somebody_is_no_thief_at_the_door(cast: Cast) -> None:
    request = filed(cast, "卖保健品的骗了俺娘八千块")
    assert (request.category.slug, request.danger) == ("security", "fraud")


def test_who_smells_gas_is_not_sent_to_those_who_sweep(cast: Cast) -> None:
    assert filed(cast, "煤器味大得很").category.slug == "gas-smell"


def test_nobody_is_asked_what_is_hardly_a_guess(cast: Cast) -> None:
    request = filed(cast, "垫梯不好使了")
    assert (request.category, [guess["slug"] for guess in request.suggested]) == (None, ["lift-fault"])
    nothing = filed(cast, "在不在")
    page = Client()
    page.force_login(cast.resident)
    assert nothing.suggested == []
    assert 'name="kind"' not in page.get(nothing.get_absolute_url()).content.decode()


def test_an_emergency_that_is_pressed_on_the_receipt_shows_its_numbers(cast: Cast, unclear: Request) -> None:
    Request.objects.filter(pk=unclear.pk).update(suggested=[{"slug": "gas-smell", "words": [], "sure": 0.4}])
    actions.choose_kind(request=unclear, category=catalogue().by_slug["gas-smell"], actor=cast.resident)
    unclear.refresh_from_db()
    assert (unclear.danger, unclear.urgency) == ("gas", Urgency.CRITICAL)


def test_what_somebody_looks_at_already_is_not_chosen_any_more(cast: Cast, unclear: Request) -> None:
    kind = catalogue().by_slug["lift-fault"]
    actions.classify(request=unclear, category=kind, urgency="urgent", target="", actor=cast.chief)
    with pytest.raises(ActionRefused) as refused:
        actions.choose_kind(request=unclear, category=kind, actor=cast.resident)
    assert refused.value.code == "kind"


def test_a_filing_that_reads_the_place_takes_at_most_fourteen_statements(cast: Cast) -> None:
    filed(cast, "3号楼2单元电梯又坏了")
    with CaptureQueriesContext(connection) as taken:
        actions.file_request(
            station=cast.jingan,
            description="3号楼1单元电梯又坏了",
            reporter=actions.Reporter(cast.resident),
            place=actions.Place(),
            submission_key="k2",
        )
    assert len(taken) <= 14
