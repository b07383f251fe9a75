"""Whoever makes something that takes a while tells how far it is, and asks whether it is still wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from prevent_tracker.core import jobs

SHARE = 1000  # of each step in the total, so that parts of a step can be told


class Report(Protocol):
    """Words, what is done of what total, and the names of the steps, each an equal share of it."""

    def __call__(self, doing: str, done: int, total: int, steps: Sequence[str]) -> None: ...


def _say_nothing(doing: str, done: int, total: int, steps: Sequence[str]) -> None:
    """For work that nobody watches."""


@dataclass(frozen=True)
class Watcher:
    """Who is told, and who says whether it was called off. `processes`: how many may draw side by side."""

    report: Report = _say_nothing
    is_cancelled: Callable[[], bool] = lambda: False
    processes: int = 1


NOBODY = Watcher()


class Steps:
    """A verb's steps, one after the other; one that is not needed is left out."""

    def __init__(self, names: Sequence[str], watcher: Watcher) -> None:
        self.names, self.watcher, self.place = names, watcher, 0

    def begin(self, name: str) -> None:
        """Raises `jobs.Cancelled`."""
        self.go_on()
        self.place = self.names.index(name)
        self._tell(name, 0)

    def within(self, words: str, done: int, total: int) -> None:
        """How far the present step is: `words` are of the part that comes after `done` of `total`."""
        if done < total:
            self._tell(f"{words}, {done + 1} of {total}", SHARE * done // total)

    def end(self) -> None:
        self._tell("Done", SHARE)

    def go_on(self) -> None:
        if self.watcher.is_cancelled():
            raise jobs.Cancelled

    def _tell(self, words: str, share: int) -> None:
        self.watcher.report(words, SHARE * self.place + share, SHARE * len(self.names), self.names)
