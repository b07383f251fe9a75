"""What an edition leaves out of the plan's tree: headings, actions, leads and what agencies said. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from plans.rules.markings import HEADING_LEFT_OUT, PUBLIC, admits, inherit, inherit_words

from .document import ActionFacts, LeadFacts, ObjectiveFacts, UpdateFacts
from .redaction_log import REASONS, RedactionLog


@dataclass(frozen=True)
class Marked:
    """An effective marking and the exemption it was given."""

    marking: str
    reason: str = ""

    def of(self, own: str, reason: str) -> Marked:
        """That of something below: its own, or else this one."""
        if own and own != self.marking:
            return Marked(own, reason)
        return Marked(inherit(own, self.marking), reason or self.reason)


@dataclass(frozen=True)
class Reader:
    """Who an edition is for; `agency` and `agency_key`: the agency whose own restricted actions it shows as well."""

    edition: str
    agency: str = ""
    agency_key: str = ""

    def sees(self, marking: str) -> bool:
        return admits(self.edition, marking)

    def owns(self, action: ActionFacts) -> bool:
        """Whether the agency leads on the action, was asked about it, or reported on it."""
        keys = {lead.agency_key for lead in action.leads} - {""}
        is_asked = bool(self.agency) and self.agency in action.asked
        return is_asked or self.agency_key in keys or any(map(self.gave, action.updates))

    def gave(self, update: UpdateFacts) -> bool:
        """Whether the agency gave an answer: by its key, since another may bear its name by now; by its name in a
        document of before there were keys."""
        if self.agency_key and update.agency_key:
            return update.agency_key == self.agency_key
        return bool(self.agency) and update.agency == self.agency


@dataclass
class Tree:
    """The plan's tree as a reader sees it, with the numbers of the actions and headings that it leaves out, and of the
    actions whose dates it does."""

    reader: Reader
    log: RedactionLog
    actions_out: set[str] = field(default_factory=set)
    headings_out: set[str] = field(default_factory=set)
    dates_out: set[str] = field(default_factory=set)

    def without(self, rows: Iterable[ObjectiveFacts], above: Marked) -> tuple[ObjectiveFacts, ...]:
        """The tree, however little is left of it."""
        found = []
        for row in rows:
            marked = above.of(row.marking, row.marking_reason)
            # Where something was left out is said where the public may know that there is such a heading.
            where = f"{row.level or 'Section'} {row.number}" if marked.marking == PUBLIC and row.number else ""
            found.append(self._objective(row, above, where))
        return tuple(row for row in found if row)

    def _objective(self, row: ObjectiveFacts, above: Marked, where: str) -> ObjectiveFacts | None:
        here = above.of(row.marking, row.marking_reason)
        actions = tuple(filter(None, (self._action(action, here, where) for action in row.actions)))
        children = tuple(filter(None, (self._objective(child, here, where) for child in row.children)))
        if self.reader.sees(here.marking):
            return replace(row, actions=actions, children=children)
        self.headings_out.add(row.number)
        if row.title != HEADING_LEFT_OUT:
            self.log.marked("Headings", here.marking, here.reason, where=where)
        if not actions and not children:
            return None
        return ObjectiveFacts(
            number=row.number,
            title=HEADING_LEFT_OUT,
            level=row.level,
            number_is_generated=row.number_is_generated,
            actions=actions,
            children=children,
            key=row.key,
            marking=here.marking,
            marking_reason=here.reason,
        )

    def _action(self, row: ActionFacts, above: Marked, where: str) -> ActionFacts | None:
        here = above.of(row.marking, row.marking_reason)
        is_own = self.reader.owns(row)
        if not self.reader.sees(here.marking) and not is_own:
            self.actions_out.add(row.number)
            self.log.marked("Actions", here.marking, here.reason, where=where)
            return None
        leads = tuple(lead for lead in row.leads if self._shows_lead(lead, here, is_own))
        if len(leads) == len(row.leads):
            return self._updates(row, here)
        self._count_leads(row, leads, here)
        # Requests and answers would name the lead that is left out; so would the cell as printed.
        words = "; ".join(lead.words for lead in leads)
        own = tuple(name for name in row.asked if name == self.reader.agency)
        bare = replace(row, leads=leads, leads_text=words, asked=own)
        return self._updates(bare, here, only_own=True)

    def _shows_lead(self, lead: LeadFacts, action: Marked, is_own: bool) -> bool:
        marking = inherit(lead.marking, action.marking)
        return self.reader.sees(marking) or (is_own and marking == action.marking)

    def _count_leads(self, row: ActionFacts, shown: tuple[LeadFacts, ...], action: Marked) -> None:
        for lead in row.leads:
            if lead not in shown:
                marked = action.of(lead.marking, lead.marking_reason)
                self.log.marked("Leads", marked.marking, marked.reason)

    def _updates(self, row: ActionFacts, action: Marked, *, only_own: bool = False) -> ActionFacts:
        """Without the answers that are left out, and without a trace of who gave them: nobody is shown as silent who
        was not."""
        kept: list[UpdateFacts] = []
        gone: set[str] = set()
        for update in row.updates:
            marking = inherit_words(update.marking, action.marking)
            if self.reader.gave(update) or (self.reader.sees(marking) and not only_own):
                kept.append(update)
                continue
            gone.add(update.agency)
            reason = update.marking_reason or (action.reason if marking == action.marking else "")
            self.log.marked("Agencies’ updates", marking, reason)
        asked = tuple(name for name in row.asked if name not in gone)
        against = () if gone else row.contradictions  # they say what was answered, and by whom
        if len(against) < len(row.contradictions):
            self.log.add(REASONS, "they tell of answers left out", len(row.contradictions))
        return replace(row, updates=tuple(kept), asked=asked, contradictions=against)

    def dated(self, rows: Iterable[ObjectiveFacts]) -> tuple[ObjectiveFacts, ...]:
        """The tree without dates that follow an action which is left out, through however many others."""
        shown = tuple(rows)
        actions = [action for row in shown for action in row.all_actions()]
        while more := {action.number for action in actions if self._follows_one_left_out(action)} - self.dates_out:
            self.dates_out |= more
        self.log.add("Dates that follow an action left out", "the action is left out", len(self.dates_out))
        return tuple(each_action(row, self._undated) for row in shown)

    def _follows_one_left_out(self, row: ActionFacts) -> bool:
        out = self.actions_out | self.dates_out
        return any(note.startswith("Follows action") and mentions(note, out) for note in row.timescale_notes)

    def _undated(self, row: ActionFacts) -> ActionFacts:
        if row.number not in self.dates_out:
            return row
        return replace(row, timescale_notes=(), due_on=None, overdue=False)


def each_action(row: ObjectiveFacts, change: Callable[[ActionFacts], ActionFacts]) -> ObjectiveFacts:
    """A node with each action of it and of those below changed."""
    return replace(
        row,
        actions=tuple(map(change, row.actions)),
        children=tuple(each_action(child, change) for child in row.children),
    )


def mentions(text: str, numbers: Iterable[str]) -> bool:
    """Whether a text names one of these numbers, as a whole number and not as the start of a longer one."""
    return any(re.search(rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\w)", text) for number in numbers)
