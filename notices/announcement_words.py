"""What the notices of announcements say: event → sentence. `subject` is the title."""

from django.utils.translation import gettext_lazy as _

RESIDENTS = {
    "announcement": _("驿站公告：%(subject)s"),
    "announcement_urgent": _("要紧，请看一下：%(subject)s"),
    "announcement_withdrawn": _("这条公告撤回了：%(subject)s。%(reason)s"),
}
STAFF = {
    "announcement_to_carry": _("请挨家告诉%(where)s：%(subject)s"),
    "announcement_called_off": _("不用再挨家告诉了，公告撤回了：%(subject)s。%(reason)s"),
}
