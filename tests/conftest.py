from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from services.queries import forget_catalogue
from tests.cast import Cast, make_cast

# A busy machine is no finding: examples have no time limit of their own.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
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


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
