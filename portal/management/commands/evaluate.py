import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from services.catalogue_file import load_catalogue
from services.model_store import current_path, load
from services.models import Category
from services.queries import catalogue
from services.queries.understanding import knowledge
from services.suggest import WordEntry, WordIndex
from services.understanding import Knowledge, understand
from services.understanding.evaluation import (
    Verdict,
    calibration,
    calibration_error,
    confusion,
    macro_f1,
    top,
    urgency,
)
from services.understanding.taking import Kind, said_in, take
from services.vocabulary import AROUND_THE_CLOCK, Urgency

IS_URGENT = {str(each): each in AROUND_THE_CLOCK for each in Urgency}


class Command(BaseCommand):
    help = "Hold understanding to labelled messages: JSONL with title, text, category (a group) and perhaps urgency."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='a line: {"title": …, "text": …, "category": …, "urgency": "urgent"}')

    def handle(self, *args: Any, **options: Any) -> None:
        known, kinds, source = self.knowledge()
        try:
            with open(options["file"], encoding="utf-8-sig") as lines:
                verdicts = [judge(row, known, kinds) for row in rows_of(lines, set(known.index.groups.values()))]
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ValueError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if not verdicts:
            raise CommandError(f"{options['file']}: no labelled message in it")
        self.figures(verdicts)
        self.table(verdicts)
        self.sure(verdicts)
        self.urgent(verdicts)
        model = known.model
        name = f"{model.version} of {model.header['trained_at']}" if model else "none, words alone"
        self.stdout.write(f"\nmodel {name} ({current_path().name}), catalogue of the {source}")

    def knowledge(self) -> tuple[Knowledge, Mapping[str, Kind], str]:
        """The database's catalogue where there is one, else the project's file: a fresh copy can be measured too."""
        try:
            if Category.objects.exists():
                return knowledge(), catalogue().by_slug, "database"
        except DatabaseError:
            self.stderr.write("No database with a catalogue: the project's file is used.")
        kinds = {kind.slug: kind for kind in load_catalogue().categories}
        words = (WordEntry(kind.slug, kind.group, kind.words) for kind in kinds.values())
        return Knowledge(WordIndex.build(words), load()), kinds, "file"

    def figures(self, verdicts: list[Verdict]) -> None:
        self.stdout.write(f"messages {len(verdicts)}")
        self.stdout.write(f"top-1 {top(verdicts, 1):.3f}")
        self.stdout.write(f"top-3 {top(verdicts, 3):.3f}")
        self.stdout.write(f"macro-F1 {macro_f1(verdicts):.3f}")

    def table(self, verdicts: list[Verdict]) -> None:
        self.stdout.write("\nconfusion: what was true, how many, and as what they were understood")
        for truth, said in confusion(verdicts).items():
            others = ", ".join(f"{group or 'nothing'} {count}" for group, count in said.most_common() if group != truth)
            self.stdout.write(f"  {truth:22} {sum(said.values()):4}  right {said[truth]:4}  {others}")

    def sure(self, verdicts: list[Verdict]) -> None:
        self.stdout.write(f"\ncalibration: error {calibration_error(verdicts):.3f}")
        for step in calibration(verdicts):
            self.stdout.write(
                f"  {step.low:.1f} to {step.high:.1f}: {step.messages:4} messages, "
                f"sure {step.sure:.2f}, right {step.right:.2f}"
            )

    def urgent(self, verdicts: list[Verdict]) -> None:
        """What the words say, and what is filed as urgent in the end: some kinds usually are."""
        found, filed = urgency(verdicts), urgency([v._replace(raised=v.filed_urgent) for v in verdicts])
        if found.urgent or found.normal:
            self.stdout.write(f"\nurgent found {found.recall:.3f} ({found.found} of {found.urgent})")
            self.stdout.write(f"normal raised {found.false_alarms:.3f} ({found.raised} of {found.normal})")
            self.stdout.write(f"urgent filed so {filed.recall:.3f} ({filed.found} of {filed.urgent})")
            self.stdout.write(f"normal filed as urgent {filed.false_alarms:.3f} ({filed.raised} of {filed.normal})")


def rows_of(lines: Any, groups: set[str]) -> Iterator[dict[str, Any]]:
    """Rows without a category are no test; an unknown group is a mistake in the file."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number}: no JSON: {error.msg}, character {error.pos + 1}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ValueError(f"line {number}: no text")
        if not row.get("category"):
            continue
        if row["category"] not in groups:
            raise ValueError(f"line {number}: nobody knows the group {row['category']!r}")
        if row.get("urgency") and row["urgency"] not in IS_URGENT:
            raise ValueError(f"line {number}: nobody knows the urgency {row['urgency']!r}")
        yield row


def judge(row: dict[str, Any], known: Knowledge, kinds: Mapping[str, Kind]) -> Verdict:
    text, title, said = row["text"], row.get("title") or "", row.get("urgency")
    found = understand(text, known, title)
    taken = take(found, said_in(found, text, title), kinds)
    return Verdict(
        row["category"],
        tuple(group for group, _share in found.groups),
        found.groups[0][1] if found.groups else 0.0,
        IS_URGENT[said] if said else None,
        taken.is_raised,
        taken.urgency in AROUND_THE_CLOCK,
    )
