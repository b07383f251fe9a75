"""The order of parts while somebody puts a style together: chosen ones first, the others below. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .parts import PARTS


def settled(order: Sequence[str], chosen: Collection[str]) -> list[str]:
    """Every key of a part once, the chosen ones first, each half in the order given; unknown keys are dropped."""
    known = list(dict.fromkeys([*(key for key in order if key in PARTS), *PARTS]))
    return [key for key in known if key in chosen] + [key for key in known if key not in chosen]


def moved(order: Sequence[str], chosen: Collection[str], key: str, *, up: bool) -> list[str]:
    """The settled order with a chosen part one place up or down; at the end of its way, or not chosen, it stays."""
    keys = settled(order, chosen)
    among = [each for each in keys if each in chosen]
    if key not in among:
        return keys
    place = among.index(key)
    other = place + (-1 if up else 1)
    if 0 <= other < len(among):
        keys[place], keys[other] = keys[other], keys[place]
    return keys
