"""/api/v1/. Told by /api/schema/ and docs/api.md."""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from api.views import acts, places, requests

app_name = "api"
urlpatterns = [
    # for everybody
    path("", places.root, name="root"),
    path("stations/", places.Stations.as_view(), name="stations"),
    path("stations/<slug:slug>/", places.station, name="station"),
    path("categories/", places.categories, name="categories"),
    # a request is nobody else's business: no cache keeps it
    path("requests/", never_cache(requests.Requests.as_view()), name="requests"),
    path("requests/track/", never_cache(requests.track), name="track"),
    path("requests/<str:number>/", never_cache(requests.request_detail), name="request"),
    path("requests/<str:number>/candidates/", never_cache(requests.candidates), name="candidates"),
    path("requests/<str:number>/take/", acts.take, name="take"),
    path("requests/<str:number>/contact/", acts.contact, name="contact"),
    path("requests/<str:number>/note/", acts.note, name="note"),
    path("requests/<str:number>/resolve/", acts.resolve, name="resolve"),
    path("requests/<str:number>/assign/", acts.assign, name="assign"),
    # a program that asks for something else gets no page for people
    re_path(r"^.*/$", places.nothing),
]
