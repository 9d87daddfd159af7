from django.urls import path

from notices.views import inbox

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.read_all, name="inbox_read_all"),
    path("<int:pk>/", inbox.open_notice, name="notice"),
]
