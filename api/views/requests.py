"""Requests: file one, list them, read one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from api.access import by_number, request_or_404, signed_in
from api.limits import TooOften
from api.queries import candidates_for, reading_of
from api.serializers.requests import (
    CandidateSerializer,
    FiledSerializer,
    RequestDetailSerializer,
    RequestSerializer,
    receipt,
    told,
)
from api.serializers.writes import FilingSerializer, TrackSerializer
from api.views.answers import INVALID, NOT_FOUND, NOT_SIGNED_IN, WRITE
from services import actions
from services.filters import NAMES, TriageFilter
from services.limits import HOUR, QUARTER, code_was_right, may_file, may_try_code
from services.models import Request
from services.numbers import is_code
from services.queries import own_requests
from services.queries.triage import scope_of, triage_rows
from services.vocabulary import Channel
from stations.queries import posts_of

OWN, DESK = "own", "desk"
SCOPE = OpenApiParameter(
    "scope", str, enum=[OWN, DESK], description="Default: desk for station people and officers, own for residents."
)
FILTERS = [OpenApiParameter(name, str, many=name == "status", description="Only with scope=desk.") for name in NAMES]


class Requests(ListAPIView):
    serializer_class = RequestSerializer

    @extend_schema(
        summary="One's own requests, or those one may see at the desk",
        parameters=[SCOPE, *FILTERS],
        responses={200: RequestSerializer(many=True), 400: INVALID, 401: NOT_SIGNED_IN, 404: NOT_FOUND},
        tags=["requests"],
    )
    def get(self, request: ApiRequest, *args: Any, **kwargs: Any) -> Response:
        signed_in(request)
        return self.list(request)

    def get_queryset(self) -> QuerySet[Request]:
        return self._at_the_desk() if self._scope() == DESK else own_requests(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "to_resident": self._scope() == OWN}

    def _scope(self) -> str:
        default = DESK if posts_of(self.request.user).uses_desk else OWN
        scope = self.request.query_params.get("scope", default)
        if scope not in (OWN, DESK):
            raise ValidationError({"scope": [f"{OWN}, {DESK}"]})
        return scope

    def _at_the_desk(self) -> QuerySet[Request]:
        query = self.request.query_params
        scope = scope_of(self.request.user, query.get("station", ""))
        rows = triage_rows(self.request.user, list(scope.stations))
        filters = TriageFilter(query, rows, request=self.request, scope=scope, now=timezone.now())
        if not filters.is_valid():
            raise ValidationError(filters.form.errors)
        return filters.qs

    @extend_schema(
        summary="File a request, signed in or not",
        request=FilingSerializer,
        responses={201: FiledSerializer, 200: FiledSerializer, **WRITE},
        tags=["requests"],
    )
    def post(self, request: ApiRequest) -> Response:
        sent = FilingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        filed = file(request, sent.validated_data)
        return Response(receipt(filed), status.HTTP_201_CREATED if filed.is_new else status.HTTP_200_OK)


def file(request: ApiRequest, sent: dict[str, Any]) -> actions.Filed:
    user = request.user if request.user.is_authenticated else None
    account = {"name": user.name, "phone": user.phone} if user else {"name": "", "phone": ""}
    contact = {name: sent.get(name, known) for name, known in account.items()}
    if not may_file(request, contact["phone"]):
        raise TooOften(HOUR)
    key, spot = sent.get("submission_key"), sent["spot"]
    return actions.file_request(
        station=spot.station,
        description=sent["description"],
        category=sent.get("category"),
        reporter=actions.Reporter(user, **contact),
        place=actions.Place(spot.building, spot.entrance),
        channel=Channel.API,
        # The key also opens the first receipt: nobody reaches another's with it.
        submission_key=f"api:{user.pk if user else 0}:{key}" if key else None,
    )


@extend_schema(
    summary="A request with its timeline",
    responses={200: RequestDetailSerializer, 404: NOT_FOUND},
    tags=["requests"],
)
@api_view(["GET"])
def request_detail(request: ApiRequest, number: str) -> Response:
    found = request_or_404(request.user, number, "services.view_request", "services.own_request")
    return Response(told(reading_of(found, request.user)))


@extend_schema(
    summary="The same for whoever has the pick-up code",
    request=TrackSerializer,
    responses={200: RequestDetailSerializer, **WRITE, 404: NOT_FOUND},
    tags=["requests"],
)
@api_view(["POST"])
def track(request: ApiRequest) -> Response:
    sent = TrackSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    number, code = sent.validated_data["number"].upper(), sent.validated_data["code"]
    if not may_try_code(request, number):
        raise TooOften(QUARTER)
    found = by_number(number)
    if found is None or not is_code(number, code, found.code_digest):
        raise Http404
    code_was_right(request, number)
    return Response(told(reading_of(found, request.user, as_owner=True)))


@extend_schema(
    summary="Who may be given it",
    responses={200: CandidateSerializer(many=True), 404: NOT_FOUND},
    tags=["desk"],
)
@api_view(["GET"])
def candidates(request: ApiRequest, number: str) -> Response:
    found = request_or_404(request.user, number, "services.assign_request")
    return Response(CandidateSerializer(candidates_for(found, timezone.now(), request.user), many=True).data)
