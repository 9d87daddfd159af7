"""The figures of a division: all of it, station by station, what stands behind each; its monthly reports and ledger."""

from django.urls import path

from reports.views import district, files, ledger, monthly

urlpatterns = [
    path("", district.overview, name="overview"),
    path("stations/", district.stations, name="stations"),
    path("figures/<slug:key>/", district.behind, name="behind"),
    path("now/<slug:key>/", district.now, name="now"),
    path("supervision/", ledger.ledger, name="supervision"),
    path("reports/", monthly.reports, name="reports"),
    path("reports/begin/", monthly.begin, name="report_begin"),
    path("reports/<str:month>/", monthly.report, name="report"),
    path("reports/<str:month>/report.<slug:kind>", files.report_file, name="report_file"),
    path("reports/<str:month>/texts/<int:pk>/<slug:verb>/", monthly.judge_text, name="report_text"),
    path("reports/<str:month>/<slug:verb>/", monthly.act, name="report_act"),
]
