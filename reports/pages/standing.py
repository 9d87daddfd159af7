"""How it stands now, and the requests behind each number of it: the longest overdue first, nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.pages.asked import Asked, frame_of
from reports.pages.masked import PER_PAGE, masked
from reports.queries.standing import IN_HAND, RED, WAITS_FOR, Waiting, standing_behind

NAMES = {
    IN_HAND: gettext_lazy("在办"),
    RED: gettext_lazy("现在超期"),
    "triage": gettext_lazy("等受理、等派人"),
    "handler": gettext_lazy("在办的人手上"),
    "above": gettext_lazy("报上去了，等上级或外单位"),
    "paused": gettext_lazy("挂起了，等条件"),
    "resident": gettext_lazy("办好了，等居民评价（不算在办）"),
}


@dataclass(frozen=True)
class Wait:
    """`url`: "" where nothing waits. `is_done`: not in hand any more."""

    label: str
    count: int
    url: str
    is_done: bool


def waits(asked: Asked, waiting: Waiting) -> list[Wait]:
    counts = {key: getattr(waiting, key) for key in WAITS_FOR}
    return [
        Wait(str(NAMES[key]), count, asked.url("now", key) if count else "", key == "resident")
        for key, count in counts.items()
    ]


def now_context(asked: Asked, key: str, params: Mapping[str, str], user: Any) -> dict[str, Any] | None:
    """None: there is no such number."""
    if key not in NAMES or not asked.scope.stations:
        return None
    rows: Any = standing_behind(key, asked.scope, asked.at, user)
    page = Paginator(rows, PER_PAGE).get_page(params.get("page"))
    return {
        **frame_of(asked, "overview"),
        "name": NAMES[key],
        "explained": _explained(key),
        "month_words": pgettext("at this moment", "现在"),
        "span_words": "",
        "value": page.paginator.count,
        "count": page.paginator.count,
        "is_now": True,
        "page": page,
        "rows": [masked(row, user) for row in page.object_list],
        "nothing": _("现在这里一件也没有。"),
        "back_url": asked.url("overview"),
    }


def _explained(key: str) -> str:
    if key == RED:
        return _("过了期限、还没办好的，不论哪一种期限。超期最久的排在前面。")
    if key == IN_HAND:
        return _("还没办好的，挂起和上报的也在内。期限最早的排在前面。")
    return _("期限最早的排在前面。")
