"""The resident's page of one request: receipt, timeline, rating.

For its owner, whoever has its code, and station people who may read it; everybody else gets the same 404 as for a
number that does not exist.
"""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.shell import mark
from services.forms.questions import QuestionsForm
from services.forms.resident import (
    JoinForm,
    LeaveForm,
    RatingForm,
    ReopenForm,
    SupplementForm,
    UrgeForm,
    WithdrawForm,
)
from services.held import owns, valid_code
from services.models import Answer, Request
from services.pages.neighbours import offers_of
from services.pages.request import RequestPage, page_of
from services.queries import catalogue
from services.queries.resident import matter, photos_of, public_events
from services.relations import MAY_READ, relations_of
from services.workflow import Action

FORMS: dict[str, type[Form]] = {
    Action.RATE: RatingForm,
    Action.URGE: UrgeForm,
    Action.SUPPLEMENT: SupplementForm,
    Action.WITHDRAW: WithdrawForm,
    Action.REOPEN: ReopenForm,
    Action.JOIN: JoinForm,
    Action.LEAVE: LeaveForm,
}
QUESTIONS = "questions"
PROGRESS = "progress"  # in the query of a receipt: show the progress instead


@require_safe
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    found = matter(number)
    if found is None:
        raise Http404
    is_owner = owns(request, found)
    if not is_owner and not relations_of(request.user, found) & MAY_READ:
        raise Http404
    return show(request, found, is_owner=is_owner)


def show(
    request: HttpRequest,
    found: Request,
    *,
    is_owner: bool,
    sent: dict[str, Form] | None = None,
    kept: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`sent`: the form that came back with errors, under the name of its action."""
    page = _prepared(request, found, is_owner=is_owner)
    sent = sent or {}
    context = {
        "page": page,
        "matter": found,
        "station": found.station,
        "is_owner": is_owner,
        "forms": _forms(found, page, sent),
        "offers": offers_of(found, timezone.now()) if is_owner and Action.JOIN in page.may else [],
        "has_errors": bool(sent),
        "sent": next(iter(sent.values()), None),
        "kept": kept or [],
        "track_url": request.build_absolute_uri(reverse("track")),
    }
    return render(request, "services/request.html", context, status=status)


def _prepared(request: HttpRequest, found: Request, *, is_owner: bool) -> RequestPage:
    mark(request, current="my_requests" if is_owner else "")
    code = valid_code(request, found) if is_owner else ""
    events, pictures = public_events(found), photos_of(found)
    as_receipt = PROGRESS not in request.GET
    return page_of(found, events, pictures, is_owner=is_owner, code=code, now=timezone.now(), as_receipt=as_receipt)


def _forms(found: Request, page: RequestPage, sent: dict[str, Form]) -> dict[str, Form]:
    forms = {name: form() for name, form in FORMS.items() if name in page.may}
    asked = catalogue().questions.get(found.category_id or 0, ())
    if asked and Action.SUPPLEMENT in page.may:
        forms[QUESTIONS] = questions_form(found)
    return {str(name): form for name, form in {**forms, **sent}.items()}


def questions_form(found: Request, *data: Any) -> QuestionsForm:
    asked = catalogue().questions.get(found.category_id or 0, ())
    given = dict(Answer.objects.filter(request=found).values_list("question_id", "value"))
    return QuestionsForm(*data, questions=asked, given=given, said=found.description)
