"""What somebody typed to sign up, kept until the code shows that the phone is theirs.

Without this, a stranger could sign up with a neighbour's number and choose the password; when the neighbour later signs
in by code, the stranger's password would open the account. So the row that waits for its code holds nothing but the
number, and name and password stay in the session of whoever typed them.
"""

import time

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User

KEY = "accounts_signup"
KEPT = 15 * 60  # seconds; the code is good for less


def keep(session: SessionBase, user: User | None, *, name: str, password: str) -> None:
    """Without `user` (the number is taken) it is kept for nobody: the clock must not tell the difference."""
    session[KEY] = {
        "user": user and user.pk,
        "name": name,
        "password": make_password(password),
        "until": time.time() + KEPT,
    }


def forget(session: SessionBase) -> None:
    session.pop(KEY, None)


def apply(session: SessionBase, user: User) -> list[str]:
    """Sets on `user` what was kept for it and returns the names of the fields; nothing is saved."""
    kept = session.pop(KEY, None)
    if not kept or kept["user"] != user.pk or kept["until"] < time.time():
        return []
    user.name, user.password = kept["name"], kept["password"]
    return ["name", "password"]
