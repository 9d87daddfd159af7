"""Figures on the desk: of the station that somebody runs."""

from django.urls import path

from reports.views import station

urlpatterns = [path("figures/", station.figures, name="figures")]
