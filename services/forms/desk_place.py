"""Where a request is, put right by a person: it was read from the words, chosen wrongly, or left open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import ActionRefused
from core.fields import CleanCharField
from services import actions
from services.forms.desk_base import DeskForm
from services.queries.places import doors_of
from services.vocabulary import NAMELESS_NATURES
from services.workflow import Action
from stations.models import Building, Entrance


class PlaceForm(DeskForm):
    """One select for building and entrance: 「b12」 the whole building, 「e34」 one entrance, "" neither."""

    action, done = Action.PLACE, gettext_lazy("位置改好了。")
    where = forms.ChoiceField(
        label=gettext_lazy("在哪栋楼、哪个单元"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("小区里没有这个地方，请重新选一下。")},
    )
    dwelling = CleanCharField(
        label=gettext_lazy("几室"), required=False, max_length=10, widget=forms.TextInput(attrs={"class": "short"})
    )

    def prepare(self) -> None:
        if self.matter.nature in NAMELESS_NATURES:
            del self.fields["dwelling"]  # it would say who complained
        rows: list[tuple[str, Any]] = [("", _("小区里别的地方"))]
        for door in doors_of(self.matter.station.compound):
            whole = (f"b{door.pk}", _("%(building)s，不分单元") % {"building": door.name})
            rows.append((door.name, [whole, *((f"e{pk}", name) for pk, name in door.entrances)]))
        self.fields["where"].choices = rows  # type: ignore[attr-defined]
        self.initial.update({"where": self._now(), "dwelling": self.matter.dwelling})

    def _now(self) -> str:
        if self.matter.entrance_id:
            return f"e{self.matter.entrance_id}"
        return f"b{self.matter.building_id}" if self.matter.building_id else ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("dwelling") and said.get("where") == "":
            self.add_error("where", _("写了几室，请再选是哪栋楼；不是楼里的事，请把几室空着。"))
        return said

    def call(self, **who: Any) -> Any:
        said = self.cleaned_data
        building, entrance = _named(said["where"])
        dwelling = said.get("dwelling", self.matter.dwelling)
        if (said["where"], dwelling) == (self._now(), self.matter.dwelling) and not self.matter.understood.get("place"):
            raise ActionRefused("same", _("位置和现在一样，没有改。"), "where")
        return actions.place(building=building, entrance=entrance, dwelling=dwelling, **who)


def _named(where: str) -> tuple[Building | None, Entrance | None]:
    if where.startswith("e"):
        entrance = Entrance.objects.select_related("building").get(pk=where[1:])
        return entrance.building, entrance
    return (Building.objects.get(pk=where[1:]) if where else None), None
