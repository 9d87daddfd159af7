"""What anybody may know: stations, and the kinds of requests."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.models import Category
from services.queries import catalogue
from services.vocabulary import Nature, QuestionKind


class StationSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    compound = serializers.CharField(source="compound.name")
    division = serializers.CharField(source="compound.division.name", help_text="The community (社区) it belongs to.")
    division_code = serializers.CharField(source="compound.division_id", help_text="Official statistical code.")
    address = serializers.CharField()
    phone = serializers.CharField()
    opening_hours = serializers.CharField()


class OnDutySerializer(serializers.Serializer):
    title = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField(help_text="The number that this person gave for the public; may be empty.")


class DoorSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(help_text="As people say it: 4号楼, 4号楼2单元")


class BuildingSerializer(DoorSerializer):
    entrances = DoorSerializer(many=True)


class StationDetailSerializer(StationSerializer):
    on_duty = OnDutySerializer(many=True, help_text="Who is on the rota at this moment.")
    buildings = BuildingSerializer(many=True, help_text="What `building` and `entrance` of a request may name.")


class GroupSerializer(serializers.Serializer):
    slug = serializers.SlugField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class OptionSerializer(serializers.Serializer):
    zh = serializers.CharField()
    en = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    code = serializers.SlugField()
    label = serializers.CharField()  # type: ignore[assignment]  # a name that serializers have themselves
    label_en = serializers.CharField()
    kind = serializers.ChoiceField(QuestionKind.choices)
    options = OptionSerializer(many=True)


class CategorySerializer(serializers.Serializer):
    slug = serializers.SlugField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    group = GroupSerializer()
    nature = serializers.ChoiceField(Nature.choices)
    hint = serializers.CharField(help_text="A sentence as a resident would write it.")
    questions = serializers.SerializerMethodField(help_text="Asked after the filing; never in its way.")

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, category: Category) -> Any:
        return QuestionSerializer(catalogue().questions.get(category.pk, ()), many=True).data
