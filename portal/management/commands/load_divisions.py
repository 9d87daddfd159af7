from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stations.loading import write_divisions


class Command(BaseCommand):
    help = "Bring the official divisions (stations/data/divisions.csv) into the database; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = write_divisions()
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Divisions: {loaded.added} added, {loaded.changed} corrected, {loaded.kept} as they were.")
