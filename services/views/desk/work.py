"""「我的事」: the desk's first page for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import require_perm
from core.shell import mark
from notices.queries import failures_count, unread_count
from services.pages.desk_work import work_groups


@require_perm("services.use_desk")
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    groups, briefs = work_groups(request.user)
    urgent = sum(group.count for group in groups if group.key in ("supervised", "late", "today"))
    failures = failures_count(request.user)
    mark(request, badges={"work": urgent, "outbox": failures, "inbox": unread_count(request.user)})
    context = {"groups": groups, "briefs": briefs, "urgent": urgent, "failures": failures}
    return render(request, "desk/work.html", context)
