"""Run the whole suite on SQLite and on PostgreSQL, and the browser tests once. `make test` calls this.

Arguments go to pytest (`make test TESTS=tests/services`). What could not be run is said, with the reason.
Exit code 0 only when nothing failed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.chromium import find_chromium
from tools.private_postgres import private_postgres

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
OLDEST_POSTGRES = 140000  # what Django supports
NOTHING_COLLECTED = 5
# The product's own settings, whichever there are, must not leak from the shell into the tests.
PRODUCT_SETTINGS = re.findall(r'\benv\.\w+\("(\w+)"', (ROOT / "portal" / "settings.py").read_text(encoding="utf-8"))


@dataclass
class Outcome:
    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    not_run: str = ""

    def __str__(self) -> str:
        if self.not_run:
            return f"{self.name:<11} NOT RUN: {self.not_run}"
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{self.name:<11} {counts} in {self.seconds:.0f} s"


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a private server is stopped, too
    outcomes = [
        run_pytest("SQLite", ["-m", "not browser", *arguments]),
        run_on_postgres(["-m", "not browser", *arguments]),
        run_in_browser(["-m", "browser", *arguments]),
    ]
    print("\n" + "=" * 78)
    for outcome in outcomes:
        print(outcome)
    passed, failed, skipped = (sum(getattr(o, key) for o in outcomes) for key in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def run_pytest(name: str, arguments: list[str], workers: int = 4, **environment: str) -> Outcome:
    print(f"\n===== {name} " + "=" * (71 - len(name)), flush=True)
    kept = {key: value for key, value in os.environ.items() if key not in PRODUCT_SETTINGS}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        started = time.monotonic()
        spread = ["-n", "logical", "--maxprocesses", str(workers), "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", *spread, f"--junit-xml={report}", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=kept | environment).returncode
        outcome = read_report(name, report)
        outcome.seconds = time.monotonic() - started
    if code not in (0, NOTHING_COLLECTED) and not outcome.failed:
        outcome.failed = 1  # pytest itself broke: no test can say so
    return outcome


def read_report(name: str, report: Path) -> Outcome:
    if not report.exists():
        return Outcome(name)
    suite = next(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314  (written by our own pytest a moment ago)
    count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return Outcome(name, max(0, count["tests"] - failed - count["skipped"]), failed, count["skipped"])


def run_on_postgres(arguments: list[str]) -> Outcome:
    try:
        with a_postgres() as (url, which):
            print(f"\nPostgreSQL: {which}")
            return run_pytest("PostgreSQL", arguments, DATABASE_URL=url)
    except RuntimeError as reason:
        print(f"\nPostgreSQL: {reason}")
        wanted = "TEST_POSTGRES_URL" in os.environ
        return Outcome("PostgreSQL", failed=int(wanted), not_run=str(reason).splitlines()[0])


@contextmanager
def a_postgres() -> Iterator[tuple[str, str]]:
    """(database URL, where it comes from): the one named, else the machine's, else a private one."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        if trouble := trouble_with(named):
            raise RuntimeError(f"TEST_POSTGRES_URL does not answer: {trouble}")
        yield named, "the one of TEST_POSTGRES_URL"
    elif not trouble_with(LOCAL_POSTGRES):
        yield LOCAL_POSTGRES, "the server on 127.0.0.1:5432"
    else:
        with private_postgres() as url:
            yield url, "a private server for this run"


def trouble_with(url: str) -> str:
    """Why a database cannot be used, or an empty string."""
    import environ  # noqa: PLC0415  (keeps this file usable for its SQLite half if the driver is broken)
    import psycopg2  # noqa: PLC0415

    config = environ.Env.db_url_config(url)
    try:
        connection = psycopg2.connect(
            host=config["HOST"], port=config["PORT"] or None, user=config["USER"] or None,
            password=config["PASSWORD"] or None, dbname=config["NAME"], connect_timeout=3,
        )  # fmt: skip
        version = connection.server_version
        connection.close()
    except psycopg2.Error as error:
        return str(error).strip().splitlines()[0]
    return "" if version >= OLDEST_POSTGRES else f"server version {version // 10000} is too old"


def run_in_browser(arguments: list[str]) -> Outcome:
    chromium = find_chromium() or install_chromium()
    if not chromium:
        return Outcome("Browser", not_run="no Chromium here; install one, or name it with CHROMIUM=/path")
    return run_pytest("Browser", arguments, workers=2, CHROMIUM=chromium)


def install_chromium() -> str | None:
    """On a throw-away machine (CI=true, Debian, root) only: nobody else wants packages installed by a test."""
    if os.environ.get("CI") != "true" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    for command in (["update", "-q"], ["install", "-q", "-y", "chromium", "fonts-noto-cjk"]):
        if subprocess.run(["apt-get", *command], stdout=subprocess.DEVNULL).returncode:
            return None
    return find_chromium()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
