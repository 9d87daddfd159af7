"""The desk: what station people and officers work with."""

from django.urls import path

from services.views.desk import (
    act,
    bulk,
    calendar,
    catalogue,
    file,
    live,
    request,
    routing,
    saved_views,
    slip,
    topics,
    triage,
    work,
)

urlpatterns = [
    path("", work.my_work, name="work"),
    path("requests/", triage.triage, name="triage"),
    path("requests/live/", live.triage_live, name="triage_live"),
    path("requests/bulk/", bulk.bulk, name="bulk"),
    path("requests/<str:number>/", request.request_page, name="request"),
    path("requests/<str:number>/escalations/<int:pk>/slip/", slip.slip, name="slip"),
    path("requests/<str:number>/<slug:action>/", act.act, name="act"),
    path("file/", file.file_for_neighbour, name="file"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/<slug:verb>/", topics.topic_do, name="topic_do"),
    path("views/", saved_views.saved_views, name="views"),
    path("routing/", routing.routing, name="routing"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/calendar/", calendar.calendar, name="calendar"),
    path("catalogue/calendar/<int:pk>/remove/", calendar.forget_day, name="calendar_forget"),
    path("catalogue/overrides/<int:pk>/end/", catalogue.end_override, name="override_end"),
    path("catalogue/<slug:slug>/override/", catalogue.add_override, name="override_add"),
]
