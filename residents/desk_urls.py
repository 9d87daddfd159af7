"""Residents and volunteers, for station people."""

from django.urls import path, re_path

from residents.views import desk

urlpatterns = [
    path("residents/", desk.residents, name="residents"),
    re_path(r"^residents/(?P<pk>[0-9]{1,18})/(?P<verb>confirm|refuse|end)/$", desk.decide, name="residency_decide"),
    path("volunteers/", desk.volunteers, name="volunteers"),
    path("volunteers/<slug:slug>/add/", desk.add_volunteer, name="volunteer_add"),
    path("volunteers/<slug:slug>/<int:pk>/", desk.skills, name="volunteer_skills"),
]
