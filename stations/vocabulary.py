"""The words of places and posts (docs/glossary.md)."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DivisionLevel(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("区县")
    STREET = "street", _("街道、乡镇")
    COMMUNITY = "community", _("社区")


class GoverningBody(models.TextChoices):
    HOA = "hoa", _("业主委员会")
    PMC = "pmc", _("物业管理委员会")
    NONE = "none", pgettext_lazy("governing body", "没有")


class Post(models.TextChoices):
    STATION_CHIEF = "station_chief", _("站长")
    DEPUTY_CHIEF = "deputy_chief", _("副站长")
    BRANCH_SECRETARY = "branch_secretary", _("党支部书记")
    HOA_CHAIR = "hoa_chair", _("业委会主任")
    HOA_MEMBER = "hoa_member", _("业委会委员")
    PROPERTY_MANAGER = "property_manager", _("物业经理")
    PROPERTY_STAFF = "property_staff", _("物业员工")
    BUILDING_LEADER = "building_leader", _("楼长")
    MEDIATOR = "mediator", _("调解员")
    DUTY_OFFICER = "duty_officer", _("值班员")
    COMMUNITY_OFFICER = "community_officer", _("社区工作人员")
    STREET_OFFICER = "street_officer", _("街道工作人员")
    DISTRICT_OFFICIAL = "district_official", _("区级工作人员")


STATION_POSTS = (
    Post.STATION_CHIEF,
    Post.DEPUTY_CHIEF,
    Post.BRANCH_SECRETARY,
    Post.HOA_CHAIR,
    Post.HOA_MEMBER,
    Post.PROPERTY_MANAGER,
    Post.PROPERTY_STAFF,
    Post.BUILDING_LEADER,
    Post.MEDIATOR,
    Post.DUTY_OFFICER,
)
DIVISION_POSTS = (Post.COMMUNITY_OFFICER, Post.STREET_OFFICER, Post.DISTRICT_OFFICIAL)


class Side(models.TextChoices):
    """The side in a complaint that somebody stands on (Liaocheng property rules)."""

    PROPERTY = "property", _("物业公司")
    HOA = "hoa", _("业委会")


SIDE_OF_POST = {
    Post.PROPERTY_MANAGER: Side.PROPERTY,
    Post.PROPERTY_STAFF: Side.PROPERTY,
    Post.HOA_CHAIR: Side.HOA,
    Post.HOA_MEMBER: Side.HOA,
}


class FacilityKind(models.TextChoices):
    LIFT = "lift", _("电梯")
    PUMP_ROOM = "pump_room", _("水泵房")
    GATE = "gate", _("大门")
    HEAT_STATION = "heat_station", _("换热站")
    POWER_ROOM = "power_room", _("配电室")
    BIKE_SHED = "bike_shed", _("车棚")
    WASTE_POINT = "waste_point", _("垃圾分类点")
    SQUARE = "square", _("广场")
    GARAGE = "garage", _("车库")
    OTHER = "other", _("其他")


class RoomKind(models.TextChoices):
    BRANCH = "branch", _("支部会议室")
    OFFICE = "office", _("办公室")
    ACTIVITY = "activity", _("活动室")
    STUDY = "study", _("书画阅览室")
    CHESS = "chess", _("棋牌室")
    OTHER = "other", _("其他")


class TeamKind(models.TextChoices):
    MEDIATION = "mediation", _("家庭调解")
    REPAIR = "repair", _("便民维修")
    ELDER_CARE = "elder_care", _("爱心助老")
    HEALTH = "health", _("医疗保健")
    POLICY = "policy", _("政策宣讲")
    CHILDCARE = "childcare", _("四点半课堂")
    ARTS = "arts", _("文体")
    PATROL = "patrol", _("平安巡逻")


class Slot(models.TextChoices):
    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("晚上")


# One follows the other, so that nobody is off duty over lunch.
SLOT_HOURS = {
    Slot.MORNING: (time(8), time(12)),
    Slot.AFTERNOON: (time(12), time(18)),
    Slot.EVENING: (time(18), time(22)),
}

# What the history of a station says: verb of the audit log → words.
AUDIT_WORDS = {
    "post_given": _("任命"),
    "post_ended": _("不再担任"),
    "post_called_off": _("取消任命"),
    "shift_added": _("排班"),
    "shift_removed": _("删班"),
    "absence_added": _("请假"),
    "absence_removed": _("销假"),
    "team_made": _("成立服务队"),
    "team_changed": _("改服务队"),
    "team_joined": _("加队员"),
    "team_left": _("离队"),
    "team_led": _("定队长"),
    "plates_made": _("做门牌码"),
    "plate_revoked": _("停用门牌码"),
}
