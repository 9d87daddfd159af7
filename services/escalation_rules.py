"""Sent up: until when an answer is due, how long it may be sent back, how long a link lives, what an answer counts.

Pure, as services/deadlines.py: moments come in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from core.calendar import WorkCalendar, in_shanghai
from services.deadlines import Span, due_at
from services.vocabulary import AROUND_THE_CLOCK, EscalationLevel, Urgency

FOLLOW_UP = {Urgency.CRITICAL: "4h", Urgency.URGENT: "24h", Urgency.NORMAL: "5wd", Urgency.COMPLEX: "5wd"}
SEND_BACK_WITHIN = Span.parse("2wd")
LINK_OUTLIVES, LINK_AT_MOST = timedelta(days=7), timedelta(days=60)
LEVEL_OF_CODE = {9: EscalationLevel.STREET, 12: EscalationLevel.COMMUNITY}  # by the length of a division's code


def follow_up_span(urgency: str) -> Span:
    return Span.parse(FOLLOW_UP[Urgency(urgency)])


def follow_up_due(sent_at: datetime, urgency: str, calendar: WorkCalendar) -> datetime:
    """When whoever it was sent to must have answered; then it comes back by itself."""
    around = urgency in AROUND_THE_CLOCK
    return due_at(sent_at, follow_up_span(urgency), calendar=calendar, around_the_clock=around) or sent_at


def send_back_until(sent_at: datetime, calendar: WorkCalendar) -> datetime:
    """「不归我们」 is said within two working days; who keeps it longer has it."""
    return due_at(sent_at, SEND_BACK_WITHIN, calendar=calendar, around_the_clock=False) or sent_at


def link_expires(sent_at: datetime, due: datetime) -> datetime:
    """A late answer is still an answer: a week past the due moment, two months at most."""
    return min(due + LINK_OUTLIVES, in_shanghai(sent_at) + LINK_AT_MOST)


def speaks_for(codes: Collection[str], level: str, division: str) -> bool:
    """Whether an officer of these divisions sits where it was sent: the receiver's colleagues may act too."""
    return any(division.startswith(code) and LEVEL_OF_CODE.get(len(code)) == level for code in codes)


def counts(asked_by: Collection[str], handled_by: Collection[str]) -> bool:
    """A side does not judge its own work: such a call-back is kept and acted on, but no figure counts it."""
    return not set(asked_by) & set(handled_by)
