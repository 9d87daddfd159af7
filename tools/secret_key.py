"""Write a new secret key into a file that only its owner can read. One that is there stays."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path


def main(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
