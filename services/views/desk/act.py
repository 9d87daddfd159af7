"""One address for each thing that can be done to a request: GET opens its form, POST does it."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from core.access import require_perm
from services.forms.desk import FORMS, BriefForm
from services.forms.desk_base import DeskForm
from services.models import CoHandler, Request
from services.pages.desk_above import words_to_pass_on
from services.pages.desk_back import back_of
from services.pages.desk_request import people_for
from services.sending import Sent, send
from services.views.desk.request import find, show, show_brief
from services.workflow import Action


@require_perm("services.use_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    matter = find(request, number)
    if action not in FORMS or isinstance(matter, CoHandler):
        return _answer_brief(request, matter, action)
    if not rules.has_perm(f"services.{action}_request", request.user, matter) and not _is_race(request, matter):
        raise Http404
    if request.method != "POST":
        initial = {"reason": request.GET.get("reason", ""), **words_to_pass_on(matter, request.GET.get("reply", ""))}
        return show(request, matter, opened=action, initial=initial)
    people = people_for(matter, [action], timezone.now(), request.user)
    form = FORMS[action](request.POST, request.FILES, matter=matter, people=people)
    sent = send(request, form)
    if not sent.is_done:
        return _again(request, number, form, sent)
    if sent.shown:
        response = show(request, matter, shown={"action": action, "value": sent.shown})
        add_never_cache_headers(response)
        return response
    messages.success(request, form.done_words())
    return redirect(back_of(request) or matter.desk_url)


def _is_race(request: HttpRequest, matter: Request) -> bool:
    """It was theirs when the page was opened: the action says in words that it is not any more."""
    return request.method == "POST" and request.POST.get("version", "") not in ("", str(matter.version))


def _again(request: HttpRequest, number: str, form: DeskForm, sent: Sent) -> HttpResponse:
    """The page as it is now, with the form as it was sent. Somebody may have lost sight of the request meanwhile."""
    try:
        matter = find(request, number)
    except Http404:
        matter = None
    if not isinstance(matter, Request):
        messages.warning(request, sent.words)
        return redirect("desk:work")
    form.take_over(matter)
    return show(request, matter, bound=form, status=409 if sent.code == "changed" else 400)


def _answer_brief(request: HttpRequest, brief: Request | CoHandler, action: str) -> HttpResponse:
    if not isinstance(brief, CoHandler) or action != Action.NOTE:
        raise Http404
    if request.method != "POST":
        return show_brief(request, brief)
    form = BriefForm(request.POST, request.FILES, matter=brief.request)
    sent = send(request, form)
    if not sent.is_done:
        return show_brief(request, brief, form=form, status=400)
    messages.success(request, form.done_words())
    return redirect(brief.request.desk_url)
