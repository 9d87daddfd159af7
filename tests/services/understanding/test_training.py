"""From examples to a model in use, and back: deterministic, held back, whole or not at all."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from services import actions, model_store
from services.corpus import corrections, written_examples
from services.models import Category
from services.queries import catalogue
from services.queries.understanding import knowledge
from services.understanding.model import BadModel, read_model
from services.understanding.training import Example, train
from tests import factories
from tests.cast import Cast

LIFTS = [
    "电梯坏了",
    "电梯又停了",
    "电梯不动了，老人下不来",
    "电梯门关不上",
    "升降机晃得厉害",
    "电梯按了没反应",
    "电梯异响",
]
NOISE = ["广场舞太吵", "半夜还在唱歌", "音响震天响", "工地夜里打桩", "吵得睡不着觉", "喇叭一直喊", "装修电钻吵死了"]
FEW = [*(Example("lift-fault", text) for text in LIFTS), *(Example("noise-outside", text) for text in NOISE)]


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.UNDERSTANDING_DIR = tmp_path / "models"
    return settings.UNDERSTANDING_DIR


@pytest.fixture(scope="module")
def trained(index):
    return train(FEW, index, trained_at="2026-11-01")


def examples_in(path: Path) -> Path:
    path.mkdir()
    (path / "lift-fault.txt").write_text("\n".join(LIFTS), encoding="utf-8")
    (path / "noise-outside.txt").write_text("\n".join(NOISE), encoding="utf-8")
    return path


def test_the_same_examples_give_the_same_bytes(index, trained) -> None:
    assert train(FEW, index, trained_at="2026-11-01").raw == trained.raw


def test_it_learns_what_the_examples_show(trained) -> None:
    model = read_model(trained.raw)
    from services.understanding.ngrams import pieces_of

    first, second = model.weigh(pieces_of("二单元电梯坏了"))
    assert model.kinds == ("lift-fault", "noise-outside")
    assert first > second


def test_every_example_is_judged_once_by_a_model_that_had_not_seen_it(trained) -> None:
    assert sorted(judged.example for judged in trained.held_back) == sorted(FEW)


def test_one_kind_alone_teaches_nothing(index) -> None:
    with pytest.raises(ValueError, match="two kinds"):
        train(FEW[:3], index, trained_at="2026-11-01")


def test_a_model_is_replaced_and_restored_to_the_one_before(folder: Path, trained, index) -> None:
    other = train(FEW[1:], index, trained_at="2026-11-02").raw
    assert model_store.current_path() == model_store.PACKAGED
    first = model_store.replace(trained.raw)
    second = model_store.replace(other)
    assert (model_store.current_path(), second.read_bytes()) == (second, other)
    assert model_store.restore() == first
    assert model_store.current_path() == first
    assert model_store.restore() == model_store.PACKAGED
    assert model_store.restore() is None


def test_what_is_no_model_never_replaces_one(folder: Path, trained) -> None:
    kept = model_store.replace(trained.raw)
    with pytest.raises(BadModel):
        model_store.replace(trained.raw[:-10])
    assert model_store.current_path() == kept


def test_only_the_last_versions_are_kept_and_no_half_file(folder: Path, trained) -> None:
    for _ in range(model_store.KEPT + 2):
        model_store.replace(trained.raw)
    assert len(list(folder.glob("model-*.bin"))) == model_store.KEPT
    assert list(folder.glob(".new-*")) == []
    assert len({*model_store.history()}) == model_store.KEPT


def test_a_damaged_model_is_told_in_the_log_and_the_packaged_one_stands_in(folder: Path, trained, caplog) -> None:
    model_store.replace(trained.raw).write_bytes(b"broken")
    model = model_store.load()
    assert model is not None
    assert model.version == read_model(model_store.PACKAGED.read_bytes()).version
    assert "cannot be used" in caplog.text


def test_a_process_takes_up_a_new_model_without_a_restart(cast: Cast, folder: Path, trained) -> None:
    before = knowledge().model.version
    model_store.replace(trained.raw)
    assert knowledge().model.version == read_model(trained.raw).version != before
    model_store.restore()
    assert knowledge().model.version == before


def test_the_command_trains_reports_and_replaces(cast: Cast, folder: Path, tmp_path: Path) -> None:
    Category.objects.exclude(slug__in=["lift-fault", "noise-outside"]).update(is_active=False)
    from services.queries import forget_catalogue

    forget_catalogue()
    out, examples = StringIO(), examples_in(tmp_path / "examples")
    call_command("train", "--examples", examples, "--dry-run", stdout=out)
    assert model_store.history() == []
    call_command("train", "--examples", examples, stdout=out)
    assert len(model_store.history()) == 1
    assert "14 written examples, 0 corrections, 2 kinds" in out.getvalue()
    call_command("train", "--restore", stdout=out)
    assert model_store.history() == []
    with pytest.raises(CommandError, match="packaged model is in use"):
        call_command("train", "--restore", stdout=out)
    forget_catalogue()


def test_what_a_chief_puts_right_is_learned_and_what_stays_private_is_not(cast: Cast) -> None:
    kinds = catalogue().by_slug
    wrong = factories.file(cast.jingan, "门口那个东西又响个不停", "4", category="lift-fault")
    actions.classify(request=wrong, category=kinds["noise-outside"], urgency="normal", target="", actor=cast.chief)
    same = factories.file(cast.jingan, "电梯坏了", "4", category="lift-fault")
    actions.classify(request=same, category=kinds["lift-fault"], urgency="normal", target="", actor=cast.chief)
    private = factories.file(cast.jingan, "家里有难处，想申请救助", "4", category="policy-enquiry")
    actions.classify(request=private, category=kinds["hardship"], urgency="normal", target="", actor=cast.chief)
    found = corrections(kinds)
    assert [(example.kind, example.text) for example in found] == [("noise-outside", "门口那个东西又响个不停")]


def test_the_corpus_has_forty_sentences_of_every_kind_and_none_twice(index) -> None:
    examples = written_examples(index.groups)
    counts = {slug: sum(example.kind == slug for example in examples) for slug in index.groups}
    assert {slug: count for slug, count in counts.items() if count < 40} == {}
    texts = [example.text for example in examples]
    assert len(texts) - len(set(texts)) == 0


def test_a_line_of_mixed_examples_without_a_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "_mixed.txt").write_text("电梯坏了\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"_mixed\.txt"):
        written_examples(["lift-fault"], tmp_path)
