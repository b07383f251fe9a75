"""A document as HTML: a body for a page of the application, and a file that stands alone."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reporting.document import Document
from reporting.styles import Limits

from .assets import data_uri, stylesheet
from .view import PackView

# What no HTML may hold: control characters other than tab and line ends, and halves of a character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def render_body(document: Document) -> str:
    """The pack as a fragment, to stand in a page of the application that links static/reporting/pack.css."""
    return _clean(render_to_string("reporting/pack/body.html", {"pack": PackView(document), "doc": document}))


def render_html(document: Document) -> str:
    """The pack as one file: styles and pictures inside, no script, nothing fetched."""
    return page(document, stylesheet("pack.css", data_uri))


def page(document: Document, css: str, limits: Limits | None = None) -> str:
    """The skeleton around the body, within `limits` or the style's own. `css` is ours and goes in as it is."""
    context = {"pack": PackView(document, limits), "doc": document, "css": mark_safe(css)}  # noqa: S308 - our own file
    return _clean(render_to_string("reporting/pack/page.html", context))


def _clean(html: str) -> str:
    return _FORBIDDEN.sub("\ufffd", html)
