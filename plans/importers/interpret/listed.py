"""Plans without a table: headings with activities below them, as sections and actions of the proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from plans.rules.timescale_reader import Context, read

from ..proposal import LeftOut, Origin, ProposedAction, ProposedSection
from ..source import Place
from .actions import ActionReader
from .assemble import numbered
from .fields import Words
from .lists import ListAction, ListSection

_SURE = 0.85


def sections_of_lists(lists: Sequence[ListSection], words: Words) -> tuple[ProposedSection, ...]:
    counted: Counter[int | None] = Counter()
    open_at: list[int] = []  # the last section of each level
    sections: list[ProposedSection] = []
    for found in lists:
        del open_at[found.level - 1 :]
        parent = open_at[-1] if open_at else None
        counted[parent] += 1
        above = sections[parent].number if parent is not None else ""
        made = f"{above}.{counted[parent]}" if above else str(counted[parent])
        sections.append(
            ProposedSection(
                key=_key(found.places, len(sections)),
                title=words.text(found.title),
                number=found.number or made,
                number_is_generated=not found.number,
                level=len(open_at) + 1,
                parent=parent,
                paragraphs=found.paragraphs,
                requirements=found.requirements,
                outcomes=found.outcomes,
                origins=found.origins or {"title": Origin(found.places, _SURE)},
            )
        )
        open_at.append(len(sections) - 1)
    return tuple(sections)


def actions_of_lists(
    lists: Sequence[ListSection], sections: Sequence[ProposedSection], reader: ActionReader, context: Context
) -> tuple[ProposedAction, ...]:
    actions = []
    for index, found in enumerate(lists):
        actions += [_action(each, index, reader, context) for each in found.actions]
    return tuple(numbered(actions, sections))


def left_out_of_lists(lists: Sequence[ListSection]) -> tuple[LeftOut, ...]:
    return tuple(each for found in lists for each in found.left_out)


def _action(found: ListAction, section: int, reader: ActionReader, context: Context) -> ProposedAction:
    said = {
        "action": found.text,
        "number": found.number,
        "leads": found.leads_text,
        "timescale": found.timescale_text,
        "outcomes": found.outcomes,
        "progress": found.progress,
        "steps": found.steps,
    }
    return ProposedAction(
        key=_key(found.places, section),
        text=found.text,
        section=section,
        number=found.number,
        steps=found.steps,
        leads_text=found.leads_text,
        leads=reader.leads((found.leads_text,)) if found.leads_text else (),
        timescale=read(found.timescale_text, context),
        outcomes=found.outcomes,
        progress=found.progress,
        origins={name: Origin(found.places, _SURE) for name, value in said.items() if value},
    )


def _key(places: Sequence[Place], index: int) -> str:
    place = places[0] if places else Place()
    return f"l{place.line}" if place.line else f"p{place.page}i{index}"
