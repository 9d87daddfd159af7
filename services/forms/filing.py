"""The filing form: one required field. Contract: the names of the fields stay."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import CleanCharField, CleanTextField, PhoneField
from core.forms import PhotosField
from services.actions.filing import LONGEST_TEXT
from services.models import Category
from services.queries import catalogue
from services.queries.places import Doors, Spot

ELSEWHERE = "none"  # on a plate's form: it is not here, and not at any building
Choices = list[tuple[Any, Any]]
KEY_SIGNER = signing.Signer(salt="services.filing")


def new_key() -> str:
    """A form's own key, signed: nobody gets at another's receipt by guessing or repeating a key."""
    return KEY_SIGNER.sign(uuid4().hex)


class FilingForm(forms.Form):
    """Building and entrance are two selects, as people say it (「4号楼，2单元」); the entrances stand in groups by
    building, so that it works without a script too: the entrance alone names the building. The choices are put in by
    `offer` only when the form is shown: a filing that goes through never reads them.
    """

    description = CleanTextField(
        label=gettext_lazy("一句话就行。"),
        help_text=gettext_lazy("可以点键盘上的话筒说。"),
        max_length=LONGEST_TEXT,
        error_messages={
            "required": gettext_lazy("请写一句话，说说出了什么事。"),
            "max_length": gettext_lazy("太长了，请不要超过一万字。"),
        },
    )
    building = forms.CharField(label=gettext_lazy("几号楼"), required=False, max_length=20, widget=forms.Select)
    entrance = forms.CharField(label=gettext_lazy("几单元"), required=False, max_length=20, widget=forms.Select)
    photos = PhotosField(label=gettext_lazy("照片"), required=False)
    phone = PhoneField(
        label=gettext_lazy("电话"),
        required=False,
        help_text=gettext_lazy("只给办事的人看，方便上门前找您。"),
        widget=forms.TelInput(attrs={"class": "short"}),
    )
    name = CleanCharField(
        label=gettext_lazy("怎么称呼您"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "name"}),
    )
    category = forms.CharField(label=gettext_lazy("哪类事"), required=False, max_length=50, widget=forms.Select)
    submission_key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spot: Spot | None = None, on_plate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spot, self.on_plate = spot, on_plate
        self.fields["description"].widget.attrs["rows"] = 4

    def offer(self, doors: list[Doors], group: str = "") -> None:
        """Fill the selects: buildings, entrances in groups by building, kinds with the wanted group first."""
        first: Choices = [("", _("说不准"))]
        if self.on_plate:
            first = [("", _("就是门牌这儿")), (ELSEWHERE, _("小区里别的地方"))]
        buildings: Choices = [(door.pk, door.name) for door in doors]
        entrances: Choices = [(door.name, list(door.entrances)) for door in doors if door.entrances]
        self._choose_from("building", [*first, *buildings])
        self._choose_from("entrance", [("", _("不用选")), *entrances])
        self._choose_from("category", [("", _("不知道，让驿站看")), *_kinds(group)])

    def _choose_from(self, name: str, choices: Choices) -> None:
        self.fields[name].widget.choices = choices

    def clean_category(self) -> Category | None:
        slug = self.cleaned_data["category"]
        if not slug:
            return None
        category = catalogue().by_slug.get(slug)
        if category is None:
            raise forms.ValidationError(_("没有这一类，请重新选，或者不选。"))
        return category

    def clean_submission_key(self) -> str | None:
        try:
            return KEY_SIGNER.unsign(self.cleaned_data["submission_key"])
        except signing.BadSignature:
            return None  # filed all the same, only without the guard against a double tap

    def clean(self) -> dict[str, Any]:
        spot = self.spot
        if spot and not spot.is_known:
            entrance = self.cleaned_data.get("entrance")
            if spot.entrance is not None:
                words = _("%(entrance)s不在您选的那栋楼里，请重新选一下。") % {
                    "entrance": f"{spot.building}{spot.entrance}"
                }
            else:
                words = _("这个地方不在%(compound)s，请重新选一下。") % {"compound": spot.station.compound}
            self.add_error("entrance" if entrance else "building", words)
        return self.cleaned_data


def _kinds(group: str) -> Choices:
    groups = sorted(catalogue().grouped(), key=lambda pair: pair[0].slug != group)
    return [(str(of), [(kind.slug, str(kind)) for kind in kinds]) for of, kinds in groups]
