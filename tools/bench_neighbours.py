"""Time search at the desk and the finding of look-alikes with very many requests. `make bench` calls this.

    DATABASE_URL=postgres://… python -m tools.bench_neighbours --rows 1000000 --stations 100
    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m tools.bench_neighbours --rows 100000 --open 100 --days 30

A test database is made, filled with sentences put together from a few dozen words (COPY on PostgreSQL), measured
through the product's own queries, and thrown away. `--open`: percent still open, `--days`: the days they spread over.
"""

import argparse
import csv
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import django
from django.conf import settings

WHERE = ("三单元", "楼道里", "地下车库", "小区西门", "楼顶", "一楼大厅", "健身广场", "六楼", "负一层", "南门口")
WHAT = (
    *("电梯又停了", "升降机门关不上", "路灯不亮", "水管漏水", "暖气不热", "垃圾桶满了", "下水道堵了", "装修太吵"),
    *("门禁坏了", "电动车乱停", "树枝挡窗户", "狗叫个不停", "广场舞太响", "车位被占", "墙皮脱落", "消防通道被堵"),
)
SINCE = (
    "两天了",
    "昨天晚上开始",
    "一个星期没人修",
    "老人下不来",
    "孩子睡不着",
    "打电话没人接",
    "请快点派人",
    "味道很大",
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平"
# Beside those that one request gives: its number, phone, name.
QUESTIONS = ("电梯", "升降机", "异响", "号楼", "路灯 不亮", "3号楼 电梯", "电梯困人")
MADE, BLOCK, WARM, REPEATS = 20_000, 5_000, 3, 15


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is thrown away
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--stations", type=int, default=100)
    parser.add_argument("--open", type=int, default=20)
    parser.add_argument("--days", type=int, default=365)
    asked = parser.parse_args()
    django.setup()
    from django.db import connection  # noqa: PLC0415  (only after setup)

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{connection.settings_dict['NAME']}.test"  # a file
    connection.creation.create_test_db(verbosity=0)
    try:
        started = time.monotonic()
        people = fill(asked)
        print(
            f"{connection.vendor}: {asked.rows:,} rows, {asked.stations} stations; {time.monotonic() - started:.0f} s"
        )
        measure(people)
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def fill(asked: Any) -> dict[str, Any]:
    """The chief of the first station, an officer over a tenth of them, and one of the street over all."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from services.models import Request  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    factories.make_divisions()
    factories.make_catalogue()
    divisions = [factories.COMMUNITY, *[factories.OTHER_COMMUNITY] * 9]
    stations = [
        factories.make_station(f"s{n}", f"S{n:03}", f"第{n}小区", division=divisions[n % 10], buildings=10)
        for n in range(asked.stations)
    ]
    officer, street = (factories.make_user(name) for name in ("社区一", "街道一"))
    chiefs = {station.pk: factories.make_user(f"站长{nth}") for nth, station in enumerate(stations)}
    for station in stations:
        factories.appoint(chiefs[station.pk], "station_chief", station)
    factories.appoint(officer, "community_officer", division_id=factories.COMMUNITY)
    factories.appoint(street, "street_officer", division_id=factories.STREET)
    with without_indexes():
        for rows in blocks(asked, stations, chiefs):
            copy_in(rows) if connection.vendor == "postgresql" else Request.objects.bulk_create(rows)
        multiply(asked, chiefs)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    call_command("check", verbosity=0)
    return {"chief": chiefs[stations[0].pk], "officer over a tenth": officer, "officer over all": street}


@contextmanager
def without_indexes() -> Iterator[None]:
    """Built afterwards, and no key looked up for each row: a tenth of the time."""
    from django.db import connection  # noqa: PLC0415

    on_postgresql = connection.vendor == "postgresql"
    listed = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'services_request'"
        if on_postgresql
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'services_request' AND sql > ''"
    )
    with connection.cursor() as cursor:
        cursor.execute(listed)
        plain = [(name, sql) for name, sql in cursor.fetchall() if "UNIQUE" not in sql]
        for name, _sql in plain:
            cursor.execute(f'DROP INDEX "{name}"')
        if on_postgresql:
            cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
    yield
    with connection.cursor() as cursor:
        for _name, sql in plain:
            cursor.execute(sql)
        if on_postgresql:
            cursor.execute("RESET session_replication_role")


def multiply(asked: Any, chiefs: dict[int, Any]) -> None:
    """Copies of what was put together, each at another station, until there are enough: quicker than making each.

    In the order in which they were filed, as in life: what one station has lies scattered over the whole table.
    """
    from django.db import connection  # noqa: PLC0415

    from services.models import Request  # noqa: PLC0415

    made, ids = Request.objects.count(), list(chiefs)
    turns = range(1, -(-asked.rows // made))
    news = [(turn, old, ids[(nth + turn) % len(ids)]) for turn in turns for nth, old in enumerate(ids)]
    moves = [(turn, old, new, chiefs[new].pk) for turn, old, new in news]
    if not moves:
        return
    said = {
        "station_id": "new",
        "assignee_id": "CASE WHEN assignee_id IS NOT NULL THEN chief END",
        "number": "number || '-' || turn",
        "search": "replace(search, 'atstation' || old || ' ', 'atstation' || new || ' ')",
        "reporter_search": "replace(reporter_search, 'atstation' || old || ' ', 'atstation' || new || ' ')",
    }
    columns = [str(field.column) for field in Request._meta.concrete_fields if field.name != "id"]
    names, values = (
        ", ".join(part) for part in ((f'"{c}"' for c in columns), (said.get(c, f'"{c}"') for c in columns))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH moves(turn, old, new, chief) AS (VALUES {', '.join(map(str, moves))}) "  # noqa: S608
            f"INSERT INTO services_request ({names}) SELECT {values} FROM services_request "
            "JOIN moves ON station_id = old ORDER BY filed_at, turn"
        )


def blocks(asked: Any, stations: list[Any], chiefs: dict[int, Any]) -> Iterator[list[Any]]:
    from core.text import pinyin_of  # noqa: PLC0415
    from services.models import Category  # noqa: PLC0415

    pick = random.Random(7)  # noqa: S311  (the same rows each time)
    kinds = list(Category.objects.all())
    buildings = {station.pk: list(station.compound.buildings.all()) for station in stations}
    names = [a + b + c for a in SURNAMES for b in GIVEN for c in ("", "明", "丽")]
    sounds = {name: pinyin_of(name) for name in names}
    for start in range(0, min(asked.rows, MADE), BLOCK):
        yield [
            one(n, pick, asked, stations[n % len(stations)], buildings, kinds, names, sounds, chiefs)
            for n in range(start, min(asked.rows, MADE, start + BLOCK))
        ]


def reporter(pick: random.Random, names: list[str], sounds: dict[str, str], station: Any) -> dict[str, str]:
    from core.text import bigrams  # noqa: PLC0415
    from services.finding import station_token  # noqa: PLC0415

    name, phone = pick.choice(names), f"138{pick.randrange(10**8):08}"
    found = bigrams(f"{name} {sounds[name]} {phone} {phone[-4:]} {station_token(station.pk)}")
    return {"reporter_name": name, "reporter_phone": phone, "reporter_search": found}


def one(
    n: int,
    pick: random.Random,
    asked: Any,
    station: Any,
    buildings: dict[int, list[Any]],
    kinds: list[Any],
    names: list[str],
    sounds: dict[str, str],
    chiefs: dict[int, Any],
) -> Any:
    from django.utils import timezone  # noqa: PLC0415

    from services.finding import text_tokens  # noqa: PLC0415
    from services.models import Request  # noqa: PLC0415

    at = timezone.now() - timedelta(minutes=asked.days * 1440 * n / min(asked.rows, MADE))
    building = pick.choice(buildings[station.pk])
    title = pick.choice(WHERE) + pick.choice(WHAT)
    text = f"{title}，{pick.choice(SINCE)}，{pick.choice(SINCE)}" + ("，有异响" if n % 997 == 0 else "")
    number = f"JA-2501-{n:04}"
    is_open = pick.randrange(100) < asked.open
    return Request(
        number=number,
        station=station,
        status="assigned" if is_open else "closed",
        title=title,
        description=text,
        category=pick.choice(kinds),
        building=building,
        **reporter(pick, names, sounds, station),
        household=f"{n:032}",
        code_digest="x",
        assignee=chiefs[station.pk] if n % 3 == 0 else None,
        filed_at=at,
        updated_at=at,
        closed_at=None if is_open else at,
        highest_climb=3 if n % 20 == 0 else 0,  # in sight of the community
        search=text_tokens(f"{number} {title} {text} {building}", station.pk),
    )


def copy_in(rows: list[Any]) -> None:
    from django.db import connection  # noqa: PLC0415

    fields = [field for field in rows[0]._meta.concrete_fields if field.name != "id"]
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        values = (field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)
        writer.writerow(
            [
                "\\N" if v is None else getattr(v, "dumps", lambda v: v)(v.adapted) if hasattr(v, "adapted") else v
                for v in values
            ]
        )
    text.seek(0)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY services_request ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", text)


def measure(people: dict[str, Any]) -> None:
    from services.pages.desk_views import HitsPaginator  # noqa: PLC0415
    from services.queries.search import find  # noqa: PLC0415
    from services.queries.triage import listed_rows, scope_of  # noqa: PLC0415

    for who, user in people.items():
        asker = scope_of(user).asker(user)
        for q in (*QUESTIONS, *questions_of_one()):
            hits = find(listed_rows(), q, asker)

            def ask(q: str = q, asker: Any = asker) -> Any:
                return list(HitsPaginator(find(listed_rows(), q, asker), 50).get_page(1))

            show(f"search, {who}: {q}", ask, f"{'the newest ' if hits.is_cut else ''}{hits.count:,} found")
    measure_pages(people)
    measure_alike(people["chief"])


def questions_of_one() -> list[str]:
    """Of a request that all of them may see: how it is found by its number, and by whoever filed it."""
    from core.text import pinyin_of  # noqa: PLC0415
    from services.models import Request  # noqa: PLC0415

    one = Request.objects.get(number="JA-2501-0100")
    sound, initials = pinyin_of(one.reporter_name).split()
    by_name = [one.reporter_name, sound, initials]
    words = one.title[-3:-1]
    return ["ja 2501 100", one.reporter_phone[-4:], *by_name, f"{one.reporter_name} {words}", f"{initials} {words}"]


def measure_pages(people: dict[str, Any]) -> None:
    from django.test import Client, override_settings  # noqa: PLC0415

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for who, user in people.items():
            client = Client()
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
            for q in ("", "电梯", "号楼", "0427"):
                show(f"the whole page, {who}: {q}", partial(client.get, "/desk/requests/", {"q": q}))


def measure_alike(chief: Any) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from services.models import Request  # noqa: PLC0415
    from services.queries.alike import alike_of, offers_for, open_to_neighbours  # noqa: PLC0415
    from services.queries.requests import requests_visible_to  # noqa: PLC0415

    newest = list(Request.objects.filter(status="assigned", building__isnull=False).order_by("-filed_at")[:200])
    here = [row for row in newest if row.station.slug == "s0"] or newest
    now = timezone.now()
    for what, rows, of in (
        ("among all that neighbours may hear of", open_to_neighbours(), newest),
        ("at the desk", requests_visible_to(chief), here),
    ):
        turn = cycle(of)
        show(f"look-alikes {what}", partial(lambda turn, rows: alike_of(next(turn), rows, now), turn, rows))
    turn = cycle(newest)
    show("what a receipt offers", lambda: offers_for(next(turn), now))


def show(what: str, act: Callable[[], Any], found: str = "") -> None:
    """Wall clock, and what of it was a processor's work: ours, and on PostgreSQL the server's."""
    times = [timed(act) for _ in range(WARM + REPEATS)][WARM:]
    wall, p95 = median(each[0] for each in times), quantiles((each[0] for each in times), n=20)[-1]
    ours, theirs = median(each[1] for each in times), median(each[2] for each in times)
    print(f"{what:52} {wall:7.1f} ms  p95 {p95:7.1f}  cpu {ours:6.1f} + {theirs:6.1f} ms  {found}", flush=True)


def timed(act: Callable[[], Any]) -> tuple[float, float, float]:
    server, ours, began = server_ms(), time.process_time(), time.perf_counter()
    act()
    wall, spent = time.perf_counter() - began, time.process_time() - ours
    return wall * 1000, spent * 1000, server_ms() - server


def server_ms() -> float:
    """Milliseconds that the server's process of this connection has run, if the server is on this machine."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(spent.read_text().split()[0]) / 1e6 if spent.exists() else 0.0


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
