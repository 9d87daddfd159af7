import sys
from collections import Counter
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.imports import Imported, Importer
from stations.models import Station

SHOWN_FAULTS = 20
PROGRESS_EVERY = 250


class Command(BaseCommand):
    help = "File each line of a JSONL file (id, title, text, created_at, perhaps category) as a request, with its time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='a line: {"id": …, "title": …, "text": …, "created_at": …}')
        parser.add_argument("--station", required=True, help="the station's slug")

    def handle(self, *args: Any, **options: Any) -> None:
        station = Station.objects.select_related("compound").filter(slug=options["station"]).first()
        if station is None:
            known = ", ".join(Station.objects.values_list("slug", flat=True)) or "none; seed_demo makes some"
            raise CommandError(f"There is no station {options['station']!r}. Stations: {known}.")
        started, importer = monotonic(), Importer(station)
        try:
            with open(options["file"], encoding="utf-8-sig", errors="replace") as lines:
                for count, _line in enumerate(importer.file_all(lines), 1):
                    if options["verbosity"] and count % PROGRESS_EVERY == 0:
                        self.stdout.write(f"{count} lines, {monotonic() - started:.0f} s")
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.report(importer.imported, monotonic() - started)
        if importer.imported.faults:
            sys.exit(1)

    def report(self, imported: Imported, seconds: float) -> None:
        for line in [*imported.faults, *imported.remarks][:SHOWN_FAULTS]:
            self.stderr.write(line)
        left_out = len(imported.faults) + len(imported.remarks) - SHOWN_FAULTS
        if left_out > 0:
            self.stderr.write(f"… and {left_out} more")
        filed = sum(imported.groups.values())
        self.stdout.write(
            f"{filed} filed, {imported.earlier} were there already, {len(imported.faults)} faulty; {seconds:.1f} s."
        )
        for group, count in Counter(imported.groups).most_common():
            self.stdout.write(f"  {group or 'not clear, waits at the desk'}: {count}")
