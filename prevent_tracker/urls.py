"""Every address, by app."""

from __future__ import annotations

from django.urls import include, path, re_path

from partners import views as partners_views
from plans.api.docs import Nothing
from plans.views import outbox
from plans.views.calendar import calendar_feed

urlpatterns = [
    path("", partners_views.home, name="home"),
    path("help/", partners_views.help_page, name="help"),
    path("accessibility/", partners_views.accessibility, name="accessibility"),
    path("healthz/", partners_views.health, name="health"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<slug:name>/", outbox.outbox_mail, name="outbox_mail"),
    path("outbox/<slug:name>/html/", outbox.outbox_html, name="outbox_html"),
    path("outbox/<slug:name>/files/<int:place>/", outbox.outbox_file, name="outbox_file"),
    path("account/", include("partners.account_urls")),
    path(
        "p/<slug:partnership>/",
        include(
            [path("", include("partners.urls")), path("", include("plans.urls")), path("", include("reporting.urls"))]
        ),
    ),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("", include("plans.link_urls")),
    path("", include("reporting.public_urls")),
    path("api/", include("plans.api.urls")),
    path("api/", include("reporting.api.urls")),
    re_path(r"^api/.+", Nothing.as_view(), name="api_nothing"),
]
