"""Saved views of the triage list: a name for a query string."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.errors import ActionRefused
from core.text import clean_text
from services.models import SavedView

MOST_VIEWS = 20
LONGEST_NAME = 20
LONGEST_QUERY = 400


def save_view(*, user: Any, name: str, query: str) -> SavedView:
    """A name that exists already gets the new filter."""
    name = " ".join(clean_text(name).split())
    if not name:
        raise ActionRefused("name", _("请给这个视图起个名字。"), "name")
    if len(name) > LONGEST_NAME:
        raise ActionRefused("long_name", _("名字请不要超过20个字。"), "name")
    if not query:
        raise ActionRefused("nothing", _("现在没有筛选，先选好要看的再保存。"), "query")
    if len(query) > LONGEST_QUERY:
        raise ActionRefused("long", _("筛选条件太多了，存不下。"), "query")
    others = SavedView.objects.filter(user=user).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise ActionRefused("many", _("最多存20个视图，请先删掉不用的。"), "name")
    view, _is_new = SavedView.objects.update_or_create(user=user, name=name, defaults={"query": query})
    return view


def forget_view(*, user: Any, view: SavedView) -> None:
    if view.user_id == user.pk:
        view.delete()
