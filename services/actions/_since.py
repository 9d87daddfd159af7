"""What happened to a request since somebody opened its page, in one sentence for whoever came second."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import say_when
from services.models import Request, RequestEvent
from services.vocabulary import EventKind
from stations.titles import label_words, title_words

MOST, LOOKED_AT = 3, 40
GIVEN = (EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.RETURNED)


def what_changed(request: Request, version: int | None = None) -> str:
    """`version`: what the page showed. Internal notes are told only where nothing else happened."""
    recent = list(request.events.order_by("-at", "-pk")[:LOOKED_AT])
    since = _since(recent, request.version - version if version is not None else 1)
    told = [event for event in since if event.kind != EventKind.NOTED or event.is_public] or since[:1]
    said = _("、").join(_words(event) for event in told[:MOST])
    if not said:
        return _("您打开页面以后，这件事有了变化，请看最新情况再办。")
    return _("您打开页面以后，%(what)s，请看最新情况再办。") % {"what": said}


def _since(events: Sequence[RequestEvent], changes: int) -> list[RequestEvent]:
    """All entries of one change carry the same moment. How the rule chose is told by whom it chose."""
    moments = list(dict.fromkeys(event.at for event in events))[: max(changes, 1)]
    return [event for event in events if event.at in moments and event.kind != EventKind.ROUTED]


def _words(event: RequestEvent) -> str:
    said = {
        "by": label_words(event.actor_label),
        "when": say_when(event.at, timezone.now()),
        "to": f"{title_words(event.data.get('to', ''))}{event.data.get('name', '')}",
        "what": event.get_kind_display(),
    }
    if event.kind in GIVEN and event.data.get("name"):
        return _("%(by)s（%(when)s）派给了%(to)s") % said
    return _("%(by)s（%(when)s）做了“%(what)s”") % said
