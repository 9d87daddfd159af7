import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.models import Changed, Entry
from reports.queries.checking import differences
from reports.queries.snapshot import snapshot


class Command(BaseCommand):
    help = "Recount the figures. Exit code 0: equal; 1: not, and the first difference is told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="tell every difference, not only the first")

    def handle(self, *args: Any, **options: Any) -> None:
        with snapshot():
            found = 0
            for difference in differences():
                self.stderr.write(difference)
                found += 1
                if not options["all"]:
                    break
            counts = Entry.objects.count(), Changed.objects.count()
        if found:
            sys.exit(1)
        if options["verbosity"]:
            self.stdout.write(
                f"equal: {counts[0]:,} entries, and every roll-up is their sum ({counts[1]:,} changes pending)"
            )
