"""`make run`: the demo as a station would serve it, and the key that it makes for itself."""

import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT
from tools.secret_key import main as write_key

KEPT_FROM_US = ("DEBUG", "TESTING", "SECRET_KEY", "SECRET_KEY_FILE", "MAKEFLAGS", "MAKELEVEL")


def run(*command: str, **settings: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in KEPT_FROM_US}
    done = subprocess.run(
        command, cwd=ROOT, env=environment | settings, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def server(**settings: str) -> str:
    """The last command of `make run`, which is only told, not run."""
    return run("make", "--dry-run", "--always-make", "run", **settings).splitlines()[-1]


def test_the_demo_is_served_by_a_real_server_without_tracebacks():
    assert "gunicorn portal.wsgi" in server()
    assert "collectstatic" in run("make", "--dry-run", "--always-make", "run")


def test_whoever_changes_the_code_gets_the_server_that_starts_anew():
    assert "manage.py runserver" in server(DEBUG="1")
    assert "gunicorn" in server(DEBUG="0")


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "var" / "secret-key"
    write_key(path)
    return path


def test_the_key_is_long_and_only_its_owner_reads_it(key_file):
    assert len(key_file.read_text()) >= 50
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_there_stays(key_file):
    before = key_file.read_text()
    write_key(key_file)

    assert key_file.read_text() == before


@pytest.mark.parametrize("given", ["", "k" * 60], ids=["none", "one"])
def test_the_key_of_the_environment_comes_before_the_one_of_the_file(key_file, given):
    told = "from django.conf import settings; print(settings.SECRET_KEY, settings.DEBUG)"
    names = {"DJANGO_SETTINGS_MODULE": "portal.settings", "SECRET_KEY_FILE": str(key_file), "SECRET_KEY": given}

    assert run(sys.executable, "-c", told, **names).split() == [given or key_file.read_text(), "False"]


STAYS_UP = """
import signal, time
signal.signal(signal.SIGTERM, lambda *_: exit(7))
print("up", flush=True)
time.sleep(60)
"""


def test_the_clock_beside_the_server_ends_with_it(tmp_path):
    """It only returns when both have ended, and says what the server said."""
    settings = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}", "TESTING": "1"}
    command = [sys.executable, "-m", "tools.serve", "-c", STAYS_UP]
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout.readline() == "up\n"
        serving.terminate()

        assert serving.wait(timeout=60) == 7


def test_the_server_ends_with_the_clock(tmp_path):
    """Better no portal than one that forgets what is due."""
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "no.such.settings"}
    command = [sys.executable, "-m", "tools.serve", "-c", STAYS_UP]
    ended = subprocess.run(command, check=False, cwd=ROOT, env=settings, timeout=60)

    assert ended.returncode == 1
