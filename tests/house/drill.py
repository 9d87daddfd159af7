"""Three workers, two schedulers and somebody who goes on writing notices, all real processes on one database; a cruel
hand kills workers and schedulers. `python -m tests.house.drill FOLDER KILLS SECONDS`; the tests look at what is left.

The processes are forks of one that has everything imported, so that a killed one is replaced within milliseconds.
Claims run out after a second here instead of minutes; all else is the product's own.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import time as clock
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command

from core.sms import SmsSender

WORKERS, SCHEDULERS, REQUESTS = 3, 2, 40
SETTLED_WITHIN = 40


class Provider(SmsSender):
    """Takes the key: a second message with the same key is answered like the first and goes nowhere."""

    def send(self, phone: str, text: str, *, key: str = "", again: bool = False, code: str = "") -> None:
        folder = Path(os.environ["DRILL_FOLDER"])
        time.sleep(random.uniform(0, 0.01))
        try:
            os.close(os.open(folder / "accepted" / key, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            write(folder / "repeated", f"{key} {again}")
        time.sleep(random.uniform(0, 0.02))


def write(path: Path, line: str) -> None:
    """One line, whole, whoever else writes."""
    file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def main(folder: Path, kills: int, seconds: float) -> None:
    (folder / "accepted").mkdir()
    django.setup()
    _import_all(folder)
    _wait(_fork(_set_up))
    roles = [_work] * WORKERS + [_schedule] * SCHEDULERS
    alive = {_fork(role): role for role in roles}
    producer = _fork(lambda: _produce(folder, seconds))
    killed, until = 0, time.monotonic() + seconds
    while killed < kills and time.monotonic() < until:
        time.sleep(random.uniform(0.03, 0.15))
        victim = random.choice(list(alive))
        os.kill(victim, signal.SIGKILL)
        _wait(victim)
        role = alive.pop(victim)
        alive[_fork(role)] = role
        killed += 1
    if not kills:
        time.sleep(seconds)
    write(folder / "killed", str(killed))
    (folder / "over").touch()
    _wait(producer)
    _wait(_fork(_settle))
    for pid in alive:
        os.kill(pid, signal.SIGTERM)
    for pid in alive:
        _wait(pid)


def _import_all(folder: Path) -> None:
    from django.utils.module_loading import autodiscover_modules

    from core import periodic
    from notices.actions import delivering

    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    autodiscover_modules("tasks")
    if "gently" not in sys.argv:
        periodic.LEASE = delivering.LEASE = timedelta(seconds=1)

    @periodic.register("drill: one at a time")
    def one_at_a_time(_at):
        write(folder / "jobs", f"begin {os.getpid()}")
        time.sleep(0.05)
        write(folder / "jobs", f"end {os.getpid()}")
        return periodic.Outcome(done=1)

    @periodic.register("drill: once a day", daily_at=clock.min)
    def once_a_day(_at):
        write(folder / "daily", str(os.getpid()))
        time.sleep(0.2)
        return periodic.Outcome(done=1)


def _fork(role: Callable[[], object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        random.seed()
        role()
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:
        logging.exception("drill: %s", role)
    finally:
        os._exit(code)


def _wait(pid: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _work() -> None:
    name = f"drill-{os.getpid()}-{time.monotonic_ns()}"
    call_command("db_worker", interval=0.05, startup_delay=False, reload=False, worker_id=name, verbosity=0)


def _schedule() -> None:
    call_command("runperiodic", every=0.1, verbosity=0)


def _set_up() -> None:
    """Requests that nobody rated in time, for the job that closes them; nobody has quiet hours."""
    from django.utils import timezone

    from notices.models import NoticeSettings
    from services import actions
    from tests import factories
    from tests.cast import make_cast

    cast, long_ago = make_cast(), timezone.now() - timedelta(days=20)
    awake = [NoticeSettings(user=user, is_quiet=False) for user in cast.people().values()]
    NoticeSettings.objects.bulk_create(awake)
    for _ in range(REQUESTS):
        request = factories.file(cast.jingan, "三单元电梯又坏了，老人下不来楼", "4", by=cast.resident, at=long_ago)
        actions.take(request=request, actor=cast.manager, at=long_ago)
        actions.resolve(request=request, actor=cast.manager, text="换了主板，试过了", at=long_ago)


def _produce(folder: Path, seconds: float) -> None:
    """Says a notice is written only once its transaction is through; one in five is taken back again."""
    from django.db import transaction

    from accounts.models import User
    from notices.actions import Draft, send_notices

    facts = {"number": "JA-2611-0001", "station": "警安公寓红旗驿站"}
    users, number, until = list(User.objects.values_list("pk", flat=True)), 0, time.monotonic() + seconds
    while not (folder / "over").exists() and time.monotonic() < until:
        number += 1
        name = f"drill-{number}"
        with transaction.atomic():
            send_notices([Draft(user, "assigned", name, f"/{name}/", facts) for user in random.sample(users, 2)])
            transaction.set_rollback(number % 5 == 0)
        if number % 5:
            write(folder / "written", name)
        time.sleep(0.08)


def _settle() -> None:
    """Until everything has gone out, and every job had its turn."""
    from notices.models import Delivery, Notice
    from services.models import Request

    until = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < until:
        left = Notice.objects.filter(fanned_out_at=None).exists() or Delivery.objects.exclude(state="sent").exists()
        if not left and not Request.objects.filter(status="resolved").exists():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
