"""The figures of a division: all of it, station by station, and what stands behind each."""

from django.urls import path

from reports.views import district

urlpatterns = [
    path("", district.overview, name="overview"),
    path("stations/", district.stations, name="stations"),
    path("figures/<slug:key>/", district.behind, name="behind"),
]
