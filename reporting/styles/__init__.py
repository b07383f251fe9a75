"""How each board's pack is put together: which parts in which order, how its pages lie, and what may be cut."""

from __future__ import annotations

from collections.abc import Mapping

from . import csp, hpdg, plain, public_plan, safer_harrow
from .style import Limits, Part, Style

__all__ = ["STYLES", "Limits", "Part", "Style", "UnknownStyle", "style_named"]

STYLES: Mapping[str, Style] = {
    module.STYLE.name: module.STYLE for module in (hpdg, csp, safer_harrow, plain, public_plan)
}


class UnknownStyle(ValueError):
    """No such style; the message lists those there are."""


def style_named(name: str) -> Style:
    """The style of that name. Raises `UnknownStyle`."""
    try:
        return STYLES[name]
    except KeyError:
        raise UnknownStyle(f"no style {name!r}; there are {', '.join(STYLES)}") from None
