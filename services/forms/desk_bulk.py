"""What was ticked in the triage list, and what is to be done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.fields import CleanCharField
from core.forms import NamingForm
from services.models import Request
from services.queries import requests_visible_to
from services.queries.asked import number_in

MOST = 50
ASSIGN, MERGE, UNMERGE = "assign", "merge", "unmerge"


class BulkForm(NamingForm):
    """`pick`: 「JA-2611-0093:4」, number and version of each row. Cleans to `picked`: pairs of request and version."""

    do = forms.ChoiceField(choices=[(name, name) for name in (ASSIGN, MERGE, UNMERGE)])
    to = forms.IntegerField(required=False, max_value=2**62)
    note = CleanCharField(label=gettext_lazy("说明"), required=False, max_length=200)

    lead = CleanCharField(required=False, max_length=30)  # a merge: into which; without it, the page in between asks

    def __init__(self, data: QueryDict, *, user: Any) -> None:
        super().__init__(data)
        self.ticked, self.user = data.getlist("pick")[:MOST], user

    @property
    def is_merge(self) -> bool:
        return bool(self.cleaned_data["do"] == MERGE)

    @property
    def is_unmerge(self) -> bool:
        return bool(self.cleaned_data["do"] == UNMERGE)

    @property
    def kept(self) -> dict[str, Any]:
        """What was typed, for the list to show again."""
        numbers = [number for number, _version in map(_split, self.ticked)]
        return {"picks": numbers, "to": self.data.get("to", "")[:20], "note": self.data.get("note", "")[:200]}

    def clean_to(self) -> User | None:
        key = self.cleaned_data["to"]
        return User.objects.filter(pk=key).first() if key else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        picked = self._picked()
        if not picked:
            raise forms.ValidationError(_("请先勾选要办的诉求。"))
        if said.get("do") == MERGE and len(picked) < 2:
            raise forms.ValidationError(_("并案至少要勾选两件。"))
        if said.get("do") == ASSIGN and not said.get("to"):
            raise forms.ValidationError(_("请选派给谁。"))
        said["picked"] = picked
        number = said.get("lead", "")
        said["lead"] = next((request for request, _version in picked if request.number == number), None)
        if number and said["lead"] is None:
            raise forms.ValidationError(_("请在勾选的里面选一件并到它。"))
        return said

    def _picked(self) -> list[tuple[Request, int | None]]:
        versions = dict(_split(value) for value in self.ticked)
        rows = {row.number: row for row in requests_visible_to(self.user).filter(number__in=versions)}
        return [(rows[number], version) for number, version in versions.items() if number in rows]


def _split(value: str) -> tuple[str, int | None]:
    number, _colon, version = value.partition(":")
    return number_in(number), int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
