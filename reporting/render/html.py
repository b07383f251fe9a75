"""A document as HTML: a body for a page of the application, and a file that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reporting.document import Document
from reporting.styles import Limits

from .assets import data_uri, stylesheet
from .view import PackView, SectionView

# What no HTML may hold: control characters other than tab and line ends, and halves of a character.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def render_body(document: Document) -> str:
    """The pack as a fragment, to stand in a page of the application that links static/reporting/pack.css."""
    view = PackView(document)
    return fragment(view, view.sections, head=True)


def render_html(document: Document) -> str:
    """The pack as one file: styles and pictures inside, no script, nothing fetched."""
    view = PackView(document)
    article = fragment(view, view.sections, head=True)
    return skeleton(view, f"<main>\n{article}</main>", stylesheet("pack.css", data_uri))


def page(document: Document, css: str, limits: Limits | None = None) -> str:
    """The whole pack as one file, within `limits` or the style's own. `css` is ours and goes in as it is."""
    view = PackView(document, limits)
    return skeleton(view, fragment(view, view.sections, head=True), css)


def fragment(view: PackView, sections: Sequence[SectionView], *, head: bool, objectives: range | None = None) -> str:
    """The article with these of the pack's sections only, below the first page's head if `head`.

    `objectives` are places in `view.objectives`: the parts that show the whole plan show these only. Where they do not
    begin with the first, they run on from the piece before, without the part's heading.
    """
    context = {
        "pack": view,
        "doc": view.document,
        "head": head,
        "sections": sections,
        "objectives": view.objectives if objectives is None else [view.objectives[index] for index in objectives],
        "continued": bool(objectives and objectives[0] > 0),
    }
    return clean(render_to_string("reporting/pack/body.html", context))


def skeleton(view: PackView, article: str, css: str) -> str:
    """A file of its own around a fragment. `css` is ours and goes in as it is."""
    body, styles = mark_safe(article), mark_safe(css)  # noqa: S308 - drawn by our templates, and our own file
    context = {"pack": view, "doc": view.document, "article": body, "css": styles}
    return clean(render_to_string("reporting/pack/page.html", context))


def clean(html: str) -> str:
    """Without what no HTML may hold: each such character becomes U+FFFD."""
    return FORBIDDEN.sub("\ufffd", html)
