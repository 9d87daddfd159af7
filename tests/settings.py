"""The product's settings with what tests need: a fixed key, quick password hashes, a database of one's own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TESTING", "1")

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real hash takes 200 ms, by design
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in life: the shared memory that is Django's default knows no waiting for a lock.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir(), f"portal-test-{os.getpid()}.sqlite3"))}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}  # two runs may share one server
UNDERSTANDING_DIR = Path(tempfile.gettempdir(), f"portal-test-{os.getpid()}-understanding")  # the packaged model
WHITENOISE_AUTOREFRESH = True  # else it warns that nobody ran collectstatic
