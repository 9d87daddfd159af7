"""Synthetic places and requests for tools/bench_figures.py, loaded by COPY (tools/bench_sql.py)."""

import io
import random
from collections.abc import Iterator
from datetime import date
from itertools import product
from string import ascii_uppercase
from typing import Any

from tools.bench_sql import ENTRIES, EVENTS, FACTS, FEEDBACK, REQUESTS

STATIONS, COUNTIES, STREETS, COMMUNITIES = 2_000, 8, 12, 6  # 250 stations, 72 communities in each county
FIRST_DAY, DAYS = date(2023, 11, 26), 1096
AT_ONCE = 250_000
SEED = 20261125
OPEN = 4_000  # the last ones are not done yet
TABLES = ("services_request", "services_requestevent", "services_feedback", "reports_entry")
dropped: list[str] = []


def load_places() -> None:
    from services.loading import write_catalogue  # noqa: PLC0415  (only after setup)
    from stations.models import Compound, Division, Station  # noqa: PLC0415

    write_catalogue()
    rows = [Division(code="37", name="省", level="province"), Division(code="3715", name="市", level="city")]
    communities = []
    for county in range(1, COUNTIES + 1):
        rows.append(Division(code=f"3715{county:02}", name=f"第{county}区", level="county"))
        for street in range(1, STREETS + 1):
            rows.append(Division(code=f"3715{county:02}{street:03}", name=f"{street}街道", level="street"))
            for number in range(1, COMMUNITIES + 1):
                communities.append(f"3715{county:02}{street:03}{number:03}")
                rows.append(Division(code=communities[-1], name=f"{number}社区", level="community"))
    Division.objects.bulk_create(rows, ignore_conflicts=True)
    per_county = STATIONS // COUNTIES
    places = [
        communities[n // per_county * STREETS * COMMUNITIES + n % (STREETS * COMMUNITIES)] for n in range(STATIONS)
    ]
    Compound.objects.bulk_create(
        Compound(slug=f"c{n}", name=f"小区{n}", division_id=place, households=300 + n % 900)
        for n, place in enumerate(places)
    )
    codes = ("".join(letters) for letters in product(ascii_uppercase, repeat=4))
    compounds = Compound.objects.order_by("pk")
    Station.objects.bulk_create(
        Station(compound=compound, slug=compound.slug, code=next(codes), name=f"{compound.name}红旗驿站")
        for compound in compounds
    )


def load_requests(have: int, size: int) -> None:
    """The requests from number `have` up to `size`: station and kind by COPY, the rest of a block follows from its
    numbers in the database, which writes it twenty times as quickly as text made here."""
    from django.db import connection  # noqa: PLC0415

    from services.models import Category  # noqa: PLC0415
    from stations.models import Station  # noqa: PLC0415

    stations = list(Station.objects.order_by("pk").values_list("pk", flat=True))
    kinds = list(Category.objects.order_by("pk").values_list("pk", flat=True))
    chance = random.Random(SEED + have)  # noqa: S311  (nothing secret)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        _constants(cursor)
        for first in range(have, size, AT_ONCE):
            rows = (
                f"{n}\t{chance.choice(stations)}\t{kinds[int(chance.random() ** 2 * len(kinds))]}\n"
                for n in range(first, min(first + AT_ONCE, size))
            )
            cursor.execute("CREATE TEMP TABLE seeds (n bigint, station bigint, kind bigint)")
            cursor.copy_expert("COPY seeds FROM STDIN", io.StringIO("".join(rows)))
            cursor.execute(FACTS, {"size": size, "open": OPEN, "first": FIRST_DAY, "days": DAYS})
            for sql in (REQUESTS, EVENTS, FEEDBACK, ENTRIES):
                cursor.execute(sql)
            cursor.execute("DROP TABLE seeds, facts")


def _constants(cursor: Any) -> None:
    """What the product makes of hours and of answers."""
    from reports.durations import step_of  # noqa: PLC0415
    from reports.happenings import rated_as  # noqa: PLC0415

    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS steps (hours integer, step integer)")
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS said (reached bool, solved bool, satisfaction text, kind integer)")
    cursor.execute("TRUNCATE steps, said")
    cursor.executemany("INSERT INTO steps VALUES (%s, %s)", [(hours, step_of(hours * 60)) for hours in range(1, 240)])
    answers = product((False, True), (False, True), ("satisfied", "basic", "dissatisfied"))
    cursor.executemany("INSERT INTO said VALUES (%s, %s, %s, %s)", [(*each, rated_as(*each)) for each in answers])
    cursor.execute("ANALYZE steps, said")


def indexes_off() -> None:
    """What is not needed while loading: made again after it, once."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for name, made in _indexes(cursor):
            dropped.append(made)
            cursor.execute(f'DROP INDEX "{name}"')
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def indexes_back() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        while dropped:
            cursor.execute(dropped.pop())
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def _indexes(cursor: Any) -> Iterator[tuple[str, str]]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint) ",
        [[*TABLES]],
    )
    return iter(cursor.fetchall())
