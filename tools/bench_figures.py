"""The figures' part of `make bench`: synthetic requests of 2,000 stations over three years, loaded by COPY.

Measured on PostgreSQL, warm, medians: what the overview and the monthly report ask of the read model for a county of
250 stations and for all 2,000, with their numbers as text, as a page would print them; and how long the same figures
take by plain SQL over the requests. First with 10,000 requests, then with SIZE (200,000; SIZE=full: ten million).

A request is filed, accepted, contacted and solved, seven in ten are rated. Its entries are loaded beside it (making
them from ten million timelines in Python takes an hour); a sample is made anew from the timelines and must be equal.
"""

import json
import os
import signal
import sys
import time
from datetime import date, datetime, timedelta
from typing import Any

import django

from tools.bench_clock import median_of, statements_of
from tools.bench_load import STATIONS, indexes_back, indexes_off, load_places, load_requests

SIZES = {"small": 200_000, "full": 10_000_000}
FEW = 10_000
COUNTY, EVERYWHERE = "371501", "37"
AT = datetime.fromisoformat("2026-11-25T15:00+08:00")  # in the last month of the three years
REPEATS = 15
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
    django.setup()
    from django.db import connection  # noqa: PLC0415  (only after setup)
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
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
        for name, code in (("250 stations", COUNTY), (f"{STATIONS:,} stations", EVERYWHERE)):
            figures[f"overview, {name}, {count:,}"] = timed(overview, code)
            figures[f"report, {name}, {count:,}"] = timed(report, code)
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


def timed(page: Any, code: str) -> dict[str, float]:
    from stations.models import Division  # noqa: PLC0415

    division = Division.objects.get(pk=code)

    def ask() -> None:
        page(division)

    ask()
    sql = [said for said, _values in statements_of(ask) if not said.startswith("SET TRANSACTION")]
    ms, p95 = median_of(ask, REPEATS)
    first = date(2026, 11, 1) if page is overview else date(2026, 10, 1)
    plain, _p95 = median_of(lambda: plain_sql(code, first), 3, warm=1)
    return {"ms": ms, "p95": p95, "sql": len(sql), "plain": plain}


def plain_sql(code: str, first: date) -> None:
    """Of each station what was filed in that month, and of these the rates."""
    from django.db import connection  # noqa: PLC0415

    last = (first + timedelta(days=31)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [f"{code}%", f"{first}T00:00+08:00", f"{last}T00:00+08:00"])
        cursor.fetchall()


def overview(division: Any) -> None:
    """All that pages/overview.py asks: the year with both comparisons, stations with bars, hot topics, what is red."""
    from reports.periods import month_of  # noqa: PLC0415
    from reports.queries import hot_topics, open_book, scope_of_division  # noqa: PLC0415
    from reports.queries.standing import standing  # noqa: PLC0415
    from reports.queries.yearly import KEYS, year_of  # noqa: PLC0415

    month = month_of(AT.date()).until(AT.date())
    scope = scope_of_division(division)
    with open_book(scope, at=AT) as book:
        year, table = year_of(book, month), book.by_station(month)
        now, hot = standing(scope, AT), hot_topics(scope, month)
    others = (year.before, year.a_year_ago)
    cards = [(year.now.says(key), *(year.now.change(key, then).words for then in others)) for key in KEYS]
    line = [[figures.says(key) for key in KEYS] for figures in year.months]
    shown = ("received", "resolved_in_time", "satisfaction_rate", "score", "overdue")
    rows = [[row.label, *(row.figures.says(key) for key in shown)] for row in table.by("received")[:12]]
    if len(table.rows) != len(scope.stations) or not (cards and line and rows and now.rows) or hot is None:
        sys.exit("the overview is not whole")


def report(division: Any) -> None:
    """The whole month before: every indicator with both comparisons, all tables, the ranking with the one before."""
    from reports.indicators import INDICATORS  # noqa: PLC0415
    from reports.periods import month_of  # noqa: PLC0415
    from reports.queries import open_book, scope_of_division  # noqa: PLC0415

    month = month_of(AT.date()).before
    scope = scope_of_division(division)
    with open_book(scope, at=AT) as book:
        now, before, last_year = book.series([month, month.before, month.a_year_ago])
        heads = [(now.says(key), now.change(key, before).words, now.change(key, last_year).words) for key in INDICATORS]
        tables = [
            book.by_channel(month),
            book.by_nature(month),
            book.by_category(month),
            book.by_category(month.before),
        ]
        shown = [[(row.label, row.figures.says("received")) for row in table.rows] for table in tables]
        keys = ("received", "closed", "valid", "reached", "solved", "satisfied", "basic", "response_rate", "score")
        then = {row.key: place for place, row in enumerate(book.by_station(month.before).by("score"))}
        ranking = [
            (place, then[row.key], *(row.figures.says(key, unit=False) for key in keys))
            for place, row in enumerate(book.by_station(month).by("score"))
        ]
    if len(ranking) != len(scope.stations) or not (heads and shown):
        sys.exit("the report is not whole")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
