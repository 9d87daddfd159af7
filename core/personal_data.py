"""What is kept about a person, room by room: for the copy that everybody may ask for and for closing an account
(Personal Information Protection Law, art. 45 and 47). Each room registers what it keeps; this one knows none of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Keeper:
    """`copy`: what is kept, as JSON can say it. `erase`: forgets who it was; called within a transaction."""

    name: str
    copy: Callable[[Any], Any]
    erase: Callable[[Any], None]


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    if _keepers.get(keeper.name, keeper) != keeper:
        raise ValueError(f"{keeper.name!r} is kept by somebody else already.")
    _keepers[keeper.name] = keeper


def copy_of(user: Any) -> dict[str, Any]:
    """Everything that the rooms keep about `user`, by the keepers' names."""
    return {name: keeper.copy(user) for name, keeper in sorted(_keepers.items())}


def erase(user: Any) -> None:
    for _name, keeper in sorted(_keepers.items()):
        keeper.erase(user)
