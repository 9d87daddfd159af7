"""django-helpdesk's half of `make bench`, run with the Python of var/bench-venv: prints its figures as JSON.

Its own defaults, one public queue, mail kept in memory. DATABASE_URL as for the portal.
"""

import itertools
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

from tools.bench_clock import median_of, statements_of

SIZES = (1_000, 10_000)
FILINGS, LISTS = 60, 15
OPEN_SHARE = 5


CONTRIB = ["auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "humanize", "admin"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"  # the portal's own


def database_of(url: str, folder: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        name = f"{folder}/peer.sqlite3"
        options = {"init_command": PRAGMAS}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "TEST": {"NAME": name}}
    path, _, name = unquote(parts.path).lstrip("/").rpartition("/")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": f"/{path}" if path else parts.hostname or "",
        "PORT": parts.port or "",
        "TEST": {"NAME": f"bench_peer_{os.getpid()}"},
    }


def configure(url: str, folder: str) -> None:
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
    settings.configure(
        SECRET_KEY="bench",  # noqa: S106
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database_of(url, folder)},
        INSTALLED_APPS=[f"django.contrib.{name}" for name in CONTRIB] + ["rest_framework", "helpdesk"],
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[{**engine, "OPTIONS": {"context_processors": PROCESSORS}}],
        STATIC_URL="/static/",
        MEDIA_ROOT=folder,
        SITE_ID=1,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )


def main(url: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is thrown away
    with tempfile.TemporaryDirectory() as folder:
        configure(url, folder)
        django.setup()
        from django.db import connection  # noqa: PLC0415  (only after setup)
        from django.test.utils import setup_test_environment  # noqa: PLC0415
        from django.urls import include, path  # noqa: PLC0415

        patterns = [path("helpdesk/", include("helpdesk.urls", namespace="helpdesk"))]
        settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": patterns})
        setup_test_environment()
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            print(json.dumps(measure()))
        finally:
            connection.creation.destroy_test_db(":memory:", verbosity=0)


def measure() -> dict[str, dict[str, float]]:
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from helpdesk.models import Queue  # type: ignore[import-not-found]  # noqa: PLC0415  (in the peer's environment)

    queue = Queue.objects.create(title="JA", slug="ja", allow_public_submission=True)
    staff = get_user_model().objects.create_user("chief", is_staff=True, is_superuser=True)
    numbers = itertools.count()

    def file_one() -> None:
        n = next(numbers)
        form = {"queue": queue.pk, "title": f"电梯坏了 {n}", "body": f"{n}号楼电梯又停了", "priority": 3}
        answer = Client().post("/helpdesk/tickets/submit/", {**form, "submitter_email": f"r{n}@example.org"})
        if answer.status_code != 302:
            sys.exit(f"the peer's form answered {answer.status_code}")

    reader = Client()
    reader.force_login(staff)
    figures = {}
    for size in SIZES:
        fill(size, queue)
        figures[f"filing, {size:,} requests"] = timed(file_one, FILINGS)
        figures[f"list of 50 of {size:,}"] = timed(lambda: read_list(reader), LISTS)
    return figures


def read_list(reader: Any) -> None:
    """The page, then the rows that its script asks for."""
    page = reader.get("/helpdesk/tickets/")
    query = page.context["urlsafe_query"]
    rows = reader.get(f"/helpdesk/datatables_ticket_list/{query}", {"draw": 1, "start": 0, "length": 50})
    if len(rows.json()["data"]) != 50:
        sys.exit("the peer's list did not give 50 rows")


def timed(act: Any, repeats: int) -> dict[str, float]:
    act()
    count = len(statements_of(act))
    ms, p95 = median_of(act, repeats)
    return {"ms": ms, "p95": p95, "sql": count}


def fill(size: int, queue: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from helpdesk.models import FollowUp, Ticket  # noqa: PLC0415

    now, have = timezone.now(), Ticket.objects.count()
    tickets = Ticket.objects.bulk_create(
        [
            Ticket(
                title=f"电梯坏了 {n}",
                queue=queue,
                description="电梯又停了",
                status=4 if n % OPEN_SHARE else 1,
                submitter_email="r@example.org",
                created=now,
                modified=now,
                secret_key=f"k{n}",
            )
            for n in range(have, size)
        ],
        batch_size=1000,
    )
    FollowUp.objects.bulk_create(
        [FollowUp(ticket=ticket, title="Ticket Opened", public=True, date=now) for ticket in tickets], batch_size=1000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(os.environ["DATABASE_URL"])
