"""What differs between two documents of one plan, line by line: two packs, or two moments of one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from plans.rules.markings import narrowest

from .document import (
    ActionFacts,
    ComparedFacts,
    ComparisonFacts,
    Document,
    FrontMatterFacts,
    HeldName,
    LeadFacts,
    ObjectiveFacts,
)
from .figures import LABELS, direction, status

HEADINGS: Mapping[str, str] = {  # by kind, in the order in which differences are told
    "new": "New in the plan",
    "removed": "Removed from the plan",
    "completed": "Completed",
    "improved": "Improved",
    "worsened": "Worsened",
    "started": "Newly reported",
    "stopped": "No longer reported",
    "reworded": "Reworded",
    "moved": "Dates moved",
    "leads": "Leads changed",
    "state": "State changed",
    "milestones": "Milestones changed",
    "objectives": "Objectives changed",
    "words": "Other words changed",
}
KINDS = tuple(HEADINGS)
_STATES: Mapping[str, str] = {**LABELS, "not_started": "Not started", "in_progress": "In progress"}
Facts = TypeVar("Facts", ActionFacts, ObjectiveFacts, FrontMatterFacts)
Change = tuple[str, str, str, str]  # (kind, before, after, reason)


def compare(before: Document, after: Document, *, before_label: str, after_label: str) -> ComparisonFacts:
    """Every difference, by kind in the order of `KINDS`, within each as printed in `after`, what is gone at its end.

    Actions and objectives are matched by their keys; by number and words where a document has none (schema version 1).
    A line is marked as narrowly as the narrower of its two sides, and as all that it names. The coordinator's words
    count where both sides have them, ratings unless one side is a plan by itself.
    """
    lines = [*_actions(before, after), *_objectives(before, after), *_words(before, after)]
    lines.sort(key=lambda line: KINDS.index(line.kind))
    return ComparisonFacts(before_label, after_label, tuple(lines))


def names_of_both(before: Document, after: Document) -> tuple[HeldName, ...]:
    """The names that a public edition of `after` with the comparison holds back: its own, and people and groups who
    led before, with what held bodies were called then. A body that was released since is named."""
    held = {name for body in after.held_names for name in body.names}
    then = [
        body for body in before.held_names if body.instead != HeldName(()).instead or not held.isdisjoint(body.names)
    ]
    return tuple(dict.fromkeys((*after.held_names, *then)))


def _actions(before: Document, after: Document) -> Iterator[ComparedFacts]:
    rated = bool(before.period.slug and after.period.slug)
    labels = {**_STATES, **{entry.value: entry.label for entry in after.rag_key}}
    homes_before, homes_after = _homes(before), _homes(after)
    for old, new in _matched(list(before.actions()), list(after.actions()), lambda each: (each.number, each.text)):
        if new is None:
            assert old is not None
            yield _line(old, "removed", old.number, old.text)
        elif old is None:
            yield _line(new, "new", new.number, new.text)
        else:
            homes = homes_before[id(old)], homes_after[id(new)]
            found = [*_changes(old, new, labels, rated=rated), *_moves(*homes)]
            for kind, was, now, reason in found:
                leads = (*old.leads, *new.leads) if kind == "leads" else ()
                named = homes if kind == "objectives" else leads
                line = _line(new, kind, new.number, new.text, old, *named)
                yield replace(line, before=was, after=now, reason=reason)


def _changes(old: ActionFacts, new: ActionFacts, labels: Mapping[str, str], *, rated: bool) -> Iterator[Change]:
    if rated and status(old) != status(new):
        yield _step(old, new), labels[status(old)], labels[status(new)], new.status_reason
    elif old.state != new.state:
        yield "completed" if new.state == "complete" else "state", _STATES[old.state], _STATES[new.state], ""
    for kind, said in (("reworded", _reading), ("leads", _leads), ("milestones", _milestones)):
        was, now = said(old, new), said(new, old)
        if was != now:
            yield kind, was, now, ""
    if (old.timescale_text, old.due_on) != (new.timescale_text, new.due_on):
        reasons = [change.reason for change in new.deadline_changes if change not in old.deadline_changes]
        yield "moved", _timescale(old, new), _timescale(new, old), " ".join(dict.fromkeys(reasons))


def _step(old: ActionFacts, new: ActionFacts) -> str:
    """What a change of status is called, as `figures.changes` calls it."""
    if status(new) == "complete":
        return "completed"
    return direction(replace(new, previous_status=status(old))) or "state"


def _reading(action: ActionFacts, other: ActionFacts) -> str:
    """Its words, as far as they help to tell the two apart."""
    number = f"{action.number} " if action.number != other.number else ""
    cells = [
        text for name in ("steps", "outcomes") if getattr(action, name) != getattr(other, name)
        for text in getattr(action, name)
    ]  # fmt: skip
    return number + "; ".join([action.text, *cells])


def _leads(action: ActionFacts, other: ActionFacts) -> str:
    if action.leads_text != other.leads_text:
        return action.leads_text
    return "; ".join(lead.words if lead.kind == "lead" else f"{lead.words} ({lead.kind})" for lead in action.leads)


def _milestones(action: ActionFacts, other: ActionFacts) -> str:
    """Those that the other has not, or not so."""
    said = []
    for each in action.milestones:
        if each not in other.milestones:
            due = f" ({each.due_text})" if each.due_text else ""
            done = f", reached {each.done_on:%-d %B %Y}" if each.done_on else ""
            said.append(f"{each.text}{due}{done}")
    return "; ".join(said)


def _timescale(action: ActionFacts, other: ActionFacts) -> str:
    """As printed; with the date where the words are the same and only what they refer to moved."""
    if action.timescale_text != other.timescale_text:
        return action.timescale_text
    due = f"{action.due_on:%-d %B %Y}" if action.due_on else "no date"
    return f"{action.timescale_text} ({due})"


def _moves(old: ObjectiveFacts, new: ObjectiveFacts) -> Iterator[Change]:
    """An action that stands below another objective now."""
    same = old.key == new.key if old.key and new.key else old.title == new.title
    if not same:
        yield "objectives", _name(old), _name(new), ""


def _homes(document: Document) -> dict[int, ObjectiveFacts]:
    """The objective of each action, by the action's identity in this document."""
    return {id(action): each for each in _tree(document.objectives) for action in each.actions}


def _tree(objectives: Sequence[ObjectiveFacts]) -> Iterator[ObjectiveFacts]:
    for each in objectives:
        yield each
        yield from _tree(each.children)


def _name(objective: ObjectiveFacts) -> str:
    return f"{objective.number} {objective.title}".strip()


def _objectives(before: Document, after: Document) -> Iterator[ComparedFacts]:
    old_ones, new_ones = list(_tree(before.objectives)), list(_tree(after.objectives))
    for old, new in _matched(old_ones, new_ones, lambda each: (each.number, each.title)):
        shown = new or old
        assert shown is not None
        was, now = old and _wording(old), new and _wording(new)
        if was != now:
            line = _line(shown, "objectives", shown.number, shown.title, old)
            yield replace(line, before=was or "", after=now or "")


def _wording(objective: ObjectiveFacts) -> str:
    cells = (*objective.paragraphs, *objective.outcomes, *objective.requirements)
    return "\n".join([_name(objective), *cells])


def _words(before: Document, after: Document) -> Iterator[ComparedFacts]:
    old_marks, new_marks = dict(before.word_markings), dict(after.word_markings)
    for name, heading, was, now in (
        ("headline", "Headline", before.headline, after.headline),
        ("narrative", "Narrative", before.narrative, after.narrative),
        ("recommendations", "Recommendations", _listed(before), _listed(after)),
    ):
        if was and now and was != now:
            marking = narrowest(old_marks.get(name, ""), new_marks.get(name, ""))
            yield ComparedFacts("words", "", heading, was, now, marking=marking)
    if before.plan.title != after.plan.title:
        marking = narrowest(before.plan.marking, after.plan.marking)
        yield ComparedFacts("words", "", "Title of the plan", before.plan.title, after.plan.title, marking=marking)
    for old, new in _matched(list(before.plan.front_matter), list(after.plan.front_matter), lambda each: each.heading):
        shown = new or old
        assert shown is not None
        was, now = (_paragraphs(old) if old else ""), (_paragraphs(new) if new else "")
        if was != now:
            yield replace(_line(shown, "words", "", shown.heading, old), before=was, after=now)


def _listed(document: Document) -> str:
    return "\n".join(document.cover.recommendations)


def _paragraphs(matter: FrontMatterFacts) -> str:
    return "\n".join(text for block in matter.blocks for text in ((block.text,) if block.text else block.items))


def _line(
    shown: Facts,
    kind: str,
    number: str,
    text: str,
    *others: LeadFacts | ActionFacts | ObjectiveFacts | FrontMatterFacts | None,
) -> ComparedFacts:
    """A line about `shown`, marked as narrowly as the narrowest of it, what it was before, and all else it names."""
    sides = [side for side in (shown, *others) if side is not None]
    marking = narrowest(*(side.marking for side in sides))
    reason = next((side.marking_reason for side in sides if side.marking == marking and side.marking_reason), "")
    key = getattr(shown, "key", "")
    return ComparedFacts(kind, number, text, key=key, marking=marking, marking_reason=reason)


def _matched(
    old: Sequence[Facts], new: Sequence[Facts], words: Callable[[Facts], object]
) -> list[tuple[Facts | None, Facts | None]]:
    """Pairs in the order of `new`, then what has no counterpart in it, in the order of `old`."""
    keyed = all(getattr(each, "key", "") for each in (*old, *new))
    ways: list[Callable[[Facts], object]] = [lambda each: getattr(each, "key", "")]
    if not keyed:
        ways = [words, lambda each: getattr(each, "number", ""), lambda each: getattr(each, "text", "")]
    pairs: dict[int, Facts] = {}
    left: Sequence[Facts] = old
    for way in ways:
        known = {way(each): each for each in reversed(left) if way(each)}
        for each in new:
            if id(each) not in pairs and (counterpart := known.pop(way(each), None)) is not None:
                pairs[id(each)] = counterpart
        taken = {id(each) for each in pairs.values()}
        left = [each for each in left if id(each) not in taken]
    found: list[tuple[Facts | None, Facts | None]] = [(pairs.get(id(each)), each) for each in new]
    found += [(each, None) for each in left]
    return found
