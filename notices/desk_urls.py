"""What did not arrive, and what every notice says."""

from django.urls import path

from notices.views import outbox, preview

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/again/", outbox.again, name="outbox_again"),
    path("outbox/<int:pk>/drop/", outbox.drop, name="outbox_drop"),
    path("notices/preview/", preview.preview_page, name="notices_preview"),
]
