"""The pages of monthly reports: who sees which, how much they ask of the database, and what a mistake answers."""

import re
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from notices.models import Notice
from notices.registry import words_of
from reports import actions
from reports.models import ReportVersion, StationText
from reports.pages.paper_tables import Column, Printed
from reports.vocabulary import Stage, TextState
from stations.models import Appointment
from stations.vocabulary import Post
from tests import factories
from tests.house.addresses import client_of
from tests.reports.monthly import MONTH, NOVEMBER, a_month, drafted, filed, october, text_of

PAGE = f"/district/reports/{MONTH}/"
DESK = f"/desk/report/{MONTH}/"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def version(cast):
    a_month(cast)
    return drafted(cast)


@pytest.fixture
def official(cast) -> Client:
    return client_of(cast, "official")


def post(client, verb, data=(), query=""):
    return client.post(f"{PAGE}{verb}/{query}", dict(data))


def test_an_official_reads_the_draft_with_its_figures(cast, version, official):
    html = official.get(PAGE).content.decode()

    assert "2026年10月东昌府区红旗驿站运行情况" in html
    assert "共收到居民诉求7件" in html
    assert "一、总体情况" in html
    assert "还没有看" not in html


def test_texts_that_nobody_wrote_yet_are_one_line(cast, version, official):
    html = official.get(PAGE).content.decode()
    panel = html[html.index('class="card flush pieces"') :]

    assert panel.index("<summary") < panel.index(cast.jingan.name) < panel.index("</details>")
    assert f"{PAGE}texts/" not in html


def test_of_many_that_have_not_written_the_first_are_named_and_all_on_demand(cast, version, official, monkeypatch):
    monkeypatch.setattr("reports.pages.monthly.SHOWN_NAMES", 2)
    names = list(StationText.objects.values_list("station__name", flat=True))
    assert len(names) == 3
    panel = piece_of(official.get(PAGE))
    assert 'class="num m">3<' in panel
    assert [name in panel for name in names] == [True, True, False]

    href = unescape(re.search(r'<a class="hit" href="([^"]*)"', panel)[1])
    panel = piece_of(official.get(href))
    assert "<details open" in panel
    assert [name in panel for name in names] == [True, True, True]
    assert '<a class="hit"' not in panel


def piece_of(answer):
    html = answer.content.decode()
    return html[html.index('id="unwritten"') : html.index("</details></li></ul>")]


def test_rows_of_tables_are_escaped_cell_by_cell():
    mark = SafeString("<svg/>")
    column = Column(['1 & "2"', "3"], [mark, mark], ["up", ""])
    table = Printed("", ["<b>"], ["<i>某站", "一共"], [column], has_total=True, places=["<1>"], dim=[True])

    assert table.heads == '<th scope="col" class="r">&lt;b&gt;</th>'
    assert table.body == (
        '<tr class="dim"><td class="r">&lt;1&gt;</td><th scope="row">&lt;i&gt;某站</th>'
        '<td class="r up">1 &amp; &quot;2&quot; <svg/></td></tr>'
    )
    assert table.foot == '<tr><td></td><th scope="row">一共</th><td class="r">3 <svg/></td></tr>'


def test_a_table_without_a_total_or_without_rows_has_no_foot_or_no_body():
    table = Printed("", [], ["甲", "乙"], [Column(["1", "<2>"])])
    assert table.body == (
        '<tr><th scope="row">甲</th><td class="r">1</td></tr>'
        '<tr><th scope="row">乙</th><td class="r">&lt;2&gt;</td></tr>'
    )
    assert table.foot == ""
    assert Printed("", [], [], [Column([])]).body == ""


def test_a_month_without_a_report_and_another_county_are_404(cast, version, official):
    for url in (
        "/district/reports/2026-09/",
        "/district/reports/nonsense/",
        f"{PAGE}?scope=371503",
        f"{PAGE}?scope=37",
        f"{PAGE}?version=9",
        f"{PAGE}?version=x",
        f"{PAGE}report.docx",
        "/district/reports/?scope=11",
    ):
        assert (url, official.get(url).status_code) == (url, 404)


def test_an_official_of_the_city_reads_the_countys_report_but_does_not_change_it(cast, version):
    above = factories.make_user("市里的", "19900000099")
    factories.appoint(above, Post.DISTRICT_OFFICIAL, division_id=factories.CITY)
    client = Client()
    client.force_login(above, backend=settings.AUTHENTICATION_BACKENDS[-1])

    assert client.get(PAGE).status_code == 404  # the city has none of its own
    page = client.get(f"{PAGE}?scope={factories.COUNTY}")
    assert page.status_code == 200
    assert "重新统计" not in page.content.decode()
    assert post(client, "publish", query=f"?scope={factories.COUNTY}").status_code == 400
    assert ReportVersion.objects.get().stage == Stage.DRAFT


def test_whoever_is_dismissed_reads_no_report_any_more(cast, version):
    Appointment.objects.filter(user=cast.official).update(ends_on="2026-10-31")

    assert client_of(cast, "official").get(PAGE).status_code == 404


def test_the_whole_way_by_the_pages(cast, version, official):
    chief = client_of(cast, "chief")
    assert chief.post(DESK, {"done": "换了12盏灯", "hard": ""}).status_code == 302
    text = text_of(version, cast.jingan)
    url = f"{PAGE}texts/{text.pk}"
    assert official.post(f"{url}/return/", {f"t{text.pk}-reason": "电梯呢？"}).status_code == 302
    assert "电梯呢？" in chief.get(DESK).content.decode()
    assert chief.post(DESK, {"done": "换了12盏灯，电梯修好了", "hard": "配件慢"}).status_code == 302
    assert official.post(f"{url}/accept/").status_code == 302
    assert post(official, "write", {"analysis": "照明最多", "plan": "查灯"}).status_code == 302
    assert post(official, "recount").status_code == 302
    assert post(official, "publish").status_code == 302

    html = official.get(PAGE).content.decode()
    for words in ("换了12盏灯，电梯修好了", "配件慢", "照明最多", "查灯"):
        assert words in html
    assert 'id="draft"' not in html
    assert post(official, "correct", {"reason": "补录"}).status_code == 302
    assert "第2版草稿" in official.get(f"{PAGE}?version=2").content.decode()
    assert "第2版草稿" not in official.get(PAGE).content.decode()


def test_a_phone_number_comes_back_with_everything_typed_and_the_reason(cast, version, official):
    page = client_of(cast, "chief").post(DESK, {"done": "找小李13812345678", "hard": "缺配件"})
    html = page.content.decode()

    assert page.status_code == 400
    assert "月报里不能有电话、证件号码和门牌，请去掉：13812345678" in html
    assert "缺配件" in html
    assert StationText.objects.get(station=cast.jingan).state == TextState.ASKED
    page = post(official, "write", {"analysis": "打13812345678", "plan": "查灯"})
    assert (page.status_code, "查灯" in page.content.decode()) == (400, True)


def test_what_somebody_else_changed_meanwhile_is_told(cast, version, official):
    actions.write_report(version=version, actor=cast.official, analysis="别人写的", plan="")
    page = post(official, "write", {"analysis": "我写的", "plan": "", "edits": str(version.edits)})

    assert page.status_code == 400
    assert "刚才有人改过了" in page.content.decode()
    assert "我写的" in page.content.decode()
    assert ReportVersion.objects.get().analysis == "别人写的"


def test_a_return_without_a_reason_is_asked_for_it_at_that_station(cast, version, official):
    text = text_of(version, cast.jingan)
    actions.submit_text(text=text, actor=cast.chief, done="换了灯")
    page = official.post(f"{PAGE}texts/{text.pk}/return/", {})

    assert page.status_code == 400
    assert f'id="id_t{text.pk}-reason_error"' in page.content.decode()


def test_a_verb_that_is_none_and_the_text_of_another_report_are_404(cast, version, official):
    assert post(official, "burn").status_code == 404
    assert official.post(f"{PAGE}texts/{text_of(version, cast.jingan).pk}/burn/").status_code == 404
    assert official.post(f"{PAGE}texts/999999/accept/").status_code == 404


def test_an_official_begins_this_month_early_but_not_next_month(cast, official):
    filed(cast.jingan, NOVEMBER)
    assert official.post(reverse("district:report_begin"), {"month": "2026-11"}).status_code == 302
    official.post(reverse("district:report_begin"), {"month": "2026-12"})
    official.post(reverse("district:report_begin"), {"month": "x" * 300})

    assert list(ReportVersion.objects.values_list("report__month", flat=True)) == ["2026-11"]


def test_a_month_before_the_first_request_is_not_begun_and_the_form_says_why(cast, official):
    filed(cast.jingan, NOVEMBER)
    assert [month for month, _words in official.get("/district/reports/").context["may_begin"]] == ["2026-11"]
    page = official.post(reverse("district:report_begin"), {"month": MONTH})

    assert (page.status_code, ReportVersion.objects.count()) == (400, 0)
    html = page.content.decode()
    assert "到2026年10月31日还没有收到过诉求，没有可写的，就不起草了。" in html
    assert 'value="2026-10" autofocus aria-describedby="refused"' in html
    assert official.post(reverse("district:report_begin"), {"month": "2026-11"}).status_code == 302
    assert ReportVersion.objects.get().content["head"]["serial"] == 1


def test_a_correction_says_whether_a_figure_moved(cast, version, official):
    def said(reason):
        return [
            str(one) for one in official.post(f"{PAGE}correct/", {"reason": reason}, follow=True).context["messages"]
        ]

    actions.publish(version=version, actor=cast.official)
    assert said("错别字") == ["新的一版起草好了，数字和上一版都一样。"]
    actions.publish(version=ReportVersion.objects.get(number=2), actor=cast.official)
    filed(cast.hubei, october(30))
    assert said("补录") == ["新的一版起草好了，和上一版不同的数字列在旁边。"]


def test_the_first_version_says_that_it_was_corrected_and_the_second_is_told_as_a_correction(cast, version, official):
    actions.publish(version=version, actor=cast.official)
    second = actions.correct(report=version.report, actor=cast.official, reason="漏了两件")
    assert "第1版 已发布" in official.get(PAGE).content.decode()
    actions.publish(version=second, actor=cast.official)

    words = re.findall(r"第\d版 [^<]+", official.get(f"{PAGE}?version=1").content.decode())
    assert words == ["第2版 已发布", "第1版 已被第2版更正"]
    told = Notice.objects.filter(user=cast.chief, event__in=("report_published", "report_corrected")).order_by("pk")
    assert [words_of(notice.event, notice.facts, notice.subject) for notice in told] == [
        "东昌府区2026年10月月报发布了",
        "东昌府区2026年10月月报出了更正，现在以第2版为准：漏了两件",
    ]


def test_where_the_notice_leads_a_chief_is_told_who_has_the_whole_report(cast, version):
    actions.publish(version=version, actor=cast.official)
    client = client_of(cast, "chief")
    notice = Notice.objects.get(user=cast.chief, event="report_published")

    assert "整份月报由区里下发" in client.get(notice.path).content.decode()
    assert client.get(PAGE).status_code == 404


def test_a_station_sees_its_own_figures_and_text_alone(cast, version):
    html = client_of(cast, "other_chief").get(DESK).content.decode()

    assert "湖北小区" in html
    assert "警安公寓" not in html
    assert client_of(cast, "other_chief").get(f"{DESK}?station=jingan").status_code == 404


def test_kinds_that_were_reported_most_can_be_told_apart(cast, version):
    kinds = ("门禁、监控、路灯坏了", "暖气不热、漏水")
    version.content["hot"] = [{"station": cast.jingan.name, "label": {"zh": kind, "en": kind}} for kind in kinds]
    version.save(update_fields=["content"])

    assert "反映集中的：门禁、监控、路灯坏了；暖气不热、漏水。" in client_of(cast, "chief").get(DESK).content.decode()


def test_the_list_of_a_chief_has_each_month_once(cast, version):
    actions.publish(version=version, actor=cast.official)
    actions.correct(report=version.report, actor=cast.official, reason="补录")

    assert client_of(cast, "chief").get("/desk/report/").content.decode().count("2026年10月") == 1


@pytest.mark.parametrize("stations", [1, 3])
@pytest.mark.parametrize("published", [False, True])
def test_pages_ask_the_same_however_many_stations_there_are(
    cast, stations, published, django_assert_max_num_queries, official
):
    if stations == 1:
        for station in (cast.huaji, cast.hubei):
            station.compound.division_id = "37"
            station.compound.save()
    filed(cast.jingan, october(3))
    version = drafted(cast)
    assert version.content["stations"] == stations
    if published:
        actions.publish(version=version, actor=cast.official)
    official.get("/help/")  # the catalogue and the like are kept by the process
    with django_assert_max_num_queries(9 if published else 10):
        official.get(PAGE)
    with django_assert_max_num_queries(10):
        official.get("/district/reports/")
    chief = client_of(cast, "chief")
    with django_assert_max_num_queries(8):
        chief.get(DESK)
    with django_assert_max_num_queries(8):
        chief.get("/desk/report/")
