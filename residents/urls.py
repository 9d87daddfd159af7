"""What somebody who signed in has for themselves."""

from django.urls import path

from residents.views import me

urlpatterns = [
    path("", me.me, name="me"),
    path("name/", me.name, name="me_name"),
    path("home/", me.home, name="me_home"),
    path("home/<int:pk>/", me.home_claim, name="me_home_claim"),
    path("home/<int:pk>/end/", me.home_end, name="me_home_end"),
    path("data/", me.export, name="me_data"),
    path("close/", me.close, name="me_close"),
]
