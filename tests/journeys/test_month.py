"""A month at a station, hour by hour, holidays included: what is late climbs as the table says, and is told once.

The station lives it in `month/` (life.py): a cast with a dice (cast.py, deeds_….py), a clerk's book of the promises
beside the portal's (reckoning.py, by the wall calendar of days.py and the posts of offices.py), a table of who has to
hear of what (telling.py), and by which way (ways_out.py). None of them asks the portal's own rules.
"""

from __future__ import annotations

from collections import Counter

import pytest
import time_machine

from portal.demo.seed import seed
from services.models import Request, RequestEvent
from tests.journeys.month import deeds_above, deeds_residents, deeds_station  # noqa: F401  (what the cast can do)
from tests.journeys.month.cast import DEEDS, Month
from tests.journeys.month.days import SHANGHAI
from tests.journeys.month.life import FIRST, LAST, REQUESTS, live, told
from tests.journeys.month.telling import TELLS
from tests.journeys.month.ways_out import faults


@pytest.mark.slow
def test_a_month_in_which_everything_late_climbs_and_everybody_is_told_once(db: None) -> None:
    with time_machine.travel(FIRST, tick=False) as clock:
        seed(stage="opening", number=1, now=FIRST)
        month = Month(FIRST)
        climbed = live(month, clock)

    # Enough happened: every deed several times, with all that may come of it.
    assert len(month.book.kept) == REQUESTS
    assert {name: month.did[name] for name in DEEDS if month.did[name] < 2} == {}
    assert {what: month.came[what] for what in TELLS if month.came[what] < 2} == {}
    passed_over = month.offices.passed_over
    assert min(passed_over[why] for why in ("vacant", "away", "aside")) >= 3, passed_over

    # The timeline tells each step, once, at its hour; in public when somebody was told.
    events = RequestEvent.objects.filter(kind="climbed")
    steps = [
        (event.request_id, event.data["climb"], event.at.astimezone(SHANGHAI), event.is_public) for event in events
    ]
    assert sorted(steps) == sorted(climbed)

    # Everybody heard of everything that concerned them, once; nobody heard anything else.
    found, wanted = told(), month.telling.wanted
    assert (wanted - found, found - wanted) == (Counter(), Counter())
    assert max(wanted.values()) == 1
    assert list(faults(LAST)) == []

    # The sum of lights is a plain recount; hour by hour it was, request by request.
    lights = Counter(Request.objects.values_list("light", flat=True))
    assert lights == Counter(kept.light for kept in month.book.kept.values())
