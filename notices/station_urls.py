"""What a station tells everybody."""

from django.urls import path

from notices.views import announcement

urlpatterns = [
    path("<slug:slug>/announcements/<int:pk>/", announcement.announcement, name="announcement"),
]
