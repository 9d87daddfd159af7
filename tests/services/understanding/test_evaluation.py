"""The figures, and the command that prints them; on real messages where they are at hand."""

from __future__ import annotations

import json
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from services.corpus import FOLDER
from services.understanding.evaluation import (
    Verdict,
    calibration,
    calibration_error,
    confusion,
    macro_f1,
    top,
    urgency,
)

VERDICTS = [
    Verdict("a", ("a", "b"), 0.9, urgent=True, raised=True),
    Verdict("a", ("b", "a"), 0.6, urgent=True, raised=False),
    Verdict("b", ("b", "a"), 0.8, urgent=False, raised=False),
    Verdict("c", (), 0.0, urgent=False, raised=True),
]


def test_top_counts_the_truth_among_the_first() -> None:
    assert [top(VERDICTS, places) for places in (1, 3)] == [0.5, 0.75]


def test_macro_f1_is_the_mean_over_the_groups_that_occur() -> None:
    assert macro_f1(VERDICTS) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_the_table_of_confusion_says_what_was_taken_for_what() -> None:
    assert confusion(VERDICTS) == {"a": {"a": 1, "b": 1}, "b": {"b": 1}, "c": {"": 1}}


def test_calibration_compares_how_sure_it_was_with_how_often_it_was_right() -> None:
    assert [(step.messages, step.right) for step in calibration(VERDICTS)] == [(1, 0.0), (1, 0.0), (1, 1.0), (1, 1.0)]
    assert calibration_error(VERDICTS) == pytest.approx((0.0 + 0.6 + 0.2 + 0.1) / 4)


def test_urgency_counts_what_was_found_and_what_was_raised_wrongly() -> None:
    found = urgency(VERDICTS)
    assert (found.recall, found.false_alarms) == (0.5, 0.5)


def evaluate(path: Path) -> str:
    out = StringIO()
    call_command("evaluate", str(path), stdout=out)
    return out.getvalue()


def write(path: Path, *rows: dict) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def figure(name: str, text: str) -> float:
    return float(re.search(rf"^{re.escape(name)} ([0-9.]+)", text, re.MULTILINE)[1])


@pytest.mark.django_db
def test_the_command_prints_each_figure_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "few.jsonl",
        {"title": "电梯坏了", "text": "老人下不来", "category": "repair-elevator", "urgency": "urgent"},
        {"title": "广场舞扰民", "text": "每天晚上音响开得很大", "category": "noise", "urgency": "normal"},
        {"title": "", "text": "没有标过的", "category": None},
    )
    text = evaluate(path)
    assert [figure(name, text) for name in ("messages", "top-1", "top-3", "macro-F1")] == [2, 1, 1, 1]
    assert "calibration: error" in text
    assert "normal raised 0.000 (0 of 1)" in text


@pytest.mark.django_db
def test_urgency_is_measured_as_it_is_filed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "few.jsonl",
        {"text": "楼道里一股煤气味", "category": "repair-utilities", "urgency": "critical"},
        {"text": "对门又打人了", "category": "security", "urgency": "urgent"},
        {"text": "没有煤气味，就是灶打不着", "category": "repair-utilities", "urgency": "normal"},
        {"text": "路灯坏了", "category": "repair-facilities", "urgency": "complex"},
    )
    text = evaluate(path)
    assert "urgent found 1.000 (2 of 2)" in text
    assert "normal raised 0.000 (0 of 2)" in text
    assert "normal filed as urgent 0.500 (1 of 2)" in text  # no gas for cooking usually is


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "电梯", "category": "no-such-group"}', "no-such-group"),
        ('{"title": "电梯"}', "line 1: no text"),
        ("[1]", "line 1"),
        ('{"text": "电梯"}\n{"text": ', "line 2: no JSON"),
        (
            '{"text": "电梯", "category": "repair-elevator", "urgency": "soon"}',
            "line 1: nobody knows the urgency 'soon'",
        ),
        ("", "no labelled message"),
    ],
)
def test_a_faulty_file_is_refused_in_words(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        evaluate(path)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        evaluate(tmp_path / "none.jsonl")


REAL = Path(os.environ.get("CITIZEN_MESSAGES", "../shared/data"))
DOCS = Path("docs/understanding.md")
LABELLED = REAL / "citizen_messages_labelled.jsonl"
with_real_messages = pytest.mark.skipif(
    not LABELLED.exists(), reason=f"the real messages are not at hand ({REAL}); CITIZEN_MESSAGES=<folder> names them"
)


@with_real_messages
@pytest.mark.django_db
def test_real_messages_are_understood_as_well_as_promised() -> None:
    text = evaluate(LABELLED)
    assert figure("top-1", text) >= 0.85
    assert figure("top-3", text) >= 0.95
    assert figure("macro-F1", text) >= 0.75
    assert figure("normal raised", text) <= 0.05
    assert figure("urgent found", text) >= 0.90


@with_real_messages
@pytest.mark.django_db
def test_the_page_about_understanding_shows_these_figures() -> None:
    text = evaluate(LABELLED)
    shown = dict(re.findall(r"^\| ([a-zA-Z0-9 -]+) \| ([0-9.]+) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    names = ["top-1", "top-3", "macro-F1", "urgent found", "normal raised", "urgent filed so", "normal filed as urgent"]
    found = {name: figure(name, text) for name in names}
    found["calibration error"] = figure("calibration: error", text)
    assert {name: float(shown[name]) for name in found} == found


@with_real_messages
def test_no_sentence_of_the_real_messages_stands_in_the_corpus() -> None:
    """Twelve characters in a row, but for the phrases that every letter has."""
    phrases = {"一旦发生火灾后果不堪设想"}
    plain = re.compile(r"\W")
    real: set[str] = set()
    for path in REAL.glob("citizen_messages*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = plain.sub("", row["title"] + row["text"])
            real |= {text[at : at + 12] for at in range(len(text) - 11)}
    found = set()
    for path in FOLDER.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = plain.sub("", line.rpartition("\t")[2])
            found |= {text[at : at + 12] for at in range(len(text) - 11)} & real
    assert found - phrases == set()
