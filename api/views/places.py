"""What anybody may read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.serializers.places import CategorySerializer, StationDetailSerializer, StationSerializer
from api.views.answers import NOT_FOUND
from services.queries import catalogue
from services.queries.places import doors_of
from stations.faces import people_of
from stations.models import Station
from stations.queries import faces_of, on_duty, open_stations


@extend_schema(summary="Where to begin", responses=OpenApiTypes.OBJECT, tags=["public"])
@api_view(["GET"])
def root(request: ApiRequest) -> Response:
    names = {"stations": "stations", "categories": "categories", "requests": "requests", "track": "track"}
    addresses = {key: reverse(f"api:{name}", request=request) for key, name in names.items()}
    return Response({**addresses, "schema": reverse("schema", request=request)})


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(request: ApiRequest) -> Response:
    raise Http404


@extend_schema(summary="Stations", responses={200: StationSerializer(many=True), 404: NOT_FOUND}, tags=["public"])
class Stations(ListAPIView):
    serializer_class = StationSerializer

    def get_queryset(self) -> QuerySet[Station]:
        return open_stations()


@extend_schema(
    summary="A station: who is on duty, its buildings",
    responses={200: StationDetailSerializer, 404: NOT_FOUND},
    tags=["public"],
)
@api_view(["GET"])
def station(request: ApiRequest, slug: str) -> Response:
    found: Any = get_object_or_404(open_stations(), slug=slug)
    found.on_duty = people_of(faces_of(found), on_duty(found, timezone.now())).on_duty
    found.buildings = [
        {"id": doors.pk, "name": doors.name, "entrances": [{"id": pk, "name": name} for pk, name in doors.entrances]}
        for doors in doors_of(found.compound)
    ]
    return Response(StationDetailSerializer(found).data)


@extend_schema(summary="Kinds of requests", responses=CategorySerializer(many=True), tags=["public"])
@api_view(["GET"])
def categories(request: ApiRequest) -> Response:
    return Response(CategorySerializer(catalogue().by_slug.values(), many=True).data)
