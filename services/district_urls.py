"""What officials of a district work with: requests that climbed to them."""

from django.urls import path

from services.views import district

urlpatterns = [
    path("overdue/", district.overdue, name="overdue"),
    path("topics/", district.topics, name="topics"),
    path("requests/<str:number>/", district.request_page, name="request"),
    path("requests/<str:number>/<slug:action>/", district.act, name="act"),
]
