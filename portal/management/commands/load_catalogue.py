from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.loading import write_catalogue


class Command(BaseCommand):
    help = "Bring the request catalogue (services/data/catalogue.toml) into the database; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--overwrite", action="store_true", help="the file wins over what was edited in the portal")
        which.add_argument("--kind", default="", metavar="SLUG", help="the file wins for this kind alone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = write_catalogue(overwrite=options["overwrite"], kind=options["kind"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kinds: {loaded.added} added, {loaded.changed} overwritten, {loaded.kept} as they were.")
