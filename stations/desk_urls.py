"""Posts, duty rota, teams and plates of a station."""

from django.urls import path, re_path

from stations.views import plates, posts, rota, teams

urlpatterns = [
    path("posts/", posts.posts, name="posts"),
    path("posts/<slug:slug>/appoint/", posts.appoint, name="appoint"),
    path("posts/<slug:slug>/ended/", posts.ended, name="posts_ended"),
    path("posts/<int:pk>/end/", posts.end, name="post_end"),
    path("rota/", rota.rota, name="rota"),
    path("rota/<slug:slug>/shift/", rota.add_shift, name="shift_add"),
    path("rota/shifts/<int:pk>/remove/", rota.remove_shift, name="shift_remove"),
    path("rota/<slug:slug>/absence/", rota.add_absence, name="absence_add"),
    path("rota/<slug:slug>/absences/<int:pk>/remove/", rota.remove_absence, name="absence_remove"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<slug:slug>/add/", teams.add_team, name="team_add"),
    path("teams/<int:pk>/", teams.team, name="team"),
    re_path(r"^teams/members/(?P<pk>[0-9]{1,18})/(?P<verb>lead|leave)/$", teams.change_member, name="team_member"),
    path("plates/", plates.plates, name="plates"),
    path("plates/<slug:slug>/make/", plates.make_missing, name="plates_make"),
    path("plates/<slug:slug>/print/", plates.print_sheet, name="plates_print"),
    path("plates/<int:pk>/revoke/", plates.revoke, name="plate_revoke"),
]
