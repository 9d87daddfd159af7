"""The action of one request, once for each of several: every one keeps its own check, timeline and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.errors import ActionRefused
from core.text import clean_text
from services.actions.handling import note as write_note
from services.actions.triage import assign, merge, unmerge
from services.models import Request

Picked = Sequence[tuple[Request, int | None]]  # with the version that the page showed


@dataclass(frozen=True)
class Result:
    request: Request
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        return not self.refusal


def assign_all(*, picked: Picked, to: User, actor: Any, note: str = "") -> list[Result]:
    results = []
    for request, version in picked:
        try:
            assign(request=request, to=to, actor=actor, note=note, version=version)
            results.append(Result(request))
        except ActionRefused as refused:
            results.append(Result(request, str(refused)))
    return results


def oldest_of(picked: Picked) -> Request:
    return min((request for request, _version in picked), key=lambda request: (request.filed_at, request.pk))


def merge_all(*, picked: Picked, actor: Any, note: str = "", lead: Request | None = None) -> list[Result]:
    """All into `lead`, else into the oldest. The note stands with that one; the results are of the others."""
    lead = lead or oldest_of(picked)
    followers = [pair for pair in picked if pair[0].pk != lead.pk]
    results = []
    for request, version in followers:
        try:
            merge(request=request, into=lead, actor=actor, version=version)
            results.append(Result(request))
        except ActionRefused as refused:
            results.append(Result(request, str(refused)))
    if clean_text(note) and any(result.is_done for result in results):
        write_note(request=lead, text=note, actor=actor)
    return results


def unmerge_all(*, picked: Picked, actor: Any) -> list[Result]:
    results = []
    for request, version in picked:
        try:
            unmerge(request=request, actor=actor, version=version)
            results.append(Result(request))
        except ActionRefused as refused:
            results.append(Result(request, str(refused)))
    return results
