"""What somebody on the side complained about is shown: number, kind, brief and their own words. Nothing else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from services.forms.desk_base import DeskForm
from services.models import CoHandler, RequestEvent
from services.vocabulary import EventKind


def brief_context(brief: CoHandler, user: Any, form: DeskForm) -> dict[str, Any]:
    """Only these values reach the template; the request itself does not."""
    own = RequestEvent.objects.filter(request=brief.request, actor=user, kind=EventKind.NOTED, is_public=False)
    return {
        "number": brief.request.number,
        "kind": str(brief.request.category or _("还没分类")),
        "brief": brief.brief,
        "notes": [(event.at, event.text) for event in own],
        "form": form,
        "is_over": brief.request.is_ended,
    }
