"""A proposal in lines for a terminal: what a person should look at first, then the plan, then what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plans.importers.people import Person, people
from plans.importers.proposal import DOUBTFUL, Origin, Proposal, ProposedAction

MOST = 20  # of the doubtful, and of what was left out


def summary(proposal: Proposal) -> Iterator[str]:
    yield from _plan(proposal)
    yield from (f"! {warning}" for warning in proposal.warnings)
    yield from _people(proposal)
    yield from _doubtful(proposal)
    yield from _tree(proposal)
    yield from _left_out(proposal)


def _plan(proposal: Proposal) -> Iterator[str]:
    plan = proposal.plan
    yield plan.title or "(no title was found)"
    period = f"{plan.starts_on or '?'} to {plan.ends_on or '?'}"
    yield f"Period: {plan.period_label or 'not stated'} ({period}, {plan.year_basis} year)"
    yield "Columns: " + (
        ", ".join(f"{heading or '(no heading)'} = {field}" for field, heading in plan.columns.items()) or "none"
    )
    yield f"{_count(len(proposal.sections), 'section')}, {_count(len(proposal.actions), 'action')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _people(proposal: Proposal) -> Iterator[str]:
    found = people(proposal)
    if found:
        yield ""
        yield f"{_count(len(found), 'place')} as if about a person; no plan is made of them unless that is denied:"
    yield from (f"  {_person(each)}" for each in found[:MOST])
    if len(found) > MOST:
        yield f"  … and {len(found) - MOST} more"


def _person(each: Person) -> str:
    where = f"{each.number or each.key or 'the plan'}, {each.field}" if each.is_written else "left out"
    return f"{where}: “{' '.join(each.hit.words.split())}” looks like {each.hit.looks_like}"


def _doubtful(proposal: Proposal) -> Iterator[str]:
    doubtful = sorted(
        (action for action in proposal.actions if action.confidence < DOUBTFUL or action.warnings),
        key=lambda action: action.confidence,
    )
    if doubtful:
        yield ""
        yield f"Please look at {_count(len(doubtful), 'action')}:"
    for action in doubtful[:MOST]:
        yield f"  {_line(action)}"
        yield from (f"      {said}" for said in _doubts(action))
    if len(doubtful) > MOST:
        yield f"  … and {len(doubtful) - MOST} more"


def _doubts(action: ProposedAction) -> Iterator[str]:
    for name, origin in action.origins.items():
        if origin.confidence < DOUBTFUL:
            yield f"{name}: {_where(origin)}{f': {origin.note}' if origin.note else ''}"
    yield from action.warnings


def _where(origin: Origin) -> str:
    return "; ".join(place.words() for place in origin.places) or "not in the file"


def _line(action: ProposedAction) -> str:
    return f"{action.number or '-'}  {_short(action.text, 90)}"


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _tree(proposal: Proposal) -> Iterator[str]:
    count = Counter(action.section for action in proposal.actions)
    yield ""
    if count[None]:
        yield f"(below no section): {_count(count[None], 'action')}"
        yield from (f"  {_line(action)}" for action in proposal.actions if action.section is None)
    for index, section in enumerate(proposal.sections):
        indent, title = "  " * (section.level - 1), f"{section.number} {section.title}"
        yield f"{indent}{_short(title, 90)}: {_count(count[index], 'action')}"
        yield from (f"{indent}  {_line(action)}" for action in proposal.actions if action.section == index)


def _left_out(proposal: Proposal) -> Iterator[str]:
    if proposal.left_out:
        yield ""
        yield "Left out:"
    for each in proposal.left_out[:MOST]:
        yield f"  {each.place.words()}: {_short(each.text, 60)} ({each.reason})"
    if len(proposal.left_out) > MOST:
        yield f"  … and {len(proposal.left_out) - MOST} more"
