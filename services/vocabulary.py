"""The words of a request: for staff and for residents side by side."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    SUBMITTED = "submitted", _("待受理")
    ASSIGNED = "assigned", _("已派单")
    IN_PROGRESS = "in_progress", _("处理中")
    RESOLVED = "resolved", _("待评价")
    CLOSED = "closed", _("已办结")
    SUSPENDED = "suspended", _("挂起")
    ESCALATED = "escalated", _("已上报")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    MERGED = "merged", _("已并案")


RESIDENT_WORDS = {
    Status.SUBMITTED: _("已提交"),
    Status.ASSIGNED: _("已派人"),
    Status.IN_PROGRESS: _("正在办"),
    Status.RESOLVED: _("等您评价"),
    Status.CLOSED: _("办完了"),
    Status.SUSPENDED: _("先放一放"),
    Status.ESCALATED: _("已转出，等答复"),
    Status.NOT_ACCEPTED: _("驿站没接"),
    Status.WITHDRAWN: _("已撤回"),
    Status.MERGED: _("和邻居的一起办"),
}
# tint and icon of the tag (core/templatetags/ui.py); a colour never speaks alone
STATUS_LOOK = {
    Status.SUBMITTED: ("new", "clock"),
    Status.ASSIGNED: ("sent", "send"),
    Status.IN_PROGRESS: ("doing", "tool"),
    Status.RESOLVED: ("ask", "star"),
    Status.CLOSED: ("done", "check-circle"),
    Status.SUSPENDED: ("shut", "pause"),
    Status.ESCALATED: ("sent", "escalate"),
    Status.NOT_ACCEPTED: ("shut", "refuse"),
    Status.WITHDRAWN: ("shut", "undo"),
    Status.MERGED: ("shut", "merge"),
}
# The five steps that a resident sees, and where each status stands on them.
STEPS = [
    pgettext_lazy("step", "提交"),
    pgettext_lazy("step", "派人"),
    pgettext_lazy("step", "在办"),
    pgettext_lazy("step", "评价"),
    pgettext_lazy("step", "办完"),
]
STEP_OF = {
    Status.SUBMITTED: 1,
    Status.ASSIGNED: 2,
    Status.IN_PROGRESS: 3,
    Status.SUSPENDED: 3,
    Status.ESCALATED: 3,
    Status.RESOLVED: 4,
    Status.CLOSED: 5,
}
WORKING = (Status.SUBMITTED, Status.ASSIGNED, Status.IN_PROGRESS)  # the resolve clock runs
OPEN = (*WORKING, Status.SUSPENDED, Status.ESCALATED)
ENDED = (Status.CLOSED, Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.MERGED)


class Nature(models.TextChoices):
    INQUIRY = "inquiry", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")


NAMELESS_NATURES = (Nature.COMPLAINT, Nature.REPORT)  # who said it stays unsaid, even to the one in charge


class Urgency(models.TextChoices):
    CRITICAL = "critical", _("特急")
    URGENT = "urgent", _("紧急")
    NORMAL = "normal", _("一般")
    COMPLEX = "complex", _("疑难")


AROUND_THE_CLOCK = (Urgency.CRITICAL, Urgency.URGENT)


class Channel(models.TextChoices):
    WEB = "web", _("网页")
    PLATE = "plate", _("扫码")
    DESK = "desk", _("驿站登记")
    PHONE = "phone", _("电话代录")
    VISIT = "visit", _("上门代报")
    API = "api", _("接口")
    IMPORT = "import", _("导入")


class Target(models.TextChoices):
    """Whom a complaint is about; that side never gets it and never learns who complained."""

    NONE = "", _("不针对谁")
    PROPERTY = "property", _("物业公司")
    HOA = "hoa", _("业委会")
    BOTH = "both", _("物业公司和业委会")
    MEMBER = "member", _("某位工作人员")
    CHIEF = "chief", _("站长")


class NotAcceptedReason(models.TextChoices):
    """The six lawful outcomes (Beijing rule art. 11): each is told with what to do instead."""

    EMERGENCY = "emergency", _("紧急情况，请直接拨打110、119、120")
    LAWSUIT = "lawsuit", _("正在走诉讼、仲裁、信访等法定程序")
    REPEAT = "repeat", _("同一件事正在办或已依法办完，没有新情况")
    SECRET = "secret", _("涉及国家秘密、商业秘密或他人隐私")
    OUT_OF_SCOPE = "out_of_scope", _("不归驿站和社区管")
    UNLAWFUL = "unlawful", _("违反法律法规或公序良俗")


class SuspendReason(models.TextChoices):
    PARTS = "parts", _("等配件、等材料")
    WEATHER = "weather", _("等天气、等季节")
    RESIDENT = "resident", _("等居民在家")
    OUTSIDE = "outside", _("等外单位")
    VOTE = "vote", _("等业主表决")


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class FeedbackWay(models.TextChoices):
    """How the three answers came."""

    SELF = "self", _("居民自己评价")
    LINK = "link", _("短信链接")
    PHONE = "phone", _("电话回访")
    DOOR = "door", _("上门回访")


CALL_BACK_WAYS = (FeedbackWay.PHONE, FeedbackWay.DOOR)


class EscalationLevel(models.TextChoices):
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道")
    OUTSIDE = "outside", _("外单位")


class EscalationEnding(models.TextChoices):
    ANSWERED = "answered", _("答复了")
    SENT_BACK = "sent_back", _("退回了")
    CAME_BACK = "came_back", _("到期没答复，收回了")
    CALLED_OFF = "called_off", _("撤回了")


class ReplyOutcome(models.TextChoices):
    """What an outside body says it did."""

    DONE = "done", _("已经办好")
    PLANNED = "planned", _("已经安排，还在办")
    EXPLAINED = "explained", _("情况说明，不用再办")
    NOT_OURS = "not_ours", _("不归我们办")


class Outcome(models.TextChoices):
    RATED = "rated", _("居民已评价")
    NO_ANSWER = "no_answer", _("居民没有评价")


class AskKind(models.TextChoices):
    EXTENSION = "extension", _("延期")
    SUSPENSION = "suspension", _("挂起")


class Pressing(models.TextChoices):
    """Which promise runs now."""

    ACCEPT = "accept", _("受理")
    CONTACT = "contact", _("联系")
    RESOLVE = "resolve", _("办结")
    FOLLOW_UP = "follow_up", _("答复")


class Light(models.TextChoices):
    """Yellow: due soon. Red: overdue."""

    GREEN = "green", _("绿灯")
    YELLOW = "yellow", _("黄灯")
    RED = "red", _("红灯")


class SupervisionLevel(models.IntegerChoices):
    """The ladder of pressing from above."""

    DAILY = 1, _("日常督办")
    LISTED = 2, _("挂牌督办")
    TALK = 3, _("约谈督办")


class Issuer(models.TextChoices):
    """Who presses: the community (and its street), or the district."""

    COMMUNITY = "community", _("社区")
    DISTRICT = "district", _("区里")


class EventKind(models.TextChoices):
    FILED = "filed", _("提交了诉求")
    ROUTED = "routed", _("派单")
    ASSIGNED = "assigned", _("派单")
    TAKEN = "taken", _("签收")
    CONTACTED = "contacted", _("已联系")
    RETURNED = "returned", _("退回")
    TRANSFERRED = "transferred", _("转办")
    NOTED = "noted", _("记录")
    SUPPLEMENTED = "supplemented", _("补充")
    ANSWERED_QUESTIONS = "answered_questions", _("补充了细节")
    CLASSIFIED = "classified", _("改类别")
    PLACED = "placed", _("改位置")
    CO_HANDLER_ADDED = "co_handler_added", _("协办")
    EXTENSION_ASKED = "extension_asked", _("申请延期")
    EXTENDED = "extended", _("延期")
    SUSPENSION_ASKED = "suspension_asked", _("申请挂起")
    ASK_REFUSED = "ask_refused", _("申请没有同意")
    SUSPENDED = "suspended", _("挂起")
    RESUMED = "resumed", _("恢复办理")
    ESCALATED = "escalated", _("上报")
    PASSED_ON = "passed_on", _("转报")
    RECEIVED_ABOVE = "received_above", _("上级收到")
    ANSWERED_ABOVE = "answered_above", _("上级答复")
    REPLIED = "replied", _("外单位回复")
    SENT_BACK = "sent_back", _("上级退回")
    CAME_BACK = "came_back", _("到期收回")
    CALLED_OFF = "called_off", _("撤回上报")
    LINK_CHANGED = "link_changed", _("换了回复链接")
    NOT_REACHED = "not_reached", _("回访没联系上")
    RESOLVED = "resolved", _("办好了")
    RATED = "rated", _("评价")
    REOPENED = "reopened", _("重办")
    CLOSED = "closed", _("办结")
    URGED = "urged", _("催单")
    WITHDRAWN = "withdrawn", _("撤回")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    MERGED = "merged", _("并案")
    UNMERGED = "unmerged", _("撤销并案")
    JOINED = "joined", _("我家也是")
    TOPIC_TOLD = "topic_told", _("专题答复")
    CODE_RENEWED = "code_renewed", _("换了取件码")
    CLIMBED = "climbed", _("超期报上")
    SUPERVISED = "supervised", _("督办")
    SUPERVISION_ANSWERED = "supervision_answered", _("答复督办")
    SUPERVISION_CLOSED = "supervision_closed", _("督办了结")
    SUPERVISION_RAISED = "supervision_raised", _("督办升级")


class TopicState(models.TextChoices):
    FOUND = "found", pgettext_lazy("one of them", "热点")
    OPENED = "opened", _("专题，在办")
    PUBLISHED = "published", _("专题，已答复")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("文字")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")
    ONE = "one", _("单选")
    SEVERAL = "several", _("多选")
    PHOTO = "photo", _("照片")
