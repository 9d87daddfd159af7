"""The table of the notices of exports. `subject` is the file's name."""

from django.utils.translation import gettext_lazy as _

from notices.registry import Told
from notices.vocabulary import Kind, Who

SAMPLE = {"subject": "督办台账 20261125"}

TABLE = [
    Told("table_ready", Who.ASKER, _("您要的表做好了：%(subject)s"), Kind.WORK, sample=SAMPLE),
    Told("table_failed", Who.ASKER, _("您要的表没做成，请再要一次：%(subject)s"), Kind.WORK, sample=SAMPLE),
]
