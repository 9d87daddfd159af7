"""Every change of a monthly report: drafted, recounted, written, published, corrected; and the stations' texts.

Each holds the report's row, so that two officials act one after the other; whoever acts on an older state (`edits`) is
told so. What was published is never written again: figures, rules and texts stand in that row as they were printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.clock import say_day
from core.errors import ActionRefused
from core.text import clean_text, personal_numbers
from notices.actions import Draft, send_notices
from reports.differences import differences, text_differences
from reports.flats import HOMES
from reports.models import Report, ReportVersion, StationText
from reports.models.monthly import LONGEST_TEXT
from reports.periods import Period, parse_month
from reports.queries.content import content_of
from reports.queries.monthly import (
    all_words,
    chiefs_by_station,
    has_received,
    officials_of,
    printed_texts,
    published_before,
    texts_of,
)
from reports.queries.scopes import Scope, scope_of_division
from reports.queries.settings import rules_in_force
from reports.vocabulary import TextState
from reports.workflow import Step, next_of
from stations.models import Division
from stations.queries import posts_of

LONGEST_REPORT_TEXT = 2000


def draft_report(
    *, division: Division, month: str, actor: Any = None, at: datetime | None = None
) -> tuple[ReportVersion | None, bool]:
    """The draft of that month, and whether it was made just now: however often it is asked for, there is one.

    By an official from the first day of the period, to write early; by the machine on the first day after it, unless
    nothing at all happened there. Of a month before the first request there is none: it would be noughts that stay.
    """
    at = at or timezone.now()
    period = _period(month)
    if period.first > timezone.localdate(at):
        raise ActionRefused("ahead", _("这个月还没开始。"))
    if actor is not None:
        _check_official(actor, division.pk)
    known = ReportVersion.objects.filter(report__division=division, report__month=month)
    if found := known.first():
        return found, False
    if actor is not None and not has_received(scope_of_division(division), period):
        until = {"day": say_day(min(period.last, timezone.localdate(at)), None)}
        raise ActionRefused("nothing", _("到%(day)s还没有收到过诉求，没有可写的，就不起草了。") % until)
    scope, content = _counted(division, period, at)
    if actor is None and not any(content["figures"]["now"][key] != "0" for key in ("received", "resolved", "in_hand")):
        return None, False
    with transaction.atomic():
        Division.objects.select_for_update().get(pk=division.pk)
        if found := known.first():
            return found, False
        serial = (Report.objects.filter(division=division).aggregate(last=Max("serial"))["last"] or 0) + 1
        report = Report.objects.create(division=division, month=month, serial=serial, created_at=at)
        version = ReportVersion(report=report, begun_at=at)
        _take(version, content, at)
        version.save()
        _ask(version, scope, at)
        audit.record(actor=actor, verb="report_drafted", obj=report, scope=_scope(report))
        if actor is None:
            _tell(officials_of(division.pk), "report_drafted", report, report_path(report), at)
    return version, True


def recount(*, version: ReportVersion, actor: Any = None, edits: int | None = None, at: datetime | None = None) -> None:
    """The figures of a draft anew, with the rules in force now; stations that opened since are asked, too."""
    at = at or timezone.now()
    next_of(Step.RECOUNT, stage=version.stage)
    scope, content = _counted(version.report.division, _period(version.report.month), at)
    with _changing(version, actor, edits) as row:
        next_of(Step.RECOUNT, stage=row.stage)
        _take(row, content, at)
        if former := published_before(row):
            row.changes = differences(former.content, row.content)
        _ask(row, scope, at)
        _save(row, "content", "changes", "counted_at")


def write_report(
    *, version: ReportVersion, actor: Any, analysis: str, plan: str, edits: int | None = None
) -> ReportVersion:
    with _changing(version, actor, edits) as row:
        next_of(Step.WRITE, stage=row.stage)
        row.analysis = _checked(analysis, "analysis", LONGEST_REPORT_TEXT)
        row.plan = _checked(plan, "plan", LONGEST_REPORT_TEXT)
        _save(row, "analysis", "plan")
    return row


def publish(
    *, version: ReportVersion, actor: Any, edits: int | None = None, at: datetime | None = None
) -> ReportVersion:
    """What the official sees is what is published: the figures were counted after the period ended, not just now."""
    at = at or timezone.now()
    with _changing(version, actor, edits) as row:
        stage = next_of(Step.PUBLISH, stage=row.stage)
        _check_ready(row, at)
        row.texts = printed_texts(row)
        if former := published_before(row):
            row.changes = [*row.changes, *text_differences(all_words(former), all_words(row))]
        row.stage, row.published_at, row.published_by, row.signer = stage, at, actor, actor.name
        _save(row, "texts", "changes", "stage", "published_at", "published_by", "signer")
        audit.record(
            actor=actor, verb="report_published", obj=row, scope=_scope(row.report), note=row.reason,
            after={"month": row.report.month, "version": row.number},
        )  # fmt: skip
        _tell_published(row, at)
    return row


def _tell_published(row: ReportVersion, at: datetime) -> None:
    stations = [text.station_id for text in texts_of(row)]
    told = [user for users in chiefs_by_station(stations).values() for user in users]
    event = "report_corrected" if row.reason else "report_published"
    _tell(told, event, row.report, desk_path(row.report), at, version=row.number, reason=row.reason)


def correct(*, report: Report, actor: Any, reason: str, at: datetime | None = None) -> ReportVersion:
    """A new version with the figures of now; the published one stays as it is. Texts come along as they were."""
    at = at or timezone.now()
    reason = _checked(reason, "reason", 200)
    if not reason:
        raise ActionRefused("why", _("请写清楚为什么更正，会印在新的一版里。"), "reason")
    _check_official(actor, report.division_id)
    scope, content = _counted(report.division, _period(report.month), at)
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).select_related("division").get(pk=report.pk)
        last = locked.versions.all()[:1].get()
        next_of(Step.CORRECT, stage=last.stage)
        row = ReportVersion(report=locked, number=last.number + 1, reason=reason, begun_at=at)
        row.analysis, row.plan = last.analysis, last.plan
        _take(row, content, at)
        row.changes = differences(last.content, row.content)
        row.save()
        kept = [_copy(text, row) for text in texts_of(last)]
        StationText.objects.bulk_create(kept)
        _ask(row, scope, at)
        audit.record(actor=actor, verb="report_corrected", obj=row, scope=_scope(locked), note=reason)
    return row


def _copy(text: StationText, version: ReportVersion) -> StationText:
    names = ("station_id", "state", "done", "hard", "written_by_id", "written_at", "decided_by_id", "decided_at")
    return StationText(version=version, **{name: getattr(text, name) for name in names})


@contextmanager
def _changing(version: ReportVersion, actor: Any, edits: int | None) -> Iterator[ReportVersion]:
    """A transaction that holds the report; the version as it is now, for an official of the division or the machine."""
    if actor is not None:
        _check_official(actor, version.report.division_id)
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("division").get(pk=version.report_id)
        row = ReportVersion.objects.get(pk=version.pk)
        row.report = report
        if edits is not None and row.edits != edits:
            raise ActionRefused("changed", _("这期月报刚才有人改过了，请看看现在的再定。"))
        yield row


def _save(row: ReportVersion, *names: str) -> None:
    row.edits += 1
    row.save(update_fields=["edits", *names])


def _counted(division: Division, period: Period, at: datetime) -> tuple[Scope, dict[str, Any]]:
    """Before the transaction of the change: so all of it sees one state of the database, and nobody waits for it."""
    scope = scope_of_division(division)
    return scope, content_of(division, scope, period, rules=rules_in_force(), at=at)


def _take(row: ReportVersion, content: dict[str, Any], at: datetime) -> None:
    report = row.report
    head = {**content["head"], "serial": report.serial, "issue": int(report.month[5:])}
    row.content, row.counted_at = {**content, "head": head}, at


def _ask(version: ReportVersion, scope: Scope, at: datetime) -> None:
    """Every station of the division once for its text."""
    asked = set(StationText.objects.filter(version=version).values_list("station", flat=True))
    new = [pk for pk in scope.station_ids if pk not in asked]
    StationText.objects.bulk_create([StationText(version=version, station_id=pk) for pk in new])
    told = [user for users in chiefs_by_station(new).values() for user in users]
    _tell(told, "report_text_asked", version.report, desk_path(version.report), at)


def _check_ready(row: ReportVersion, at: datetime) -> None:
    last = _period_of(row).last
    if timezone.localdate(at) <= last:
        raise ActionRefused("running", _("这个月还没过完，先不能发布。"))
    if timezone.localdate(row.counted_at) <= last:
        raise ActionRefused("stale", _("数据还停在月底以前，请先点“重新统计”。"))
    waiting = texts_of(row).filter(state=TextState.SUBMITTED).count()
    if waiting:
        raise ActionRefused("unread", _("还有%(count)d个驿站交来的文字没看，请先采用或者退回。") % {"count": waiting})


def _period_of(row: ReportVersion) -> Period:
    return _period(row.report.month, int(row.content["rules"]["month_start"]))


def _period(month: str, month_start: int | None = None) -> Period:
    period = parse_month(month, rules_in_force().month_start if month_start is None else month_start)
    if period is None:
        raise ActionRefused("month", _("月份要写成2026-11这样。"), "month")
    return period


def _check_official(actor: Any, division: str) -> None:
    if division not in posts_of(actor).districts:
        raise ActionRefused("not_yours", _("只有本级的工作人员能办这期月报。"))


def _checked(text: str, field: str, longest: int = LONGEST_TEXT) -> str:
    text = clean_text(text)
    if len(text) > longest:
        raise ActionRefused("too_long", _("最多%(count)d个字，请精简一些。") % {"count": longest}, field)
    if found := [*personal_numbers(text), *HOMES.findall(text)]:
        said = _("月报里不能有电话、证件号码和门牌，请去掉：%(found)s") % {"found": "、".join(found)}
        raise ActionRefused("personal", said, field)
    return text


def report_path(report: Report) -> str:
    return f"/district/reports/{report.month}/"


def desk_path(report: Report) -> str:
    return f"/desk/report/{report.month}/"


def _scope(report: Report) -> str:
    return f"division:{report.division_id}"


def _tell(users: list[int], event: str, report: Report, path: str, at: datetime, **facts: Any) -> None:
    first = date(int(report.month[:4]), int(report.month[5:]), 1)
    with override("en"):
        month_en = dateformat.format(first, "F Y")
    month = f"{first.year}年{first.month}月"
    facts = {"month": month, "month_en": month_en, "division": report.division.name, **facts}
    send_notices([Draft(user, event, report.month, path, facts) for user in users], at=at)
