"""What is said later is read like the first sentence: whoever it reproaches stands aside from then on."""

from __future__ import annotations

from services.actions._door import Change
from services.actions.filing import facts_of, is_private
from services.actions.reading import accused_in, complained_about
from services.queries import roster_of
from services.routing import SIDES_OF_TARGET, is_recused
from services.vocabulary import NAMELESS_NATURES, Nature, Target


def heed(step: Change, text: str) -> bool:
    """Only more people are kept out, never fewer. True when somebody is: then the caller routes anew."""
    request = step.request
    members = roster_of(request.station, step.at).members if text else ()
    accused = accused_in(text, members)
    if not accused.targets:
        return False
    before = SIDES_OF_TARGET.get(request.target) or ({request.target} - {Target.NONE})
    target = complained_about({*map(str, before), *accused.targets})
    user = request.target_user_id or accused.user
    if (target, user) == (request.target, request.target_user_id):
        return False
    step.set(
        target=target,
        target_user_id=user,
        nature=request.nature if request.nature in NAMELESS_NATURES else Nature.COMPLAINT,
        is_sensitive=request.is_sensitive or is_private(request.category, target, request.danger),
    )
    facts = facts_of(request)
    step.aside = frozenset(member.user for member in members if is_recused(member, facts))
    return True
