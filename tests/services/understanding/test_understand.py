"""One sentence in, everything that is understood of it out: with the packaged model, as residents meet it."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

import pytest

from services.understanding import Knowledge, understand
from services.understanding.categories import softmax
from tests.services.test_suggest import SENTENCES

LETTER = (
    "尊敬的领导："
    + "我们小区楼下的烧烤店每天营业到凌晨两三点，划拳声、音响声不断，老人孩子都睡不好觉，多次反映没有结果。" * 20
)
# Milliseconds and megabytes; the bounds, with room for a machine that does other things too.
SENTENCE_MS, LETTER_MS, LOAD_MS, MEMORY_MB = 5, 15, 300, 30


def test_almost_every_sentence_of_the_tests_leads_to_its_kind(known: Knowledge) -> None:
    """The sentences stand in tests/services/test_suggest.py and are no part of the corpus."""
    wrong = [(text, slug) for text, slug in SENTENCES if understand(text, known).first.slug != slug]
    assert len(wrong) <= len(SENTENCES) * 0.08, wrong


def test_every_sentence_has_its_kind_among_the_first_three(known: Knowledge) -> None:
    missing = [
        (text, slug)
        for text, slug in SENTENCES
        if slug not in [candidate.slug for candidate in understand(text, known).candidates[:3]]
    ]
    assert len(missing) <= 1, missing


def test_what_is_clear_is_hardly_ever_wrong(known: Knowledge) -> None:
    found = [(understand(text, known), slug) for text, slug in SENTENCES]
    clear = [(said.first.slug, slug) for said, slug in found if said.is_clear]
    assert len(clear) >= len(SENTENCES) * 0.6
    assert sum(first != slug for first, slug in clear) <= 1


def test_a_sentence_says_kind_place_urgency_and_why_at_once(known: Knowledge) -> None:
    said = understand("三号楼2单元电梯又坏了，老人下不来", known)
    assert said.first.slug == "lift-fault"
    assert any("电梯" in word for word in said.first.words)
    assert (said.place.building, said.place.entrance, said.place.facility) == ("3", "2", "lift")
    assert (said.nature, said.targets, said.dangers, said.scope) == ("help", (), (), None)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("电剃又坏咧", "lift-fault"),
        ("升降机有异响", "lift-fault"),
        ("3号楼升降机又停了", "lift-fault"),
        ("升降机困人了快来", "lift-trapped"),
        ("施工升降机噪音大，早上六点就响", "noise-outside"),
        ("俺家木有水了恁快来看看", "no-water"),
        ("暖器不热，冻得慌", "heating"),
        ("垃极桶满得都溢出来了没银管", "cleaning"),
        ("楼上成天咚咚响，睡不着觉", "noise-neighbour"),
        ("对过那烧烤摊子油烟呛死个人", "smell-fumes"),
        ("狗拉屎没人捡", "pets"),
        ("路灯瞎火的看不见道", "gate-camera-lamp"),
    ],
)
def test_dialect_and_typing_errors_are_understood(known: Knowledge, text: str, slug: str) -> None:
    assert slug in [candidate.slug for candidate in understand(text, known).candidates[:2]]


@pytest.mark.parametrize("text", ["", "   ", "？？？", "。"])
def test_of_nothing_nothing_is_understood(known: Knowledge, text: str) -> None:
    said = understand(text, known)
    assert (said.candidates, said.groups, said.is_clear, said.first) == ((), (), False, None)


@pytest.mark.parametrize("text", ["有点事想说说", "您好，在吗", "麻烦回个电话"])
def test_a_sentence_that_says_no_matter_is_not_clear(known: Knowledge, text: str) -> None:
    assert understand(text, known).is_clear is False


def test_a_person_reads_at_most_four_words_for_a_kind(known: Knowledge) -> None:
    said = understand(LETTER, known, "烧烤店深夜扰民")
    assert 1 <= len(said.first.words) <= 4


def test_shares_add_up_to_one(known: Knowledge) -> None:
    assert sum(candidate.confidence for candidate in understand("电梯坏了", known).candidates) == pytest.approx(
        1, abs=0.01
    )
    assert softmax({"a": 1000.0, "b": 0.0}) == {"a": 1.0, "b": 0.0}


def test_the_same_sentence_is_always_understood_the_same(known: Knowledge) -> None:
    assert understand(LETTER, known, "扰民") == understand(LETTER, known, "扰民")


def test_without_a_model_the_catalogues_words_decide(known: Knowledge) -> None:
    assert understand("电梯坏了", Knowledge(known.index)).first.slug == "lift-fault"


def test_a_kind_that_the_model_never_learned_is_found_by_its_words(known: Knowledge) -> None:
    from services.suggest import WordEntry, WordIndex

    words = WordIndex.build(
        [WordEntry("balloon", "suggestion", ["热气球", "热气球落在"]), WordEntry("pets", "pets", ["狗"])]
    )
    found = understand("有个热气球落在楼顶上", Knowledge(words, known.model))
    assert found.first.slug == "balloon"


@pytest.mark.parametrize(("text", "most"), [("三单元电梯又坏了老人下不来", SENTENCE_MS), (LETTER, LETTER_MS)])
def test_it_takes_milliseconds(known: Knowledge, text: str, most: int) -> None:
    understand(text, known)
    times = []
    for _ in range(15):
        started = time.process_time()
        understand(text, known)
        times.append((time.process_time() - started) * 1000)
    assert median(times) <= most


COST = """
import resource, time
import services.understanding, services.model_store as store
from services.understanding.model import read_model
raw = store.PACKAGED.read_bytes()
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
model = read_model(raw)
load = (time.process_time() - started) * 1000
from services.understanding.ngrams import pieces_of
for line in open("services/data/examples/noise-outside.txt", encoding="utf-8"):
    model.weigh(pieces_of(line))
print(load, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
print([name for name in ("sklearn", "scipy") if name in __import__("sys").modules])  # openpyxl brings numpy
"""


def test_a_process_pays_little_for_it_and_loads_no_library() -> None:
    code = f"import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\ndjango.setup()\n{COST}"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")
    load, memory = map(float, answer[0].split())
    assert load <= LOAD_MS
    assert memory <= MEMORY_MB
    assert answer[1] == "[]"
