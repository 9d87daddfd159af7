"""Synthetic places and requests for tools/bench_figures.py, written as text and loaded by COPY."""

import io
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from string import ascii_uppercase
from typing import Any

STATIONS, COUNTIES, STREETS, COMMUNITIES = 2_000, 8, 12, 6  # 250 stations, 72 communities in each county
FIRST_DAY, DAYS = date(2023, 11, 26), 1096
AT_ONCE = 50_000
NATURES = ("help", "help", "help", "inquiry", "complaint", "suggestion", "praise")
CHANNELS = ("web", "web", "plate", "desk", "phone")
ANSWERS = ("satisfied", "satisfied", "satisfied", "basic", "dissatisfied")
SEED = 20261125

REQUEST = [
    *("id", "number", "station_id", "status", "version", "title", "description", "category_id", "suggested", "nature"),
    *("urgency", "danger", "target", "is_sensitive", "dwelling", "reporter_name", "reporter_phone", "reporter_pinyin"),
    *("channel", "code_digest", "import_id", "level", "assignee_title", "route", "escalated_to", "filed_at"),
    *("accepted_at", "contacted_at", "resolved_at", "closed_at", "accept_due_at", "contact_due_at", "resolve_due_at"),
    *("clock_started_at", "suspend_reason", "pressing", "light", "climb", "highest_climb", "updated_at", "outcome"),
    *("not_accepted_reason", "returns", "reopenings", "extensions", "urgings", "search", "pressing_at"),
]
EVENT = ["request_id", "kind", "at", "actor_label", "is_public", "text", "data"]
FEEDBACK = ["request_id", "reached", "solved", "satisfaction", "comment", "round", "way", "is_valid", "at"]
ENTRY = ["request_id", "day", "happening", "step", "station_id", "category", "building", "nature", "channel"]
TABLES = {
    "services_request": REQUEST,
    "services_requestevent": EVENT,
    "services_feedback": FEEDBACK,
    "reports_entry": ENTRY,
}
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
    """The requests from number `have` up to `size`, each block of them one COPY for each table."""
    from django.db import connection  # noqa: PLC0415

    from services.models import Category  # noqa: PLC0415
    from stations.models import Station  # noqa: PLC0415

    stations = list(Station.objects.order_by("pk").values_list("pk", flat=True))
    kinds = list(Category.objects.order_by("pk").values_list("pk", flat=True))
    chance = random.Random(SEED + have)  # noqa: S311  (nothing secret)
    for first in range(have, size, AT_ONCE):
        texts: dict[str, list[str]] = {table: [] for table in TABLES}
        for n in range(first, min(first + AT_ONCE, size)):
            one(n, size, stations, kinds, chance, texts)
        connection.ensure_connection()
        with connection.cursor() as cursor:
            for table, columns in TABLES.items():
                sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
                cursor.copy_expert(sql, io.StringIO("".join(texts[table])))


def one(n: int, size: int, stations: list[int], kinds: list[int], chance: Any, texts: dict[str, list[str]]) -> None:
    """Request `n`, its timeline, answer and entries. Days go by as numbers run on, so files lie as in life."""
    from reports.happenings import Happening as H  # noqa: PLC0415
    from reports.happenings import _rated, step_of  # noqa: PLC0415

    station, kind = stations[int(chance.random() * len(stations))], kinds[int(chance.random() ** 2 * len(kinds))]
    nature, channel = NATURES[n % 7], CHANNELS[n * 3 % 5]
    filed = datetime.combine(FIRST_DAY + timedelta(days=n * DAYS // max(size, 1)), time(1 + n % 12, n % 60), UTC)
    contacted, resolved = filed + timedelta(hours=1 + n % 30), filed + timedelta(hours=3 + n * 7 % 200)
    rated = resolved + timedelta(hours=1 + n % 90)
    is_open, answers = n >= size - 4_000, n % 10 < 7
    late = [contacted > filed + timedelta(hours=24), resolved > filed + timedelta(hours=120)]
    pk, at, due = n + 1, filed.isoformat(), (filed + timedelta(hours=120)).isoformat()
    status = "in_progress" if is_open else "closed" if answers else "resolved"
    ended = [r"\N", r"\N"] if is_open else [resolved.isoformat(), rated.isoformat() if answers else r"\N"]
    pressing = ["resolve", due] if is_open else ["", r"\N"]
    texts["services_request"].append(
        f"{pk}\tZ{n:09}\t{station}\t{status}\t1\t电梯又停了\t电梯又停了，老人下不来\t{kind}\t[]\t{nature}"
        f"\tnormal\t\t\tf\t\t\t\t\t{channel}"
        f"\tx\t\tstation\t物业经理\t{{}}\t\t{at}\t{at}\t{contacted.isoformat()}\t{ended[0]}\t{ended[1]}\t{at}"
        f"\t{(filed + timedelta(hours=24)).isoformat()}\t{due}\t{at}\t\t{pressing[0]}\t{'red' if is_open else ''}\t0\t0\t{at}"
        f"\t{'rated' if answers and not is_open else ''}\t\t0\t0\t0\t0\t\t{pressing[1]}\n"
    )
    tail = f"{station}\t{kind}\t\\N\t{nature}\t{channel}\n"
    add = texts["reports_entry"].append
    add(f"{pk}\t{day(filed)}\t{H.FILED:d}\t-1\t{tail}{pk}\t{day(filed)}\t{H.ACCEPTED:d}\t-1\t{tail}")
    kind_of_contact = H.CONTACTED_LATE if late[0] else H.CONTACTED
    add(f"{pk}\t{day(contacted)}\t{kind_of_contact:d}\t{step_of((1 + n % 30) * 60)}\t{tail}")
    if is_open:
        return
    texts["services_requestevent"].append(f"{pk}\tresolved\t{resolved.isoformat()}\t物业经理\tt\t修好了\t{{}}\n")
    kind_of_end = H.RESOLVED_LATE if late[1] else H.RESOLVED
    add(f"{pk}\t{day(resolved)}\t{kind_of_end:d}\t{step_of((3 + n * 7 % 200) * 60)}\t{tail}")
    if answers:
        reached, solved, said = n % 40 > 0, n % 9 > 0, ANSWERS[n // 10 % 5]
        texts["services_requestevent"].append(f"{pk}\tclosed\t{rated.isoformat()}\t居民\tt\t\t{{}}\n")
        texts["services_feedback"].append(
            f"{pk}\t{'ft'[reached]}\t{'ft'[solved]}\t{said}\t\t0\tself\tt\t{rated.isoformat()}\n"
        )
        add(
            f"{pk}\t{day(rated)}\t{H.CLOSED:d}\t-1\t{tail}{pk}\t{day(rated)}\t{_rated(reached, solved, said)}\t-1\t{tail}"
        )


def day(moment: datetime) -> date:
    return (moment + timedelta(hours=8)).date()


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
