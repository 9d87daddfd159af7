"""The life of a monthly report and of what stations write for it: what may happen, from where to where, by whom.

Pure. A report is drafted, published, and never changed again: a correction is a new version that starts as a draft. A
station's text goes to and fro between its chief and the official until it is accepted; all that ends with publishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import ActionRefused
from reports.vocabulary import Stage, TextState


class By(StrEnum):
    SYSTEM = "system"  # runperiodic
    OFFICIAL = "official"  # of the division whose report it is
    CHIEF = "chief"  # chief or deputy of the station


class Step(StrEnum):
    DRAFT = "draft"
    RECOUNT = "recount"
    WRITE = "write"
    PUBLISH = "publish"
    CORRECT = "correct"
    SUBMIT_TEXT = "submit_text"
    RETURN_TEXT = "return_text"
    ACCEPT_TEXT = "accept_text"


@dataclass(frozen=True)
class Rule:
    """`sources` and `target`: stages of the version, or states of a text (which moves only while its version is a
    draft); no target: it stays as it is."""

    step: Step
    label: str | Promise
    sources: frozenset[str]
    target: str
    by: frozenset[By]
    why: str | Promise = ""  # said when it comes at the wrong time


def _rule(step: Step, label: str | Promise, sources: list[str], target: str, by: list[By], why: str | Promise) -> Rule:
    return Rule(step, label, frozenset(sources), target, frozenset(by), why)


_OVER = _("这期月报已经发布了，不能再改；有错请另出更正。")
S, T = Stage, TextState
RULES: dict[Step, Rule] = {
    rule.step: rule
    for rule in [
        _rule(Step.DRAFT, _("起草"), [""], S.DRAFT, [By.SYSTEM, By.OFFICIAL], ""),
        _rule(Step.RECOUNT, _("重新统计"), [S.DRAFT], "", [By.SYSTEM, By.OFFICIAL], _OVER),
        _rule(Step.WRITE, _("写分析和打算"), [S.DRAFT], "", [By.OFFICIAL], _OVER),
        _rule(Step.PUBLISH, _("发布"), [S.DRAFT], S.PUBLISHED, [By.OFFICIAL], _OVER),
        _rule(Step.CORRECT, _("另出更正"), [S.PUBLISHED], S.DRAFT, [By.OFFICIAL], _("还没发布，直接改就行。")),
        _rule(
            Step.SUBMIT_TEXT,
            _("交给区里"),
            [T.ASKED, T.SUBMITTED, T.RETURNED],
            T.SUBMITTED,
            [By.CHIEF],
            _("区里已经采用了，要改请先请区里退回。"),
        ),
        _rule(
            Step.RETURN_TEXT,
            _("退回"),
            [T.SUBMITTED, T.ACCEPTED],
            T.RETURNED,
            [By.OFFICIAL],
            _("驿站还没写，没有可退的。"),
        ),
        _rule(Step.ACCEPT_TEXT, _("采用"), [T.SUBMITTED], T.ACCEPTED, [By.OFFICIAL], _("驿站还没交，或者已经采用了。")),
    ]
}
TEXT_STEPS = frozenset({Step.SUBMIT_TEXT, Step.RETURN_TEXT, Step.ACCEPT_TEXT})


def next_of(step: Step, *, stage: str, state: str = "") -> str:
    """Where `step` leads; ActionRefused when its time has not come or is over."""
    rule = RULES[step]
    if step in TEXT_STEPS and stage != Stage.DRAFT:
        raise ActionRefused("published", _OVER)
    now = state if step in TEXT_STEPS else stage
    if now not in rule.sources:
        raise ActionRefused("status", rule.why)
    return rule.target or now
