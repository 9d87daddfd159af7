"""Monthly reports as they are read: by officials of the division, and by whoever runs a station, its own text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Window
from django.utils import timezone

from reports.models import Report, ReportVersion, StationText
from reports.periods import Period
from reports.queries.ledgers import bounds
from reports.queries.scopes import Scope
from reports.vocabulary import Stage, TextState
from services.models import Request
from stations.models import Appointment, Division
from stations.queries import posts_of
from stations.vocabulary import Post

HEAVY = ("content", "texts", "changes")


def report_divisions_of(user: Any) -> list[str]:
    """Codes of the divisions whose reports somebody makes, largest first."""
    return sorted(posts_of(user).districts, key=lambda code: (len(code), code))


def division_visible_to(user: Any, key: str = "") -> Division | None:
    """Whose reports are asked for: their own without a key, else one below."""
    codes = report_divisions_of(user)
    wanted = key or (codes[0] if codes else "")
    if not any(wanted.startswith(code) for code in codes):
        return None
    return Division.objects.filter(pk=wanted).first()


def reports_visible_to(user: Any, key: str = "") -> QuerySet[Report]:
    codes = report_divisions_of(user)
    wanted = key or (codes[0] if codes else "")
    rows = Report.objects.select_related("division")
    return rows.filter(division=wanted) if any(wanted.startswith(code) for code in codes) else rows.none()


def report_visible_to(user: Any, month: str, key: str = "") -> Report | None:
    """With its versions, newest first, without what they hold. Two statements."""
    return with_editions(reports_visible_to(user, key)).filter(month=month).first()


def with_editions(reports: QuerySet[Report]) -> QuerySet[Report]:
    """`editions`: the versions, newest first, without what they hold."""
    return reports.prefetch_related(Prefetch("versions", ReportVersion.objects.defer(*HEAVY), to_attr="editions"))


def version_of(report: Report, wanted: str = "") -> ReportVersion | None:
    """The one of that number; without one the newest published, else the draft. One statement."""
    editions: Sequence[ReportVersion] = report.editions  # type: ignore[attr-defined]
    published = [row for row in editions if not row.is_draft]
    found = next((row for row in editions if str(row.number) == wanted), None)
    if not wanted:
        found = published[0] if published else next(iter(editions), None)
    if found is None:
        return None
    whole = ReportVersion.objects.get(pk=found.pk)
    whole.report = report
    return whole


def published_before(version: ReportVersion) -> ReportVersion | None:
    rows = ReportVersion.objects.filter(report=version.report_id, stage=Stage.PUBLISHED, number__lt=version.number)
    return rows.first()


def texts_of(version: ReportVersion) -> QuerySet[StationText]:
    return StationText.objects.filter(version=version).select_related("station__compound")


def written_texts(version: ReportVersion) -> QuerySet[StationText]:
    return StationText.objects.filter(version=version).exclude(state=TextState.ASKED).select_related("station")


def unwritten_stations(version: ReportVersion, most: int | None) -> tuple[list[str], int]:
    """The first `most` names (None: all) of the stations that have not written, and how many these are. One statement:
    of 2,000 stations most have not on the first day."""
    rows = StationText.objects.filter(version=version, state=TextState.ASKED)
    found = list(rows.values_list("station__name", Window(Count("pk")))[:most])
    return [name for name, _count in found], found[0][1] if found else 0


def text_counts(reports: Sequence[Report]) -> dict[int, dict[str, int]]:
    """Of the draft of each report: how many texts stand where. One statement."""
    rows = StationText.objects.filter(version__report__in=reports, version__stage=Stage.DRAFT).order_by()
    found: dict[int, dict[str, int]] = {}
    for report, state, count in rows.values_list("version__report", "state").annotate(count=Count("pk")):
        found.setdefault(report, dict.fromkeys(TextState.values, 0))[state] = count
    return found


def printed_texts(version: ReportVersion) -> list[dict[str, Any]]:
    """What stations wrote, as it is printed: frozen, or of a draft what has been accepted so far."""
    if not version.is_draft:
        return list(version.texts)
    return [frozen_text(row) for row in texts_of(version) if row.state == TextState.ACCEPTED]


def all_words(version: ReportVersion) -> list[dict[str, Any]]:
    """What stations and the division wrote, as it is frozen."""
    own = {"station": version.content["head"]["division"], "analysis": version.analysis, "plan": version.plan}
    return [*version.texts, {"key": "", **own}]


def frozen_text(row: StationText) -> dict[str, Any]:
    return {"key": f"s{row.station_id}", "station": row.station.name, "done": row.done, "hard": row.hard}


def station_texts_visible_to(user: Any) -> QuerySet[StationText]:
    """Of the stations that somebody runs, newest month first, of each month the newest version first."""
    posts = posts_of(user)
    rows = StationText.objects.filter(station__in=posts.chief_of | posts.deputy_of)
    return rows.select_related("station", "version__report__division").order_by(
        "-version__report__month", "station__name", "-version__number"
    )


def newest_station_texts(user: Any) -> list[StationText]:
    """One of each month and station. One statement."""
    found: dict[tuple[int, int], StationText] = {}
    for row in station_texts_visible_to(user).defer(*(f"version__{name}" for name in HEAVY)):
        found.setdefault((row.version.report_id, row.station_id), row)
    return list(found.values())


def station_text_visible_to(user: Any, month: str, slug: str = "") -> StationText | None:
    rows = station_texts_visible_to(user).filter(version__report__month=month)
    return (rows.filter(station__slug=slug) if slug else rows).first()


def chiefs_by_station(stations: Sequence[int]) -> dict[int, list[int]]:
    """Users who run each of them today: its chief, or where there is none its deputies."""
    held = Appointment.objects.current(timezone.localdate()).filter(
        Q(post=Post.STATION_CHIEF) | Q(post=Post.DEPUTY_CHIEF), station__in=stations, user__is_active=True
    )
    chiefs: dict[int, list[int]] = {}
    deputies: dict[int, list[int]] = {}
    for station, user, post in held.order_by("pk").values_list("station", "user", "post"):
        (chiefs if post == Post.STATION_CHIEF else deputies).setdefault(station, []).append(user)
    return {**deputies, **chiefs}


def has_received(scope: Scope, period: Period) -> bool:
    """Whether anything at all was reported there by the end of the period: before that there is nothing to report on.
    One statement."""
    return Request.objects.filter(scope.holds(), filed_at__lt=bounds(period)[1]).exists()


def open_drafts() -> QuerySet[ReportVersion]:
    rows = ReportVersion.objects.filter(stage=Stage.DRAFT).select_related("report__division")
    return rows.defer(*HEAVY).order_by("pk")


def divisions_with_officials() -> QuerySet[Division]:
    """Those for which a report is made: somebody is there to publish it."""
    held = Appointment.objects.current(timezone.localdate()).filter(
        post=Post.DISTRICT_OFFICIAL, user__is_active=True, division__isnull=False
    )
    return Division.objects.filter(pk__in=held.order_by().values("division"))


def officials_of(division: str) -> list[int]:
    held = Appointment.objects.current(timezone.localdate()).filter(
        post=Post.DISTRICT_OFFICIAL, division=division, user__is_active=True
    )
    return list(held.order_by("pk").values_list("user", flat=True))
