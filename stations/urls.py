"""The directory. A station's own page stands in services/urls.py: it shows the kinds of requests, too."""

from django.urls import path

from stations.views import public

urlpatterns = [
    path("", public.directory, name="stations"),
]
