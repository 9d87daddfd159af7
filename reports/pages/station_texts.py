"""What whoever runs a station sees of a monthly report: their own figures in it, and the text that they write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from reports.forms import StationTextForm
from reports.models import StationText
from reports.pages.monthly import TINTS
from reports.pages.printed import figure_name, label, month_words, says
from reports.queries.monthly import newest_station_texts
from reports.vocabulary import Stage, TextState
from reports.workflow import RULES, Step

SHOWN = ("received", "resolved_in_time", "satisfaction_rate", "overdue", "score")


@dataclass(frozen=True)
class Month:
    words: str
    station: str
    href: str
    state: str
    tint: str
    icon: str
    is_published: bool


def months_context(user: Any) -> dict[str, Any]:
    """One statement, however many months and stations."""
    return {"months": [_month(row) for row in newest_station_texts(user)]}


def _month(row: StationText) -> Month:
    tint, icon = TINTS[TextState(row.state)]
    month = row.version.report.month
    href = f"{reverse('desk:station_report', args=[month])}?station={row.station.slug}"
    is_published = row.version.stage == Stage.PUBLISHED
    return Month(month_words(month), row.station.name, href, row.get_state_display(), tint, icon, is_published)


def text_context(row: StationText, form: StationTextForm) -> dict[str, Any]:
    tint, icon = TINTS[TextState(row.state)]
    table = row.version.content["tables"]["station"]
    own = next((each for each in table["rows"] if each["key"] == f"s{row.station_id}"), None)
    return {
        "row": row,
        "form": form,
        "month": month_words(row.version.report.month),
        "division": row.version.report.division.name,
        "tag": {"words": row.get_state_display(), "tint": tint, "icon": icon},
        "may_write": row.version.is_draft and row.state in RULES[Step.SUBMIT_TEXT].sources,
        "is_published": not row.version.is_draft,
        "kpis": [(figure_name(key), says(key, own["figures"][key])) for key in SHOWN] if own else [],
        "place": own["place"] if own else None,
        "counted_at": row.version.counted_at,
        "kinds": [label(each["label"]) for each in row.version.content["hot"] if each["station"] == row.station.name],
    }
