"""Photos are shown to those who may read their request, and to nobody else; never from a public folder."""

from __future__ import annotations

import logging

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from services.held import owns
from services.models import DraftPhoto, Photo
from services.relations import MAY_READ, SEES_ALL, relations_of

logger = logging.getLogger(__name__)

AN_HOUR = "private, max-age=3600"


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> FileResponse:
    rows = Photo.objects.select_related("request__station__compound", "event")
    row = get_object_or_404(rows, pk=pk)
    relations = relations_of(request.user, row.request)
    is_public = row.event is None or row.event.is_public
    if not relations & SEES_ALL and not (is_public and (relations & MAY_READ or owns(request, row.request))):
        raise Http404
    return _sent(row.full if size == "full" else row.thumb)


@require_safe
def kept_photo(request: HttpRequest, token: str) -> FileResponse:
    """A photo of a form that is still being filled in: whoever has the token made it."""
    return _sent(get_object_or_404(DraftPhoto, token=token).thumb)


def _sent(file: FieldFile) -> FileResponse:
    try:
        response = FileResponse(file.open("rb"), content_type="image/jpeg")
    except OSError as error:
        logger.warning("a photo is not in the storage: %s", file.name)
        raise Http404 from error
    response["Cache-Control"] = AN_HOUR
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
