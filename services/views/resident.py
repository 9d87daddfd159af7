"""What the resident does with one request. Only POST: a page that was left open does nothing by being looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.clock import say_due
from core.errors import ActionRefused
from core.forms import add_refusal
from services import actions, photos
from services.forms.resident import (
    JoinForm,
    KindForm,
    LeaveForm,
    RatingForm,
    ReopenForm,
    SupplementForm,
    UrgeForm,
    WithdrawForm,
)
from services.held import may_as_owner, owned_or_404
from services.models import Request
from services.pages.neighbours import offered
from services.queries.resident import matter
from services.views.request import QUESTIONS, questions_form, show
from services.vocabulary import Status
from services.workflow import Action


@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))
    form = RatingForm(request.POST)

    def act(**who: Any) -> str:
        rated = actions.rate(**who, **form.cleaned_data)
        if rated.status == Status.CLOSED:
            return _("谢谢您，这件事办完了。")
        return _("知道了，换上一级的人重新办，%(until)s。") % {"until": _until(rated)}

    return _do(request, found, Action.RATE, form, act)


@require_POST
def urge(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))

    def act(**who: Any) -> str:
        actions.urge(**who)
        return _("已经替您催了，办事的人马上看到。")

    return _do(request, found, Action.URGE, UrgeForm(request.POST), act)


@require_POST
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))
    form = SupplementForm(request.POST, request.FILES)
    batch = photos.sent_with(request)

    def act(**who: Any) -> str:
        return _add(who, form.cleaned_data["text"], batch, form.cleaned_data["phone"])

    problems = [("photos", words) for words in batch.problems]
    return _do(request, found, Action.SUPPLEMENT, form, act, problems, batch)


@require_POST
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """A question that asks for a photo is answered by adding it to the request."""
    found = owned_or_404(request, matter(number))
    form = questions_form(found, request.POST, request.FILES)
    asked = {name: photos.sent_as(request, name) for name in form.photo_fields()}

    def act(**who: Any) -> str:
        actions.answer_questions(**who, answers=form.answers())
        if not any(form.answers().values()) and not any(batch.fresh for batch in asked.values()):
            return _("您什么都没填，没关系，事情照样办。")
        for name, batch in asked.items():
            if batch.fresh:
                _add(who, str(form.questions[name]), batch)
                photos.say_over(request, batch)
        return _("记下了，办事的人看得到。")

    problems = [(name, words) for name, batch in asked.items() for words in batch.problems]
    return _do(request, found, QUESTIONS, form, act, problems)


@require_POST
def choose_kind(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))
    form = KindForm(request.POST)

    def act(**who: Any) -> str:
        chosen = actions.choose_kind(**who, category=form.cleaned_data["kind"])
        if chosen.status == Status.ASSIGNED:
            return _("记下了，已经送到管这事的人手里。")
        return _("记下了，驿站会安排人。")

    return _do(request, found, Action.CHOOSE_KIND, form, act)


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))
    form = WithdrawForm(request.POST)

    def act(**who: Any) -> str:
        actions.withdraw(**who, reason=form.cleaned_data["reason"])
        return _("已经撤回了。")

    return _do(request, found, Action.WITHDRAW, form, act)


@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))
    form = ReopenForm(request.POST)

    def act(**who: Any) -> str:
        again = actions.reopen(**who, reason=form.cleaned_data["reason"])
        return _("知道了，重新办，%(until)s。") % {"until": _until(again)}

    return _do(request, found, Action.REOPEN, form, act)


@require_POST
def join(request: HttpRequest, number: str) -> HttpResponse:
    """「我家也是」: to one that the page offered, and that is still there."""
    found = owned_or_404(request, matter(number))
    form = JoinForm(request.POST)

    def act(**who: Any) -> str:
        actions.join(**who, into=offered(found, form.cleaned_data["offer"], timezone.now()))
        return _("好，和邻居的一起办。办到哪了还在这里看，办好一样请您评价。")

    return _do(request, found, Action.JOIN, form, act)


@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    found = owned_or_404(request, matter(number))

    def act(**who: Any) -> str:
        actions.leave(**who)
        return _("好，您这件单独办。")

    return _do(request, found, Action.LEAVE, LeaveForm(request.POST), act)


def _until(request: Request) -> str:
    """The new promise of a request that is done again."""
    due = request.resolve_due_at
    return _("%(due)s办好") % {"due": say_due(due, timezone.now())} if due else _("您在这里能看到是谁")


def _add(who: dict[str, Any], text: str, batch: photos.Batch, phone: str = "") -> str:
    with photos.stored(batch) as stored:
        actions.supplement(**who, text=text, photos=stored.photos, phone=phone)
        stored.used = True
    if stored.lost:
        return _("补上了，可是有%(count)d张照片没存住，请再试一次。") % {"count": stored.lost}
    return _("记下了，有事好找您。") if phone else _("补上了，办事的人看得到。")


def _do(
    request: HttpRequest,
    found: Request,
    name: str,
    form: Form,
    act: Callable[..., str],
    problems: Sequence[tuple[str, str]] = (),
    batch: photos.Batch | None = None,
) -> HttpResponse:
    """Valid → act → back to the page with a word of thanks; else the page again with all that was typed."""
    is_good = form.is_valid()
    for field, words in problems:
        form.add_error(field, words)
    if is_good and not problems:
        try:
            words = act(request=found, actor=request.user, as_owner=may_as_owner(request, found))
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, words)
            photos.say_over(request, batch or photos.Batch())
            return redirect("request", found.number)
    kept = photos.keep_for(request, batch) if batch else []
    return show(request, matter(found.number) or found, is_owner=True, sent={name: form}, kept=kept, status=400)
