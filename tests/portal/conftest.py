"""The demo in full work is built once for a module and rolled back at its end."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone

from portal.demo.seed import Seeded, seed


@pytest.fixture(scope="module")
def busy(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Seeded]:
    """Tests that use it need no `db`: the database is open while it lives, and nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(stage="busy", number=1, now=timezone.now())
        transaction.set_rollback(True)
