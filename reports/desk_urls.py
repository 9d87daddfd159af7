"""What a station writes for the monthly report of its district."""

from django.urls import path

from reports.views import station_texts

urlpatterns = [
    path("report/", station_texts.texts, name="station_reports"),
    path("report/<str:month>/", station_texts.text, name="station_report"),
]
