"""The model file, and what it says of a text: one number per kind. No library, no float arithmetic per kind.

Pure but for reading bytes it is given. A file is: magic, length of the header, header (JSON), packed body: the pieces,
how rare each is, and one signed byte per piece and kind. A row of bytes becomes one whole number with a lane of four
bytes per kind, so that adding two numbers adds all kinds at once: a letter is weighed in about a millisecond.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MAGIC = b"HQYZ-understanding-1\n"
LANE = 4  # bytes
ZERO = 128  # what a weight of nothing is stored as
RARITY = 16.0  # steps in which a piece's rarity is stored
STEP = 32  # steps in which a piece's count is taken


class BadModel(ValueError):
    """The bytes are no model of this version; the words say what is wrong."""


@dataclass(frozen=True)
class Model:
    header: Mapping[str, Any]
    kinds: tuple[str, ...]
    places: Mapping[str, int]  # piece → its row
    rarity: bytes
    rows: bytes
    _lanes: dict[int, int] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str:
        return str(self.header["version"])

    def weigh(self, pieces: Mapping[str, float]) -> list[float]:
        """One logit per kind, in the order of `kinds`; only the biases when no piece is known."""
        total, taken, square = 0, 0, 0.0
        places, rarity = self.places, self.rarity
        for piece, count in pieces.items():
            place = places.get(piece)
            if place is None:
                continue
            value = count * rarity[place] / RARITY
            steps = round(value * STEP)
            square += value * value
            taken += steps
            total += steps * self._lane(place)
        bias: Sequence[float] = self.header["bias"]
        if not taken:
            return list(bias)
        per_step = self.header["scale"] / (STEP * math.sqrt(square))
        raw = total.to_bytes(LANE * len(self.kinds) + 1, "little")
        sums = [int.from_bytes(raw[at : at + LANE], "little") for at in range(0, LANE * len(self.kinds), LANE)]
        return [(value - ZERO * taken) * per_step + bias[n] for n, value in enumerate(sums)]

    def said_for(self, kind: str, pieces: Mapping[str, float], most: int = 3) -> list[str]:
        """The pieces that spoke most for a kind, the strongest first; of two that overlap the stronger."""
        if kind not in self.kinds:
            return []
        column, width = self.kinds.index(kind), len(self.kinds)
        found = []
        for piece, count in pieces.items():
            place = self.places.get(piece)
            word = piece.strip("_")
            if place is not None and len(word) > 1 and not FRAYED.search(word):
                weight = self.rows[place * width + column] - ZERO
                if weight > 0:
                    found.append((weight * count * self.rarity[place], word))
        words: list[str] = []
        for _weight, word in sorted(found, key=lambda pair: (-pair[0], pair[1])):
            if not any(word in other or other in word for other in words):
                words.append(word)
            if len(words) == most:
                break
        return words

    def _lane(self, place: int) -> int:
        lane = self._lanes.get(place)
        if lane is None:
            width = len(self.kinds)
            spread = bytearray(width * LANE)
            spread[::LANE] = self.rows[place * width : (place + 1) * width]
            lane = int.from_bytes(spread, "little")
            if len(self._lanes) < KEPT_LANES:
                self._lanes[place] = lane
        return lane


FRAYED = re.compile(r"^[了的着过们在]|[不的在和是我又也都很]$|[0-9_]")  # pieces that nobody would call a word
KEPT_LANES = 8192  # of about 250 bytes each


def read_model(raw: bytes) -> Model:
    if not raw.startswith(MAGIC):
        raise BadModel("not a model file of this version")
    at = len(MAGIC)
    length = int.from_bytes(raw[at : at + 4], "little")
    try:
        header = json.loads(raw[at + 4 : at + 4 + length])
        body = zlib.decompress(raw[at + 4 + length :])
        count, size = header["pieces"], header["text_bytes"]
        kinds = tuple(header["kinds"])
        pieces = body[:size].decode().split("\n")
        rarity, rows = body[size : size + count], body[size + count :]
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise BadModel(f"the model file is damaged: {error}") from error
    if len(pieces) != count or len(rows) != count * len(kinds) or len(header["bias"]) != len(kinds):
        raise BadModel("the model file is damaged: its parts do not fit one another")
    return Model(header, kinds, {piece: place for place, piece in enumerate(pieces)}, rarity, rows)


def pack_model(header: Mapping[str, Any], pieces: Sequence[str], rarity: bytes, rows: bytes) -> bytes:
    text = "\n".join(pieces).encode()
    said = {**header, "pieces": len(pieces), "text_bytes": len(text)}
    head = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return MAGIC + len(head).to_bytes(4, "little") + head + zlib.compress(text + rarity + rows, 9)
