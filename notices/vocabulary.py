"""The words of notices: who is told, of what kind, by which way, and how far it has got."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Who(models.TextChoices):
    """Who is told of an event. The action that causes it knows the person; this is what the table calls them."""

    HANDLER = "handler", _("主办人")
    CO_HANDLER = "co_handler", _("协办人")
    FORMER_HANDLER = "former_handler", _("原来的主办人")
    ASKER = "asker", _("申请的人")
    TRIAGER = "triager", _("派单的人")
    CHIEFS = "chiefs", _("站长、副站长")
    BUILDING_LEADERS = "building_leaders", _("楼长")
    OFFICER = "officer", _("社区、街道")
    SENDER = "sender", _("上报的人")
    OFFICIAL = "official", _("区级工作人员")
    ISSUER = "issuer", _("督办的人")
    TOPIC = "topic", _("负责专题的人")
    REPORTER = "reporter", _("反映的居民")
    RESIDENT = "resident", _("居民本人")
    RESIDENTS = "residents", _("住在那里的居民")
    FOLLOWERS = "followers", _("关注的居民")
    GROUP = "group", _("驿站工作群")


class Kind(models.TextChoices):
    """What a person may switch off for each channel."""

    WORK = "work", _("要我办的事")
    LATE = "late", _("超期和催办")
    PROGRESS = "progress", _("我反映的事有了进展")
    NEIGHBOURHOOD = "neighbourhood", _("我关注的邻里事")
    STATION = "station", _("驿站的通知")


class Audience(models.TextChoices):
    """To whom a notice goes: only a person's stands in an inbox; the others are on their way out only."""

    PERSON = "person", _("有账号的人")
    PHONE = "phone", _("没有账号的手机号")
    FOLLOWERS = "followers", _("关注的居民")
    GROUP = "group", _("驿站工作群")


class Channel(models.TextChoices):
    """The ways out. The inbox is no channel: a notice is there from the moment it is written."""

    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")
    WECHAT = "wechat", _("企业微信群")


class State(models.TextChoices):
    WAITING = "waiting", _("等着发")
    SENT = "sent", _("已送出")
    GIVEN_UP = "given_up", _("没送到")
    CALLED_OFF = "called_off", pgettext_lazy("delivery", "不用发了")


class Language(models.TextChoices):
    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


PERSONAL = (Channel.EMAIL, Channel.SMS)  # what a person may switch
