"""Requests of jingan in every state that has a page of its own, each led there by the real actions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from services import actions
from services.models import Request
from services.vocabulary import AskKind
from tests import factories
from tests.cast import Cast

LIFT = "三单元电梯又坏了，老人下不来楼"
ABOUT_THE_COMPANY = "物业公司的保安骂人，我要投诉物业"


def make_lives(cast: Cast) -> dict[str, Request]:
    """Name → request. All are the resident's, who lives in building 4; `brief` is what the manager may only answer."""
    day = timezone.localdate() + timedelta(days=7)
    taken = [_taken(cast) for _ in range(6)]
    resolved, closed, suspended, escalated, merged, asked = taken
    for request in (resolved, closed):
        actions.resolve(request=request, actor=cast.manager, text="换了主板，试过了")
    actions.rate(request=closed, actor=cast.resident, reached=True, solved=True, satisfaction="satisfied")
    actions.suspend(request=suspended, actor=cast.chief, reason="parts", resume_on=day, note="等配件")
    actions.escalate(request=escalated, actor=cast.chief, reason="要市里的检测单位来", outside_body="市特检院")
    outside = _taken(cast)
    said = {"outside_body": "市特检院", "brief": "请来检测3单元电梯"}
    actions.escalate(request=outside, actor=cast.chief, to_level="outside", reason="要检测", **said)
    passed_on = _taken(cast)
    actions.escalate(request=passed_on, actor=cast.chief, reason="要检测")
    actions.pass_on(request=passed_on, actor=cast.officer, to_level="outside", reason="转给检测单位", **said)
    lead = _taken(cast)
    actions.merge(request=merged, into=lead, actor=cast.chief)
    actions.ask(request=asked, actor=cast.manager, kind=AskKind.EXTENSION, until=day, reason="等配件")
    pressed = _climbed(cast, 3)
    actions.supervise(request=pressed, actor=cast.officer, reason="一个星期没人上门", due=day)
    brief = factories.file(cast.jingan, ABOUT_THE_COMPANY, "4", by=cast.resident)
    actions.add_co_handler(request=brief, actor=cast.chief, user=cast.manager, brief="请说明那天谁值班")
    return {
        "asked": asked,  # first: it has what others in its state have not
        "new": factories.file(cast.jingan, "不知道怎么说", "4", by=cast.resident),
        "assigned": factories.file(cast.jingan, LIFT, "4", by=cast.resident),
        "taken": lead,
        "resolved": resolved,
        "closed": closed,
        "suspended": suspended,
        "escalated": escalated,
        "outside": outside,
        "passed_on": passed_on,
        "merged": merged,
        "brief": brief,
        "pressed": pressed,
        "climbed": _climbed(cast, 4),
        "above": factories.file(cast.jingan, "我要投诉站长，他不管事", "4", by=cast.resident),
    }


def _taken(cast: Cast) -> Request:
    request = factories.file(cast.jingan, LIFT, "4", by=cast.resident, phone="13812340427")
    actions.take(request=request, actor=cast.manager)
    return request


def _climbed(cast: Cast, steps: int) -> Request:
    """So late that it was told so far up."""
    request = _taken(cast)
    Request.objects.filter(pk=request.pk).update(light="red", climb=steps, highest_climb=steps)
    request.refresh_from_db()
    return request
