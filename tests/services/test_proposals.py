"""Whom the desk proposes after a request came back."""

from django.utils import timezone

from services import actions
from services.actions.filing import facts_of
from services.models import Request
from services.queries.load import candidates_for
from tests import factories
from tests.cast import Cast


def proposed(cast: Cast, request: Request) -> list[int]:
    people = candidates_for(request, facts_of(request), timezone.now(), cast.chief)
    return [person.user for person in people if person.is_suggested]


def test_whoever_returned_it_is_not_proposed_again(cast: Cast) -> None:
    request = factories.file(cast.jingan, "三单元电梯又坏了，老人下不来", "4")
    assert proposed(cast, request) == [cast.manager.pk]

    actions.take(request=request, actor=cast.manager)
    actions.return_(request=request, reason="电梯归维保公司", actor=cast.manager)
    assert proposed(cast, Request.objects.get()) == [cast.chief.pk]


def test_of_another_kind_it_may_be_theirs(cast: Cast) -> None:
    request = factories.file(cast.jingan, "三单元电梯又坏了，老人下不来", "4")
    actions.take(request=request, actor=cast.manager)
    actions.return_(request=request, reason="电梯归维保公司", actor=cast.manager)
    actions.classify(request=request, category=None, urgency=request.urgency, target="", actor=cast.chief)

    assert Request.objects.get().returned_by is None
