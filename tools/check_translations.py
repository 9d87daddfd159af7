"""Is every Chinese sentence of the pages also there in English? `make lint` asks this.

Two questions. Of each catalogue: is an entry empty, fuzzy, or without the placeholders of its source?
Of the sources: is there a sentence that no catalogue has (or one that is gone)? The second needs xgettext,
which reads Django's templates and Python; without it that is said, and only the first is answered.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 20
LENT = ("zh_Hans",)  # only words that the pages of others lack: our own sources are Chinese
NOT_SOURCES = (".venv", ".git", "var", "tests", "locale", "node_modules", "tools", "docs")


def main() -> int:
    catalogues = {path: read(path) for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))}
    if not catalogues:
        print("translations: there is no catalogue under locale/ (make messages makes one)")
        return 1
    faults = [f"{path.relative_to(ROOT)}: {fault}" for path, po in catalogues.items() for fault in faults_of(po)]
    if shutil.which("xgettext"):
        wanted = collect()
        ours = ((path, po) for path, po in catalogues.items() if path.parts[-3] not in LENT)
        faults += [f"{path.relative_to(ROOT)}: {f}" for path, po in ours for f in differences(wanted, po)]
        asked = f"{len(wanted)} sentences"
    else:
        asked = "entries only: xgettext is missing, so new sentences in the sources were NOT looked for"
    for fault in faults[:SHOWN]:
        print(fault)
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")
    print(f"translations: {len(faults)} faults ({asked})")
    return 1 if faults else 0


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def sentences(catalogue: Iterable[Message]) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def faults_of(catalogue: Catalog) -> Iterator[str]:
    if catalogue.fuzzy:
        yield "the header is marked fuzzy: nothing of this file would be compiled"
    for message in sentences(catalogue):
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if not all(strings):
            yield f"not translated: {name(message)}"
        elif message.fuzzy:
            yield f"marked fuzzy: {name(message)}"
        else:
            yield from (f"{error}: {name(message)}" for error in message.check(catalogue))


def differences(wanted: Catalog, catalogue: Catalog) -> Iterator[str]:
    sources, entries = ({(m.context, singular(m)) for m in sentences(c)} for c in (wanted, catalogue))
    yield from (f"missing: {text}" for _context, text in sorted(sources - entries, key=str))
    yield from (f"no longer used: {text}" for _context, text in sorted(entries - sources, key=str))


def singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def name(message: Message) -> str:
    return singular(message).replace("\n", "\\n")


def collect() -> Catalog:
    """What makemessages finds in a copy of the sources: the checkout itself is left as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sources"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_SOURCES, ".*"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-location"]
        plain = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, env=plain)
        if done.returncode:
            raise SystemExit(f"makemessages failed:\n{done.stderr}")
        return read(copy / "locale" / "en" / "LC_MESSAGES" / "django.po")


if __name__ == "__main__":
    sys.exit(main())
