"""How a request is told. Words are those of the reader: residents' to its owner, staff's to station people."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.queries import Reading
from core.text import mask_name, mask_phone
from services.actions import Filed
from services.danger import EMERGENCY_NUMBERS, danger_of
from services.models import Request, RequestEvent
from services.routing import reason_words
from services.vocabulary import RESIDENT_WORDS, EventKind, Nature, Status, Urgency


class StatusMixin(serializers.Serializer):
    status = serializers.ChoiceField(Status.choices)
    status_words = serializers.SerializerMethodField()

    def get_status_words(self, request: Request) -> str:
        to_resident = self.context.get("to_resident", False)
        return str(RESIDENT_WORDS[Status(request.status)] if to_resident else Status(request.status).label)


class RequestSerializer(StatusMixin):
    """A line of a list."""

    number = serializers.CharField()
    version = serializers.IntegerField(help_text="Send it back with every action.")
    station = serializers.SlugField(source="station.slug")
    title = serializers.CharField()
    category = serializers.SlugField(source="category.slug", allow_null=True)
    nature = serializers.ChoiceField(Nature.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    place = serializers.CharField()
    assignee_title = serializers.CharField()
    assignee_name = serializers.CharField(source="assignee.name", allow_null=True)
    filed_at = serializers.DateTimeField()
    accept_due_at = serializers.DateTimeField(allow_null=True)
    contact_due_at = serializers.DateTimeField(allow_null=True)
    resolve_due_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class ReporterSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="Masked: 张*")
    phone = serializers.CharField(help_text="Masked: 138****1234")


class EntrySerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(EventKind.choices)
    kind_words = serializers.CharField(source="get_kind_display")
    who = serializers.CharField(source="actor_label", help_text="Post and name as they were then; never a resident's.")
    to = serializers.SerializerMethodField(help_text="Post and name of whoever got it.")
    text = serializers.SerializerMethodField()
    is_public = serializers.BooleanField()

    def get_to(self, event: RequestEvent) -> str:
        return " ".join(str(event.data[key]) for key in ("to", "name") if event.data.get(key))

    def get_text(self, event: RequestEvent) -> str:
        if event.request_id != self.context["request_id"]:
            return ""  # of the neighbour's request that this one was merged into: what happened, never the words
        return reason_words(event.data) if event.kind == EventKind.ROUTED else event.text


class RequestDetailSerializer(RequestSerializer):
    """One request, read through `Reading` (in the context)."""

    description = serializers.CharField()
    danger = serializers.CharField(help_text="Kind of danger that the words tell of; empty for none.")
    resume_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()
    not_accepted_reason = serializers.CharField()
    reporter = serializers.SerializerMethodField(help_text="null unless the reader may know.")
    actions = serializers.SerializerMethodField(help_text="What the workflow lets the reader do now.")
    timeline = serializers.SerializerMethodField(help_text="Newest first; internal entries only for who works on it.")

    @property
    def reading(self) -> Reading:
        return self.context["reading"]

    @extend_schema_field(ReporterSerializer(allow_null=True))
    def get_reporter(self, request: Request) -> dict[str, str] | None:
        if not self.reading.knows_reporter:
            return None
        return {"name": mask_name(request.reporter_name), "phone": mask_phone(request.reporter_phone)}

    def get_actions(self, request: Request) -> list[str]:
        return self.reading.acts

    @extend_schema_field(EntrySerializer(many=True))
    def get_timeline(self, request: Request) -> Any:
        return EntrySerializer(self.reading.events, many=True, context={"request_id": request.pk}).data


def told(reading: Reading) -> dict[str, Any]:
    context = {"reading": reading, "to_resident": reading.is_owner}
    return RequestDetailSerializer(reading.request, context=context).data


class NumberToCallSerializer(serializers.Serializer):
    number = serializers.CharField()
    who = serializers.CharField()


class DangerSerializer(serializers.Serializer):
    kind = serializers.CharField()
    advice = serializers.CharField()
    numbers = NumberToCallSerializer(many=True, help_text="To be called at once, in this order.")


class FiledSerializer(StatusMixin):
    """The receipt."""

    number = serializers.CharField()
    pick_up_code = serializers.SerializerMethodField(help_text="Keep it: with the number it opens the request.")
    assignee_title = serializers.CharField(help_text="Who has it.")
    filed_at = serializers.DateTimeField()
    accept_due_at = serializers.DateTimeField(allow_null=True)
    contact_due_at = serializers.DateTimeField(allow_null=True)
    resolve_due_at = serializers.DateTimeField(allow_null=True)
    danger = serializers.SerializerMethodField(help_text="Show it first.")

    def get_pick_up_code(self, request: Request) -> str:
        return self.context["filed"].code

    @extend_schema_field(DangerSerializer(allow_null=True))
    def get_danger(self, request: Request) -> Any:
        if request.danger not in EMERGENCY_NUMBERS:
            return None
        return DangerSerializer(danger_of(request.danger)).data


def receipt(filed: Filed) -> dict[str, Any]:
    return FiledSerializer(filed.request, context={"filed": filed, "to_resident": True}).data


class CandidateSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    posts = serializers.ListField(child=serializers.CharField())
    on_duty = serializers.BooleanField()
    load = serializers.IntegerField(help_text="Open requests of this station in their hands that you may see.")
