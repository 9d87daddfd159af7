"""The table of contents. What stands here and may be opened by whom is held by tests/house/test_access.py."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from api.views.docs import ApiPage
from portal.views import display, home, operators, styleguide

desk = [
    path("", include("services.desk_urls")),
    path("", include("stations.desk_urls")),
    path("", include("residents.desk_urls")),
    path("", include("notices.desk_urls")),
    path("", include("reports.desk_urls")),
]
district = [
    path("", include("services.district_urls")),
    path("", include("reports.district_urls")),
]

handler404 = "portal.views.errors.not_found"
urlpatterns = [
    # for everybody
    path("", home.home, name="home"),
    path("help/", home.help_page, name="help"),
    path("privacy/", home.privacy, name="privacy"),
    path("display/", display.display, name="display"),
    path("stations/", include("stations.urls")),
    path("stations/", include("notices.station_urls")),
    path("", include("services.urls")),  # filing, plates, a request's own page, /my/, /requests/track/
    # for whoever signed in
    path("", include("accounts.urls")),
    path("after-sign-in/", home.after_sign_in, name="after_sign_in"),
    path("inbox/", include("notices.urls")),
    path("me/", include("residents.urls")),
    path("me/notices/", include("notices.me_urls")),
    # for station people and officers
    path("desk/", include((desk, "desk"))),
    # for officials of the district, and officers below them
    path("district/", include((district, "district"))),
    # tables to take away
    path("exports/", include("reports.urls")),
    # for programs and operators
    path("api/v1/", include("api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", ApiPage.as_view(), name="docs"),
    path("healthz", operators.healthz, name="healthz"),
    path("readyz", operators.readyz, name="readyz"),
    path("metrics", operators.metrics, name="metrics"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/desk/", styleguide.styleguide_desk, name="styleguide_desk"),
    path("admin/", admin.site.urls),
]
