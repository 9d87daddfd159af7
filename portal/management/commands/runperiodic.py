import signal
import sys
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.periodic import run_all


class Command(BaseCommand):
    help = "Do everything that is due. Safe to run again, and on several machines at once. Exit code 1: a row failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        said = "run again SECONDS after each run, until SIGTERM, which lets the running job end"
        parser.add_argument("--every", type=float, metavar="SECONDS", help=said)

    def handle(self, *args: Any, every: float | None = None, **options: Any) -> None:
        autodiscover_modules("tasks")  # each room registers its jobs there
        if every is None:
            if not self.run_once(options["verbosity"], Event()):
                self.stderr.write("Some rows failed; the log says why.")
                sys.exit(1)
            return
        if every <= 0:
            raise CommandError("--every takes a number of seconds above zero.")
        over = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda _number, _frame: over.set())
        while not over.is_set():
            close_old_connections()
            self.run_once(options["verbosity"], over)
            over.wait(every)

    def run_once(self, verbosity: int, over: Event) -> bool:
        outcomes = run_all(timezone.now(), stop=over.is_set)
        for name, outcome in outcomes.items():
            if verbosity > 1 or outcome.done or outcome.failed:
                failed = f", {outcome.failed} failed" * bool(outcome.failed)
                self.stdout.write(f"{name}: {outcome.done} done{failed}")
        return not any(outcome.failed for outcome in outcomes.values())
