"""What may be sent. Only shape is checked here; the actions check everything else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from core.fields import PhoneField
from core.text import normalise_phone
from services.actions.filing import LONGEST_TEXT
from services.numbers import CODE_DIGITS
from services.queries import catalogue
from services.queries.places import find_spot

BIGGEST_ID = 2**31 - 1


class PhoneNumberField(serializers.CharField):
    """A Chinese mobile or landline number in any writing; gives its digits."""

    default_error_messages = {"phone": PhoneField.default_error_messages["invalid"]}

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return normalise_phone(text) if text else ""
        except ValueError:
            self.fail("phone")


class FilingSerializer(serializers.Serializer):
    station = serializers.SlugField(max_length=50)
    description = serializers.CharField(max_length=LONGEST_TEXT, help_text="The sentence.")
    category = serializers.SlugField(max_length=50, required=False, help_text="Left out: understood from the sentence.")
    building = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    entrance = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    phone = PhoneNumberField(
        max_length=40, required=False, allow_blank=True, help_text="Left out by who is signed in: the account's."
    )
    name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    submission_key = serializers.UUIDField(
        required=False, help_text="A fresh UUID per filing. Sent twice, it files once and gives the same receipt."
    )

    def validate_category(self, slug: str) -> Any:
        category = catalogue().by_slug.get(slug)
        if category is None:
            raise serializers.ValidationError(_("没有这个事项。"))
        return category

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        building, entrance = (str(attrs.get(name, "")) for name in ("building", "entrance"))
        spot = find_spot(attrs["station"], building, entrance)
        if spot is None:
            raise serializers.ValidationError({"station": _("没有这个驿站。")})
        if not spot.is_known:
            raise serializers.ValidationError({"entrance" if entrance else "building": _("这个驿站没有这个地方。")})
        return {**attrs, "spot": spot}


class TrackSerializer(serializers.Serializer):
    number = serializers.CharField(max_length=20)
    code = serializers.RegexField(rf"^[0-9]{{{CODE_DIGITS}}}$", help_text="The pick-up code.")


class ActSerializer(serializers.Serializer):
    version = serializers.IntegerField(
        min_value=0, max_value=BIGGEST_ID, help_text="As it was read: whoever was overtaken is told (409)."
    )


class ContactSerializer(ActSerializer):
    note = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)


class NoteSerializer(ActSerializer):
    text = serializers.CharField(max_length=LONGEST_TEXT)
    public = serializers.BooleanField(default=False, help_text="true: an answer that the resident reads.")


class ResolveSerializer(ActSerializer):
    text = serializers.CharField(max_length=LONGEST_TEXT, help_text="What was done; the resident reads it.")


class AssignSerializer(ActSerializer):
    to = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, help_text="`id` of a candidate.")
    note = serializers.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        allow_blank=True,
        help_text="Why, unless the rule proposes the same.",
    )


class RefusalSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField(help_text="For people, in the reader's language.")
    field = serializers.CharField(help_text="The field it is about; may be empty.")


# `fields` is a name that a serializer's class body uses itself.
InvalidSerializer = inline_serializer(
    "Invalid",
    {
        "code": serializers.CharField(help_text="`invalid`, or `parse_error` for a body that is no JSON."),
        "message": serializers.CharField(),
        "fields": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()), help_text="Name of the field → sentences."
        ),
    },
)
