"""Puts a catalogue that makemessages wrote into the form in which it is kept, and names what is still to be translated.

gettext wraps the places of a sentence although it is told not to, fills in the English of some sentence that looks
alike, and keeps what no page says any more. Each is noise in a change, and a guess that nobody read is worse than a
gap. `make messages` runs this.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.check_translations import faults_of, read

PLACE, FLAGS, BEFORE, GONE = "#: ", "#,", "#|", "#~"
TRANSLATION = re.compile(r"msgstr(?:\[\d\])?")
HEADER = 'msgid ""\nmsgstr ""\n"'


def main(paths: Iterable[str]) -> int:
    for path in map(Path, paths):
        path.write_text(tidy(path.read_text("utf-8")), "utf-8")
        for fault in faults_of(read(path)):
            print(f"{path}: {fault}")
    return 0


def tidy(catalogue: str) -> str:
    entries = (entry.splitlines() for entry in catalogue.strip().split("\n\n"))
    kept = [entry for entry in entries if not any(line.startswith(GONE) for line in entry)]
    return "\n\n".join("\n".join(_with_places_joined(_without_guess(entry))) for entry in kept) + "\n"


def _without_guess(entry: list[str]) -> list[str]:
    """What is marked fuzzy becomes empty. The header's mark is left for a person: it says that nobody filled it in."""
    flags = next((line for line in entry if line.startswith(FLAGS)), "")
    if "fuzzy" not in flags or HEADER in "\n".join(entry):
        return entry
    others = [flag for flag in flags.removeprefix(FLAGS).split(",") if flag.strip() != "fuzzy"]
    first = next(at for at, line in enumerate(entry) if TRANSLATION.match(line))
    said = [line for line in entry[:first] if not line.startswith((FLAGS, BEFORE))]
    empty = [f'{found[0]} ""' for line in entry[first:] if (found := TRANSLATION.match(line))]
    at = _first_of_body(said)
    return [*said[:at], *([FLAGS + ",".join(others)] if others else []), *said[at:], *empty]


def _with_places_joined(entry: list[str]) -> list[str]:
    places = " ".join(line.removeprefix(PLACE) for line in entry if line.startswith(PLACE)).split()
    rest = [line for line in entry if not line.startswith(PLACE)]
    at = _first_of_body(rest)
    return [*rest[:at], PLACE + " ".join(dict.fromkeys(places)), *rest[at:]] if places else rest


def _first_of_body(entry: list[str]) -> int:
    """Where flags, context and words begin; before it stand comments and places."""
    return next((at for at, line in enumerate(entry) if line.startswith((FLAGS, "msg"))), len(entry))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
