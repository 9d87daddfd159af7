"""/me/notices/: what I want to hear by which way, and whom I follow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from notices import actions, following
from notices.forms.choices import ChoicesForm, FollowForm
from notices.models import Follow
from notices.queries import follows_of, settings_for
from stations.queries import posts_of


def _context(request: HttpRequest, form: ChoicesForm | None = None, follow: FollowForm | None = None) -> dict[str, Any]:
    user, rows = request.user, list(follows_of(request.user))
    chosen, posts = settings_for(user), posts_of(user)
    form = form or ChoicesForm(chosen, is_staff=posts.uses_desk, is_chief=bool(posts.chief_of | posts.deputy_of))
    followed = {(row.building_id or row.station_id, row.category) for row in rows}
    names = following.kinds() if rows else {}
    return {
        "form": form,
        "email": chosen.email,
        "follow": follow or FollowForm(user, followed),
        "follows": [
            (row, str(row.building) if row.building else names.get(row.category, row.category)) for row in rows
        ],
    }


@require_http_methods(["GET", "POST"])
@require_perm("notices.read_inbox")
def choices(request: HttpRequest) -> HttpResponse:
    mark(request, current="me")
    if request.method == "GET":
        return render(request, "notices/choices.html", _context(request))
    posts = posts_of(request.user)
    is_chief = bool(posts.chief_of | posts.deputy_of)
    chosen = settings_for(request.user)
    form = ChoicesForm(chosen, posted(request), is_staff=posts.uses_desk, is_chief=is_chief)
    if form.is_valid():
        actions.change_choices(user=request.user, **form.choices())
        messages.success(request, _("记下了，以后就这样告诉您。"))
        return redirect("me_notices")
    return render(request, "notices/choices.html", _context(request, form=form), status=400)


@require_POST
@require_perm("notices.read_inbox")
def follow(request: HttpRequest) -> HttpResponse:
    mark(request, current="me")
    form = FollowForm(request.user, set(), posted(request))
    if form.is_valid():
        try:
            actions.follow(user=request.user, **form.wanted())
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("关注好了，有新情况会告诉您。"))
            return redirect("me_notices")
    return render(request, "notices/choices.html", _context(request, follow=form), status=400)


@require_POST
@require_perm("notices.read_inbox")
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    actions.unfollow(follow=get_object_or_404(Follow, pk=pk, user=request.user))
    messages.success(request, _("好的，不再告诉您这一样。"))
    return redirect("me_notices")
