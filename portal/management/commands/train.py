from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.calendar import in_shanghai
from services import model_store
from services.catalogue_file import load_catalogue
from services.corpus import corrections, words_as_examples, written_examples
from services.queries import catalogue
from services.suggest import WordEntry, WordIndex
from services.understanding.categories import softmax
from services.understanding.evaluation import Verdict, calibration_error, macro_f1, top
from services.understanding.training import Example, Trained, train


class Command(BaseCommand):
    help = "Make a model of understanding from the project's examples and the chiefs' corrections, and use it."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--restore", action="store_true", help="go back to the model before this one")
        which.add_argument("--dry-run", action="store_true", help="tell how good it would be; use nothing new")
        which.add_argument("--packaged", action="store_true", help="write the project's own model, without corrections")
        parser.add_argument("--examples", type=Path, help="another folder of examples")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["restore"]:
            return self.restore()
        if find_spec("sklearn") is None:
            raise CommandError("scikit-learn is missing: pip install -r requirements-train.txt")
        examples, index = self.examples(packaged=options["packaged"], folder=options["examples"])
        today = in_shanghai(timezone.now()).date().isoformat()
        try:
            trained = train(examples, index, trained_at=today)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.report(trained, index)
        if options["dry_run"]:
            self.stdout.write("Nothing was replaced.")
        elif options["packaged"]:
            model_store.PACKAGED.parent.mkdir(exist_ok=True)
            model_store.write(model_store.PACKAGED, trained.raw)
            self.stdout.write(f"Written: {model_store.PACKAGED}")
        else:
            self.stdout.write(f"In use: {model_store.replace(trained.raw).name}")
        return None

    def restore(self) -> None:
        path = model_store.restore()
        if path is None:
            raise CommandError("The packaged model is in use already; there is none before it.")
        self.stdout.write(f"In use again: {path.name}")

    def examples(self, *, packaged: bool, folder: Path | None) -> tuple[list[Example], WordIndex]:
        """The packaged model knows the project's files alone; another also what administrators and chiefs said."""
        if packaged:
            kinds = [WordEntry(kind.slug, kind.group, list(kind.words)) for kind in load_catalogue().categories]
        else:
            active = catalogue().by_slug.values()
            kinds = [WordEntry(kind.slug, kind.group.slug, list(kind.words)) for kind in active]
        words = {kind.slug: kind.words for kind in kinds}
        try:
            written = written_examples(words, folder) if folder else written_examples(words)
        except ValueError as error:
            raise CommandError(str(error)) from error
        put_right = [] if packaged else corrections(words)
        self.stdout.write(f"{len(written)} written examples, {len(put_right)} corrections, {len(kinds)} kinds")
        return [*written, *words_as_examples(words), *put_right], WordIndex.build(kinds)

    def report(self, trained: Trained, index: WordIndex) -> None:
        """On what each of the models had not seen. Examples are easier than life: see docs/understanding.md."""
        verdicts = held_back_verdicts(trained, index)
        self.stdout.write(f"held back {len(verdicts)}")
        self.stdout.write(f"top-1 {top(verdicts, 1):.3f}")
        self.stdout.write(f"top-3 {top(verdicts, 3):.3f}")
        self.stdout.write(f"macro-F1 {macro_f1(verdicts):.3f}")
        self.stdout.write(f"calibration error {calibration_error(verdicts):.3f}")
        self.stdout.write(f"version {trained.header['version']}, {len(trained.raw) // 1024} KiB")


def held_back_verdicts(trained: Trained, index: WordIndex) -> list[Verdict]:
    blend, verdicts = trained.header["blend"], []
    for example, logits, spoken in trained.held_back:
        scores = {k: blend["sharpness"] * value + blend["words"] * spoken.get(k, 0.0) for k, value in logits.items()}
        sums: dict[str, float] = {}
        for kind, share in softmax(scores).items():
            group = index.groups[kind]
            sums[group] = sums.get(group, 0.0) + share
        ranked = tuple(sorted(sums, key=lambda group: (-sums[group], group)))
        verdicts.append(Verdict(index.groups[example.kind], ranked, sums[ranked[0]]))
    return verdicts
