"""What a person mended, applied in order: some corrections steer the reading, the others change what was read.

A correction that fits nothing, as a newer file may no longer have that row, becomes a warning; it never raises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from plans.rules.leads import read_leads
from plans.rules.timescale import Timescale
from plans.rules.timescale_reader import Context, read

from ..proposal import Correction, Json, Origin, Proposal, ProposedAction, ProposedLead, ProposedSection
from .parts import Steering

STEERING = frozenset({"column", "row", "table", "paragraph"})
_Item = TypeVar("_Item", ProposedAction, ProposedSection)
_BY_HAND = "Set by hand."
_PLAN_LISTS = frozenset({"levels", "council_priorities", "indicators"})
_PLAN_TEXTS = frozenset(
    {"title", "reference", "subtitle", "table_title", "edition_words", "responsible", "period_label", "year_basis"}
)
_ACTION_TEXTS = frozenset({"text", "number", "progress", "notes", "leads_text"})
_ACTION_LISTS = frozenset({"objectives", "steps", "milestones", "outcomes"})
_SECTION_TEXTS = frozenset({"title", "number"})
_SECTION_LISTS = frozenset({"paragraphs", "outcomes", "requirements"})
_RATINGS = frozenset({None, "red", "amber", "green", "complete"})


def steering_of(corrections: Sequence[Correction]) -> tuple[Steering, list[str]]:
    """What steers the reading, and warnings about corrections that say too little."""
    columns: dict[int, dict[int, str]] = defaultdict(dict)
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    tables: dict[int, str] = {}
    paragraphs: dict[int, str] = {}
    warnings = []
    for correction in corrections:
        said = correction.arguments
        try:
            if correction.op == "column":
                columns[int(said["table"])][int(said["column"]) - 1] = str(said["field"])
            elif correction.op == "row":
                rows[int(said["table"])][int(said["row"]) - 1] = str(said["role"])
            elif correction.op == "table":
                tables[int(said["table"])] = str(said["role"])
            elif correction.op == "paragraph":
                paragraphs[int(said["line"])] = str(said["role"])
        except (KeyError, TypeError, ValueError):
            warnings.append(_unfit(correction))
    return Steering(columns, rows, tables, paragraphs), warnings


def change(proposal: Proposal, corrections: Sequence[Correction], context: Context) -> Proposal:
    """The proposal with every changing correction applied; those that fit nothing are warned of."""
    warnings = []
    for correction in corrections:
        if correction.op in STEERING:
            continue
        try:
            proposal = _OPS[correction.op](proposal, correction.arguments, context)
        except (KeyError, TypeError, ValueError, IndexError):
            warnings.append(_unfit(correction))
    return replace(proposal, warnings=(*proposal.warnings, *warnings))


def _unfit(correction: Correction) -> str:
    said = ", ".join(f"{name} {value}" for name, value in correction.arguments.items() if name != "value")
    return f"A correction no longer fits this file and was not applied: {correction.op} ({said})."[:300]


def _index(proposal: Proposal, key: object) -> int:
    """The position of an action. Raises KeyError for a key that is none."""
    for index, action in enumerate(proposal.actions):
        if action.key == key:
            return index
    raise KeyError(key)


def _set(proposal: Proposal, said: Json, context: Context) -> Proposal:
    name, value = str(said["field"]), said["value"]
    for index, section in enumerate(proposal.sections):
        if section.key == said["key"]:
            changed = _by_hand(section, name, _section_value(name, value))
            return replace(proposal, sections=_put(proposal.sections, index, [changed]))
    index = _index(proposal, said["key"])
    action = proposal.actions[index]
    name = {"action": "text"}.get(name, name)
    if name == "section":
        action = replace(action, section=_section_index(proposal, value))
    else:
        action = _by_hand(action, name, _action_value(name, value, context))
    if name == "number":
        action = replace(action, number_is_generated=False)
    return replace(proposal, actions=_put(proposal.actions, index, [action]))


def _section_index(proposal: Proposal, value: object) -> int | None:
    """A section by its key or its position; None for none."""
    if value is None:
        return None
    keys = [section.key for section in proposal.sections]
    position = keys.index(value) if isinstance(value, str) else int(str(value))
    proposal.sections[position]
    return position


def _section_value(name: str, value: object) -> object:
    if name in _SECTION_TEXTS:
        return str(value)
    if name in _SECTION_LISTS:
        return _strings(value)
    raise KeyError(name)


def _action_value(name: str, value: Any, context: Context) -> object:
    if name in _ACTION_TEXTS:
        return str(value or "")
    if name in _ACTION_LISTS:
        return _strings(value)
    if name == "timescale":
        return read(str(value or ""), context)
    if name == "rag" and value in _RATINGS:
        return value
    if name == "leads":
        return _leads(value)
    raise KeyError(name)


def _leads(value: Any) -> tuple[ProposedLead, ...]:
    if isinstance(value, str):
        return tuple(ProposedLead(lead.words, lead.kind, lead.nature) for lead in read_leads(value))
    return tuple(
        ProposedLead(str(lead["text"]), str(lead.get("kind", "lead")), str(lead.get("nature", "agency")))
        for lead in value
    )


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    return tuple(str(each) for each in value)


def _by_hand(item: _Item, name: str, value: object) -> _Item:
    """The item with a field set, sure, and its origin kept: the preview still shows what the source said."""
    origin = "action" if name == "text" else name
    known = item.origins.get(origin, Origin())
    changed: Json = {"origins": {**item.origins, origin: Origin(known.places, 1.0, _BY_HAND)}, name: value}
    return replace(item, **changed)


def _agree(proposal: Proposal, said: Json, context: Context) -> Proposal:
    """Somebody looked at a section or action and found it right: every field of it is sure, whatever was noted."""
    for index, section in enumerate(proposal.sections):
        if section.key == said["key"]:
            return replace(proposal, sections=_put(proposal.sections, index, [_sure(section)]))
    index = _index(proposal, said["key"])
    return replace(proposal, actions=_put(proposal.actions, index, [_sure(proposal.actions[index])]))


def _sure(item: _Item) -> _Item:
    return replace(item, origins={name: replace(each, confidence=1.0) for name, each in item.origins.items()})


def _put(items: tuple[_Item, ...], index: int, new: Iterable[_Item]) -> tuple[_Item, ...]:
    return items[:index] + tuple(new) + items[index + 1 :]


def _split(proposal: Proposal, said: Json, context: Context) -> Proposal:
    """One action into several, which share the row's other cells."""
    index, texts = _index(proposal, said["key"]), _strings(said["texts"])
    action = proposal.actions[index]
    if len(texts) < 2:
        raise ValueError("An action is split into two or more.")
    timescale = replace(action.timescale, is_shared=len(action.timescale.parts) > 1)
    shared = replace(action, row=action.row or action.number[:20], timescale=timescale)
    parts = [
        _by_hand(
            replace(
                shared, key=f"{action.key}/{at}", number=f"{action.number}{chr(96 + at)}"[:20], number_is_generated=True
            ),
            "text",
            text,
        )
        for at, text in enumerate(texts[:26], 1)
    ]
    return replace(proposal, actions=_put(proposal.actions, index, parts))


def _join(proposal: Proposal, said: Json, context: Context) -> Proposal:
    """An action into the one before it: texts follow each other, lists are added, what both say is kept once."""
    index = _index(proposal, said["key"])
    if index == 0:
        raise IndexError("Nothing stands before it.")
    before, action = proposal.actions[index - 1], proposal.actions[index]
    lists: Json = {
        name: tuple(dict.fromkeys((*getattr(before, name), *getattr(action, name)))) for name in _ACTION_LISTS
    }
    texts: Json = {
        name: _together(getattr(before, name), getattr(action, name)) for name in ("progress", "notes", "leads_text")
    }
    joined = replace(
        before,
        text=f"{before.text} {action.text}".strip(),
        leads=tuple(dict.fromkeys((*before.leads, *action.leads))),
        timescale=_one_timescale(before.timescale, action.timescale, context),
        rag=before.rag or action.rag,
        origins=_origins_of(before, action),
        **lists,
        **texts,
    )
    return replace(proposal, actions=(*proposal.actions[: index - 1], joined, *proposal.actions[index + 1 :]))


def _together(before: str, after: str) -> str:
    return before if after in before else f"{before} {after}".strip()


def _one_timescale(before: Timescale, after: Timescale, context: Context) -> Timescale:
    if not after.text.strip() or after.text in before.text:
        return before
    return read(f"{before.text} {after.text}".strip(), context)


def _origins_of(before: ProposedAction, action: ProposedAction) -> dict[str, Origin]:
    origins = dict(before.origins)
    for name, origin in action.origins.items():
        known = origins.get(name)
        places = tuple(dict.fromkeys((*(known.places if known else ()), *origin.places)))
        origins[name] = Origin(places, 1.0, "Joined by hand.")
    return origins


def _section(proposal: Proposal, said: Json, context: Context) -> Proposal:
    """An action is a heading after all: the actions below it, up to the next heading, belong to it."""
    index = _index(proposal, said["key"])
    action = proposal.actions[index]
    here = action.section
    above = proposal.sections[here] if here is not None else None
    position = here + 1 if here is not None else 0
    heading = ProposedSection(
        key=action.key,
        title=action.text,
        number=action.number if not action.number_is_generated else "",
        level=above.level if above else 1,
        parent=above.parent if above else None,
        origins={"title": Origin(_places(action), 1.0, _BY_HAND)},
    )
    sections = [
        replace(section, parent=section.parent + 1)
        if section.parent is not None and section.parent >= position
        else section
        for section in proposal.sections
    ]
    moved = []
    for at, each in enumerate(proposal.actions):
        if at == index:
            continue
        if each.section == here and at > index:
            each = replace(each, section=position)
        elif each.section is not None and each.section >= position:
            each = replace(each, section=each.section + 1)
        moved.append(each)
    return replace(proposal, sections=(*sections[:position], heading, *sections[position:]), actions=tuple(moved))


def _places(action: ProposedAction) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(place for origin in action.origins.values() for place in origin.places))


def _remove(proposal: Proposal, said: Json, context: Context) -> Proposal:
    """Takes an action out, or a section, whose actions go to the one above it. Their words are then left out."""
    for position, section in enumerate(proposal.sections):
        if section.key == said["key"]:
            return _without(proposal, position, section.parent)
    index = _index(proposal, said["key"])
    return replace(proposal, actions=_put(proposal.actions, index, []))


def _without(proposal: Proposal, position: int, parent: int | None) -> Proposal:
    def moved(index: int | None) -> int | None:
        index = parent if index == position else index
        return index - 1 if index is not None and index > position else index

    sections = [replace(each, parent=moved(each.parent)) for each in proposal.sections]
    del sections[position]
    actions = tuple(replace(each, section=moved(each.section)) for each in proposal.actions)
    return replace(proposal, sections=tuple(sections), actions=actions)


def _set_plan(proposal: Proposal, said: Json, context: Context) -> Proposal:
    name, value = str(said["field"]), said["value"]
    if name not in _PLAN_TEXTS | _PLAN_LISTS:
        raise KeyError(name)
    plan = proposal.plan
    known = plan.origins.get(name, Origin())
    origins = {**plan.origins, name: Origin(known.places, 1.0, _BY_HAND)}
    changed: Json = {name: _strings(value) if name in _PLAN_LISTS else str(value)}
    return replace(proposal, plan=replace(plan, origins=origins, **changed))


_OPS: dict[str, Callable[[Proposal, Json, Context], Proposal]] = {
    "agree": _agree,
    "set": _set,
    "split": _split,
    "join": _join,
    "section": _section,
    "remove": _remove,
    "set_plan": _set_plan,
}
