"""What did not arrive, what every notice says; announcements: the list, writing, publishing, receipts, doors."""

from django.urls import path, re_path

from notices.views import announcements, doors, outbox, preview, writing

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/again/", outbox.again, name="outbox_again"),
    path("outbox/<int:pk>/drop/", outbox.drop, name="outbox_drop"),
    path("notices/preview/", preview.preview_page, name="notices_preview"),
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
