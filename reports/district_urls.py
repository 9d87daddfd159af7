"""Figures for whoever is above stations."""

from django.urls import path

from reports.views import ledger

urlpatterns = [path("supervision/", ledger.ledger, name="supervision")]
