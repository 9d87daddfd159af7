from services.models.catalogue import Category, CategoryGroup, Question, RouteOverride, WorkCalendarDay
from services.models.escalations import Escalation
from services.models.request import CoHandler, NumberSeries, Request
from services.models.saved_views import SavedView
from services.models.supervision import Supervision
from services.models.timeline import Answer, Ask, DraftPhoto, Feedback, Photo, RequestEvent
from services.models.topics import HotTopic, TopicMember, TopicWatch

__all__ = [
    "Answer",
    "Ask",
    "Category",
    "CategoryGroup",
    "CoHandler",
    "DraftPhoto",
    "Escalation",
    "Feedback",
    "HotTopic",
    "NumberSeries",
    "Photo",
    "Question",
    "Request",
    "RequestEvent",
    "RouteOverride",
    "SavedView",
    "Supervision",
    "TopicMember",
    "TopicWatch",
    "WorkCalendarDay",
]
