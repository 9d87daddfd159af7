import subprocess
import sys
import tomllib

from django.apps import apps

from tests.house.sources import ROOT

SETTINGS = ROOT / "pyproject.toml"


def own_rooms():
    return {config.name for config in apps.get_app_configs() if config.path == str(ROOT / config.name)}


def test_rooms_import_downwards_only():
    """In a process of its own: it sets up logging anew and would switch off the loggers that other tests read."""
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", command], check=False, cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_room_is_looked_at():
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["tool"]
    rooms_with_layer = set(settings["importlinter"]["contracts"][0]["layers"])

    assert rooms_with_layer == own_rooms()
    assert set(settings["importlinter"]["root_packages"]) == own_rooms()
    assert set(settings["mypy"]["packages"]) >= own_rooms()
