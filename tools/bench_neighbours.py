"""Time search at the desk and the finding of look-alikes with very many requests. Run by hand; it takes minutes.

    DATABASE_URL=postgres://… python -m tools.bench_neighbours --rows 1000000 --stations 100
    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m tools.bench_neighbours --rows 100000 --stations 1 --open 100

A test database is made, filled with sentences put together from a few dozen words (COPY on PostgreSQL), measured
through the product's own queries, and thrown away. `--open`: percent still open, `--days`: the days they spread over.
"""

import argparse
import csv
import io
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import django
from django.conf import settings

from tools.bench_clock import median_of

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
QUESTIONS = (
    "电梯",
    "升降机",
    "路灯 不亮",
    "异响",
    "JA-2501-000777",
    "0427",
    "13800000427",
    "张三",
    "wangfang",
    "zs",
    "号楼",
)
MADE, BLOCK, REPEATS = 20_000, 5_000, 15


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
        measure(*people)
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def fill(asked: Any) -> tuple[Any, Any]:
    """The chief of the first station, and an officer over ten of them."""
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
    chief, officer = factories.make_user("站长一"), factories.make_user("社区一")
    factories.appoint(chief, "station_chief", stations[0])
    factories.appoint(officer, "community_officer", division_id=factories.COMMUNITY)
    indexes = [index for index in Request._meta.indexes if "bigram" in index.name or "token" in index.name]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Request, index)
    for rows in blocks(asked, stations, chief):
        copy_in(rows) if connection.vendor == "postgresql" else Request.objects.bulk_create(rows)
    multiply(asked, stations)
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Request, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    call_command("check", verbosity=0)
    return chief, officer


def multiply(asked: Any, stations: list[Any]) -> None:
    """Copies of what was put together, each at another station, until there are enough: quicker than making each."""
    from django.db import connection  # noqa: PLC0415

    from services.models import Request  # noqa: PLC0415

    made = Request.objects.count()
    columns = [str(field.column) for field in Request._meta.concrete_fields if field.name != "id"]
    ids = [station.pk for station in stations]
    for turn in range(1, -(-asked.rows // made)):
        with connection.cursor() as cursor:
            for old, new in zip(ids, ids[turn % len(ids) :] + ids[: turn % len(ids)], strict=True):
                said = {
                    "station_id": str(new),
                    "number": f"number || '-{turn}'",
                    "search": f"replace(search, 'atstation{old} ', 'atstation{new} ')",
                    "reporter_search": f"replace(reporter_search, 'atstation{old} ', 'atstation{new} ')",
                }
                values = ", ".join(said.get(column, f'"{column}"') for column in columns)
                names = ", ".join(f'"{column}"' for column in columns)
                cursor.execute(
                    f"INSERT INTO services_request ({names}) SELECT {values} FROM services_request "  # noqa: S608
                    f"WHERE station_id = {old} AND id <= {made}"
                )


def blocks(asked: Any, stations: list[Any], chief: Any) -> Iterator[list[Any]]:
    from core.text import pinyin_of  # noqa: PLC0415
    from services.models import Category  # noqa: PLC0415

    pick = random.Random(7)  # noqa: S311  (the same rows each time)
    kinds = list(Category.objects.all())
    buildings = {station.pk: list(station.compound.buildings.all()) for station in stations}
    names = [a + b + c for a in SURNAMES for b in GIVEN for c in ("", "明", "丽")]
    sounds = {name: pinyin_of(name) for name in names}
    for start in range(0, min(asked.rows, MADE), BLOCK):
        yield [
            one(n, pick, asked, stations[n % len(stations)], buildings, kinds, names, sounds, chief)
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
    chief: Any,
) -> Any:
    from django.utils import timezone  # noqa: PLC0415

    from services.finding import text_tokens  # noqa: PLC0415
    from services.models import Request  # noqa: PLC0415

    at = timezone.now() - timedelta(minutes=asked.days * 1440 * n / min(asked.rows, MADE))
    building = pick.choice(buildings[station.pk])
    title = pick.choice(WHERE) + pick.choice(WHAT)
    text = f"{title}，{pick.choice(SINCE)}，{pick.choice(SINCE)}" + ("，有异响" if n % 997 == 0 else "")
    number = f"JA-2501-{n:06}"
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
        assignee=chief if n % 3 == 0 else None,
        filed_at=at,
        clock_started_at=at,
        updated_at=at,
        closed_at=None if is_open else at,
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


def measure(chief: Any, officer: Any) -> None:
    from django.test import Client, override_settings  # noqa: PLC0415

    from services.models import Request  # noqa: PLC0415
    from services.queries.alike import alike_of, offers_for, open_to_neighbours  # noqa: PLC0415
    from services.queries.requests import requests_visible_to  # noqa: PLC0415
    from services.queries.search import search  # noqa: PLC0415
    from services.queries.triage import in_order, scope_of, triage_rows  # noqa: PLC0415

    for who, user in (("chief", chief), ("officer", officer)):
        stations = list(scope_of(user).stations)
        ids = [station.pk for station in stations]
        for q in QUESTIONS:
            rows = triage_rows(user, stations)

            def ask(rows: Any = rows, q: str = q, user: Any = user, ids: Any = ids) -> Any:
                return list(in_order(search(rows, q, user, ids, at_once=True), "best", q)[:50])

            show(f"search, {who} of {len(ids)}: {q}", ask, count=search(rows, q, user, ids).count())
    client = Client()
    client.force_login(chief, backend=settings.AUTHENTICATION_BACKENDS[-1])
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for q in ("", "电梯", "0427"):
            show(f"the whole list, chief, q={q}", partial(client.get, "/desk/requests/", {"q": q}))
    newest = list(Request.objects.filter(status="assigned", building__isnull=False).order_by("-filed_at")[:20])
    from django.utils import timezone  # noqa: PLC0415

    now = timezone.now()
    turn = iter(newest * 10)
    show("look-alikes among all that neighbours may hear of", lambda: alike_of(next(turn), open_to_neighbours(), now))
    turn = iter(newest * 10)
    show("look-alikes at the desk", lambda: alike_of(next(turn), requests_visible_to(chief), now))
    turn = iter(newest * 10)
    show("what a receipt offers", lambda: offers_for(next(turn), now))


def show(what: str, act: Callable[[], Any], count: int | None = None) -> None:
    ms, p95 = median_of(act, REPEATS)
    print(f"{what:60} {ms:8.1f} ms   p95 {p95:8.1f}" + ("" if count is None else f"   {count:,} found"), flush=True)


if __name__ == "__main__":
    main()
