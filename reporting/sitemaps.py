"""What search engines are told to look at: pages that were chosen to be found, and no others."""

from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .queries import public
from .queries.public import PublicPage


class PublicPages(Sitemap[PublicPage]):
    def items(self) -> list[PublicPage]:
        return public.indexable()

    def location(self, item: PublicPage) -> str:
        return reverse("public_page", args=[item.publication.address])

    def lastmod(self, item: PublicPage) -> dt.datetime:
        return item.current.issued_at
