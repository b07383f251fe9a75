"""An action, and what its agencies said, as a pack prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporting import figures
from reporting.document import ActionFacts, UpdateFacts

from .wording import Listing, Wording, cut, listed

_TRAVEL: Mapping[str, tuple[str, str]] = {  # how a direction is said, and the shape it is shown with
    "improved": ("up", "Up from {}"),
    "worsened": ("down", "Down from {}"),
    "same": ("same", "No change"),
    "started": ("new", "Newly reported"),
    "new": ("new", "New this quarter"),
}
_HALF_A_PAGE = 900  # characters in one cell, about


@dataclass(frozen=True)
class ActionView:
    """An action as it is printed; `wording` has the words of the ratings."""

    facts: ActionFacts
    wording: Wording
    leads_as: str = ""  # the number of the action above whose printed cell this one shares
    timescale_as: str = ""

    @property
    def status(self) -> str:
        return figures.status(self.facts)

    @property
    def label(self) -> str:
        return self.wording.label(self.status)

    @property
    def mark(self) -> str:
        """ "Restricted", where that is not said of the whole plan."""
        return self.wording.mark(self.facts.marking)

    @property
    def text(self) -> str:
        return cut(self.facts.text, self.wording.limits.sentence)

    @property
    def last(self) -> str:
        """ "last: Green, Q1 2016/17" for an action that nobody reported on."""
        if self.status != "not_reported" or not self.facts.last_rag:
            return ""
        return f"last: {self.wording.label(self.facts.last_rag)}, {self.facts.last_period}"

    @property
    def travel(self) -> tuple[str, str] | None:
        """(shape, words) of the direction of travel, its comparator named by the key."""
        if not self.wording.compares:
            return None
        found = _TRAVEL.get(figures.direction(self.facts))
        return (found[0], found[1].format(self.before)) if found else None

    @property
    def before(self) -> str:
        return self.wording.label(self.facts.previous_status) if self.facts.previous_status else ""

    @property
    def silent(self) -> list[str]:
        answered = {update.agency for update in self.facts.updates}
        return [agency for agency in self.facts.asked if agency not in answered]

    @property
    def updates(self) -> Listing:
        found = figures.worst_first(self.facts.updates)
        views = (UpdateView(update, self.wording, self.facts.marking) for update in found)
        return listed(views, self.wording.limits.updates)

    @property
    def notes(self) -> list[str]:
        """The notes on the timescale without its printed words, which stand beside them."""
        return [note.partition(": printed as ")[0] for note in self.facts.timescale_notes]

    @property
    def leads(self) -> str:
        return self.facts.leads_text or "; ".join(lead.words for lead in self.facts.leads)

    @property
    def leads_marked(self) -> list[tuple[str, str]]:
        """(words, mark) of each lead that is not for the same readers as its action."""
        marks = ((lead.words, self.wording.mark(lead.marking)) for lead in self.facts.leads)
        return [(words, mark) for words, mark in marks if mark and mark != self.mark]

    @property
    def leads_in_brief(self) -> str:
        """For lists, where the lead is for orientation."""
        return cut(self.leads, self.wording.limits.name or 100)

    @property
    def text_in_brief(self) -> str:
        return cut(self.facts.text, 160)

    @property
    def is_exception(self) -> bool:
        return self.status in ("red", "amber")

    @property
    def has_path(self) -> bool:
        return bool(figures.paths_to_green(self.facts))

    @property
    def is_long(self) -> bool:
        """Taller than about half a page: kept whole it would leave the page before it empty."""
        said = sum(len(update.narrative) + len(update.path_to_green) for update in self.facts.updates)
        return max(said, *self._cells()) > _HALF_A_PAGE or len(self.facts.updates) > 5

    def _cells(self) -> Iterable[int]:
        """How many characters the plan's own cells hold."""
        facts = self.facts
        yield len(facts.text) + sum(map(len, facts.steps)) + sum(map(len, facts.outcomes))
        yield len(self.leads)
        yield len(facts.timescale_text)
        yield len(facts.progress_text)
        yield sum(len(milestone.text) for milestone in facts.milestones)

    @property
    def disagrees(self) -> bool:
        """Several parties answered, not all alike: the agreed rating needs theirs beside it."""
        return len({update.rag for update in self.facts.updates}) > 1


@dataclass(frozen=True)
class UpdateView:
    facts: UpdateFacts
    wording: Wording
    beside: str = ""  # the marking of its action

    @property
    def label(self) -> str:
        return self.wording.label("complete" if self.facts.says_complete else self.facts.rag)

    @property
    def mark(self) -> str:
        return "" if self.facts.marking == self.beside else self.wording.mark_words(self.facts.marking)

    @property
    def narrative(self) -> str:
        return cut(self.facts.narrative, self.wording.limits.sentence)

    @property
    def path_to_green(self) -> str:
        return cut(self.facts.path_to_green, self.wording.limits.sentence)


def action_views(actions: Iterable[ActionFacts], wording: Wording) -> tuple[ActionView, ...]:
    """The actions of one group; a cell printed once for several is printed once here too."""
    views: list[ActionView] = []
    for action in actions:
        above = views[-1] if views and action.row and views[-1].facts.row == action.row else None
        leads_as = timescale_as = ""
        if above and above.facts.leads_text == action.leads_text:
            leads_as = above.leads_as or above.facts.number
        if above and above.facts.timescale_text == action.timescale_text:
            timescale_as = above.timescale_as or above.facts.number
        views.append(ActionView(action, wording, leads_as, timescale_as))
    return tuple(views)
