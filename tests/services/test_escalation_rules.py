"""Until when an answer is due, how long it may be sent back, how long a link lives, who sits where it was sent."""

from datetime import datetime, timedelta

import pytest

from core.calendar import SHANGHAI, WorkCalendar
from services.escalation_rules import counts, follow_up_due, link_expires, send_back_until, speaks_for

CALENDAR = WorkCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("sent", "urgency", "due"),
    [
        ("2026-11-23 10:00", "normal", "2026-11-30 18:00"),
        ("2026-11-23 10:00", "complex", "2026-11-30 18:00"),
        ("2026-11-23 10:00", "urgent", "2026-11-24 10:00"),
        ("2026-11-23 10:00", "critical", "2026-11-23 14:00"),
        ("2026-09-29 10:00", "normal", "2026-10-12 18:00"),  # over the holidays; Saturday the 10th is worked
        ("2026-11-21 22:00", "critical", "2026-11-22 02:00"),
    ],
)
def test_an_answer_is_due_by_a_clock_of_its_own(sent: str, urgency: str, due: str) -> None:
    assert follow_up_due(at(sent), urgency, CALENDAR) == at(due)


def test_it_may_be_sent_back_until_the_end_of_the_second_working_day() -> None:
    assert send_back_until(at("2026-11-27 16:00"), CALENDAR) == at("2026-12-01 18:00")


def test_a_link_outlives_the_due_moment_by_a_week_but_never_two_months() -> None:
    sent = at("2026-11-23 10:00")
    assert link_expires(sent, at("2026-11-30 18:00")) == at("2026-12-07 18:00")
    assert link_expires(sent, sent + timedelta(days=90)) == sent + timedelta(days=60)


@pytest.mark.parametrize(
    ("codes", "level", "speaks"),
    [
        (["371502001001"], "community", True),
        (["371502001001"], "street", False),
        (["371502001"], "street", True),
        (["371502001"], "community", False),
        (["371502001002"], "community", False),
        (["371502001001"], "outside", False),
    ],
)
def test_officers_speak_for_their_own_level_and_division(codes: list[str], level: str, speaks: bool) -> None:
    assert speaks_for(codes, level, "371502001001") is speaks


def test_a_side_does_not_judge_its_own_work() -> None:
    assert [counts({"property"}, {"property"}), counts({"hoa"}, {"property"}), counts(set(), set())] == [
        *(False, True, True)
    ]
