"""Monthly reports of a district: read, made, sent out as files."""

from django.urls import path

from reports.views import files, monthly

urlpatterns = [
    path("reports/", monthly.reports, name="reports"),
    path("reports/begin/", monthly.begin, name="report_begin"),
    path("reports/<str:month>/", monthly.report, name="report"),
    path("reports/<str:month>/report.<slug:kind>", files.report_file, name="report_file"),
    path("reports/<str:month>/texts/<int:pk>/<slug:verb>/", monthly.judge_text, name="report_text"),
    path("reports/<str:month>/<slug:verb>/", monthly.act, name="report_act"),
]
