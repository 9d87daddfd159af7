"""Of a station: its figures, and what it writes for the monthly report of its district."""

from django.urls import path

from reports.views import station, station_texts

urlpatterns = [
    path("figures/", station.figures, name="figures"),
    path("report/", station_texts.texts, name="station_reports"),
    path("report/<str:month>/", station_texts.text, name="station_report"),
]
