"""The stamp of a list: signed, bound to whom it was given, and good for saying whether that list is still right."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import Http404

from services.queries.live import seen_by
from services.queries.triage import Scope
from stations.queries import PostSet, posts_of
from stations.standing import packed, unpacked

SALT = "services.live"
FRESH = 10 * 60  # after that the list is told anew, for 「剩48分」 becomes untrue by itself


@dataclass(frozen=True)
class Stamp:
    posts: PostSet
    stations: list[int]  # empty: all that somebody may see
    seen: list[str]
    at: float

    def is_right(self, user: Any) -> bool:
        return time.time() - self.at < FRESH and seen_by(user, self.stations) == self.seen

    @property
    def unread(self) -> int:
        return int(self.seen[1] or 0)


def stamp_of(user: Any, scope: Scope) -> Stamp:
    """Made before the list is read: what changes in between is then told once too often, never once too seldom."""
    stations = [scope.chosen.pk] if scope.chosen else []
    return Stamp(posts_of(user), stations, seen_by(user, stations), time.time())


def signed(stamp: Stamp, user: Any) -> str:
    said = {"u": user.pk, "p": packed(stamp.posts), "s": stamp.stations, "n": stamp.seen, "t": int(stamp.at)}
    return signing.dumps(said, salt=SALT, compress=True)


def read_stamp(user: Any, text: str) -> Stamp:
    """404 for whatever was not given to this very person."""
    try:
        said = signing.loads(text, salt=SALT)
    except signing.BadSignature as bad:
        raise Http404 from bad
    if not user.is_authenticated or said["u"] != user.pk:
        raise Http404
    return Stamp(unpacked(said["p"]), said["s"], said["n"], said["t"])
