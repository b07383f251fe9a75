"""Who may read what: one rule for packs, exports and public pages. Pure.

A marking is inherited downward unless set (design.md, "Editions"): the board reads everything, partners what is marked
for the partnership or the public, the public what is marked public.
"""

from __future__ import annotations

from collections.abc import Mapping

EDITIONS = ("board", "partner", "public")
PUBLIC, PARTNERSHIP, RESTRICTED = "public", "partnership", "restricted"
HEADING_LEFT_OUT = "Heading left out"  # of a heading that an edition does not show, above what it does
MARKINGS = (PUBLIC, PARTNERSHIP, RESTRICTED)  # from the widest circle to the narrowest
_ADMITTED: Mapping[str, frozenset[str]] = {
    "board": frozenset(MARKINGS),
    "partner": frozenset({PUBLIC, PARTNERSHIP}),
    "public": frozenset({PUBLIC}),
}
_WORDS = {PUBLIC: "marked public", PARTNERSHIP: "marked for the partnership", RESTRICTED: "marked restricted"}


def admits(edition: str, marking: str) -> bool:
    """Whether an edition shows what has this (effective) marking. Raises ValueError for an unknown edition."""
    if edition not in _ADMITTED:
        raise ValueError(f"There is no “{edition}” edition: choose {', '.join(EDITIONS[:-1])} or {EDITIONS[-1]}.")
    return marking in _ADMITTED[edition]


def inherit(own: str, above: str) -> str:
    """The effective marking of a thing whose parent's effective marking is `above`; a plan without one is the
    partnership's."""
    return own or above or PARTNERSHIP


def inherit_words(own: str, above: str) -> str:
    """The same for what an agency or a board said: never public unless it is marked so itself."""
    return own or narrowest(above, PARTNERSHIP)


def narrowest(*markings: str) -> str:
    """The one that fewest may read; blank ones do not count, and none at all is the partnership's."""
    return max((each for each in markings if each), key=MARKINGS.index, default=PARTNERSHIP)


def reason_words(marking: str, reason: str = "") -> str:
    """Why something is left out: the exemption where one was named (rules.exemptions), else its marking in words."""
    return reason or _WORDS[marking]
