from __future__ import annotations

import pytest

from services.catalogue_file import load_catalogue
from services.model_store import PACKAGED
from services.suggest import WordEntry, WordIndex
from services.understanding import Knowledge
from services.understanding.model import read_model


@pytest.fixture(scope="session")
def index() -> WordIndex:
    return WordIndex.build(WordEntry(c.slug, c.group, c.words) for c in load_catalogue().categories)


@pytest.fixture(scope="session")
def known(index: WordIndex) -> Knowledge:
    """As the product is delivered: the project's catalogue and the packaged model."""
    return Knowledge(index, read_model(PACKAGED.read_bytes()))
