from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.shell import mark
from services.held import held_codes, let_go
from services.pages.promise import card_of
from services.queries.resident import GOING, OVER, WAITING, mine

PER_PAGE = 20


@require_safe
def my_requests(request: HttpRequest) -> HttpResponse:
    held = held_codes(request)
    rows = Paginator(mine(request.user, held), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    heads = {WAITING: _("等您评价"), GOING: _("正在办"), OVER: _("办完的")}
    groups: dict[int, list] = {}
    for row in rows:
        groups.setdefault(row.rank, []).append(card_of(row, now))
    if rows.number == 1:
        mark(request, badges={"my_requests": len(groups.get(WAITING, []))})
    context = {
        "page_obj": rows,
        "groups": [(heads[rank], cards) for rank, cards in groups.items()],
        "holds": bool(held) and not request.user.is_authenticated,
    }
    return render(request, "services/my.html", context)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """On a phone that others use too: it holds no codes any more. The paper receipt still opens them."""
    messages.success(request, _("这台手机上的记录清掉了。要看进展，用编号和取件码查。"))
    response = redirect("my_requests")
    let_go(response)
    return response
