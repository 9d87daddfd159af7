"""What residents open: a station, filing, plates, the page of a request, their own list; and what links open."""

from django.urls import path, re_path

from services.views import filing, links, mine, photos, request, resident, station, track

urlpatterns = [
    path("stations/<slug:slug>/", station.station_page, name="station"),
    path("stations/<slug:slug>/report/", filing.report, name="report"),
    path("p/<str:code>/", filing.plate, name="plate"),
    path("requests/track/", track.track, name="track"),
    path("requests/<str:number>/", request.request_page, name="request"),
    path("requests/<str:number>/rate/", resident.rate, name="request_rate"),
    path("requests/<str:number>/urge/", resident.urge, name="request_urge"),
    path("requests/<str:number>/supplement/", resident.supplement, name="request_supplement"),
    path("requests/<str:number>/answers/", resident.answers, name="request_answers"),
    path("requests/<str:number>/kind/", resident.choose_kind, name="request_kind"),
    path("requests/<str:number>/withdraw/", resident.withdraw, name="request_withdraw"),
    path("requests/<str:number>/join/", resident.join, name="request_join"),
    path("requests/<str:number>/leave/", resident.leave, name="request_leave"),
    path("requests/<str:number>/reopen/", resident.reopen, name="request_reopen"),
    path("reply/<str:token>/", links.reply, name="reply"),
    path("rate/<str:token>/", links.rate, name="rate_link"),
    path("my/", mine.my_requests, name="my_requests"),
    path("my/forget/", mine.forget, name="forget"),
    path("photos/kept/<str:token>/", photos.kept_photo, name="kept_photo"),
    re_path(r"^photos/(?P<pk>[0-9]{1,15})/(?P<size>thumb|full)/$", photos.photo, name="photo"),
]
