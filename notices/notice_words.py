"""The table of this room's own notices: the morning's figures, announcements (`subject` is their title)."""

from django.utils.translation import gettext_lazy as _

from notices.registry import Told
from notices.vocabulary import Kind, Who

FIGURES = {"waiting": 3, "late": 1, "today": 2}
DIGEST = _("今早：%(waiting)s件等派人，%(late)s件超期，%(today)s件今天到期")
WATER = {
    "subject": "明天上午停水",
    "station": "警安公寓红旗驿站",
    "where": "4号楼、5号楼",
    "reason": "水泵提前换好了。",
}

TABLE = [
    Told("digest", Who.CHIEFS, DIGEST, Kind.STATION, sample=FIGURES),
    Told("group_digest", Who.GROUP, DIGEST, Kind.STATION, sample=FIGURES),
    Told("announcement", Who.RESIDENTS, _("驿站公告：%(subject)s"), Kind.STATION, sample=WATER),
    Told(
        "announcement_urgent",
        Who.RESIDENTS,
        _("要紧，请看一下：%(subject)s"),
        Kind.STATION,
        sms=_("%(station)s有一条要紧的公告，请打开驿站网页看一下。"),
        sample=WATER,
    ),
    Told(
        "announcement_withdrawn",
        Who.RESIDENTS,
        _("这条公告撤回了：%(subject)s。%(reason)s"),
        Kind.STATION,
        sample=WATER,
    ),
    Told("announcement_to_carry", Who.BUILDING_LEADERS, _("请挨家告诉%(where)s：%(subject)s"), Kind.WORK, sample=WATER),
    Told(
        "announcement_called_off",
        Who.BUILDING_LEADERS,
        _("不用再挨家告诉了，公告撤回了：%(subject)s。%(reason)s"),
        Kind.WORK,
        sample=WATER,
    ),
]
