"""Photos on their way from a form to a request: looked at one by one, kept over a form error, stored.

1. `receive` looks at what was sent: a broken file costs only itself.
2. The form goes back: `keep` makes drafts, whose tokens the form carries. A token is 128 random bits, known only to
   the page that it was made for, so whoever has it may see and use that photo; drafts are swept after a day.
3. The form is good: `stored` gives unsaved Photo rows to the action and tidies up after it.

A storage that is out of order costs the photo, never the sentence.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.images import PhotoRefused, ProcessedPhoto, process_photo
from core.text import clean_text
from services.limits import may_leave_photos, may_send_photo
from services.models import DraftPhoto, Photo

logger = logging.getLogger(__name__)

MOST = 6


@dataclass
class Batch:
    """What one form brought: new pictures, drafts from its earlier tries, and what was wrong, in words."""

    fresh: list[ProcessedPhoto] = field(default_factory=list)
    kept: list[DraftPhoto] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lost: int = 0  # could not be stored, or were swept
    over: int = 0  # more than one may send


@dataclass
class Stored:
    photos: list[Photo]
    own_files: list[Photo]  # those of `photos` whose files no draft stands for
    lost: int
    used: bool = False


def sent_with(request: HttpRequest) -> Batch:
    """The photos of a POST: field `photos`, and `kept` tokens without those that `drop` names."""
    dropped = set(request.POST.getlist("drop"))
    tokens = [token for token in request.POST.getlist("kept") if token not in dropped]
    return sent_as(request, "photos", tokens[:MOST])


def sent_as(request: HttpRequest, name: str, tokens: Iterable[str] = ()) -> Batch:
    """The photos of one field. Beyond what one address may send in an hour they are lost, unseen."""
    files = request.FILES.getlist(name)
    looked_at = [file for place, file in enumerate(files) if place >= MOST or may_send_photo(request)]
    batch = receive(looked_at, tokens)
    batch.lost += len(files) - len(looked_at)
    return batch


def receive(files: Sequence[UploadedFile], tokens: Iterable[str] = ()) -> Batch:
    tokens = [token for token in tokens if token.isalnum() and token.isascii()]
    batch = Batch(kept=list(DraftPhoto.objects.filter(token__in=tokens).order_by("pk")) if tokens else [])
    batch.lost = len(set(tokens)) - len(batch.kept)
    room = MOST - len(batch.kept)
    for place, file in enumerate(files[:room], len(batch.kept) + 1):  # numbered as the form shows them
        try:
            batch.fresh.append(process_photo(file))  # type: ignore[arg-type]  # an UploadedFile reads like any file
        except PhotoRefused as refused:
            said = {"place": place, "name": clean_text(file.name or "")[-40:], "words": refused}
            batch.problems.append(_("照片%(place)d（%(name)s）：%(words)s") % said)
    batch.over = max(0, len(files) - room)
    return batch


def keep(batch: Batch) -> list[DraftPhoto]:
    """All good photos of the batch as drafts, for the form that goes back."""
    drafts = list(batch.kept)
    for picture in batch.fresh:
        try:
            draft = DraftPhoto(token=secrets.token_hex(16), width=picture.width, height=picture.height)
            _write(draft, picture)
            draft.save()
            drafts.append(draft)
        except Exception:
            logger.exception("a photo was not kept")
            batch.lost += 1
    batch.fresh, batch.kept = [], drafts
    return drafts


def keep_for(request: HttpRequest, batch: Batch) -> list[DraftPhoto]:
    """`keep` for a form that anybody may send: an address that leaves too much behind loses what is new."""
    if batch.fresh and not may_leave_photos(request):
        batch.lost += len(batch.fresh)
        batch.fresh = []
    return keep(batch)


def say_over(request: HttpRequest, batch: Batch) -> None:
    """What was too much is left out, and said."""
    if batch.over:
        words = _("一次最多%(most)d张照片，多的%(count)d张没有收，可以再补。")
        messages.info(request, words % {"most": MOST, "count": batch.over})


@contextmanager
def stored(batch: Batch) -> Iterator[Stored]:
    """Store them for what is done inside, which sets `used`; else the files go again, those of drafts stay."""
    result = _store(batch)
    try:
        yield result
    finally:
        if result.used:
            _forget_drafts(batch)
        else:
            _delete(result.own_files)


def _store(batch: Batch) -> Stored:
    own = []
    lost = batch.lost
    for picture in batch.fresh:
        try:
            photo = Photo(width=picture.width, height=picture.height)
            _write(photo, picture)
            own.append(photo)
        except Exception:
            logger.exception("a photo was not stored")
            lost += 1
    from_drafts = [Photo(full=d.full.name, thumb=d.thumb.name, width=d.width, height=d.height) for d in batch.kept]
    return Stored([*from_drafts, *own], own, lost)


def _forget_drafts(batch: Batch) -> None:
    """Their files belong to a request now."""
    if batch.kept:
        DraftPhoto.objects.filter(pk__in=[draft.pk for draft in batch.kept]).delete()


def _delete(photos: list[Photo]) -> None:
    for photo in photos:
        for file in (photo.full, photo.thumb):
            try:
                file.storage.delete(str(file.name))
            except Exception:
                logger.exception("a photo without a request was not deleted")


def _write(row: Photo | DraftPhoto, picture: ProcessedPhoto) -> None:
    name = secrets.token_hex(16)
    row.full.save(f"{name}.jpg", ContentFile(picture.full), save=False)
    row.thumb.save(f"{name}-s.jpg", ContentFile(picture.thumb), save=False)
