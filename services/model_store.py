"""Where models of understanding lie: the packaged one in the tree, the station's own in a folder beside the media.

`CURRENT` names the versions in their order, the last one being used; it is replaced in one rename, so a process reads
the old list or the new one and never half of either. A model is written and read back before it is named there.
"""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from django.conf import settings

from services.understanding.model import BadModel, Model, read_model

PACKAGED = Path(__file__).parent / "data" / "model" / "packaged.bin"
KEPT = 5  # versions
logger = logging.getLogger(__name__)


def folder() -> Path:
    return Path(settings.UNDERSTANDING_DIR)


def history() -> list[str]:
    """Names of the station's own versions, the one in use last; empty while the packaged one is used."""
    try:
        lines = (folder() / "CURRENT").read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return []
    return [line for line in lines if line]


def current_path() -> Path:
    names = history()
    return folder() / names[-1] if names else PACKAGED


def stamp() -> tuple[str, int]:
    """Differs when another model is to be used."""
    path = current_path()
    try:
        return str(path), path.stat().st_mtime_ns
    except FileNotFoundError:
        return str(path), 0


def load() -> Model | None:
    """The model in use. One that cannot be read is told in the log, and the packaged one stands in for it."""
    for path in dict.fromkeys([current_path(), PACKAGED]):
        try:
            return read_model(path.read_bytes())
        except (OSError, BadModel) as error:
            logger.error("The model of understanding %s cannot be used: %s", path, error)
    return None


def replace(raw: bytes) -> Path:
    """Use this model from now on. BadModel for bytes that are none."""
    model = read_model(raw)
    folder().mkdir(parents=True, exist_ok=True)
    names = history()
    number = int(names[-1].split("-")[1]) + 1 if names else 1
    path = folder() / f"model-{number:05d}-{model.version}.bin"
    write(path, raw)
    read_model(path.read_bytes())
    names = [*names, path.name][-KEPT:]
    write(folder() / "CURRENT", "".join(f"{name}\n" for name in names).encode())
    for old in folder().glob("model-*.bin"):
        if old.name not in names:
            old.unlink()
    return path


def restore() -> Path | None:
    """Go back to the model before: an older one of the station, or the packaged one. None: that is in use already."""
    names = history()
    if not names:
        return None
    write(folder() / "CURRENT", "".join(f"{name}\n" for name in names[:-1]).encode())
    return current_path()


def write(path: Path, raw: bytes) -> None:
    """Whole or not at all: into a file beside it, down to the disk, then renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
