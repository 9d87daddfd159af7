"""The project's own files, for the tests that look at the house itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"var", "node_modules", "__pycache__", "migrations"}


def files(*endings: str, under: str = ".") -> list[Path]:
    """Files with one of the endings, paths from the root, without what is generated or hidden."""
    found = (path.relative_to(ROOT) for path in (ROOT / under).rglob("*") if path.suffix in endings and path.is_file())
    return sorted(path for path in found if not any(part in NOT_OURS or part.startswith(".") for part in path.parts))


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node
