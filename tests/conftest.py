from collections.abc import Iterator
from copy import deepcopy
from itertools import groupby
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from django.utils.module_loading import autodiscover_modules
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from services.queries import forget_catalogue
from tests.cast import Cast, make_cast

# A busy machine is no finding: examples have no time limit of their own.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

# In the order of the rooms, as `runperiodic` does it: a test module that imports one room's jobs would put them first.
autodiscover_modules("tasks")


KEEPS_CAST = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for module, inside in groupby(items, key=lambda item: item.getparent(pytest.Module)):
        if module:
            module.stash[KEEPS_CAST] = all(map(_shares_the_cast, inside))
    if connection.vendor == "postgresql":
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django makes no test database when no chosen test is marked: a module's own fixture would then write
    into the real one."""
    made = None
    if connection.settings_dict["NAME"] != connection.settings_dict["TEST"]["NAME"]:
        with django_db_blocker.unblock():
            made = setup_databases(verbosity=0, interactive=False)
    yield
    if made:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def photos_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(autouse=True)
def nothing_cached() -> Iterator[None]:
    """Rate limits and cached pages of one test do not reach the next."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """The catalogue that a process keeps belongs to one test's database."""
    forget_catalogue()
    yield
    forget_catalogue()


def _shares_the_cast(item: pytest.Item) -> bool:
    """It has the cast, within one transaction, or it has no database at all."""
    names = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    if "cast" in names:
        return not (names & {"transactional_db", "live_server"} or (marker and marker.kwargs.get("transaction")))
    return not (marker or names & {"db", "transactional_db", "live_server"})


@pytest.fixture(scope="module")
def kept_cast(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast | None]:
    """Made once for the tests of a file, each of which takes back what it does; None where one of them needs a
    database without it."""
    if not request.node.stash[KEEPS_CAST]:
        yield None
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(kept_cast: Cast | None, db: None) -> Cast:
    return deepcopy(kept_cast) if kept_cast else make_cast()
