"""What stands in the report besides counts of requests: pressed from above, sent up, and still overdue."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any, TypeGuard

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.periods import Period
from reports.queries.scopes import Scope
from services.models import Escalation, Request, Supervision
from services.vocabulary import OPEN, EscalationEnding, EscalationLevel, SupervisionLevel

Json = dict[str, Any]
LISTED = 50  # overdue ones by number; more are counted
_END = time(0)


def bounds(month: Period) -> tuple[datetime, datetime]:
    """From the first moment of the period to the first one after it."""
    after = month.last + timedelta(days=1)
    first, end = datetime.combine(month.first, _END), datetime.combine(after, _END)
    return timezone.make_aware(first), timezone.make_aware(end)


def supervisions_of(scope: Scope, month: Period, at: datetime) -> Json:
    """By level: issued in the period, and what became of these by `at`: what came later has not happened yet. One
    statement."""
    since, until = bounds(month)
    rows = Supervision.objects.filter(
        request__station__in=scope.station_ids, issued_at__gte=since, issued_at__lt=until, issued_at__lte=at
    ).order_by()
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for level, due, answered, closed in rows.values_list("level", "due_at", "answered_at", "closed_at"):
        counts = found[str(level)]
        counts["issued"] += 1
        counts["answered"] += _is_past(answered, at)
        counts["late"] += _is_past(answered, at) and answered > due
        counts["open"] += not _is_past(closed, at)
    choices = [(str(level.value), _both(level)) for level in SupervisionLevel]
    return _added(("issued", "answered", "late", "open"), choices, found)


def escalations_of(scope: Scope, month: Period, at: datetime) -> Json:
    """By whom it was sent to: sent in the period, and what became of these by `at`, each once. Answered is what the
    indicators call so: that which was sent back has words of an answer, too. One statement."""
    since, until = bounds(month)
    rows = Escalation.objects.filter(
        request__station__in=scope.station_ids, sent_at__gte=since, sent_at__lt=until, sent_at__lte=at
    ).order_by()
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for level, due, ended, ending in rows.values_list("to_level", "due_at", "ended_at", "ending"):
        counts = found[level]
        counts["sent"] += 1
        if not _is_past(ended, at):
            counts["open"] += 1
        elif ending == EscalationEnding.ANSWERED:
            counts["answered"] += 1
            counts["in_time"] += ended <= due
        else:
            counts["came_back" if ending == EscalationEnding.CAME_BACK else "back"] += 1
    choices = [(level.value, _both(level)) for level in EscalationLevel]
    return _added(("sent", "answered", "in_time", "came_back", "back", "open"), choices, found)


def overdue_of(scope: Scope, month: Period, at: datetime) -> Json:
    """What was filed by the end of the period and is past its promise now: number, station and kind, no words of
    anybody; the kind of a sensitive one stays unsaid. Two statements."""
    _since, until = bounds(month)
    late = Q(station__in=scope.station_ids, status__in=OPEN, pressing_at__lt=min(at, until), filed_at__lt=until)
    rows = Request.objects.filter(late).order_by("pressing_at", "pk")
    fields = ("number", "station__name", "category__name", "category__name_en", "is_sensitive", "pressing_at")
    listed = [
        {
            "number": number,
            "station": station,
            "label": {"zh": "—", "en": "—"} if is_sensitive or not name else {"zh": name, "en": name_en or name},
            "since": timezone.localdate(since).isoformat(),
        }
        for number, station, name, name_en, is_sensitive, since in rows.values_list(*fields)[:LISTED]
    ]
    return {"count": rows.count(), "rows": listed}


def _is_past(moment: datetime | None, at: datetime) -> TypeGuard[datetime]:
    return moment is not None and moment <= at


def _added(columns: tuple[str, ...], choices: list[tuple[str, Json]], found: dict[str, Any]) -> Json:
    """Rows of what there was, and the total; what belongs to no choice in a row 未归属."""
    known = [(key, label) for key, label in choices if key in found]
    rest = [(key, _both(None)) for key in sorted(found.keys() - {key for key, _label in known})]
    rows: list[Json] = [
        {"key": key, "label": label, "figures": {name: str(found[key][name]) for name in columns}}
        for key, label in [*known, *rest]
    ]
    total = {name: str(sum(int(found[row["key"]][name]) for row in rows)) for name in columns}
    return {"columns": [*columns], "rows": rows, "total": total}


def _both(choice: Any) -> Json:
    found = {}
    for code, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            found[code] = str(choice.label) if choice is not None else _("未归属")
    return found
