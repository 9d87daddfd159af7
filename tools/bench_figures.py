"""The figures' part of `make bench`: synthetic requests of 2,000 stations over three years, loaded by COPY.

Measured on PostgreSQL, warm, medians: the pages that an official gets (the overview of the running month, the monthly
report of the month before, the list behind 收到) and what counting that report anew takes, for a county of 250 stations
and for all 2,000; and how long the figures of the stations' table take by plain SQL over the requests. First with
10,000 requests, then with SIZE (small: 50,000; medium: one million; full: ten million), or as many as REQUESTS says.

A request is filed, accepted, contacted and solved, seven in ten are rated. Its entries are loaded beside it (making
them from ten million timelines in Python takes an hour); a sample is made anew from the timelines and must be equal.
"""

import gc
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any
from unittest import mock

from tools.bench_clock import median_of, statements_of
from tools.bench_load import STATIONS, indexes_back, indexes_off, load_places, load_requests

SIZES = {"small": 50_000, "medium": 1_000_000, "full": 10_000_000}
FEW = 10_000
COUNTY, EVERYWHERE = "371501", "37"
AT = datetime.fromisoformat("2026-11-25T15:00+08:00")  # in the last month of the three years
REPEATS = 9
PLAIN = """
SELECT s.compound_id, count(*), count(*) FILTER (WHERE r.resolved_at <= r.resolve_due_at),
       count(r.resolved_at), count(f.id), count(*) FILTER (WHERE f.reached), count(*) FILTER (WHERE f.solved),
       count(*) FILTER (WHERE f.satisfaction = 'satisfied'), count(*) FILTER (WHERE f.satisfaction = 'basic')
FROM services_request r JOIN stations_station s ON s.id = r.station_id
JOIN stations_compound c ON c.id = s.compound_id LEFT JOIN services_feedback f ON f.request_id = r.id
WHERE c.division_id LIKE %s AND r.filed_at >= %s AND r.filed_at < %s GROUP BY 1
"""


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is thrown away
    import_module("portal.wsgi")  # loads and freezes what the server does
    from django.conf import settings  # noqa: PLC0415  (only after setup)
    from django.db import connection  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["localhost"]  # no setup_test_environment(): it keeps a copy of all that templates print
    connection.creation.create_test_db(verbosity=0)
    try:
        print(json.dumps(measure(int(os.environ.get("REQUESTS") or SIZES[os.environ.get("SIZE") or "small"]))))
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def measure(size: int) -> dict[str, dict[str, float]]:
    from django.db import connection  # noqa: PLC0415

    load_places()
    print("places are there", file=sys.stderr, flush=True)
    figures, have = {}, 0
    for count in (FEW, size):
        indexes_off()
        began = time.monotonic()
        load_requests(have, count)
        loaded = time.monotonic()
        indexes_back()
        indexed = time.monotonic()
        derive()
        derived = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        spent = (loaded - began, indexed - loaded, derived - indexed)
        told = f"{count:,} requests: loaded, indexed, rolled up in {', '.join(f'{seconds:.0f} s' for seconds in spent)}"
        print(told, file=sys.stderr, flush=True)
        same_as_timelines()
        gc.collect()
        gc.freeze()  # what loading leaves behind stands in no server's way
        for name, code in (("250 stations", COUNTY), (f"{STATIONS:,} stations", EVERYWHERE)):
            for page, row in timed(code).items():
                figures[f"{page}, {name}, {count:,}"] = row
        have = count
    return figures


def derive() -> None:
    from django.db import transaction  # noqa: PLC0415

    from reports.actions.deriving import derive_all  # noqa: PLC0415
    from reports.actions.folding import settle  # noqa: PLC0415
    from reports.models import Changed, Folding  # noqa: PLC0415

    with transaction.atomic():
        lock, _new = Folding.objects.get_or_create(pk=1)
        settle(lock)
        Changed.objects.all().delete()
        derive_all(lock.month_start)


def same_as_timelines() -> None:
    """The loaded entries of a sample are what the product makes of its timelines."""
    from reports.queries.pending import stored_lines  # noqa: PLC0415
    from reports.queries.sources import sourced  # noqa: PLC0415
    from services.models import Request  # noqa: PLC0415

    pks = list(Request.objects.order_by("pk").values_list("pk", flat=True)[:300])
    made = {pk: sorted(one.lines) for pk, one in sourced(pks).items()}
    if made != {pk: sorted(lines) for pk, lines in stored_lines(pks).items()}:
        sys.exit("the loaded entries are not what the timelines say")


def timed(code: str) -> dict[str, dict[str, float]]:
    """What an official of that division is shown, and what it takes to count the report anew."""
    from reports.actions import draft_report  # noqa: PLC0415
    from reports.models import Report  # noqa: PLC0415
    from reports.queries import rules_in_force, scope_of_division  # noqa: PLC0415
    from reports.queries.content import content_of  # noqa: PLC0415
    from stations.models import Division  # noqa: PLC0415

    division, month = Division.objects.get(pk=code), month_before()
    with mock.patch("django.utils.timezone.now", return_value=AT):
        Report.objects.filter(division=division).delete()
        draft_report(division=division, month=month.key, at=AT)
        client = official(code)
        scope, rules = scope_of_division(division), rules_in_force()
        return {
            "overview": measured(lambda: shown(client, "/district/"), code, date(2026, 11, 1)),
            "report": measured(lambda: shown(client, f"/district/reports/{month.key}/"), code, month.first),
            "behind": measured(lambda: shown(client, "/district/figures/received/"), code, date(2026, 11, 1), 3),
            "counting": measured(lambda: content_of(division, scope, month, rules=rules, at=AT), code, month.first, 3),
        }


def month_before() -> Any:
    from reports.periods import month_of  # noqa: PLC0415

    return month_of(AT.date()).before


def official(code: str) -> Any:
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from stations.models import Appointment  # noqa: PLC0415
    from stations.vocabulary import Post  # noqa: PLC0415

    user, is_new = User.objects.get_or_create(phone=f"138{int(code):08}", defaults={"name": "区长", "password": "!"})
    if is_new:
        since = AT.date() - timedelta(days=365)
        Appointment.objects.create(user=user, post=Post.DISTRICT_OFFICIAL, division_id=code, starts_on=since)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def shown(client: Any, path: str) -> None:
    if client.get(path).status_code != 200:
        sys.exit(f"{path} is not shown")


def measured(ask: Callable[[], object], code: str, first: date, repeats: int = REPEATS) -> dict[str, float]:
    """`cpu`: of this process alone, which on a machine that others use tells more than the clock."""
    ask()
    sql = [said for said, _values in statements_of(ask) if not said.startswith("SET TRANSACTION")]
    ms, p95 = median_of(ask, repeats, warm=1)
    began = time.process_time()
    for _ in range(repeats):
        ask()
    cpu = (time.process_time() - began) / repeats * 1000
    plain, _p95 = median_of(lambda: plain_sql(code, first), 3, warm=1)
    return {"ms": ms, "p95": p95, "cpu": cpu, "sql": len(sql), "plain": plain}


def plain_sql(code: str, first: date) -> None:
    """Of each station what was filed in that month, and of these the rates."""
    from django.db import connection  # noqa: PLC0415

    last = (first + timedelta(days=31)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [f"{code}%", f"{first}T00:00+08:00", f"{last}T00:00+08:00"])
        cursor.fetchall()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
