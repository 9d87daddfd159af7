"""Print where the portal is and who may sign in. The people are read from the README, which lists the demo's cast."""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
PASSWORD = "redflag-demo"  # noqa: S105  (the public password of invented people)
ADDRESSES = {
    "Home": "/",
    "A station": "/stations/jingan/",
    "Report something": "/stations/jingan/report/",
    "Sign in": "/sign-in/",
    "Desk": "/desk/",
}


def cast_of_the_demo() -> list[tuple[str, ...]]:
    """(phone, who, compound) of each row of the README's table."""
    rows = re.findall(r"^\| (199\d{8}) \| (.+?) \| (.+?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return [tuple(cell.replace("`", "") for cell in row) for row in rows]


def main(base: str) -> None:
    print()
    for name, path in ADDRESSES.items():
        print(f"  {name:<18} {base}{path}")
    print(f"\n  Demo sign-ins, password of all: {PASSWORD}")
    for phone, who, compound in cast_of_the_demo():
        print(f"  {phone}  {who}{'' if compound == '–' else f' · {compound}'}")
    print("\n  Stop with Ctrl-C.\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
