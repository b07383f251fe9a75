"""Styles in words, for who chooses one. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from .parts import HEADS
from .style import Style

# The built-in styles that packs are put together in, each with whom it is for.
SENTENCES: Mapping[str, str] = {
    "hpdg": "For a group that delivers the plan: every action, with what each agency said about it.",
    "csp": "For a strategic board: exceptions and decisions alone, cut to four pages.",
    "safer_harrow": "For a committee: its cover report, with the plan as an appendix.",
    "plain": "For any other board: the headline, the figures and the plan.",
}


def in_words(style: Style) -> list[str]:
    """How a style's pages lie, each thing in a few words."""
    said = [HEADS[style.head]]
    said += ["landscape pages"] if style.landscape else []
    said += ["a list of contents"] if style.contents else []
    said += ["numbered headings"] if style.numbered else []
    said += [f"at most {style.page_limit} page{'s' if style.page_limit > 1 else ''}"] if style.page_limit else []
    return said
