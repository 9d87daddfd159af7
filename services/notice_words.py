"""The table of the notices of requests: who is told what. `subject` is the request's title.

A text message goes over other people's networks and lights up on a table: it names the station and the number.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.registry import Told
from notices.vocabulary import Kind, Who

LIFT: dict[str, Any] = {
    "subject": "三单元电梯又坏了",
    "number": "JA-2611-0093",
    "station": "警安公寓红旗驿站",
    "by": "物业经理 丁海波",
}


def _told(event: str, whom: Who, words: Any, kind: Kind, sms: Any = "", /, **more: Any) -> Told:
    return Told(event, whom, words, kind, sms=sms, sample={**LIFT, **more})


STAFF = [
    _told(
        "assigned",
        Who.HANDLER,
        _("派给您一件：%(subject)s"),
        Kind.WORK,
        _("%(station)s派给您一件%(number)s，请登录签收。"),
    ),
    _told(
        "to_triage",
        Who.TRIAGER,
        _("有一件等您派人：%(subject)s"),
        Kind.WORK,
        _("%(station)s有一件%(number)s等您派人，请登录看。"),
    ),
    _told("co_handler", Who.CO_HANDLER, _("请您协办：%(subject)s"), Kind.WORK),
    _told("taken_away", Who.FORMER_HANDLER, _("这件转给别人了：%(subject)s"), Kind.WORK),
    _told("asks", Who.CHIEFS, _("%(by)s申请延期或挂起，请您批：%(subject)s"), Kind.WORK, until="2026-11-30"),
    _told("granted", Who.ASKER, _("您的申请同意了：%(subject)s"), Kind.WORK),
    _told("refused", Who.ASKER, _("您的申请没有同意：%(subject)s"), Kind.WORK),
    _told(
        "sent_up",
        Who.OFFICER,
        _("%(by)s上报一件：%(subject)s"),
        Kind.WORK,
        _("%(station)s上报一件%(number)s，请登录看。"),
    ),
    _told("received_above", Who.SENDER, _("%(by)s收到了您上报的：%(subject)s"), Kind.WORK),
    _told("answered_above", Who.SENDER, _("%(by)s答复了，请接着办：%(subject)s"), Kind.WORK),
    _told("sent_back_down", Who.SENDER, _("%(by)s退回来了，请接着办：%(subject)s"), Kind.WORK),
    _told("replied", Who.SENDER, _("外单位回复了，请接着办：%(subject)s"), Kind.WORK),
    _told("called_off", Who.OFFICER, _("%(by)s撤回了上报，不用您办了：%(subject)s"), Kind.WORK),
    _told("came_back", Who.SENDER, _("上报的到期没有答复，回到您这里：%(subject)s"), Kind.LATE),
    _told("not_answered", Who.OFFICER, _("到期没有答复，驿站收回去了：%(subject)s"), Kind.LATE),
    _told("go_on", Who.HANDLER, _("接着办：%(subject)s"), Kind.WORK),
    _told("urged", Who.HANDLER, _("居民催了：%(subject)s"), Kind.LATE),
    _told("supplemented", Who.HANDLER, _("居民补充了情况：%(subject)s"), Kind.WORK),
    _told("neighbour_joined", Who.HANDLER, _("又有一户邻居说一样的事：%(subject)s"), Kind.WORK),
    _told("withdrawn", Who.HANDLER, _("居民撤回了：%(subject)s"), Kind.WORK),
    _told("rated", Who.HANDLER, _("居民评价了：%(subject)s"), Kind.WORK),
    _told("reopened", Who.HANDLER, _("居民说没解决，重办：%(subject)s"), Kind.WORK),
    _told("due_soon", Who.HANDLER, _("快到期了：%(subject)s"), Kind.LATE),
    _told(
        "overdue",
        Who.HANDLER,
        _("超期了，请马上办：%(subject)s"),
        Kind.LATE,
        _("%(station)s的%(number)s超期了，请马上办。"),
    ),
    _told(
        "climbed_chief",
        Who.CHIEFS,
        _("超期一直没办，请您过问：%(subject)s"),
        Kind.LATE,
        _("%(station)s的%(number)s超期一直没办，请您过问。"),
    ),
    _told(
        "climbed_community",
        Who.OFFICER,
        _("驿站超期没办好，请社区过问：%(subject)s"),
        Kind.LATE,
        _("%(station)s的%(number)s超期没办好，请社区过问。"),
    ),
    _told("climbed_district", Who.OFFICIAL, _("超期太久，上了区里的清单：%(subject)s"), Kind.LATE),
    _told("supervised", Who.CHIEFS, _("%(by)s%(why)s，请按时答复：%(subject)s"), Kind.LATE, why="挂牌督办"),
    _told("supervision_raised", Who.CHIEFS, _("%(by)s升为%(why)s，请按时答复：%(subject)s"), Kind.LATE, why="约谈督办"),
    _told("supervision_answered", Who.ISSUER, _("%(by)s答复了督办：%(subject)s"), Kind.LATE),
    _told("supervision_closed", Who.CHIEFS, _("督办了结：%(subject)s"), Kind.LATE),
    _told("topic_given", Who.TOPIC, _("%(by)s请您负责一个专题：%(subject)s"), Kind.WORK),
    _told("topic_noted", Who.CHIEFS, _("%(by)s写了专题的进展：%(subject)s"), Kind.WORK),
    _told("supervision_late", Who.ISSUER, _("督办过期没有答复：%(subject)s"), Kind.LATE),
]
RESIDENTS = [
    _told(
        "has_a_person",
        Who.REPORTER,
        _("%(who)s负责您反映的“%(subject)s”"),
        Kind.PROGRESS,
        _("您反映的%(number)s有人负责了，%(station)s会联系您。"),
        who="物业经理 丁海波",
    ),
    _told("taken", Who.REPORTER, _("%(by)s开始办您反映的“%(subject)s”"), Kind.PROGRESS),
    _told("answered", Who.REPORTER, _("%(by)s答复了您：%(text)s"), Kind.PROGRESS, text="配件明天到，后天上午装。"),
    _told("suspended", Who.REPORTER, _("“%(subject)s”先放一放：%(why)s"), Kind.PROGRESS, why="等配件、等材料"),
    _told("resumed", Who.REPORTER, _("“%(subject)s”接着办了"), Kind.PROGRESS),
    _told("extended", Who.REPORTER, _("“%(subject)s”的期限延后了，原因写在进展里"), Kind.PROGRESS, until="2026-11-30"),
    _told(
        "sent_up_yours",
        Who.REPORTER,
        _("“%(subject)s”已报给%(to)s"),
        Kind.PROGRESS,
        _("您反映的%(number)s，%(station)s已经报到上一级，有消息就告诉您。"),
        to="市特检院",
    ),
    _told(
        "not_accepted",
        Who.REPORTER,
        _("“%(subject)s”没有受理：%(told)s"),
        Kind.PROGRESS,
        _("您反映的%(number)s没有受理，原因和该找谁写在里面，请您看看。"),
        told="这件归供电公司管，请打95598。",
    ),
    _told(
        "topic_told",
        Who.REPORTER,
        _("好几户反映的“%(subject)s”有答复了：%(text)s"),
        Kind.PROGRESS,
        _("您反映的%(number)s，%(station)s有答复了，请您看看。"),
        text="电梯月底前换新曳引机，换好前每天有人值守。",
    ),
    _told("merged", Who.REPORTER, _("“%(subject)s”和邻居反映的一起办，办好一样告诉您"), Kind.PROGRESS),
    _told(
        "resolved",
        Who.REPORTER,
        _("“%(subject)s”办好了，请您评价"),
        Kind.PROGRESS,
        _("您反映的%(number)s，%(station)s说办好了，请您看看、评一评。"),
        text="换了主板，试过了",
    ),
]
NEIGHBOURS = [
    _told(
        "neighbour_filed",
        Who.FOLLOWERS,
        _("%(place)s有人反映：%(what)s"),
        Kind.NEIGHBOURHOOD,
        place="4号楼",
        what="电梯坏了",
        what_en="Lift out of order",
    ),
    _told(
        "neighbour_resolved",
        Who.FOLLOWERS,
        _("%(place)s反映的事办好了：%(what)s"),
        Kind.NEIGHBOURHOOD,
        place="4号楼",
        what="电梯坏了",
        what_en="Lift out of order",
    ),
    Told(
        "critical_filed",
        Who.GROUP,
        _("%(station)s收到一件特急：%(number)s，请主办的人马上看"),
        Kind.STATION,
        urgent=True,
        sample=LIFT,
    ),
]
TABLE = [*STAFF, *RESIDENTS, *NEIGHBOURS]
