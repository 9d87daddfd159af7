from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.demo.people import PASSWORD
from portal.demo.seed import Seeded, seed
from services.models import Request
from stations.models import Dwelling, Station


class Command(BaseCommand):
    help = "The demo: three stations with invented people, built through the same actions as the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=["opening", "busy"], default="busy", help="a first day, or full work")
        parser.add_argument("--seed", type=int, default=1, help="another number: other places, minutes and ratings")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are stations already")

    def handle(self, *args: Any, **options: Any) -> None:
        if Station.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There are stations already. The demo goes into an empty database only.")
        started = monotonic()
        seeded = seed(stage=options["stage"], number=options["seed"], now=timezone.now())
        for line in seeded.played.refused:
            self.stderr.write(self.style.WARNING(f"a story stopped: {line}"))
        if options["verbosity"]:
            self.summary(seeded, monotonic() - started)

    def summary(self, seeded: Seeded, seconds: float) -> None:
        for slug, place in seeded.built.items():
            dwellings = Dwelling.objects.filter(entrance__building__compound=place.station.compound).count()
            requests = Request.objects.filter(station=place.station).count()
            self.stdout.write(f"{place.station}: {dwellings} households, {requests} requests, /stations/{slug}/")
        self.stdout.write(
            f"{seeded.people} people, {seeded.played.steps} steps after filing, {seconds:.0f} s. "
            f"Everybody's password: {PASSWORD}. Desk: /desk/, sign in with 19900000005 at /sign-in/"
        )
