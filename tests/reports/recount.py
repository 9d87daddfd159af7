"""Figures by plain counting over the requests and what hangs on them: slow, obvious, and nothing of reports/ in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from services.models import Escalation, Feedback, Request, RequestEvent, Supervision


def day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


class Plain:
    """Everything once, as (measure, day, request); then counted for whatever is asked."""

    def __init__(self) -> None:
        self.found: list[tuple[str, date, Request]] = []
        self.requests = list(Request.objects.all())
        for request in self.requests:
            _count(request, lambda measure, at, request=request: self.found.append((measure, day(at), request)))

    def count(self, first: date, last: date, wanted: Callable[[Request], bool]) -> Counter[str]:
        return Counter(measure for measure, at, request in self.found if first <= at <= last and wanted(request))


def _count(request: Request, found: Callable[[str, datetime], None]) -> None:
    def add(measure: str, moment: datetime | None, wanted: bool = True) -> None:
        if wanted and moment:
            found(measure, moment)

    events = list(RequestEvent.objects.filter(request=request).order_by("at", "pk"))
    reopened = [event for event in events if event.kind == "reopened"]
    add("received", request.filed_at)
    add("accepted", request.accepted_at)
    add("accepted_late", request.accepted_at, is_late(request, reopened, request.accepted_at, 0))
    add("contacted", request.contacted_at)
    add("contacted_late", request.contacted_at, is_late(request, reopened, request.contacted_at, 1))
    for event in events:
        plain = {"withdrawn", "not_accepted", "extended", "urged", "suspended", "closed", "reopened"}
        add(event.kind, event.at, event.kind in plain)
        add("unrated", event.at, event.kind == "closed" and "no_answer" in event.data)
        add("merged", event.at, event.kind == "merged" and event.is_public)
        add("returned", event.at, event.kind == "returned" and not event.is_public)
        add("overdue", event.at, event.kind == "climbed" and event.data["climb"] == 1)
        add("climbed_community", event.at, event.kind == "climbed" and event.data["climb"] == 3)
        add("climbed_district", event.at, event.kind == "climbed" and event.data["climb"] == 4)
        if event.kind == "suspended":
            until = date.fromisoformat(event.data["until"])
            add("suspended_long", event.at, until > day(event.at) + timedelta(days=30))
    for event in solved(events):
        add("resolved", event.at)
        add("resolved_late", event.at, is_late(request, reopened, event.at, 2))
    _answers(request, add)
    _above(request, add)


def _answers(request, add):
    for answer in Feedback.objects.filter(request=request):
        add("called_back", answer.at)
        add("valid", answer.at, answer.is_valid)
        add("reached", answer.at, answer.is_valid and answer.reached)
        add("solved", answer.at, answer.is_valid and answer.solved)
        if answer.satisfaction:  # who says 「没解决」 may leave it there
            add(answer.satisfaction, answer.at, answer.is_valid)


def _above(request, add):
    for sent in Escalation.objects.filter(request=request):
        add("escalated", sent.sent_at)
        add("escalation_answered", sent.ended_at, sent.ending == "answered")
        add("escalation_late", sent.ended_at, sent.ending == "answered" and sent.ended_at > sent.due_at)
        add("escalation_came_back", sent.ended_at, sent.ending == "came_back")
    for pressed in Supervision.objects.filter(request=request):
        add("supervised", pressed.issued_at)
        add("supervised_listed", pressed.issued_at, pressed.level == 2)
        add("supervised_talk", pressed.issued_at, pressed.level == 3)
        add("supervision_answered", pressed.answered_at)
        add("supervision_late", pressed.answered_at, bool(pressed.answered_at and pressed.answered_at > pressed.due_at))
        add("supervision_closed", pressed.closed_at)


def is_late(request: Request, reopened: list[RequestEvent], moment: datetime | None, which: int) -> bool:
    """By the promise of that round: the first reopening after it kept it; without one it stands in the row."""
    if moment is None:
        return False
    later = [event for event in reopened if event.at > moment]
    if later:
        kept = later[0].data["promised"][which]
        due = datetime.fromisoformat(kept) if kept else None
    else:
        due = [request.accept_due_at, request.contact_due_at, request.resolve_due_at][which]
    return bool(due and moment > due)


def solved(events: list[RequestEvent]) -> list[RequestEvent]:
    """Without those that followed another one: that one's work was theirs."""
    found, follows = [], False
    for event in events:
        if event.kind == "merged":
            follows = True
        if event.kind in ("unmerged", "reopened"):
            follows = False
        if event.kind == "resolved" and not follows:
            found.append(event)
    return found


def hours_to_solve(requests: Iterable[Request], first: date, last: date) -> list[float]:
    hours = []
    for request in requests:
        events = list(RequestEvent.objects.filter(request=request).order_by("at", "pk"))
        for event in solved(events):
            before = [other.at for other in events if other.kind == "reopened" and other.at <= event.at]
            began = max([request.filed_at, *before])
            if first <= day(event.at) <= last:
                hours.append((event.at - began).total_seconds() / 3600)
    return sorted(hours)
