"""Search in the triage list: by what somebody remembers of a request."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import ActionRefused
from reports.tables.requests import requests_table
from services import actions
from services.actions.personal import forget_reporter
from services.finding import reporter_tokens, text_tokens
from services.models import Category, Request
from services.queries import requests_visible_to
from services.queries import search as searching
from services.queries.asked import Asker, kinds_named, number_in
from services.queries.search import Hits, find, search
from services.queries.triage import listed_rows, scope_of
from services.relations import knows_reporter, relations_of
from tests import factories
from tests.cast import Cast
from tests.services.test_visibility import random_requests


@pytest.fixture
def rows(cast: Cast) -> dict[str, Request]:
    return {
        "lift": factories.file(cast.jingan, "电梯又停在五楼", "4", name="张三", phone="13812340427"),
        "lamp": factories.file(cast.jingan, "路灯不亮", "3", name="单小明", phone="13900001234"),
        "company": factories.file(cast.jingan, "物业态度太差，投诉物业", "2", name="李四", phone="13700000427"),
    }


def found(rows: dict[str, Request], q: str, user: object) -> set[str]:
    names = {row.number: name for name, row in rows.items()}
    return {names[row.number] for row in search(requests_visible_to(user), q, user)}


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("电梯", "lift"),
        ("升降机", "lift"),
        ("升降机 五楼", "lift"),
        ("灯", "lamp"),
        ("五楼 电梯", "lift"),
        ("0427", "lift company"),
        ("13812340427", "lift"),
        ("138 1234 0427", "lift"),
        ("+86 138 1234 0427", "lift"),
        ("8613812340427", "lift"),
        ("zhangsan", "lift"),
        ("Zhang San", "lift"),
        ("zs", "lift"),
        ("shanxm", ""),
        ("shanxiaoming", "lamp"),
        ("张三", "lift"),
        ("丁海波", "lift lamp"),
        ("dinghaibo", "lift lamp"),
        ("dhb", "lift lamp"),
        ("3号楼", "lamp"),
        ("没有这样的事", ""),
        ("???", ""),
        ("", "lift lamp company"),
    ],
)
def test_a_chief_finds(cast: Cast, rows: dict[str, Request], q: str, names: str) -> None:
    assert found(rows, q, cast.chief) == set(names.split())


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("张三 电梯", "lift"),
        ("升降机 zhangsan", "lift"),
        ("zs 五楼 电梯", "lift"),
        ("0427 电梯", "lift"),
        ("张三 0427", "lift"),
        ("张三 4号楼", "lift"),
        ("丁海波 路灯", "lamp"),
        ("dhb sxm", "lamp"),
        ("单小明 dinghaibo 不亮", "lamp"),
        ("张三 路灯", ""),
        ("张三 3号楼", ""),
        ("张三 单小明", ""),
    ],
)
def test_a_name_is_found_beside_other_words(cast: Cast, rows: dict[str, Request], q: str, names: str) -> None:
    assert found(rows, q, cast.chief) == set(names.split())


@pytest.fixture
def stuck(cast: Cast) -> Request:
    """Its kind says what its words do not."""
    row = factories.file(cast.jingan, "卡在两层中间出不来，快来人", "4", name="张三", phone="13812340427")
    Request.objects.filter(pk=row.pk).update(category=Category.objects.get(name="有人困在电梯里"))
    return row


@pytest.mark.parametrize(
    "q", ["有人困在电梯里", "电梯困人", "升降机困人", "电梯", "升降机", "电梯困人 张三", "困在电梯 4号楼"]
)
def test_a_kind_is_found_by_what_it_is_called(cast: Cast, stuck: Request, q: str) -> None:
    lamp = factories.file(cast.jingan, "路灯不亮", "4", name="张三")

    assert found({"stuck": stuck, "lamp": lamp}, q, cast.chief) == {"stuck"}


@pytest.mark.parametrize(("q", "kind"), [("噪音", "noise-outside"), ("宠物", "pets"), ("环境", "cleaning")])
def test_a_word_of_a_groups_name_finds_its_kinds(cast: Cast, q: str, kind: str) -> None:
    row = factories.file(cast.jingan, "天天如此，没法过了", "4", category=kind)
    lamp = factories.file(cast.jingan, "路灯不亮", "4")

    assert found({"row": row, "lamp": lamp}, q, cast.chief) == {"row"}


@pytest.mark.parametrize("q", ["小区", "问题", "服务", "公共", "安全", "物业", "业主"])
def test_a_word_that_says_little_finds_no_group(cast: Cast, q: str) -> None:
    assert kinds_named(q) == []


@pytest.mark.parametrize("q", ["路灯", "停车", "电梯困人 路灯", "电梯困人 李四", "困"])
def test_it_is_not_found_by_what_another_kind_is_called(cast: Cast, stuck: Request, q: str) -> None:
    assert found({"stuck": stuck}, q, cast.chief) == set()


def test_what_says_it_stands_before_what_is_only_of_that_kind(cast: Cast, stuck: Request, client: Client) -> None:
    says_so = factories.file(cast.jingan, "电梯困人了", "4")
    in_text = factories.file(cast.jingan, "楼道里太脏了一直没人打扫。上次电梯困人也没人管", "4")
    client.force_login(cast.chief)

    assert listed(client, "电梯困人") == [says_so.number, stuck.number, in_text.number]


@pytest.mark.parametrize(
    "text",
    [
        *("ja 2611 93", "JA26110093", "ja2611-93", "ＪＡ－２６１１－００９３", "JA—2611—0093"),
        *("编号：JA-2611-0093", "#ja.2611.93"),
    ],
)
def test_a_number_may_be_written_in_many_ways(text: str) -> None:
    assert number_in(text) == "JA-2611-0093"


def test_a_number_without_its_letters_is_the_one_of_ones_own_station(cast: Cast, client: Client) -> None:
    ours = factories.file(cast.jingan, "路灯不亮", "4")
    factories.file(cast.huaji, "路灯不亮")
    client.force_login(cast.chief)
    _letters, month, running = ours.number.split("-")

    asked = [f"{month}-{running}", f"{month} {int(running)}", ours.number.lower().replace("-", " ")]
    assert [listed(client, q) for q in asked] == [[ours.number]] * 3


@pytest.mark.parametrize("write", [str, str.lower, lambda n: n.replace("-", ""), lambda n: n.replace("-", " ")])
def test_a_number_is_found_in_any_writing(cast: Cast, rows: dict[str, Request], write: object) -> None:
    assert found(rows, write(rows["lamp"].number), cast.chief) == {"lamp"}


@pytest.mark.parametrize("text", ["JA-2611", "2611-0001", "JA--", "电梯", "JA-2611-0001-2", ""])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_in(text) == ""


def test_who_may_not_know_the_reporter_does_not_find_by_phone_or_name(cast: Cast) -> None:
    complaint = factories.file(cast.jingan, "楼上装修太吵", "4", name="张三", phone="13812340427")
    rows = {"noise": complaint}

    assert complaint.assignee == cast.leader
    assert (found(rows, "装修", cast.leader), found(rows, "0427", cast.leader)) == ({"noise"}, set())
    assert (found(rows, "张三", cast.leader), found(rows, "zs", cast.leader)) == (set(), set())
    assert [found(rows, q, cast.leader) for q in ("张三 装修", "zs 装修", "装修 0427")] == [set(), set(), set()]


def test_a_deputy_does_not_learn_whose_complaint_they_have_in_hand(cast: Cast, client: Client) -> None:
    complaint = factories.file(cast.jingan, "投诉垃圾桶太臭没人清", "4", name="张三", phone="13812340427")
    other = factories.file(cast.jingan, "投诉垃圾桶太臭没人清", "1", name="李四", phone="13812340427")
    actions.transfer(request=other, to=cast.leader, actor=cast.manager, reason="他住得近")
    rows = {"own": complaint, "triaged": other}
    client.force_login(cast.manager)
    page = client.get(complaint.desk_url)

    assert (complaint.nature, complaint.assignee) == ("complaint", cast.manager)
    assert (found(rows, "0427", cast.manager), found(rows, "张三", cast.manager)) == ({"triaged"}, set())
    assert (page.status_code, page.context["reporter"]) == (200, None)
    assert [cast.manager.has_perm("services.see_reporter", each) for each in rows.values()] == [False, True]
    with pytest.raises(ActionRefused, match="不对您公开"):
        actions.reveal(request=complaint, actor=cast.manager, reason="回电话")
    assert found(rows, "0427", cast.chief) == {"own", "triaged"}
    assert actions.reveal(request=complaint, actor=cast.chief, reason="回电话") == "13812340427"


def test_nobody_finds_by_phone_what_they_may_not_know(cast: Cast) -> None:
    random_requests(cast)
    Request.objects.update(reporter_phone="13812340427")
    for user in cast.people().values():
        by_phone = search(requests_visible_to(user).select_related("station__compound"), "0427", user)
        wrong = [r.number for r in by_phone if not knows_reporter(user, r, relations_of(user, r))]
        assert wrong == []


def test_the_question_stays_in_the_box(cast: Cast, client: Client, rows: dict[str, Request]) -> None:
    client.force_login(cast.chief)
    page = client.get("/desk/requests/", {"q": '电梯"<'}).content.decode()

    assert re.search(r'name="q"[^>]*value="电梯&quot;&lt;"', page)


def listed(client: Client, q: str, **more: str) -> list[str]:
    page = client.get("/desk/requests/", {"q": q, **more}).content.decode()
    return re.findall(r'<tr data-number="([^"]+)"', page)


def test_what_answers_best_stands_first(cast: Cast, client: Client) -> None:
    in_text = factories.file(cast.jingan, "楼道里太脏了一直没人打扫。还有电梯也脏", "4")
    synonym = factories.file(cast.jingan, "升降机门关不上", "4")
    in_title = factories.file(cast.jingan, "电梯门关不上", "4")
    newest = factories.file(cast.jingan, "楼道的灯一直都不亮没人修。电梯也不亮", "4")
    client.force_login(cast.chief)

    assert listed(client, "电梯") == [in_title.number, synonym.number, newest.number, in_text.number]
    assert listed(client, "电梯", sort="newest")[0] == newest.number


def test_of_equals_the_open_ones_come_first(cast: Cast, client: Client) -> None:
    still_open = factories.file(cast.jingan, "电梯门关不上", "4")
    over = factories.file(cast.jingan, "电梯门关不上", "4")
    Request.objects.filter(pk=over.pk).update(status="closed")
    client.force_login(cast.chief)

    assert listed(client, "电梯") == [still_open.number, over.number]


def test_a_phone_left_later_is_found_too(cast: Cast) -> None:
    lamp = factories.file(cast.jingan, "路灯不亮", "3", by=cast.resident)
    actions.supplement(request=lamp, text="", phone="13912340427", actor=cast.resident)

    assert found({"lamp": lamp}, "0427", cast.chief) == {"lamp"}


def test_whose_account_is_closed_is_found_no_more(cast: Cast) -> None:
    lamp = factories.file(cast.jingan, "路灯不亮", "3", by=cast.resident, name="单小明", phone="13900001234")
    forget_reporter(cast.resident)

    assert [found({"lamp": lamp}, q, cast.chief) for q in ("sxm", "1234", "单小明")] == [set(), set(), set()]


def found_by(user: object, q: str, **filters: object) -> Hits:
    """Of rows that nobody was asked about: who may see them the search asks itself."""
    return find(listed_rows().filter(**filters), q, Asker(user))


def test_the_list_finds_for_everybody_what_the_search_finds(cast: Cast) -> None:
    """The list cuts what somebody may see into parts; the search does not."""
    stored = random_requests(cast)
    for nth, row in enumerate(stored):
        row.search = text_tokens(["电梯坏了", "电梯和路灯", "路灯不亮"][nth % 3], row.station_id)
        row.reporter_search = reporter_tokens("张三", f"1381234{nth:04}", row.station_id)
    Request.objects.bulk_update(stored, ["search", "reporter_search"])
    everywhere = 0
    for user in cast.people().values():
        words = ("电梯", "升降机 路灯", "张三", "zs", "0007", "丁海波", "张三 电梯", "zs 电梯坏了")
        for q in (*words, stored[5].number, "X-0005"):
            expected = {row.pk for row in search(requests_visible_to(user), q, user)}
            for asker in (Asker(user), scope_of(user).asker(user)):
                hits = find(listed_rows(), q, asker)
                assert (set(hits.pks), hits.count, hits.is_cut) == (expected, len(expected), False), (user, q)
            everywhere += hits.count
    assert everywhere > 500


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four are too many, and of too many two are shown."""
    monkeypatch.setattr(searching, "MOST_FOUND", 3)
    monkeypatch.setattr(searching, "NEWEST", 2)


@pytest.mark.usefixtures("narrow")
def test_of_very_many_the_newest_are_put_in_order_and_the_page_says_so(cast: Cast, client: Client) -> None:
    old = factories.file(cast.jingan, "电梯门关不上", "4")
    others = [factories.file(cast.jingan, f"楼道里第{n}盏灯不亮了没人修。电梯也是", "4") for n in range(2)]
    in_title = factories.file(cast.jingan, "电梯一直响", "4")
    newest = factories.file(cast.jingan, "楼道太脏了一直没有人打扫。电梯也脏", "4")
    lamp = factories.file(cast.jingan, "路灯闪个不停", "4")
    client.force_login(cast.chief)
    cut = client.get("/desk/requests/", {"q": "电梯"}).content.decode()

    assert listed(client, "电梯") == [in_title.number, newest.number]
    assert ("<h1>最新的2件</h1>" in cut, "说到“电梯”的太多，这里只有最新的2件" in cut) == (True, True)
    assert listed(client, "路灯") == [lamp.number]
    assert "的太多" not in client.get("/desk/requests/", {"q": "路灯"}).content.decode()
    for nth, row in enumerate([old, *others]):
        Request.objects.filter(pk=row.pk).update(status="closed" if nth else "suspended")
    assert listed(client, "电梯", status="closed") == [row.number for row in reversed(others)]
    assert listed(client, "电梯", status="suspended") == [old.number]


@pytest.mark.usefixtures("narrow")
def test_a_cut_list_costs_no_more_than_ten_statements(cast: Cast, client: Client) -> None:
    for _ in range(5):
        factories.file(cast.jingan, "电梯门关不上", "4")
    client.force_login(cast.chief)
    client.get("/desk/requests/", {"q": "电梯"})
    with CaptureQueriesContext(connection) as taken:
        page = client.get("/desk/requests/", {"q": "电梯"})

    assert page.context["is_cut"]
    assert len(taken) <= 10


@pytest.mark.usefixtures("narrow")
def test_an_export_is_never_cut(cast: Cast) -> None:
    for _ in range(5):
        factories.file(cast.jingan, "电梯门关不上", "4")
    table = requests_table(cast.chief, QueryDict("q=电梯"), timezone.now())

    assert table is not None
    assert table.total == 5


def test_a_building_is_found_by_where_it_is_or_in_the_words(cast: Cast, client: Client) -> None:
    there = factories.file(cast.jingan, "楼道灯不亮了", "3")
    said = factories.file(cast.jingan, "从3号楼前面漏出来的水", "4")
    factories.file(cast.jingan, "3单元门口的灯不亮", "1")
    found = search(Request.objects.all(), "3号楼", cast.chief)

    assert {one.pk for one in found} == {there.pk, said.pk}
    assert [one.pk for one in search(Request.objects.all(), "灯 3号楼", cast.chief)] == [there.pk]


@pytest.mark.parametrize(
    "q", ["三号楼", "3栋", "3幢", "３号楼", "三号楼灯", "3号楼楼道灯", "楼道灯3栋", "3#不亮", "三栋王秀英"]
)
def test_a_building_may_be_called_otherwise_and_stand_right_beside_a_word(cast: Cast, q: str) -> None:
    there = factories.file(cast.jingan, "楼道灯不亮了", "3", name="王秀英")
    factories.file(cast.jingan, "楼道灯不亮了", "4", name="王秀英")
    factories.file(cast.jingan, "3单元的楼道灯不亮", "1", name="王秀英")

    assert [one.pk for one in search(requests_visible_to(cast.chief), q, cast.chief)] == [there.pk]


def test_initials_that_begin_like_a_station_find_only_who_has_them(cast: Cast) -> None:
    hers = factories.file(cast.jingan, "路灯不亮", "3", name="安婷")
    factories.file(cast.jingan, "路灯不亮", "3", name="单小明")

    assert [one.pk for one in search(requests_visible_to(cast.chief), "at", cast.chief)] == [hers.pk]
    assert not search(requests_visible_to(cast.chief), "ats", cast.chief)


def test_the_list_finds_nothing_for_whoever_may_not_see_it_nor_by_a_reporter_who_is_hidden(cast: Cast) -> None:
    """Of everybody, for words, names, phones, numbers and two words in each way."""
    row = factories.file(cast.jingan, "楼上装修太吵", "4", name="张三", phone="13812340427")
    assert row.assignee == cast.leader
    by_words, by_reporter = (
        ("装修", row.number, "4号楼 装修"),
        ("张三", "zs", "0427", "张三 装修", "装修 0427", "zs 4号楼"),
    )

    def finds(user: object, questions: tuple[str, ...]) -> list[bool]:
        askers = (Asker(user), scope_of(user).asker(user), Asker(user, (cast.jingan.pk, cast.huaji.pk)))
        return [row.pk in find(listed_rows(), q, asker).pks for q in questions for asker in askers]

    for user in (cast.stranger, cast.other_chief, cast.officer, cast.official, cast.resident, cast.admin):
        assert not any(finds(user, (*by_words, *by_reporter))), user
    assert (all(finds(cast.leader, by_words)), any(finds(cast.leader, by_reporter))) == (True, False)
    assert all(finds(cast.chief, (*by_words, *by_reporter)))
