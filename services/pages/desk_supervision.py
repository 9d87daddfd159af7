"""Which buttons of a supervision make sense on one request now."""

from __future__ import annotations

from collections.abc import Set

from services.models import Request, Supervision
from services.vocabulary import Issuer, SupervisionLevel
from services.workflow import Action, Relation

ALL = frozenset({Action.SUPERVISE, Action.ANSWER_SUPERVISION, Action.CLOSE_SUPERVISION, Action.RAISE_SUPERVISION})


def idle_supervision(request: Request, relations: Set[Relation]) -> frozenset[Action]:
    """What the table allows and what would only be refused: nothing to answer or to close, or not theirs to."""
    row: Supervision | None = getattr(request, "open_supervision", None)
    if row is None:
        return ALL - (frozenset() if Relation.HANDLER in relations else {Action.SUPERVISE})
    useful = set() if row.answered_at else {Action.ANSWER_SUPERVISION}
    side = Issuer.DISTRICT if Relation.OFFICIAL in relations else Issuer.COMMUNITY
    if row.side == side:
        useful |= {Action.CLOSE_SUPERVISION}
        useful |= {Action.RAISE_SUPERVISION} if row.level < max(SupervisionLevel) else set()
    return ALL - useful
