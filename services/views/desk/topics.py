"""Hot topics at the desk: what is hot, and what a chief makes of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal
from core.shell import mark
from services.forms.topics import FORMS, TopicForm
from services.pages.topics import list_context, topic_context
from services.queries.topics import topics_visible_to


@require_perm("services.read_topics")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    mark(request, current="topics")
    return render(request, "desk/topics.html", list_context(request.user))


@require_perm("services.read_topics")
@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    mark(request, current="topics")
    found = get_object_or_404(topics_visible_to(request.user), pk=pk)
    return render(request, "desk/topic.html", topic_context(found, request.user))


@require_POST
@require_perm("services.read_topics")
def topic_do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    mark(request, current="topics")
    found = get_object_or_404(topics_visible_to(request.user), pk=pk)
    if verb not in FORMS:
        raise Http404
    form = FORMS[verb](found, request.POST)
    if form.is_valid():
        try:
            form.run(request.user)
        except ActionRefused as refused:
            add_refusal(form, refused)
            return _again(request, pk, form, refused.code)
        messages.success(request, str(form.done))
        return redirect("desk:topic", pk)
    return _again(request, pk, form)


def _again(request: HttpRequest, pk: int, form: TopicForm, code: str = "") -> HttpResponse:
    """The page as it is now, with the form as it was sent. They may have lost sight of the topic meanwhile."""
    found = get_object_or_404(topics_visible_to(request.user), pk=pk)
    if code == "changed":
        form.take_over(found)
    status = 409 if code == "changed" else 400
    return render(request, "desk/topic.html", topic_context(found, request.user, form), status=status)
