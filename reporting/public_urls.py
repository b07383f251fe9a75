"""Pages that anybody may read. An address is `<partnership>/<plan>`, or `<partnership>/<plan>/<round>-<board>`."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path

from .sitemaps import PublicPages
from .views import public, verifying

_ADDRESS = r"^public/(?P<address>[-\w]+/[-\w]+(?:/[-\w]+)?)/"

urlpatterns = [
    path("verify/", verifying.check_public_pack, name="check_public_pack"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path("public/<slug:partnership>/", public.public_home, name="public_home"),
    re_path(rf"{_ADDRESS}$", public.public_page, name="public_page"),
    re_path(rf"{_ADDRESS}issues/(?P<number>[0-9]{{1,4}})/$", public.public_issue, name="public_issue"),
    re_path(rf"{_ADDRESS}issues/(?P<number>[0-9]{{1,4}})/(?P<kind>[a-z]+)$", public.public_file, name="public_file"),
]
