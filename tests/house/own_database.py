"""A database of one's own for tests that start the product as separate processes: a file, or one on the server that
the tests use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection

KEPT_FROM_US = ("DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE")


@contextmanager
def own_database(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The environment for the product's own settings."""
    found = {key: value for key, value in os.environ.items() if key not in KEPT_FROM_US}
    found |= {"TESTING": "1", "MEDIA_ROOT": str(folder / "media")}
    if connection.vendor == "sqlite":
        yield found | {"DATABASE_URL": f"sqlite:///{folder / name}"}
        return
    _run_on_server(f"CREATE DATABASE {name}")
    yield found | {"DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"}
    _run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


def rows(environment: dict[str, str], sql: str) -> list[tuple]:
    url = environment["DATABASE_URL"]
    opened = sqlite3.connect(url[10:]) if url.startswith("sqlite") else _connect(url.rpartition("/")[2])
    with closing(opened) as database:
        cursor = database.cursor()
        cursor.execute(sql)
        return cursor.fetchall()


def _connect(name: str) -> Any:
    given = connection.settings_dict
    where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    return psycopg2.connect(dbname=name, **{key: value for key, value in where.items() if value})


def _run_on_server(statement: str) -> None:
    with closing(_connect("postgres")) as server:
        server.autocommit = True
        server.cursor().execute(statement)
