from notices.models.announcement import Announcement, Reading, ToldAtDoor
from notices.models.notice import Notice

__all__ = ["Announcement", "Notice", "Reading", "ToldAtDoor"]
