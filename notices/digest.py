"""The morning's figures. The room that knows requests enters its source; this one knows only numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Figures:
    """For one person or for one station's group, never both. `path`: the page where all of it stands."""

    waiting: int
    late: int
    today: int
    path: str
    user_id: int | None = None
    station_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.late or self.today)


Source = Callable[[datetime], Iterable[Figures]]  # yields nothing on a day that is not worked
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def figures(at: datetime) -> list[Figures]:
    return [each for source in _sources for each in source(at) if not each.is_empty]
