"""The table of this room's own notices: the morning's figures."""

from django.utils.translation import gettext_lazy as _

from notices.registry import Told
from notices.vocabulary import Kind, Who

FIGURES = {"waiting": 3, "late": 1, "today": 2}
DIGEST = _("今早：%(waiting)s件等派人，%(late)s件超期，%(today)s件今天到期")

TABLE = [
    Told("digest", Who.CHIEFS, DIGEST, Kind.STATION, sample=FIGURES),
    Told("group_digest", Who.GROUP, DIGEST, Kind.STATION, sample=FIGURES),
]
