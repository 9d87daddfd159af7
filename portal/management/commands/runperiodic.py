import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.periodic import run_all


class Command(BaseCommand):
    help = "Do everything that is due. Safe to run again, and on several machines at once. Exit code 1: a row failed."

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules("tasks")  # each room registers its jobs there
        outcomes = run_all(timezone.now())
        for name, outcome in outcomes.items():
            if options["verbosity"] > 1 or outcome.done or outcome.failed:
                self.stdout.write(f"{name}: {outcome.done} done" + f", {outcome.failed} failed" * bool(outcome.failed))
        if any(outcome.failed for outcome in outcomes.values()):
            self.stderr.write("Some rows failed; the log says why.")
            sys.exit(1)
