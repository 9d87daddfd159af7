"""Makes a model from examples. Only here is scikit-learn used (requirements-train.txt); what runs needs none of it.

Pure: examples go in, bytes and figures come out; the same examples give the same bytes, whatever the day.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from services.suggest import WordIndex, suggest
from services.understanding.model import RARITY, ZERO, pack_model
from services.understanding.ngrams import pieces_of

PIECES = 30_000  # kept: the file stays near 1 MB and a process below its budget
SELDOM = 2  # a piece that fewer examples have is left out
STRENGTH = 8.0  # the inverse of how much weights are held down
FOLDS = 3
MODESTY = 0.8
UNSEEN = 3.0  # how much less likely a kind is that a fold has no example of
WORD_SHARE = 0.35  # what a word of the catalogue counts beside a written example
CORRECTION_SHARE = 1.5  # what a chief put right at the station counts


class Example(NamedTuple):
    """`title` is "" but for letters; `share` is how much it counts."""

    kind: str
    text: str
    title: str = ""
    share: float = 1.0


class Judged(NamedTuple):
    """An example that a model had not seen, with its logits and what the catalogue's words said."""

    example: Example
    logits: dict[str, float]
    spoken: dict[str, float]  # log(1 + score)


class Trained(NamedTuple):
    raw: bytes
    header: dict[str, Any]
    held_back: list[Judged]


def digest_of(examples: Sequence[Example]) -> str:
    rows = "\n".join(f"{e.kind}\t{e.title}\t{e.text}\t{e.share}" for e in examples)
    return hashlib.sha256(rows.encode()).hexdigest()


def train(examples: Sequence[Example], index: WordIndex, *, trained_at: str) -> Trained:
    """ValueError for fewer than two kinds. `trained_at` is only written into the header."""
    kinds = tuple(sorted({example.kind for example in examples}))
    if len(kinds) < 2:
        raise ValueError("examples of at least two kinds are needed")
    bags = [pieces_of(example.text, example.title) for example in examples]
    held_back = _judge(examples, bags, kinds, index)
    fitted = _fit(examples, bags, kinds)
    digest = digest_of(examples)
    header = {
        "version": digest[:12],
        "trained_at": trained_at,
        "examples": len(examples),
        "examples_sha256": digest,
        "kinds": list(kinds),
        "scale": fitted.scale,
        "bias": fitted.bias,
        "blend": blend_of(held_back),
    }
    return Trained(pack_model(header, fitted.pieces, fitted.rarity, fitted.rows), header, held_back)


def _judge(
    examples: Sequence[Example], bags: Sequence[Mapping[str, float]], kinds: tuple[str, ...], index: WordIndex
) -> list[Judged]:
    """Each whole example by a model of the other folds."""
    fold_of = [hashlib.sha256(f"{e.title}{e.text}".encode()).digest()[0] % FOLDS for e in examples]
    judged = []
    for fold in range(FOLDS):
        rows = [n for n, other in enumerate(fold_of) if other != fold]
        fitted = _fit([examples[n] for n in rows], [bags[n] for n in rows], kinds)
        others = [n for n, other in enumerate(fold_of) if other == fold and examples[n].share >= 1]
        if not others:
            continue
        for n, logits in zip(others, fitted.weigh([bags[n] for n in others]), strict=True):
            said = suggest(examples[n].text, index, title=examples[n].title)
            spoken = {found.slug: math.log1p(found.score) for found in said}
            judged.append(Judged(examples[n], dict(zip(kinds, map(float, logits), strict=True)), spoken))
    return judged


def blend_of(judged: Sequence[Judged]) -> dict[str, float]:
    """How much model and words count: what makes the truth of unseen examples likeliest, held to be less sure.

    Examples are cleaner than life, so what fits them is too sure of itself: `MODESTY` takes that back (measured on
    letters that are no part of the project, docs/understanding.md).
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    def loss(blend: Sequence[float]) -> float:
        total = 0.0
        for example, logits, spoken in judged:
            scores = {kind: blend[0] * value + blend[1] * spoken.get(kind, 0.0) for kind, value in logits.items()}
            top = max(scores.values())
            total += top + math.log(sum(math.exp(score - top) for score in scores.values())) - scores[example.kind]
        return total / len(judged) + 0.001 * (blend[0] ** 2 + blend[1] ** 2)

    if not judged:
        return {"sharpness": 1.0, "words": 1.0}
    found = minimize(loss, [1.0, 1.0], method="Nelder-Mead", options={"xatol": 0.01, "fatol": 1e-4, "maxiter": 60})
    sharpness, words = (round(max(0.1, float(value)) * MODESTY, 3) for value in found.x)
    return {"sharpness": sharpness, "words": words}


class _Fitted(NamedTuple):
    pieces: list[str]
    rarity: bytes
    rows: bytes
    scale: float
    bias: list[float]
    weigh: Callable[[Sequence[Mapping[str, float]]], Any]


def _fit(examples: Sequence[Example], bags: Sequence[Mapping[str, float]], kinds: tuple[str, ...]) -> _Fitted:
    """First on all common pieces, then anew on those that turned out to tell most."""
    import numpy as np  # noqa: PLC0415  (training alone needs these)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    df = Counter(piece for bag in bags for piece in bag)
    pieces = sorted((piece for piece, count in df.items() if count >= SELDOM), key=lambda p: (-df[p], p))[: PIECES * 3]
    target, weights = _targets(examples, kinds)

    def fitted(pieces: Sequence[str]) -> tuple[Any, dict[str, int], Any]:
        places, rare = {piece: n for n, piece in enumerate(pieces)}, _rarity(pieces, df, len(bags))
        machine = LogisticRegression(C=STRENGTH, max_iter=150, tol=1e-3)
        machine.fit(_matrix(bags, places, rare), target, sample_weight=weights)
        return machine, places, rare

    if len(pieces) > PIECES:
        machine, _places, rare = fitted(pieces)
        strong = np.abs(machine.coef_).max(axis=0) * rare * np.sqrt([df[p] for p in pieces])
        pieces = sorted(pieces[n] for n in np.argsort(-strong, kind="stable")[:PIECES])
    machine, places, rare = fitted(pieces)
    coef, bias = _of_all_kinds(machine, len(kinds))
    scale = float(np.abs(coef).max()) / 127 or 1.0
    rows = (np.clip(np.rint(coef / scale), -127, 127) + ZERO).astype("uint8").T.tobytes()
    rarity, ends = bytes(int(r * RARITY) for r in rare), [round(float(b), 6) for b in bias]
    return _Fitted(
        list(pieces), rarity, rows, scale, ends, lambda others: _matrix(others, places, rare) @ coef.T + bias
    )


def _targets(examples: Sequence[Example], kinds: tuple[str, ...]) -> tuple[Any, Any]:
    """The kind of each example, and its weight: half-way to counting all kinds alike."""
    import numpy as np  # noqa: PLC0415

    shares = np.array([example.share for example in examples])
    target = np.array([kinds.index(example.kind) for example in examples])
    per_kind = np.zeros(len(kinds))
    np.add.at(per_kind, target, shares)
    return target, shares * (shares.sum() / len(kinds) / per_kind[target]) ** 0.5


def _rarity(pieces: Sequence[str], df: Mapping[str, int], total: int) -> Any:
    import numpy as np  # noqa: PLC0415

    return np.array([min(255, round(RARITY * (1 + math.log(total / df[p])))) / RARITY for p in pieces])


def _matrix(rows: Sequence[Mapping[str, float]], places: Mapping[str, int], rare: Any) -> Any:
    """One row a text, of length one."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_matrix, diags  # noqa: PLC0415

    data, columns, ends = [], [], [0]
    for bag in rows:
        for piece, count in bag.items():
            place = places.get(piece)
            if place is not None:
                columns.append(place)
                data.append(count * rare[place])
        ends.append(len(columns))
    table = csr_matrix((data, columns, ends), shape=(len(rows), len(places)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return diags(1 / np.maximum(length, 1e-9)) @ table


def _of_all_kinds(machine: Any, kinds: int) -> tuple[Any, Any]:
    """Weights and bias of each kind: with two of them scikit-learn keeps one row, and a fold may lack a kind."""
    import numpy as np  # noqa: PLC0415

    rows, ends = machine.coef_, machine.intercept_
    if len(rows) == 1:
        rows, ends = np.vstack([-rows / 2, rows / 2]), np.array([-ends[0] / 2, ends[0] / 2])
    coef, bias = np.zeros((kinds, rows.shape[1])), np.full(kinds, ends.min() - UNSEEN)
    coef[machine.classes_], bias[machine.classes_] = rows - rows.mean(axis=0), ends
    return coef, bias
