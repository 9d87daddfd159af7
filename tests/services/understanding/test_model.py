"""The model file: whole or refused; and the same sums as plain arithmetic."""

from __future__ import annotations

import pytest

from services.model_store import PACKAGED
from services.understanding.model import MAGIC, BadModel, pack_model, read_model
from services.understanding.ngrams import pieces_of

HEADER = {"version": "v", "trained_at": "2026-11-01", "kinds": ["a", "b"], "scale": 0.5, "bias": [0.25, -0.25]}
RAW = pack_model(HEADER, ["电梯", "漏水"], bytes([16, 32]), bytes([128 + 4, 128 - 4, 128 - 2, 128 + 6]))


def test_a_model_says_the_weighted_mean_of_what_it_knows() -> None:
    """电梯 counts 1·1, 漏水 2·1: (1·4 + 2·-2, 1·-4 + 2·6) · 0.5 / √(1 + 4), and the biases."""
    found = read_model(RAW).weigh({"电梯": 1.0, "漏水": 1.0, "没学过": 5.0})
    assert found == pytest.approx([0.0 + 0.25, 4 / 5**0.5 - 0.25])


def test_of_what_it_never_saw_only_the_biases_remain() -> None:
    assert read_model(RAW).weigh({"没学过": 1.0}) == [0.25, -0.25]


def test_it_names_the_pieces_that_spoke_for_a_kind() -> None:
    model = read_model(RAW)
    assert model.said_for("a", {"电梯": 1.0, "漏水": 1.0}) == ["电梯"]
    assert model.said_for("b", {"电梯": 1.0, "漏水": 1.0}) == ["漏水"]
    assert model.said_for("nobody", {"电梯": 1.0}) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04",
        MAGIC,
        RAW[:-4],
        RAW[: len(MAGIC) + 8],
        RAW.replace(b'"bias": [0.25, -0.25]', b'"bias": [0.25 ,0,1.2]'),
    ],
    ids=["empty", "another file", "magic alone", "cut off", "cut in the header", "parts that do not fit"],
)
def test_a_file_that_is_not_whole_is_refused(raw: bytes) -> None:
    with pytest.raises(BadModel):
        read_model(raw)


def test_the_packaged_model_is_small_and_knows_every_kind(index) -> None:
    raw = PACKAGED.read_bytes()
    model = read_model(raw)
    assert set(model.kinds) == set(index.groups)
    assert len(raw) < 1_500_000
    assert set(model.header) >= {"version", "trained_at", "examples", "examples_sha256", "kinds", "blend"}


def test_a_place_and_a_number_tell_nothing_of_the_matter() -> None:
    assert pieces_of("A3区 12号楼") == pieces_of("B7县 5号楼")


def test_the_title_counts_more_than_the_letter() -> None:
    found = pieces_of("垃圾", "电梯")
    assert found["电梯"] > found["垃圾"]
