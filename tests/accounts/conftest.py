import re
from collections import deque

import pytest

from accounts.models import User
from core.sms import ConsoleSender, Sms
from tests.accounts.people import PASSWORD, PHONE


@pytest.fixture
def resident(db):
    return User.objects.create_user(PHONE, PASSWORD, name="陈居民")


@pytest.fixture
def sent(monkeypatch) -> deque[Sms]:
    """The messages of this test, oldest first."""
    monkeypatch.setattr(ConsoleSender, "sent", deque())
    return ConsoleSender.sent


@pytest.fixture
def code_of():
    def read(message: Sms) -> str:
        return re.search(r"验证码 (\d{6})，", message.text)[1]

    return read
