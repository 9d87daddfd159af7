"""The inbox of whoever signed in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from core.access import require_perm
from core.shell import mark
from notices.actions import mark_all_read, mark_read
from notices.models import Notice
from notices.queries import counts_of, inbox_of
from notices.registry import words_of

PER_PAGE = 30


@require_GET
@require_perm("notices.read_inbox")
def inbox(request: HttpRequest) -> HttpResponse:
    total, unread = counts_of(request.user)
    mark(request, badges={"inbox": unread})
    paginator = Paginator(inbox_of(request.user), PER_PAGE)
    paginator.count = total  # known already, together with the unread ones
    page = paginator.get_page(request.GET.get("page"))
    rows = [(notice, words_of(notice.event, notice.facts, notice.subject)) for notice in page]
    return render(request, "notices/inbox.html", {"page": page, "rows": rows, "unread": unread})


@require_GET
@require_perm("notices.read_inbox")
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to what it is about."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    mark_read(user=request.user, notice=notice)
    safe = url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
    return redirect(notice.path if safe and notice.path.startswith("/") else "inbox")


@require_POST
@require_perm("notices.read_inbox")
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(user=request.user)
    return redirect("inbox")
