"""What was published stands still; the next version shows what moved. Tables add up, and none of them names anybody."""

import json
import re
from copy import deepcopy
from datetime import timedelta

import pytest

from reports import actions
from reports.differences import differences, text_differences
from reports.indicators import INDICATORS, FigureRules, Kind
from reports.models import FigureSettings, ReportVersion
from reports.pages.paper import paper_of
from reports.pages.paper_tables import station_table
from reports.pages.paper_words import lead
from reports.periods import parse_month
from reports.queries import open_book, scope_of_division
from reports.queries.content import content_of
from reports.standings import Standing, missing, places
from services import actions as request_actions
from services.models import HotTopic, Request
from tests import factories
from tests.reports.monthly import MONTH, NOVEMBER, a_month, county, done, drafted, filed, october, text_of

DAY = timedelta(days=1)


@pytest.fixture
def requests(cast):
    return a_month(cast)


@pytest.fixture
def published(cast, requests):
    version = drafted(cast)
    text = text_of(version, cast.jingan)
    actions.submit_text(text=text, actor=cast.chief, done="换了5盏灯", hard="配件来得慢", at=NOVEMBER)
    actions.accept_text(text=text, actor=cast.official, at=NOVEMBER)
    actions.write_report(version=version, actor=cast.official, analysis="照明最多", plan="查一遍楼道灯")
    return actions.publish(version=version, actor=cast.official, at=NOVEMBER)


def kept(version):
    """All that is printed of it."""
    row = ReportVersion.objects.get(pk=version.pk)
    return deepcopy((row.content, row.texts, row.analysis, row.plan, row.published_at, row.signer, row.changes))


def tables_at(at):
    """Of a report that was counted then."""
    content = content_of(county(), scope_of_division(county()), parse_month(MONTH), rules=FigureRules(), at=at)
    return content["tables"]


def stations(content):
    return {row["label"]["zh"]: row for row in content["tables"]["station"]["rows"]}


def test_the_draft_has_the_figures_that_the_book_has(cast, requests):
    version, scope = drafted(cast), scope_of_division(county())
    with open_book(scope) as book:
        figures = book.figures(parse_month(MONTH), in_hand=True)

    assert version.content["figures"]["now"] == figures.as_json()
    assert version.content["figures"]["now"]["received"] == "7"
    assert version.content["figures"]["now"]["satisfaction_rate"] == "78.00"  # (3 + 0.9) of 5
    assert FigureRules.from_json(version.content["rules"]) == FigureRules()


def test_a_published_version_does_not_move_by_one_digit(cast, requests, published):
    before = kept(published)

    request_actions.reopen(request=requests[0], actor=cast.resident, reason="灯又灭了", at=NOVEMBER)
    filed(cast.hubei, october(30))
    Request.objects.filter(pk=requests[5].pk).update(nature="complaint")
    rules = FigureSettings(weight_response=30, weight_resolution=35, weight_satisfaction=35, why="改权重")
    actions.set_rules(settings=rules, actor=cast.admin)
    cast.jingan.compound.households = 999
    cast.jingan.compound.save()
    cast.jingan.name = "改了名的驿站"
    cast.jingan.save()
    signer = cast.official.name
    cast.official.name = "改了名的人"
    cast.official.save()
    actions.rebuild(at=NOVEMBER)

    assert kept(published) == before
    assert paper_of(published, published.texts).signer == signer


def test_a_correction_shows_what_is_not_as_it_was(cast, requests, published):
    before = kept(published)
    filed(cast.hubei, october(30))
    second = actions.correct(report=published.report, actor=cast.official, reason="补录一件", at=NOVEMBER)

    moved = {(row["table"], row["key"], row["figure"]): (row["was"], row["now"]) for row in second.changes}
    assert moved["overall", "", "received"] == ("7", "8")
    assert moved["station", f"s{cast.hubei.pk}", "received"] == ("0", "1")
    assert not any(key == f"s{cast.huaji.pk}" for _table, key, _figure in moved)
    assert (second.analysis, second.plan) == ("照明最多", "查一遍楼道灯")
    assert [text["done"] for text in actions.publish(version=second, actor=cast.official, at=NOVEMBER).texts] == [
        "换了5盏灯"
    ]
    assert kept(published) == before


def test_a_correction_without_changes_says_so(cast, requests, published):
    second = actions.correct(report=published.report, actor=cast.official, reason="错别字", at=NOVEMBER)

    assert second.changes == []


def test_a_correction_names_rules_and_texts_that_are_not_as_they_were(cast, requests, published):
    rules = FigureSettings(weight_response=30, weight_resolution=35, weight_satisfaction=35, why="改权重")
    actions.set_rules(settings=rules, actor=cast.admin)
    second = actions.correct(report=published.report, actor=cast.official, reason="口径变了", at=NOVEMBER)
    text = text_of(second, cast.jingan)
    actions.return_text(text=text, actor=cast.official, reason="写写电梯", at=NOVEMBER)
    actions.submit_text(text=text_of(second, cast.jingan), actor=cast.chief, done="换了5盏灯", hard="电梯", at=NOVEMBER)
    actions.accept_text(text=text_of(second, cast.jingan), actor=cast.official, at=NOVEMBER)
    second = actions.write_report(version=second, actor=cast.official, analysis="照明最多", plan="查两遍")
    second = actions.publish(version=second, actor=cast.official, at=NOVEMBER)

    lines = paper_of(second, second.texts).sections[-1].lines
    assert "口径：响应率权重 10 → 30" in lines
    assert "文字 · 警安公寓红旗驿站：难处和建议 「配件来得慢」 → 「电梯」" in lines
    assert "文字 · 东昌府区：下月打算 「查一遍楼道灯」 → 「查两遍」" in lines
    assert [line for line in lines if "这个月做了什么" in line or "基本满意折算" in line] == []


def test_of_long_texts_the_place_where_they_part_is_shown():
    def text(words):
        return [{"key": "s1", "station": "警安公寓", "done": words}]

    same = "一二三四五六七八九十" * 5
    (found,) = text_differences(text(f"{same}旧的话"), text(f"{same}新的话{same}"))
    assert (found["was"], found["now"]) == ("…三四五六七八九十旧的话", f"…三四五六七八九十新的话{same[:29]}…")
    assert text_differences(text(same), text(same)) == []


def test_a_table_that_was_not_printed_before_is_no_change():
    row = {"key": "a", "label": {"zh": "a", "en": "a"}, "figures": {"received": "1"}}
    before = {"figures": {"now": {}}, "tables": {}}

    assert differences(before, {"figures": {"now": {}}, "tables": {"company": {"rows": [row]}}}) == []


def test_what_is_drawn_of_thirteen_months_adds_up_with_what_is_not(cast, requests):
    factories.file(cast.jingan, "不知道怎么说", at=october(23))
    content = drafted(cast).content
    content["small"]["rows"] = content["small"]["rows"][:1]
    panels = next(section.panels for section in paper_of_content(content) if section.panels)

    rows = {row[0]: row[1:] for row in panels.rows}
    assert rows["合计"][-1] == f"{content['figures']['now']['received']}件"
    for at in range(13):
        several = [int(values[at].removesuffix("件")) for name, values in rows.items() if name != "合计"]
        assert sum(several) == int(rows["合计"][at].removesuffix("件"))


def paper_of_content(content):
    version = ReportVersion.objects.get()
    version.content = content
    return paper_of(version, []).sections


def test_stations_add_up_by_who_manages_their_compound(cast, requests):
    table = drafted(cast).content["tables"]["company"]

    managed = {row["label"]["zh"]: row["figures"]["received"] for row in table["rows"]}
    assert managed.pop("没有物业") == "0"
    assert sorted(managed.values()) == ["1", "6"]


def test_the_paper_says_what_the_catalogue_of_sections_asks_for(cast, requests):
    request_actions.reopen(request=requests[0], actor=cast.resident, reason="灯又灭了", at=october(25))
    printed = {table.caption: table for section in paper_of(drafted(cast), []).sections for table in section.tables}

    said = {
        name: text
        for caption in ("主要指标", "三率和综合成绩", "超期、重办和督办")
        for name, text in zip(printed[caption].names, printed[caption].columns[0].texts, strict=True)
    }
    wanted = {
        "办好率": "71.43%",
        "办结": "4件次",
        "在办": "4件",
        "有效回访": "5件次",
        "重办": "2件次",
        "挂起超过30天": "0件次",
    }
    assert {name: said[name] for name in wanted} == wanted


def test_a_hot_topic_says_what_it_was_before_and_that_the_chief_made_a_topic_of_it(cast, requests):
    kind = requests[0].category
    HotTopic.objects.create(
        station=cast.jingan, category=kind, state="opened", title="楼道灯", opened_at=october(28),
        first_at=october(12), last_at=october(16), computed_at=october(17),
    )  # fmt: skip
    filed(cast.jingan, october(2) - timedelta(days=20))
    actions.fold(at=NOVEMBER)
    lines = next(section.lines for section in paper_of(drafted(cast), []).sections if section.title == "热点")

    assert lines == [f"警安公寓红旗驿站：{kind}，5件，比上月+4件；专题，在办"]


def test_what_is_not_folded_in_yet_counts_once_in_the_month_before(cast, requests):
    filed(cast.hubei, october(10) - timedelta(days=30))
    figures = drafted(cast).content["figures"]

    assert (figures["now"]["received"], figures["before"]["received"]) == ("7", "1")


def test_of_a_count_the_lead_says_more_or_fewer_and_of_a_rate_up_or_down(cast, requests):
    for day in (10, 11):
        filed(cast.hubei, october(day) - timedelta(days=30))
    rated = filed(cast.jingan, october(1) - timedelta(days=20), by=cast.resident)
    done(rated, cast.manager, october(1) - timedelta(days=19))
    content = drafted(cast).content
    assert "收到居民诉求7件，比上月增加4件。" in lead(content)
    assert "满意率78.00%，比上月下降22.00个百分点" in lead(content)

    now, before = content["figures"]["now"], content["figures"]["before"]
    now["received"], before["received"] = before["received"], now["received"]
    assert "收到居民诉求3件，比上月减少4件。" in lead(content)


def test_a_station_that_had_no_place_the_month_before_is_new_as_in_the_ranking(cast, requests):
    content = drafted(cast).content
    table = station_table(content["tables"]["station"])
    assert list(zip(table.names, table.places, table.columns[-1].texts[:-1], strict=False)) == [
        ("警安公寓", "1", "新进"),
        ("化机小区", "不排", "—"),
        ("湖北小区", "不排", "—"),
    ]


def test_recounting_a_correction_compares_with_the_published_version_again(cast, requests, published):
    second = actions.correct(report=published.report, actor=cast.official, reason="补录", at=NOVEMBER)
    filed(cast.hubei, october(30))
    actions.recount(version=second, actor=cast.official, at=NOVEMBER)

    second.refresh_from_db()
    assert {row["was"] for row in second.changes if row["figure"] == "received" and row["table"] == "overall"} == {"7"}


def test_differences_name_rows_that_came_and_went():
    def content(rows):
        return {"figures": {"now": {"received": "1"}}, "tables": {"nature": {"rows": rows}}}

    def row(key, count):
        return {"key": key, "label": {"zh": key, "en": key}, "figures": {"received": count, "overdue": "0"}}

    found = differences(
        content([row("help", "1"), row("praise", "2")]), content([row("help", "1"), row("report", "3")])
    )
    assert [(c["key"], c["was"], c["now"]) for c in found] == [("report", None, "3"), ("praise", "2", None)]


def test_every_table_adds_up_to_the_whole(cast, requests):
    unknown = factories.file(cast.jingan, "不知道怎么说", at=october(23))
    assert unknown.category_id is None
    content = drafted(cast).content

    whole = content["figures"]["now"]
    for name, table in content["tables"].items():
        for column in table["columns"]:
            if column in INDICATORS and INDICATORS[column].kind == Kind.COUNT:
                rows = [int(row["figures"][column]) for row in table["rows"]]
                assert (name, column, sum(rows)) == (name, column, int(table["total"][column]))
                assert (name, column, table["total"][column]) == (name, column, whole[column])
    assert [row["label"]["zh"] for row in content["tables"]["group"]["rows"]][-1] == "未归属"


def test_what_was_sent_up_and_pressed_is_told_as_it_stood_when_it_was_counted(cast):
    """What came later has not happened yet; what was sent back or called off is no answer, as for the indicators."""
    ways = ("answer_escalation", "send_back", "call_off", "answer_escalation", None)
    ended = (NOVEMBER - DAY, NOVEMBER - DAY, NOVEMBER - DAY, NOVEMBER + DAY, None)
    for way, at in zip(ways, ended, strict=True):
        request = filed(cast.jingan, october(29), by=cast.resident)
        request_actions.escalate(request=request, reason="要协调", actor=cast.chief, at=october(30))
        said = {"answer": "已经协调"} if way == "answer_escalation" else {"reason": "不用了"}
        actor = cast.chief if way == "call_off" else cast.officer
        if way:
            getattr(request_actions, way)(request=request, actor=actor, at=at, **said)
    for answered in (october(31, 12), NOVEMBER + DAY):
        request = filed(cast.jingan, october(29), by=cast.resident)
        Request.objects.filter(pk=request.pk).update(highest_climb=4)
        due = (NOVEMBER + 9 * DAY).date()
        request_actions.supervise(request=request, reason="怎么样了", actor=cast.officer, due=due, at=october(31))
        request_actions.answer_supervision(request=request, answer="在办", actor=cast.chief, at=answered)
        request_actions.close_supervision(request=request, actor=cast.officer, at=answered + timedelta(minutes=30))
    content = drafted(cast).content
    up, pressed = content["tables"]["escalation"]["total"], content["tables"]["supervision"]["total"]

    assert up == {"sent": "5", "answered": "1", "in_time": "1", "came_back": "0", "back": "2", "open": "2"}
    assert up["answered"] == content["figures"]["now"]["escalation_answered"]
    assert pressed == {"issued": "2", "answered": "1", "late": "0", "open": "1"}
    assert tables_at(october(30, 9))["escalation"]["rows"] == []  # an hour before they were
    assert tables_at(october(31, 9))["supervision"]["rows"] == []


def test_what_rows_lack_of_the_whole_is_a_row_of_its_own():
    assert missing([{"received": 3}, {"received": 2, "solved": 1}], {"received": 7, "solved": 1}) == {"received": 2}
    assert missing([], {}) == {}


def test_stations_are_placed_by_score_then_by_work_and_equals_share_a_place():
    def one(key, score, received, ranked=True):
        return Standing(key, score, received, ranked)

    assert places([one("a", 90, 5), one("b", 95, 1), one("c", 90, 9), one("d", 90, 5), one("e", 99, 9, False)]) == {
        "b": 1, "c": 2, "a": 3, "d": 3,
    }  # fmt: skip


def test_a_report_names_nobody_but_who_signed_it_and_holds_no_phone(cast, requests, published):
    requests = [
        *requests,
        filed(cast.jingan, october(24), "我是王秀英，电话13812340427", name="王秀英", phone="13812340427"),
    ]
    late = filed(cast.jingan, october(2), "楼道堆了杂物", name="赵大海", phone="13812340428")
    Request.objects.filter(pk=late.pk).update(pressing_at=october(9))
    actions.correct(report=published.report, actor=cast.official, reason="补录", at=NOVEMBER)
    printed = json.dumps([kept(row) for row in ReportVersion.objects.all()], ensure_ascii=False, default=str)

    assert late.number in printed
    assert {user.name for user in cast.people().values() if user.name in printed} == {cast.official.name}
    assert printed.count(cast.official.name) == 1  # of the two versions one is published
    assert [name for name in ("王秀英", "赵大海", "堆了杂物") if name in printed] == []
    assert re.findall(r"1[3-9]\d{9}", printed) == []


def test_the_kind_of_a_sensitive_request_is_not_on_the_list_of_what_is_late(cast, requests):
    late = filed(cast.jingan, october(2))
    Request.objects.filter(pk=late.pk).update(pressing_at=october(9), is_sensitive=True)
    listed = {row["number"]: row["label"]["zh"] for row in drafted(cast).content["overdue"]["rows"]}

    assert listed[late.number] == "—"


def test_a_month_from_the_19th_is_called_after_the_month_in_which_it_ends(cast, requests):
    actions.set_rules(settings=FigureSettings(month_start=19, why="按考核月"), actor=cast.admin)
    version = drafted(cast, october(22))

    period = {"key": MONTH, "first": "2026-09-19", "last": "2026-10-18", "is_over": True}
    assert version.content["period"] == period
    assert version.content["figures"]["now"]["received"] == "5"
    assert version.content["rules"]["month_start"] == 19


def test_a_draft_of_a_month_that_is_not_over_counts_up_to_today_and_compares_as_many_days(cast):
    days = (*(october(day) - timedelta(days=30) for day in (10, 11, 25)), october(10), october(11), october(12))
    for at in days:
        filed(cast.jingan, at)
    version = drafted(cast, october(11, 18))
    figures, paper = version.content["figures"], paper_of(version, [])

    assert version.content["period"] == {"key": MONTH, "first": "2026-10-01", "last": "2026-10-11", "is_over": False}
    assert (figures["now"]["received"], figures["before"]["received"]) == ("2", "2")
    assert "到2026年10月11日在办5件" in paper.sections[0].lead
    assert "只算到同一天" in paper.sections[0].lead
    assert "月底" not in str(paper)


def test_a_month_that_is_over_is_told_as_over(cast, requests):
    lead = paper_of(drafted(cast), []).sections[0].lead
    assert "到月底在办" in lead
    assert "只算到同一天" not in lead
