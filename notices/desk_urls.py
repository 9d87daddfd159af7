"""Announcements: the list, writing, publishing, receipts, and the doors to go to."""

from django.urls import path, re_path

from notices.views import announcements, doors, writing

urlpatterns = [
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/<slug:slug>/add/", writing.add, name="announcement_add"),
    path("announcements/<int:pk>/", announcements.one, name="announcement"),
    path("announcements/<int:pk>/change/", writing.change, name="announcement_change"),
    path("announcements/<int:pk>/doors/", doors.doors, name="announcement_doors"),
    re_path(
        r"^announcements/(?P<pk>[0-9]{1,18})/(?P<verb>publish|discard)/$", announcements.do, name="announcement_do"
    ),
    re_path(r"^announcements/(?P<pk>[0-9]{1,18})/(?P<verb>end|withdraw)/$", writing.stop, name="announcement_stop"),
]
