"""The life of a request as one table: what may happen, from where to where, by whom.

Pure. Buttons, permissions, docs (docs/life-of-a-request.md) and tests are read from `RULES`; nothing else decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import ActionRefused
from services.vocabulary import OPEN, Status


class Relation(StrEnum):
    """What somebody is to one request."""

    OWNER = "owner"  # who filed it, or whoever holds its pick-up code
    HANDLER = "handler"  # has it now
    CO_HANDLER = "co_handler"
    TRIAGER = "triager"  # chief, deputy or duty officer of its station; who holds it while it waits for triage
    CHIEF = "chief"  # chief or deputy; above the station: the community
    COMMUNITY = "community"  # officer of the community or street above, for what was sent up or climbed there
    OFFICIAL = "official"  # of the district, for what climbed there: reads the facts and presses, nothing else
    READER = "reader"  # leader of the building it is about: reads along, may call back
    BRIEFED = "briefed"  # asked to help although on the side complained about: sees the brief alone
    OUTSIDE = "outside"  # an outside body with its one-time reply link
    SYSTEM = "system"  # runperiodic


class Action(StrEnum):
    ASSIGN = "assign"
    TAKE = "take"
    CONTACT = "contact"
    RETURN = "return"
    TRANSFER = "transfer"
    NOTE = "note"
    CLASSIFY = "classify"
    PLACE = "place"
    ADD_CO_HANDLER = "add_co_handler"
    ASK_EXTENSION = "ask_extension"
    ASK_SUSPENSION = "ask_suspension"
    DECIDE_ASK = "decide_ask"
    SUSPEND = "suspend"
    RESUME = "resume"
    ESCALATE = "escalate"
    RECEIVE = "receive"
    ANSWER_ESCALATION = "answer_escalation"
    PASS_ON = "pass_on"  # noqa: S105  (the name of an action)
    SEND_BACK = "send_back"
    RECORD_REPLY = "record_reply"
    REPLY = "reply"
    CHANGE_LINK = "change_link"
    CALL_OFF = "call_off"
    COME_BACK = "come_back"
    RESOLVE = "resolve"
    RATE = "rate"
    CALL_BACK = "call_back"
    CLOSE_UNRATED = "close_unrated"
    REOPEN = "reopen"
    URGE = "urge"
    SUPPLEMENT = "supplement"
    CHOOSE_KIND = "choose_kind"
    WITHDRAW = "withdraw"
    NOT_ACCEPT = "not_accept"
    MERGE = "merge"
    UNMERGE = "unmerge"
    JOIN = "join"
    LEAVE = "leave"
    RENEW_CODE = "renew_code"
    REVEAL = "reveal"
    SUPERVISE = "supervise"
    ANSWER_SUPERVISION = "answer_supervision"
    CLOSE_SUPERVISION = "close_supervision"
    RAISE_SUPERVISION = "raise_supervision"


@dataclass(frozen=True)
class Rule:
    action: Action
    label: str | Promise
    sources: frozenset[Status]
    target: tuple[Status, ...]  # possible outcomes; empty = the status stays
    who: frozenset[Relation]
    why: str | Promise = ""  # said when it is refused because of the status


def _rule(
    action: Action,
    label: str | Promise,
    sources: Iterable[Status],
    target: Status | tuple[Status, ...] | None,
    who: Iterable[Relation],
    why: str | Promise = "",
) -> Rule:
    outcomes = () if target is None else target if isinstance(target, tuple) else (target,)
    return Rule(action, label, frozenset(sources), outcomes, frozenset(who), why)


S, R = Status, Relation
_GIVEN = (S.ASSIGNED, S.IN_PROGRESS)
_BEFORE_WORK = (S.SUBMITTED, *_GIVEN)
_ABOVE = (S.ESCALATED,)
_BACK = (S.ESCALATED, S.ASSIGNED, S.IN_PROGRESS)  # to an officer who had passed it on; to the station
_NOT_ABOVE = _("这件事已经不在上级手上了。")

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rule in [
        _rule(Action.ASSIGN, _("派单"), _BEFORE_WORK, S.ASSIGNED, [R.TRIAGER], _("这件事现在不能派单。")),
        _rule(Action.TAKE, _("签收"), [S.ASSIGNED], S.IN_PROGRESS, [R.HANDLER], _("只有派给您、还没签收的才能签收。")),
        _rule(Action.CONTACT, _("已联系居民"), [*_BEFORE_WORK, S.ESCALATED], None, [R.HANDLER, R.CO_HANDLER, R.CHIEF]),
        _rule(Action.RETURN, _("退回"), _GIVEN, S.SUBMITTED, [R.HANDLER], _("办理前或办理中才能退回。")),
        _rule(Action.TRANSFER, _("转办"), _GIVEN, S.ASSIGNED, [R.HANDLER], _("办理前或办理中才能转办。")),
        _rule(Action.NOTE, _("写记录"), S, None, [R.HANDLER, R.CO_HANDLER, R.BRIEFED, R.TRIAGER, R.COMMUNITY]),
        _rule(Action.CLASSIFY, _("改类别"), _BEFORE_WORK, None, [R.TRIAGER], _("已经办完的不能再改类别。")),
        _rule(Action.PLACE, _("改位置"), _BEFORE_WORK, None, [R.TRIAGER, R.HANDLER], _("已经办完的不能再改位置。")),
        _rule(Action.ADD_CO_HANDLER, _("加协办"), [*_BEFORE_WORK, S.ESCALATED], None, [R.HANDLER, R.TRIAGER]),
        _rule(Action.ASK_EXTENSION, _("申请延期"), _GIVEN, None, [R.HANDLER], _("正在办的才能申请延期。")),
        _rule(Action.ASK_SUSPENSION, _("申请挂起"), _GIVEN, None, [R.HANDLER], _("正在办的才能申请挂起。")),
        _rule(Action.DECIDE_ASK, _("审批"), _GIVEN, (S.ASSIGNED, S.IN_PROGRESS, S.SUSPENDED), [R.CHIEF]),
        _rule(Action.SUSPEND, pgettext_lazy("action", "挂起"), _GIVEN, S.SUSPENDED, [R.CHIEF], _("正在办的才能挂起。")),
        _rule(Action.RESUME, _("恢复办理"), [S.SUSPENDED], S.IN_PROGRESS, [R.HANDLER, R.CHIEF, R.SYSTEM]),
        _rule(
            Action.ESCALATE, _("上报"), [*_BEFORE_WORK, S.SUSPENDED], S.ESCALATED, [R.CHIEF], _("这件事现在不能上报。")
        ),
        _rule(Action.RECEIVE, _("收到了"), _ABOVE, None, [R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.ANSWER_ESCALATION, _("答复"), _ABOVE, _BACK, [R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.PASS_ON, _("转报"), _ABOVE, None, [R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.SEND_BACK, _("不归我们，退回"), _ABOVE, _BACK, [R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.RECORD_REPLY, _("登记回复"), _ABOVE, _BACK, [R.HANDLER, R.CHIEF, R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.REPLY, _("外单位回复"), _ABOVE, _BACK, [R.OUTSIDE], _NOT_ABOVE),
        _rule(Action.CHANGE_LINK, _("换回复链接"), _ABOVE, None, [R.HANDLER, R.CHIEF, R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.CALL_OFF, _("撤回上报"), _ABOVE, _BACK, [R.CHIEF, R.COMMUNITY], _NOT_ABOVE),
        _rule(Action.COME_BACK, _("到期收回"), _ABOVE, _BACK, [R.SYSTEM]),
        _rule(
            Action.RESOLVE,
            _("办好了"),
            [*_GIVEN, S.ESCALATED],
            S.RESOLVED,
            [R.HANDLER, R.CHIEF, R.COMMUNITY],
            _("还没派人的、已经办完的不能再点办好。"),
        ),
        _rule(
            Action.RATE,
            _("评价"),
            [S.RESOLVED],
            (S.CLOSED, S.ASSIGNED),
            [R.OWNER],
            _("办好以后才能评价，而且只评一次。"),
        ),
        _rule(
            Action.CALL_BACK,
            _("回访"),
            [S.RESOLVED],
            (S.RESOLVED, S.CLOSED, S.ASSIGNED),
            [R.TRIAGER, R.CHIEF, R.COMMUNITY, R.READER],
            _("办好以后、居民评价以前才能回访。"),
        ),
        _rule(Action.CLOSE_UNRATED, _("无评价结案"), [S.RESOLVED], S.CLOSED, [R.SYSTEM]),
        _rule(Action.REOPEN, _("重办"), [S.CLOSED], S.ASSIGNED, [R.OWNER], _("办完以后才能要求重办。")),
        _rule(Action.URGE, _("催一催"), OPEN, None, [R.OWNER], _("已经办完的不用催了。")),
        _rule(Action.SUPPLEMENT, _("补充说明"), OPEN, None, [R.OWNER], _("已经办完的不能再补充，可以重新提交一件。")),
        _rule(
            Action.CHOOSE_KIND,
            _("说是哪类事"),
            [S.SUBMITTED],
            (S.SUBMITTED, S.ASSIGNED),
            [R.OWNER],
            _("已经有人在看了，不用再选。"),
        ),
        _rule(Action.WITHDRAW, _("撤回"), OPEN, S.WITHDRAWN, [R.OWNER], _("已经办完的不能撤回。")),
        _rule(
            Action.NOT_ACCEPT,
            pgettext_lazy("action", "不予受理"),
            _BEFORE_WORK,
            S.NOT_ACCEPTED,
            [R.TRIAGER],
            _("这件事现在不能转为不予受理。"),
        ),
        _rule(Action.MERGE, _("并案"), _BEFORE_WORK, S.MERGED, [R.TRIAGER], _("正在办的才能并案。")),
        _rule(Action.UNMERGE, _("撤销并案"), [S.MERGED], (S.SUBMITTED, S.ASSIGNED), [R.TRIAGER]),
        _rule(Action.JOIN, _("我家也是"), _BEFORE_WORK, S.MERGED, [R.OWNER], _("这件事现在不用再合到邻居那件里。")),
        _rule(
            Action.LEAVE,
            _("改成单独办"),
            [S.MERGED],
            (S.SUBMITTED, S.ASSIGNED),
            [R.OWNER],
            _("和邻居一起办的、还没办好的才能分开。"),
        ),
        _rule(Action.RENEW_CODE, _("换取件码"), S, None, [R.TRIAGER]),
        _rule(Action.REVEAL, _("看号码"), S, None, [R.HANDLER, R.CO_HANDLER, R.TRIAGER, R.COMMUNITY]),
        _rule(
            Action.SUPERVISE,
            pgettext_lazy("action", "督办"),
            OPEN,
            None,
            [R.COMMUNITY, R.OFFICIAL],
            _("已经办完的不用再督办。"),
        ),
        _rule(Action.ANSWER_SUPERVISION, _("答复督办"), S, None, [R.CHIEF]),
        _rule(Action.CLOSE_SUPERVISION, _("了结督办"), S, None, [R.COMMUNITY, R.OFFICIAL]),
        _rule(
            Action.RAISE_SUPERVISION,
            _("督办升级"),
            OPEN,
            None,
            [R.COMMUNITY, R.OFFICIAL],
            _("已经办完的不用再升级，了结就行。"),
        ),
    ]
}


def may(action: Action, status: str, relations: frozenset[Relation]) -> bool:
    rule = RULES[action]
    return status in rule.sources and bool(rule.who & relations)


def check(action: Action, status: str, relations: frozenset[Relation]) -> Rule:
    """The rule of `action`, or ActionRefused: `not_yours` (the person may not), `wrong_status` (it is too late)."""
    rule = RULES[action]
    if not rule.who & relations:
        raise ActionRefused("not_yours", _("这件事不归您办，或者已经转给别人了。"))
    if status not in rule.sources:
        raise ActionRefused("wrong_status", rule.why or _("现在不能这样做：这件事已经是“%s”。") % Status(status).label)
    return rule


def actions_for(status: str, relations: frozenset[Relation]) -> list[Action]:
    """What somebody may do now, in the order of the table: the buttons of the page."""
    return [action for action in RULES if may(action, status, relations)]
