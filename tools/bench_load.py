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
OPEN = 4_000  # the last ones are not done yet
NULL = r"\N"

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
            station, kind = chance.choice(stations), kinds[int(chance.random() ** 2 * len(kinds))]
            one = One(n, size)
            parts = (one.request(station, kind), one.events(), one.feedback(), one.entries(station, kind))
            for table, part in zip(TABLES, parts, strict=True):
                texts[table].append(part)
        connection.ensure_connection()
        with connection.cursor() as cursor:
            for table, columns in TABLES.items():
                sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
                cursor.copy_expert(sql, io.StringIO("".join(texts[table])))


class One:
    """Request `n`: all about it follows from its number. Days go by as numbers run on, so rows lie as in life."""

    def __init__(self, n: int, size: int) -> None:
        self.n, self.pk = n, n + 1
        start = FIRST_DAY + timedelta(days=n * DAYS // max(size, 1))
        self.filed = datetime.combine(start, time(1 + n % 12, n % 60), UTC)
        self.hours = (1 + n % 30, 3 + n * 7 % 200)  # until contacted, until solved
        self.contacted, self.resolved = (self.filed + timedelta(hours=hours) for hours in self.hours)
        self.rated = self.resolved + timedelta(hours=1 + n % 90)
        self.is_open, self.answers = n >= size - OPEN, n % 10 < 7 and n < size - OPEN
        self.nature, self.channel = NATURES[n % 7], CHANNELS[n * 3 % 5]
        self.said = (n % 40 > 0, n % 9 > 0, ANSWERS[n // 10 % 5])  # reached, solved, satisfied

    def request(self, station: int, kind: int) -> str:
        at, due = self.filed.isoformat(), (self.filed + timedelta(hours=120)).isoformat()
        contact_due = (self.filed + timedelta(hours=24)).isoformat()
        status = "in_progress" if self.is_open else "closed" if self.answers else "resolved"
        resolved = NULL if self.is_open else self.resolved.isoformat()
        closed = self.rated.isoformat() if self.answers else NULL
        pressing, pressing_at, light = ("resolve", due, "red") if self.is_open else ("", NULL, "")
        return (
            f"{self.pk}\tZ{self.n:09}\t{station}\t{status}\t1\t电梯停了\t电梯停了\t{kind}\t[]"
            f"\t{self.nature}\tnormal\t\t\tf\t\t\t\t\t{self.channel}\tx\t\tstation\t物业经理\t{{}}\t\t{at}"
            f"\t{at}\t{self.contacted.isoformat()}\t{resolved}\t{closed}\t{at}\t{contact_due}\t{due}"
            f"\t{at}\t\t{pressing}\t{light}\t0\t0\t{at}\t{'rated' if self.answers else ''}"
            f"\t\t0\t0\t0\t0\t\t{pressing_at}\n"
        )

    def events(self) -> str:
        told = "" if self.is_open else f"{self.pk}\tresolved\t{self.resolved.isoformat()}\t经理\tt\t修好了\t{{}}\n"
        return told + (f"{self.pk}\tclosed\t{self.rated.isoformat()}\t居民\tt\t\t{{}}\n" if self.answers else "")

    def feedback(self) -> str:
        if not self.answers:
            return ""
        reached, solved, satisfaction = self.said
        at = self.rated.isoformat()
        return f"{self.pk}\t{'ft'[reached]}\t{'ft'[solved]}\t{satisfaction}\t\t0\tself\tt\t{at}\n"

    def entries(self, station: int, kind: int) -> str:
        from reports.happenings import Happening as H  # noqa: PLC0415
        from reports.happenings import rated_as, step_of  # noqa: PLC0415

        contacted = H.CONTACTED_LATE if self.hours[0] > 24 else H.CONTACTED
        found: list[tuple[datetime, int, int]] = [(self.filed, H.FILED, -1), (self.filed, H.ACCEPTED, -1)]
        found.append((self.contacted, contacted, step_of(self.hours[0] * 60)))
        if not self.is_open:
            resolved = H.RESOLVED_LATE if self.hours[1] > 120 else H.RESOLVED
            found.append((self.resolved, resolved, step_of(self.hours[1] * 60)))
        if self.answers:
            found += [(self.rated, H.CLOSED, -1), (self.rated, rated_as(*self.said), -1)]
        tail = f"{station}\t{kind}\t{NULL}\t{self.nature}\t{self.channel}\n"
        return "".join(f"{self.pk}\t{day(at)}\t{what:d}\t{step}\t{tail}" for at, what, step in found)


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
