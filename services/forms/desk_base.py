"""What the small forms of the desk have in common: the request that they are about, its version, where to go then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from core.fields import CleanTextField
from core.forms import NamingForm
from services.models import DraftPhoto, Photo, Request
from services.queries.load import Person
from services.workflow import Action

SHORT, LONG = 200, 2000


def reason_field(label: Any, help_text: Any = "", required: bool = True, length: int = SHORT) -> CleanTextField:
    return CleanTextField(
        label=label, help_text=help_text, required=required, max_length=length, widget=forms.Textarea({"rows": 3})
    )


def meant_for(data: Any, version: int) -> QueryDict:
    """What was sent, as if the page had shown this version."""
    meant = QueryDict(mutable=True)
    meant.update(data)
    meant["version"] = str(version)
    return meant


class DeskForm(NamingForm):
    """`matter`: the request. `people`: who can be chosen. `version`: what the page showed, `back`: where to go then."""

    action: Action
    done: Any = gettext_lazy("记下了。")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, matter: Request, people: Sequence[Person] = (), **more: Any
    ) -> None:
        self.matter, self.people = matter, people
        self.kept: Sequence[DraftPhoto] = ()  # photos of an earlier try
        initial = {"version": matter.version, **more.pop("initial", {})}
        super().__init__(
            data, files, auto_id=f"id_{self.action}_%s", initial=initial, use_required_attribute=False, **more
        )
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the request."""

    def run(self, actor: Any, photos: list[Photo]) -> str | None:
        """Do it. What comes back is shown once: a number, a code. Raises ActionRefused."""
        self.call(request=self.matter, actor=actor, version=self.cleaned_data["version"])
        return None

    def call(self, **who: Any) -> Any:
        raise NotImplementedError

    def take_over(self, matter: Request) -> None:
        """The page shows the request as it is now: sent again, the form is meant for that."""
        self.matter = matter
        self.data = meant_for(self.data, matter.version)

    def done_words(self) -> str:
        who = self.cleaned_data.get("to") or self.cleaned_data.get("user") or ""
        person = next((person.label for person in self.people if str(person.user) == str(who)), "")
        return str(self.done) % {"who": person}

    @property
    def needs_nothing(self) -> bool:
        """One press is enough."""
        return not self.visible_fields()
