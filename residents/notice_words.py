"""What the notices of residencies say: event → sentence. `subject` is the dwelling."""

from django.utils.translation import gettext_lazy as _

RESIDENTS = {
    "residency_confirmed": _("%(by)s确认了您住在%(subject)s"),
    "residency_refused": _("您登记的%(subject)s没有通过：%(why)s"),
    "residency_ended": _("%(by)s登记您已从%(subject)s搬走：%(why)s"),
}
STAFF = {
    "residency_claimed": _("%(name)s说自己住在%(subject)s，请您确认"),
}
