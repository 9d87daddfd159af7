"""Which request an answer is about. By permission name, as the pages ask; a refusal looks like nothing at all."""

from __future__ import annotations

from typing import Any

import rules
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request as ApiRequest

from services.models import Request


def request_or_404(user: Any, number: str, *names: str) -> Request:
    """The request if any of the permissions `names` holds for `user`."""
    request = by_number(number)
    if request is None or not any(rules.has_perm(name, user, request) for name in names):
        raise Http404
    return request


def by_number(number: str) -> Request | None:
    rows = Request.objects.select_related("station__compound", "category", "building", "entrance", "facility")
    return rows.select_related("assignee").prefetch_related("co_handlers").filter(number=number).first()


def signed_in(request: ApiRequest) -> None:
    if not request.user.is_authenticated:
        raise NotAuthenticated
