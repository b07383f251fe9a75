"""Lines at the head and foot of every page, as pagination artifacts (ISO 14289-1, 7.8): marking, version, page numbers.

They are put on after joining: a section drawn for a draft serves the issue, and a bundle's pages count on over papers
that have feet of their own. The lines are set by WeasyPrint, with embedded fonts, as strips that are laid over pages.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import pikepdf
from pikepdf import Name
from weasyprint import HTML

from . import fonts

Place = Literal["head-left", "head-centre", "head-right", "foot-left", "foot-centre", "foot-right"]
Lines = Callable[[int, int], Mapping[Place, str]]  # (page, pages in all) to the words at each place; both from 1

# Millimetres. A strip fits between the sides of a portrait page; the centre's lines, in bold, are nearer the edge.
WIDTH, HEIGHT, SIDE = 178.0, 5.0, 16.0
ABOVE_FOOT = {"left": 12.0, "centre": 7.0, "right": 12.0}
BELOW_HEAD = {"left": 12.0, "centre": 7.0, "right": 12.0}
POINTS = 72 / 25.4  # in a millimetre
_MARK = b"q\n/Artifact <</Type /Pagination /Subtype /%s>> BDC\n1 0 0 1 %.3f %.3f cm\n%s Do\nEMC\nQ"
_STYLE = f"""
@page {{ size: {WIDTH}mm {HEIGHT}mm; margin: 0; }}
html {{ font: 8pt/{HEIGHT}mm "Liberation Sans", "Helvetica Neue", helvetica, arial, sans-serif; color: #4a5258; }}
body {{ margin: 0; }}
p {{ margin: 0; break-after: page; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }}
.centre {{ color: #16191c; font-size: 9pt; font-weight: bold; letter-spacing: 0.04em; text-align: center; }}
.right {{ text-align: right; }}
"""


def stamp(file: pikepdf.Pdf, lines: Lines) -> None:
    """Puts `lines` on the pages of an open file; its tags, bookmarks and links stay as they are."""
    count = len(file.pages)
    wanted = [lines(number, count) for number in range(1, count + 1)]
    strips = list(dict.fromkeys((_side(place), words) for each in wanted for place, words in each.items() if words))
    if not strips:
        return
    with pikepdf.open(io.BytesIO(_drawn(strips))) as drawn:
        forms = {
            strip: (Name(f"/Stamp{index}"), file.copy_foreign(page.as_form_xobject()))
            for index, (strip, page) in enumerate(zip(strips, drawn.pages, strict=True))
        }
    for page, places in zip(file.pages, wanted, strict=True):
        _lay_over(page, {place: forms[_side(place), words] for place, words in places.items() if words})


def _side(place: Place) -> str:
    return place.partition("-")[2]


def _drawn(strips: Iterable[tuple[str, str]]) -> bytes:
    """Each strip on a page of its own."""
    fonts.require()
    paragraphs = "".join(f'<p class="{side}">{html.escape(words)}</p>' for side, words in strips)
    drawn: bytes = HTML(string=f"<style>{_STYLE}</style>{paragraphs}").write_pdf()
    return drawn


def _lay_over(page: pikepdf.Page, forms: Mapping[Place, tuple[Name, pikepdf.Object]]) -> None:
    page.contents_add(b"q", prepend=True)  # whatever the page does to its space ends before the strips
    marks = []
    for place, (name, form) in forms.items():
        page.add_resource(form, Name.XObject, name, replace_existing=True)  # pages of a section share their resources
        kind = b"Header" if place.startswith("head") else b"Footer"
        marks.append(_MARK % (kind, *_corner(page, place), str(name).encode()))
    page.contents_add(b"\n".join([b"Q", *marks]))


def _corner(page: pikepdf.Page, place: Place) -> tuple[float, float]:
    """Where the lower left corner of a strip comes to lie, in points."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    side = _side(place)
    across = {
        "left": left + SIDE * POINTS,
        "centre": (left + right - WIDTH * POINTS) / 2,
        "right": right - (SIDE + WIDTH) * POINTS,
    }
    if place.startswith("head"):
        return across[side], top - (BELOW_HEAD[side] + HEIGHT) * POINTS
    return across[side], bottom + ABOVE_FOOT[side] * POINTS
