"""How far something long has come. No Django."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("Reading page"), how many are done and how many there are in all."""


def silent(doing: str, done: int, total: int) -> None:
    """Nobody is watching."""
