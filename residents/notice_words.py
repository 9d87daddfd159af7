"""The table of the notices of residencies. `subject` is the dwelling."""

from django.utils.translation import gettext_lazy as _

from notices.registry import Told
from notices.vocabulary import Kind, Who

SAMPLE = {"subject": "4号楼2单元301", "by": "张楼长", "why": "房号写错了，请核对一下", "name": "陈*"}

TABLE = [
    Told("residency_confirmed", Who.RESIDENT, _("%(by)s确认了您住在%(subject)s"), Kind.PROGRESS, sample=SAMPLE),
    Told("residency_refused", Who.RESIDENT, _("您登记的%(subject)s没有通过：%(why)s"), Kind.PROGRESS, sample=SAMPLE),
    Told("residency_ended", Who.RESIDENT, _("%(by)s登记您已从%(subject)s搬走：%(why)s"), Kind.PROGRESS, sample=SAMPLE),
    Told(
        "residency_claimed",
        Who.BUILDING_LEADERS,
        _("%(name)s说自己住在%(subject)s，请您确认"),
        Kind.WORK,
        sample=SAMPLE,
    ),
]
