from notices.models.announcement import Announcement, Reading, ToldAtDoor
from notices.models.choices import Follow, NoticeSettings
from notices.models.delivery import Delivery
from notices.models.hook import GroupHook
from notices.models.notice import DigestSent, Notice

__all__ = [
    "Announcement",
    "Delivery",
    "DigestSent",
    "Follow",
    "GroupHook",
    "Notice",
    "NoticeSettings",
    "Reading",
    "ToldAtDoor",
]
