"""Tables to take away: what is in them depends on who asks, so all doors are the same."""

from django.urls import path

from reports.views import exports

urlpatterns = [
    path("", exports.exports, name="exports"),
    path("new/<slug:kind>/", exports.take, name="export_take"),
    path("<int:pk>/", exports.export_page, name="export"),
    path("<int:pk>/file/", exports.export_file, name="export_file"),
]
