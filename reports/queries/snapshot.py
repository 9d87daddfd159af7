"""Several statements that see one state of the database, though others write and fold meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """For reading alone. Inside somebody else's transaction it adds nothing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            # To start helpers takes longer than what is asked here.
            alone = "SET LOCAL max_parallel_workers_per_gather = 0"
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; {alone}")
            yield
    else:
        # Not atomic(): that takes the lock for writing (settings.DATABASES), and who reads figures makes nobody wait.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
