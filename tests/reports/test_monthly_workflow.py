"""From the draft to the published report: who may do what, when, and what is answered else."""

from itertools import product

import pytest
from django.utils import timezone

from core.errors import ActionRefused
from notices.models import Notice
from reports import actions
from reports.models import Report, ReportVersion, StationText
from reports.vocabulary import Stage, TextState
from reports.workflow import RULES, TEXT_STEPS, Step, next_of
from tests.reports.monthly import MONTH, NOVEMBER, a_month, county, drafted, october, text_of


@pytest.fixture
def version(cast):
    a_month(cast)
    return drafted(cast)


def refused(act, **arguments):
    with pytest.raises(ActionRefused) as refusal:
        act(**arguments)
    return refusal.value.code, refusal.value.field


def test_a_draft_asks_every_station_below_and_tells_who_runs_it(cast, version):
    told = Notice.objects.filter(event="report_text_asked")

    assert {text.station for text in StationText.objects.all()} == {cast.jingan, cast.huaji, cast.hubei}
    assert set(StationText.objects.values_list("state", flat=True)) == {TextState.ASKED}
    assert {(notice.user, notice.path) for notice in told} == {
        (cast.chief, "/desk/report/2026-10/"),
        (cast.other_chief, "/desk/report/2026-10/"),
    }


def test_a_month_that_has_not_begun_has_no_draft(cast):
    asked = {"division": county(), "month": "2026-12", "actor": cast.official, "at": NOVEMBER}
    assert refused(actions.draft_report, **asked) == ("ahead", "")


def test_what_is_no_month_is_refused(cast):
    for month in ("2026-13", "november", "", "2026-1"):
        asked = {"division": county(), "month": month, "actor": cast.official, "at": NOVEMBER}
        assert refused(actions.draft_report, **asked) == ("month", "month")


def test_only_an_official_of_the_division_makes_its_report(cast, version):
    for who in (cast.officer, cast.chief, cast.admin, cast.resident):
        assert refused(actions.publish, version=version, actor=who, at=NOVEMBER) == ("not_yours", "")
        assert refused(actions.recount, version=version, actor=who, at=NOVEMBER) == ("not_yours", "")
        assert refused(actions.write_report, version=version, actor=who, analysis="", plan="")[0] == "not_yours"


def test_a_text_goes_to_and_fro_until_it_is_accepted(cast, version):
    text = text_of(version, cast.jingan)
    actions.submit_text(text=text, actor=cast.chief, done="换了12盏灯", at=NOVEMBER)
    actions.return_text(text=text, actor=cast.official, reason="电梯怎么修的也写写", at=NOVEMBER)
    assert (text_of(version, cast.jingan).state, text_of(version, cast.jingan).reason) == (
        TextState.RETURNED,
        "电梯怎么修的也写写",
    )
    assert Notice.objects.get(event="report_text_returned").user == cast.chief

    actions.submit_text(text=text, actor=cast.chief, done="换了12盏灯，电梯换了主板", at=NOVEMBER)
    actions.accept_text(text=text, actor=cast.official, at=NOVEMBER)
    row = text_of(version, cast.jingan)
    assert (row.state, row.done, row.reason) == (TextState.ACCEPTED, "换了12盏灯，电梯换了主板", "")
    assert refused(actions.submit_text, text=row, actor=cast.chief, done="再改") == ("status", "")


def test_only_who_runs_the_station_writes_its_text(cast, version):
    text = text_of(version, cast.jingan)
    for who in (cast.other_chief, cast.official, cast.leader, cast.officer):
        assert refused(actions.submit_text, text=text, actor=who, done="写好了") == ("not_yours", "")


def test_an_empty_text_and_an_empty_reason_are_refused_at_their_field(cast, version):
    text = text_of(version, cast.jingan)
    assert refused(actions.submit_text, text=text, actor=cast.chief, done=" \n ") == ("empty", "done")
    actions.submit_text(text=text, actor=cast.chief, done="换了灯")
    assert refused(actions.return_text, text=text, actor=cast.official, reason=" ") == ("why", "reason")


HOLDS_A_NUMBER = (
    *("找张师傅13812345678", "电话 138-1234-5678", "打０６３５８２１２３４５", "一三八一二三四五六七八", "打8212345"),
    "身份证371502199001011234",
    *("张三13812345678说错了", "李四 8212345"),  # the last character of a name is no digit of the number
    *("4号楼2单元301", "3-2-501的老人", "501室漏水", "5号楼301", "五号楼三单元三零一室漏水"),  # flats
)
REACHES_NOBODY = (
    *("打12345", "供电95598", "投入2300000元", "JA-2610-0012已办好", "20261018起停水", "388户"),
    *("4号楼2单元", "2单元112户都走到了", "2026-10-18来人修", "走访301家", "换了301盏灯"),
)


def test_phone_numbers_and_identity_cards_are_refused_in_every_text(cast, version):
    text = text_of(version, cast.jingan)
    actions.submit_text(text=text, actor=cast.chief, done="换了灯")
    write = {"version": version, "actor": cast.official}

    for said in HOLDS_A_NUMBER:
        assert refused(actions.submit_text, text=text, actor=cast.chief, done=said) == ("personal", "done"), said
        assert refused(actions.submit_text, text=text, actor=cast.chief, done="好", hard=said) == ("personal", "hard")
        assert refused(actions.return_text, text=text, actor=cast.official, reason=said) == ("personal", "reason")
        assert refused(actions.write_report, analysis=said, plan="", **write) == ("personal", "analysis")
        assert refused(actions.write_report, analysis="", plan=said, **write) == ("personal", "plan")
        assert refused(actions.correct, report=version.report, actor=cast.official, reason=said)[0] == "personal"


def test_numbers_that_reach_nobody_are_fine(cast, version):
    for said in REACHES_NOBODY:
        actions.submit_text(text=text_of(version, cast.jingan), actor=cast.chief, done=said)

        assert text_of(version, cast.jingan).done == said


def test_nothing_is_published_before_the_month_is_over_and_counted_to_its_end(cast):
    a_month(cast)
    version = drafted(cast, october(25))

    assert refused(actions.publish, version=version, actor=cast.official, at=october(31)) == ("running", "")
    assert refused(actions.publish, version=version, actor=cast.official, at=NOVEMBER) == ("stale", "")
    actions.recount(version=version, actor=cast.official, at=NOVEMBER)
    assert actions.publish(version=version, actor=cast.official, at=NOVEMBER).stage == Stage.PUBLISHED


def test_texts_that_nobody_read_hold_the_publishing_back(cast, version):
    actions.submit_text(text=text_of(version, cast.jingan), actor=cast.chief, done="换了灯")

    assert refused(actions.publish, version=version, actor=cast.official, at=NOVEMBER) == ("unread", "")


def test_a_published_report_takes_no_more_changes(cast, version):
    text = text_of(version, cast.jingan)
    actions.publish(version=version, actor=cast.official, at=NOVEMBER)
    version.refresh_from_db()

    told = {"version": version, "actor": cast.official}
    assert refused(actions.publish, at=NOVEMBER, **told) == ("status", "")
    assert refused(actions.recount, at=NOVEMBER, **told) == ("status", "")
    assert refused(actions.write_report, analysis="再补一句", plan="", **told) == ("status", "")
    assert refused(actions.submit_text, text=text, actor=cast.chief, done="迟了") == ("published", "")
    assert {n.user for n in Notice.objects.filter(event="report_published")} == {cast.chief, cast.other_chief}


def test_two_officials_at_once_the_second_is_told(cast, version):
    seen = version.edits
    actions.write_report(version=version, actor=cast.official, analysis="供暖投诉多", plan="", edits=seen)

    second = {"version": version, "actor": cast.official, "edits": seen}
    assert refused(actions.publish, at=NOVEMBER, **second) == ("changed", "")
    assert refused(actions.write_report, analysis="别的", plan="", **second) == ("changed", "")
    assert ReportVersion.objects.get().analysis == "供暖投诉多"


def test_a_text_that_changed_meanwhile_is_not_accepted_unread(cast, version):
    text = text_of(version, cast.jingan)
    seen = actions.submit_text(text=text, actor=cast.chief, done="换了灯").edits
    actions.submit_text(text=text, actor=cast.chief, done="换了灯，也修了电梯")

    assert refused(actions.accept_text, text=text, actor=cast.official, edits=seen) == ("changed", "")


def test_one_draft_at_a_time_and_only_what_is_published_is_corrected(cast, version):
    told = {"report": version.report, "actor": cast.official, "at": NOVEMBER}
    assert refused(actions.correct, reason="数字有误", **told) == ("status", "")
    actions.publish(version=version, actor=cast.official, at=NOVEMBER)
    assert refused(actions.correct, reason="", **told) == ("why", "reason")

    second = actions.correct(reason="回访补录", **told)
    assert (second.number, second.stage) == (2, Stage.DRAFT)
    assert refused(actions.correct, reason="又一次", **told) == ("status", "")


def test_every_step_leads_where_the_table_says_or_is_refused_with_words():
    for step, stage, state in product(Step, ["", *Stage], ["", *TextState]):
        rule, is_text = RULES[step], step in TEXT_STEPS
        now = state if is_text else stage
        if now in rule.sources and (not is_text or stage == Stage.DRAFT):
            assert next_of(step, stage=stage, state=state) == (rule.target or now)
        else:
            with pytest.raises(ActionRefused) as refusal:
                next_of(step, stage=stage, state=state)
            assert str(refusal.value) or step == Step.DRAFT


def test_drafting_twice_gives_the_same_draft(cast, version):
    again, made = actions.draft_report(
        division=version.report.division, month=MONTH, actor=cast.official, at=timezone.now()
    )

    assert (again, made) == (version, False)
    assert Report.objects.count() == 1
