"""Programs that talk to the API: one per reader, each with a session."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from services.models import Request
from tests import factories
from tests.cast import Cast

LIFT = "三单元电梯又坏了，老人下不来楼"
Sign = Callable[[User | None], APIClient]


@pytest.fixture
def api() -> Sign:
    def signed_in(user: User | None = None) -> APIClient:
        client = APIClient()
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def lift(cast: Cast) -> Request:
    """The resident's own; the property manager has it."""
    return factories.file(cast.jingan, LIFT, "4", by=cast.resident, name="陈居民", phone="19900000001")
