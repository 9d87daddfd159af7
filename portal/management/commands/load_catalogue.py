from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.loading import write_catalogue


class Command(BaseCommand):
    help = "Bring the request catalogue (services/data/catalogue.toml) into the database; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="the file wins over what was edited in the portal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = write_catalogue(overwrite=options["overwrite"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kinds: {loaded.added} added, {loaded.changed} overwritten, {loaded.kept} as they were.")
