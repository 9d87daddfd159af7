"""Write the parts of docs/ that are read from the code: `python -m tools.generate_docs`, or `--check` to only look.

A part stands between `<!-- made: NAME -->` and `<!-- end -->`; what is around it is written by hand. `make lint` and a
test look whether the pages still tell what the program does.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- made: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    stale = [page for page in pages() if page.read_text(encoding="utf-8") != made(page)]
    for page in stale:
        name = page.relative_to(ROOT)
        if "--check" in sys.argv:
            print(f"{name} does not tell what the code does any more: python -m tools.generate_docs")
        else:
            page.write_text(made(page), encoding="utf-8")
            print(f"{name} written")
    return int(bool(stale) and "--check" in sys.argv)


def pages() -> list[Path]:
    """The pages with a part that is made."""
    return sorted(page for page in (ROOT / "docs").glob("*.md") if PART.search(page.read_text(encoding="utf-8")))


def made(page: Path) -> str:
    """The text of the page as it should be, in the words of the screen."""
    from tools.docs_parts import PARTS  # noqa: PLC0415  (reads the models, so only after setup)

    def fill(found: re.Match[str]) -> str:
        lines = "\n".join(_lines(PARTS[found["name"]]))
        return f"{found[1]}\n{lines}\n\n{found[3]}"

    with translation.override("zh-hans"):
        return PART.sub(fill, page.read_text(encoding="utf-8"))


def _lines(part: Callable[[], Iterable[str]]) -> list[str]:
    return [line.rstrip() for line in part()]


if __name__ == "__main__":
    sys.exit(main())
