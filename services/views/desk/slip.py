"""The slip of what was sent up, on A4: to be handed over, signed and sent back, or answered through its QR."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core import audit
from core.access import require_perm
from core.shell import mark
from services.links import reply_link
from services.models import Request
from services.pages.desk_above import FOLLOWS_IT, to_words
from services.pages.links import reply_facts
from services.queries.escalations import slip_of
from services.relations import relations_of
from services.views.desk.request import find
from stations.queries import audit_scope
from stations.views.plates import qr


@require_perm("services.use_desk")
@require_safe
def slip(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    matter = find(request, number)
    sent = slip_of(matter, pk) if isinstance(matter, Request) else None
    if sent is None or not isinstance(matter, Request) or not relations_of(request.user, matter) & FOLLOWS_IT:
        raise Http404
    mark(request, current="work")
    sent.request = matter
    facts = reply_facts(sent, timezone.now())
    if facts.phone:
        scope = audit_scope(matter.station)
        audit.record(actor=request.user, verb="print_contact", obj=matter, scope=scope, note=sent.body)
    link = request.build_absolute_uri(reply_link(sent)) if sent.has_link else ""
    context = {"matter": matter, "sent": sent, "facts": facts, "to": to_words(sent), "link": link}
    answer = render(request, "desk/slip.html", {**context, "qr": qr(link) if link else "", "station": matter.station})
    add_never_cache_headers(answer)
    return answer
