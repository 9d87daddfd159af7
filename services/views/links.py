"""What signed links open without an account: the reply of an outside body, the rating of a resident.

Looking does nothing, so that a preview in a chat spends no link; only the form does. Nothing of it is kept by browsers
or found by search engines.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from services import actions
from services.forms.resident import RatingForm, ReplyForm
from services.limits import may_open_link
from services.links import LINK_WORDS, OPEN_LINK, escalation_of, link_state, request_to_rate
from services.models import Escalation
from services.pages.links import rating_facts, reply_facts
from services.vocabulary import FeedbackWay, Status
from stations.queries import audit_scope


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def limited(request: HttpRequest, token: str) -> HttpResponse:
        answer = view(request, token) if may_open_link(request) else render(request, "429.html", status=429)
        add_never_cache_headers(answer)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return limited


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def reply(request: HttpRequest, token: str) -> HttpResponse:
    found = escalation_of(token)
    if found is None:
        raise Http404
    sent, nonce = found
    state = link_state(sent, nonce, timezone.now())
    if state != OPEN_LINK:
        return _closed(request, str(LINK_WORDS[state]), is_thanks=state == "used")
    form = ReplyForm(posted(request))
    if form.is_valid():
        try:
            actions.reply(escalation=sent, nonce=nonce, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            return redirect(request.path)
    return _reply_page(request, sent, form)


def _reply_page(request: HttpRequest, sent: Escalation, form: ReplyForm) -> HttpResponse:
    facts = reply_facts(sent, timezone.now())
    if facts.phone:
        scope = audit_scope(sent.request.station)
        audit.record(actor=None, verb="show_contact", obj=sent.request, scope=scope, note=sent.body)
    return render(request, "services/reply.html", {"facts": facts, "form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def rate(request: HttpRequest, token: str) -> HttpResponse:
    matter = request_to_rate(token)
    if matter is None:
        raise Http404
    if matter.is_spent:  # type: ignore[attr-defined]
        return _closed(request, _spent_words(matter.status), is_thanks=True)
    form = RatingForm(posted(request))
    if form.is_valid():
        who: dict[str, Any] = {"actor": AnonymousUser(), "as_owner": True, "way": FeedbackWay.LINK}
        try:
            actions.rate(request=matter, **who, **form.cleaned_data)
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            return redirect(request.path)
    context = {"facts": rating_facts(matter), "form": form}
    return render(request, "services/rate_link.html", context, status=400 if form.errors else 200)


def _spent_words(status: str) -> str:
    if status == Status.CLOSED:
        return _("这件事办结了，谢谢您。又出毛病，30天内可以凭编号和取件码要求重办。")
    return _("这一次已经评价过了，谢谢您。您说没解决的，已经换更管事的人在办。")


def _closed(request: HttpRequest, words: str, *, is_thanks: bool) -> HttpResponse:
    """Nothing of the matter, not even its number."""
    context = {"words": words, "is_thanks": is_thanks}
    return render(request, "services/link_over.html", context, status=200 if is_thanks else 410)
