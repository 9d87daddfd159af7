"""What station people do to a request. One action each, under lock, with the version that was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.models import User
from api import limits
from api.access import request_or_404, signed_in
from api.serializers.requests import RequestSerializer
from api.serializers.writes import ActSerializer, AssignSerializer, ContactSerializer, NoteSerializer, ResolveSerializer
from api.views.answers import ACT, NOT_SIGNED_IN
from core.errors import ActionRefused
from services import actions
from services.models import Request


def described(summary: str, sent: type[Serializer]) -> Callable[..., Any]:
    responses = {200: RequestSerializer, 401: NOT_SIGNED_IN, **ACT}
    return extend_schema(summary=summary, request=sent, responses=responses, tags=["desk"])


def act(
    request: ApiRequest, number: str, name: str, sent: type[Serializer], do: Callable[..., Request] | None = None
) -> Response:
    """Seen by the actor, allowed by name, well-formed, not too often; then the room's own action."""
    signed_in(request)
    found = request_or_404(request.user, number, "services.view_request")
    request_or_404(request.user, number, f"services.{name}_request")
    body = sent(data=request.data)
    body.is_valid(raise_exception=True)
    limits.count_act(request)
    do = do or getattr(actions, name)
    return Response(RequestSerializer(do(request=found, actor=request.user, **body.validated_data)).data)


@described("Take it (签收)", ActSerializer)
@api_view(["POST"])
def take(request: ApiRequest, number: str) -> Response:
    return act(request, number, "take", ActSerializer)


@described("The resident was called (已联系居民)", ContactSerializer)
@api_view(["POST"])
def contact(request: ApiRequest, number: str) -> Response:
    return act(request, number, "contact", ContactSerializer)


@described("Write a note, or an answer to the resident (写记录)", NoteSerializer)
@api_view(["POST"])
def note(request: ApiRequest, number: str) -> Response:
    return act(request, number, "note", NoteSerializer)


@described("Done (办好了)", ResolveSerializer)
@api_view(["POST"])
def resolve(request: ApiRequest, number: str) -> Response:
    return act(request, number, "resolve", ResolveSerializer)


@described("Give it to a person (派单)", AssignSerializer)
@api_view(["POST"])
def assign(request: ApiRequest, number: str) -> Response:
    return act(request, number, "assign", AssignSerializer, assign_to)


def assign_to(*, to: int, **rest: Any) -> Request:
    person = User.objects.filter(pk=to, is_active=True).first()
    if person is None:  # said as of a stranger, so that ids tell nothing
        raise ActionRefused("not_here", _("他不在这个驿站任职，不能派给他。"), "to")
    return actions.assign(to=person, **rest)
