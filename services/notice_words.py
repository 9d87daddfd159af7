"""What the notices of requests say: event → sentence. `subject` is the request's title."""

from django.utils.translation import gettext_lazy as _

STAFF = {
    "assigned": _("派给您一件：%(subject)s"),
    "to_triage": _("有一件等您派人：%(subject)s"),
    "co_handler": _("请您协办：%(subject)s"),
    "taken_away": _("这件转给别人了：%(subject)s"),
    "asks": _("%(by)s申请延期或挂起，请您批：%(subject)s"),
    "granted": _("您的申请同意了：%(subject)s"),
    "refused": _("您的申请没有同意：%(subject)s"),
    "sent_up": _("%(by)s上报一件：%(subject)s"),
    "received_above": _("%(by)s收到了您上报的：%(subject)s"),
    "answered_above": _("%(by)s答复了，请接着办：%(subject)s"),
    "sent_back_down": _("%(by)s退回来了，请接着办：%(subject)s"),
    "replied": _("外单位回复了，请接着办：%(subject)s"),
    "called_off": _("%(by)s撤回了上报，不用您办了：%(subject)s"),
    "came_back": _("上报的到期没有答复，回到您这里：%(subject)s"),
    "not_answered": _("到期没有答复，驿站收回去了：%(subject)s"),
    "urged": _("居民催了：%(subject)s"),
    "supplemented": _("居民补充了情况：%(subject)s"),
    "withdrawn": _("居民撤回了：%(subject)s"),
    "rated": _("居民评价了：%(subject)s"),
    "reopened": _("居民说没解决，重办：%(subject)s"),
}
RESIDENTS = {
    "has_a_person": _("%(who)s负责您反映的“%(subject)s”"),
    "taken": _("%(by)s开始办您反映的“%(subject)s”"),
    "answered": _("%(by)s答复了您：%(text)s"),
    "suspended": _("“%(subject)s”先放一放：%(why)s"),
    "resumed": _("“%(subject)s”接着办了"),
    "extended": _("“%(subject)s”的期限延后了，原因写在进展里"),
    "sent_up_yours": _("“%(subject)s”已报给%(to)s"),
    "not_accepted": _("“%(subject)s”没有受理：%(told)s"),
    "merged": _("“%(subject)s”和邻居反映的一起办，办好一样告诉您"),
    "resolved": _("“%(subject)s”办好了，请您评价"),
}
