"""What the pages of monthly reports show around the paper itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import say_day
from reports.forms import CorrectForm, ReturnForm, WriteForm
from reports.models import Report, ReportVersion, StationText
from reports.pages.paper import paper_of
from reports.pages.paper_words import changed_lines
from reports.pages.pdf import has_pdf
from reports.pages.printed import month_words
from reports.periods import month_of
from reports.queries import rules_in_force, scope_of_division
from reports.queries.monthly import (
    division_visible_to,
    frozen_text,
    has_received,
    report_divisions_of,
    reports_visible_to,
    text_counts,
    unwritten_stations,
    with_editions,
    written_texts,
)
from reports.vocabulary import TextState
from reports.workflow import RULES, Step

TINTS = {
    TextState.ASKED: ("shut", "clock"),
    TextState.SUBMITTED: ("new", "inbox"),
    TextState.RETURNED: ("ask", "undo"),
    TextState.ACCEPTED: ("done", "check"),
}
SHOWN_CHANGES = 40
SHOWN_NAMES = 20  # of stations that have not written


@dataclass(frozen=True)
class Edition:
    words: str
    href: str
    is_shown: bool


@dataclass(frozen=True)
class Piece:
    """One station's text on the official's list, with what may be done about it."""

    station: str
    row: StationText
    state: str
    tint: str
    icon: str
    accept_url: str  # "": it may not be
    return_url: str
    form: ReturnForm | None
    is_open: bool = False


@dataclass(frozen=True)
class Unwritten:
    """The stations that have not written. `all_url`: where the names are that are not among these; "": nowhere else."""

    count: int = 0
    names: str = ""
    all_url: str = ""
    is_open: bool = False

    @property
    def words(self) -> str:
        return str(TextState.ASKED.label)


@dataclass
class Bound:
    """Forms that came back with errors."""

    write: WriteForm | None = None
    correct: CorrectForm | None = None
    returned: tuple[int, ReturnForm] | None = None
    forms: list[Any] = field(default_factory=list)


def report_context(report: Report, version: ReportVersion, user: Any, asked: QueryDict, bound: Bound) -> dict[str, Any]:
    """Of a draft two statements (what was written, by whom not yet), of a published version none. `asked`: the query of
    the address."""
    is_draft, pieces, unwritten, key = version.is_draft, list[StationText](), Unwritten(), asked.get("scope", "")
    makes = report.division_id in report_divisions_of(user)
    texts = version.texts
    if is_draft:
        pieces = list(written_texts(version))
        unwritten = _unwritten(version, key, is_all=asked.get("unwritten") == "all") if makes else unwritten
        texts = [frozen_text(row) for row in pieces if row.state == TextState.ACCEPTED]
    write = WriteForm(initial={"analysis": version.analysis, "plan": version.plan, "edits": version.edits})
    editions: Sequence[ReportVersion] = report.editions  # type: ignore[attr-defined]
    return {
        "report": report,
        "version": version,
        "paper": paper_of(version, texts),
        "month": month_words(report.month),
        "editions": [_edition(row, version, key, _replaced_by(row, editions)) for row in editions],
        "files": [(kind, _file_url(report, version, kind, key)) for kind in ("csv", "xlsx")],
        "pdf_url": _file_url(report, version, "pdf", key) if has_pdf() else "",
        "pieces": [_piece(row, report, key, bound) for row in pieces] if makes else [],
        "unwritten": unwritten,
        "waiting": sum(row.state == TextState.SUBMITTED for row in pieces),
        "makes": makes,
        "may_correct": makes and not any(row.is_draft for row in editions),
        "write": bound.write or write,
        "correct": bound.correct or CorrectForm(),
        "bound": bound.forms,
        "changes": changed_lines(version.changes[:SHOWN_CHANGES]) if is_draft else [],
        "more_changes": max(len(version.changes) - SHOWN_CHANGES, 0),
        "urls": {verb: _url("district:report_act", report.month, verb, key=key) for verb in ACTS},
        "back_url": _keyed(reverse("district:reports"), key),
    }


ACTS = ("write", "recount", "publish", "correct")


def _edition(row: ReportVersion, shown: ReportVersion, key: str, replaced_by: int) -> Edition:
    said = {"number": row.number, "stage": row.get_stage_display(), "by": replaced_by}
    words = _("第%(number)d版 已被第%(by)d版更正") if replaced_by else _("第%(number)d版 %(stage)s")
    return Edition(words % said, _version_url(shown.report, row, key), row.pk == shown.pk)


def _replaced_by(row: ReportVersion, editions: Sequence[ReportVersion]) -> int:
    """The number of the newest published version after it; 0: it is the one that counts, or a draft."""
    return max((one.number for one in editions if not one.is_draft and one.number > row.number), default=0)


def _version_url(report: Report, version: ReportVersion, key: str) -> str:
    return _keyed(f"{reverse('district:report', args=[report.month])}?version={version.number}", key)


def _unwritten(version: ReportVersion, key: str, *, is_all: bool) -> Unwritten:
    names, count = unwritten_stations(version, None if is_all else SHOWN_NAMES)
    url = f"{_version_url(version.report, version, key)}&unwritten=all#unwritten" if count > len(names) else ""
    return Unwritten(count, "、".join(names), url, is_all)


def _piece(row: StationText, report: Report, key: str, bound: Bound) -> Piece:
    tint, icon = TINTS[TextState(row.state)]
    may_accept, may_return = (row.state in RULES[step].sources for step in (Step.ACCEPT_TEXT, Step.RETURN_TEXT))
    form = ReturnForm(initial={"edits": row.edits}, prefix=f"t{row.pk}") if may_return else None
    is_open = bound.returned is not None and bound.returned[0] == row.pk
    if is_open and bound.returned:
        form = bound.returned[1]
    return Piece(
        station=row.station.name,
        row=row,
        state=row.get_state_display(),
        tint=tint,
        icon=icon,
        accept_url=_url("district:report_text", report.month, row.pk, "accept", key=key) if may_accept else "",
        return_url=_url("district:report_text", report.month, row.pk, "return", key=key) if may_return else "",
        form=form,
        is_open=is_open,
    )


def _file_url(report: Report, version: ReportVersion, kind: str, key: str) -> str:
    return _keyed(f"{reverse('district:report_file', args=[report.month, kind])}?version={version.number}", key)


def _url(name: str, *args: Any, key: str = "") -> str:
    return _keyed(reverse(name, args=args), key)


def _keyed(url: str, key: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}scope={key}" if key else url


@dataclass(frozen=True)
class Line:
    """A month on the list of reports."""

    month: str
    href: str
    words: Sequence[str]
    texts: str
    is_draft: bool


def list_context(user: Any, key: str, chosen: str = "", refused: str = "") -> dict[str, Any]:
    """Six statements at most, however many reports. `refused`: why that of the chosen month is not begun."""
    rows = list(with_editions(reports_visible_to(user, key)))
    counts = text_counts(rows)
    month = month_of(timezone.localdate(), rules_in_force().month_start)
    known = {row.month for row in rows}
    makes = not key or key in report_divisions_of(user)
    open_months = [each for each in (month, month.before) if each.key not in known] if makes else []
    division = division_visible_to(user, key) if open_months else None
    scope = scope_of_division(division) if division else None
    may_begin = [each.key for each in open_months if each.key == chosen or (scope and has_received(scope, each))]
    return {
        "lines": [_line(row, counts.get(row.pk), key) for row in rows],
        "may_begin": [(each, month_words(each)) for each in may_begin],
        "chosen": chosen,
        "refused": refused,
        "key": key,
    }


def _line(report: Report, counts: dict[str, int] | None, key: str) -> Line:
    editions: Sequence[ReportVersion] = report.editions  # type: ignore[attr-defined]
    words = [_edition_words(row) for row in editions]
    texts = ""
    if counts:
        done = counts[TextState.SUBMITTED] + counts[TextState.ACCEPTED]
        texts = _("驿站交了%(done)d/%(all)d份，%(new)d份等您看") % {
            "done": done,
            "all": sum(counts.values()),
            "new": counts[TextState.SUBMITTED],
        }
    href = _url("district:report", report.month, key=key)
    return Line(month_words(report.month), href, words, texts, any(row.is_draft for row in editions))


def _edition_words(row: ReportVersion) -> str:
    day = say_day(row.published_at or row.begun_at, timezone.now())
    return _("第%(number)d版，%(day)s") % {"number": row.number, "day": day}
