"""How packs of the demonstration look: a partnership's own style, and a logo that is drawn here."""

from __future__ import annotations

import datetime as dt
import io

from django.utils.text import slugify
from PIL import Image, ImageDraw

from partners.tenancy import Access
from prevent_tracker.core import codec
from reporting.services.logos import set_logo
from reporting.services.styles import change_style, make_style
from reporting.styles import STYLES
from reporting.styles.own import read_style, with_contents
from reporting.styles.parts import PARTS

from .entries import Entry
from .files import PlanFile
from .world import Event, World

MADE = dt.time(10, 30)
_SIDE, _FINER = 240, 4  # pixels; drawn so many times larger, then smoothed


def style_event(plan: PlanFile, entry: Entry) -> Event:
    """A style of the partnership's own, `label`: the `parts` of another one (`based_on`), some under other headings."""
    entry.allow("label", "based_on", "parts", "at", "by", "note")
    label, based_on = entry.text("label", required=True), entry.one_of("based_on", STYLES, "style")
    parts = [{"key": part.one_of("key", PARTS, "part"), "heading": part.text("heading")} for part in _parts(entry)]

    def do(by: Access, world: World) -> None:
        row = make_style(by=by, label=label, based_on=based_on)
        contents = [part | {"heading": part["heading"] or PARTS[part["key"]].heading} for part in parts]
        layout = codec.to_plain(with_contents(read_style(row.layout), contents))
        change_style(by=by, style=row, layout=layout)

    return Event(entry.moment("at", MADE), entry.one_of("by", plan.partnership.people, "person"), entry, do)


def style_slug(entry: Entry) -> str:
    """What packs call a style of the file."""
    return slugify(entry.text("label", required=True))


def _parts(entry: Entry) -> list[Entry]:
    parts = entry.entries("parts")
    for part in parts:
        part.allow("key", "heading")
    return parts


def logo_event(plan: PlanFile, entry: Entry) -> Event:
    """A logo in the partnership's own colour; `alt` is read out in its place."""
    entry.allow("alt", "at", "by", "note")
    alt = entry.text("alt", required=True)
    colour = plan.partnership.entry.entry("partnership").text("accent", required=True)
    return Event(
        entry.moment("at", MADE),
        entry.one_of("by", plan.partnership.people, "person"),
        entry,
        lambda by, world: set_logo(by=by, content=draw_logo(colour), alt=alt),
    )


def draw_logo(colour: str) -> bytes:
    """A PNG: three circles that overlap, on a disc of the colour ("#1d4d2b")."""
    side = _SIDE * _FINER
    picture = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, side - 1, side - 1), fill=colour)
    radius, line = side // 5, side // 40
    for across, down in ((0.5, 0.37), (0.37, 0.6), (0.63, 0.6)):
        x, y = across * side, down * side
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline="white", width=line)
    out = io.BytesIO()
    picture.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
