from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.actions import rebuild


class Command(BaseCommand):
    help = "Make all figures anew from the requests. Pages go on showing the former ones until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild(at=timezone.now(), tell=self.tell if options["verbosity"] > 1 else lambda count: None)
        if options["verbosity"]:
            self.stdout.write(f"{done:,} requests counted")

    def tell(self, count: int) -> None:
        if count % 100_000 == 0:
            self.stdout.write(f"{count:,} …")
