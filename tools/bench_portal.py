"""The portal's half of `make bench`: prints its figures and those of the floor as JSON. Run by tools/bench.py."""

import itertools
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from tools.bench_clock import Statement, count_until_commit, median_of, statements_of

CHIEF = "19900000005"
STATION = "jingan"
SIZES = (1_000, 10_000)
FILINGS, LISTS = 60, 15
OPEN_SHARE = 5  # one in five is still open
BLOCK = 1_000
SENTENCES = (
    "{n}号楼电梯又停了，老人下不来",
    "三单元楼道灯不亮，第{n}次说了",
    "楼下垃圾桶满了{n}天，味道很大",
    "晚上{n}点还在装修，孩子睡不着",
)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is thrown away
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        django.setup()
        from django.db import connection  # noqa: PLC0415  (only after setup)
        from django.test.utils import setup_test_environment  # noqa: PLC0415

        setup_test_environment()
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/bench.sqlite3"  # a file, as in production
        connection.creation.create_test_db(verbosity=0)
        try:
            print(json.dumps(measure()))
        finally:
            connection.creation.destroy_test_db(":memory:", verbosity=0)


def measure() -> dict[str, dict[str, float]]:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("seed_demo", stage="opening", verbosity=0)
    file_one = filing()
    for _ in range(40):
        file_one()
    figures = {}
    for size in SIZES:
        fill(size)
        figures[f"filing, {size:,} requests"] = measure_filing(file_one)
        figures[f"list of 50 of {size:,}"] = measure_list()
    return figures


def filing() -> Any:
    from django.test import Client  # noqa: PLC0415

    numbers = itertools.count()
    path = f"/stations/{STATION}/report/"

    def file_one() -> None:
        n = next(numbers)
        text = SENTENCES[n % len(SENTENCES)].format(n=n)
        address = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"  # the limits per visitor are not what is timed
        answer = Client().post(path, {"description": text}, REMOTE_ADDR=address)
        if answer.status_code != 302:
            sys.exit(f"filing answered {answer.status_code} to {text!r}")

    return file_one


def fill(size: int) -> None:
    """Up to `size` requests: copies of those that were filed, with their timelines, spread over two years."""
    from datetime import timedelta  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415

    from services.models import Request, RequestEvent  # noqa: PLC0415

    models = list(Request.objects.order_by("pk")[:40])
    events = {request.pk: list(request.events.all()) for request in models}
    have = Request.objects.count()
    for start in range(have, size, BLOCK):
        copies, told = [], []
        for n in range(start, min(size, start + BLOCK)):
            model = models[n % len(models)]
            values = {f.attname: getattr(model, f.attname) for f in Request._meta.concrete_fields if f.name != "id"}
            values |= {"number": f"ZZ-0000-{n:05}", "submission_key": None, "search": f"{model.search} zz{n} "}
            values |= {"filed_at": model.filed_at - timedelta(minutes=100 * (n - have))}
            if n % OPEN_SHARE:
                values |= {"status": "closed", "closed_at": model.filed_at}
            copies.append(Request(**values))
            told.append(events[model.pk])
        for copy, entries in zip(Request.objects.bulk_create(copies), told, strict=True):
            for entry in entries:
                entry.pk, entry.request_id = None, copy.pk
            RequestEvent.objects.bulk_create(entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure_filing(file_one: Any) -> dict[str, float]:
    from services.models import Request  # noqa: PLC0415

    file_one()  # catalogue and calendar are read once a minute, not for each request
    said = statements_of(file_one)
    last = Request.objects.latest("pk")
    own = [value for value in (last.number, last.submission_key, last.search) if value]
    ms, p95 = median_of(file_one, FILINGS)
    sql = {"sql": len(said), "filed": count_until_commit(file_one)}
    return {"ms": ms, "p95": p95, **sql, "floor": floor(said, FILINGS, own, last.pk)}


def measure_list() -> dict[str, float]:
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(get_user_model().objects.get(phone=CHIEF), backend=settings.AUTHENTICATION_BACKENDS[-1])

    def get() -> None:
        answer = client.get("/desk/requests/")
        if answer.status_code != 200:
            sys.exit(f"the list answered {answer.status_code}")

    get()
    said = statements_of(get)
    ms, p95 = median_of(get, LISTS)
    return {"ms": ms, "p95": p95, "sql": len(said), "floor": floor(said, LISTS)}


def floor(said: list[Statement], repeats: int, own: Sequence[str] = (), key: int = 0) -> float:
    """A bare view that sends the same statements.

    `own`: values that are unique, replaced by new ones each time; `key`: the row that was filed then, whose place in
    the later statements the new row takes.
    """
    from django.db import connection, transaction  # noqa: PLC0415
    from django.http import HttpRequest, HttpResponse  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415
    from django.urls import path  # noqa: PLC0415

    rounds = itertools.count()

    def bare(request: HttpRequest) -> HttpResponse:
        fresh: dict[Any, Any] = {value: f"{value[:12]}{next(rounds):06}" for value in own}
        rows: list[Any] = []
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, parameters in said:
                values = [fresh.get(v, v) if type(v) in (str, int) else v for v in parameters or ()]
                cursor.execute(sql, values or None)
                if cursor.description:
                    rows += cursor.fetchall()
                if key and sql.startswith('INSERT INTO "services_request" '):
                    fresh[key] = rows[-1][0]
        return HttpResponse("<br>".join(str(row[:6]) for row in rows))

    urls = type("urls", (), {"urlpatterns": [path("bare/", bare)]})
    with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=[]):
        client = Client()
        return median_of(lambda: client.post("/bare/"), repeats)[0]


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
