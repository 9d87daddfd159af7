"""A desk form on its way to its action: photos looked at and kept, a refusal put beside the field it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from core.errors import ActionRefused
from core.forms import add_refusal
from services import photos
from services.forms.desk_base import DeskForm


@dataclass(frozen=True)
class Sent:
    is_done: bool
    code: str = ""
    words: str = ""
    shown: str = ""  # what may be seen once: a number, a code


def send(request: HttpRequest, form: DeskForm) -> Sent:
    """Run the form's action. When it is refused, the form says why and keeps what was typed and photographed."""
    batch = photos.sent_with(request) if "photos" in form.fields else photos.Batch()
    for problem in batch.problems:
        form.add_error("photos", problem)
    if not form.is_valid():
        form.kept = photos.keep(batch)
        return Sent(False, "form")
    photos.say_over(request, batch)
    try:
        with photos.stored(batch) as stored:
            shown = form.run(request.user, stored.photos)
            stored.used = True
    except ActionRefused as refused:
        form.kept = photos.keep(batch)
        add_refusal(form, refused)
        return Sent(False, refused.code, str(refused))
    return Sent(True, shown=shown or "")
