"""The notices of monthly reports, whose `subject` is the month, and of tables to take away: the file's name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.registry import Told
from notices.vocabulary import Kind, Who

SAMPLE = {"subject": "督办台账 20261125"}
NOVEMBER: dict[str, Any] = {
    "subject": "2026-11",
    "month": "2026年11月",
    "month_en": "November 2026",
    "division": "东昌府区",
}

TABLE = [
    Told(
        "report_text_asked",
        Who.CHIEFS,
        _("%(division)s%(month)s月报开始写了，请写写本站这个月的情况"),
        Kind.WORK,
        sample=NOVEMBER,
    ),
    Told(
        "report_text_returned",
        Who.CHIEFS,
        _("本站%(month)s月报的文字退回来了，请改一改再交：%(reason)s"),
        Kind.WORK,
        sample={**NOVEMBER, "reason": "请写写供暖是怎么处理的"},
    ),
    Told("report_published", Who.CHIEFS, _("%(division)s%(month)s月报发布了"), Kind.STATION, sample=NOVEMBER),
    Told(
        "report_corrected",
        Who.CHIEFS,
        _("%(division)s%(month)s月报出了更正，现在以第%(version)s版为准：%(reason)s"),
        Kind.STATION,
        sample={**NOVEMBER, "version": 2, "reason": "漏了两件"},
    ),
    Told(
        "report_drafted",
        Who.OFFICIAL,
        _("%(division)s%(month)s月报的草稿出来了，请看看"),
        Kind.WORK,
        sample=NOVEMBER,
    ),
    Told("table_ready", Who.ASKER, _("您要的表做好了：%(subject)s"), Kind.WORK, sample=SAMPLE),
    Told("table_failed", Who.ASKER, _("您要的表没做成，请再要一次：%(subject)s"), Kind.WORK, sample=SAMPLE),
]
