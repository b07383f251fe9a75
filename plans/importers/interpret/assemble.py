"""The proposal's sections and actions out of what the rows came to: titles, numbers, keys, shared rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..proposal import Layout, Origin, ProposedAction, ProposedSection
from .actions import ActionReader
from .entries import Entry
from .fields import Words, places
from .headers import Column
from .layout import Arrangement
from .parts import Part
from .rows import Reading
from .sections import Node
from .titles import split_title

# How the plan's model names the fields of columns that the layout tells apart.
MODEL_FIELDS = {"partners": "leads", "resources": "notes"}
_KEYWORD = re.compile(r"[A-Za-z]+(?: [a-z]+){0,2}(?=\s*\d+\b|\s+[A-Z]\b|\s*:)")


def sections_of(nodes: Sequence[Node], words: Words) -> tuple[ProposedSection, ...]:
    """The sections, in order, each with its number: as printed, or counted and said to be."""
    counted: Counter[int | None] = Counter()
    taken: dict[int | None, set[str]] = defaultdict(set)
    for node in nodes:
        taken[node.parent].add(node.number)
    sections: list[ProposedSection] = []
    for node in nodes:
        counted[node.parent] += 1
        number, title = split_title(words.text(node.text))
        generated = not number
        warnings = list(node.warnings)
        if generated:
            number = _free(sections, node, counted, taken[node.parent])
            if node.inferred:
                number = node.inferred
                warnings.append(f"The start of this section is lost; its number {number} is inferred.")
        sections.append(
            ProposedSection(
                key=node.key,
                title=title,
                number=number[:20],
                number_is_generated=generated,
                level=node.level,
                parent=node.parent,
                paragraphs=tuple(filter(None, (words.text(text) for text, _ in node.paragraphs))),
                outcomes=tuple(filter(None, (words.text(text) for text, _ in node.outcomes))),
                origins=_section_origins(node),
                warnings=tuple(warnings),
            )
        )
    return tuple(sections)


def _section_origins(node: Node) -> dict[str, Origin]:
    origins = {"title": Origin(tuple(dict.fromkeys(node.places)), node.confidence, node.note)}
    for name, said in (("paragraphs", node.paragraphs), ("outcomes", node.outcomes)):
        if said:
            origins[name] = Origin(tuple(dict.fromkeys(place for _, place in said)), 0.9)
    return origins


def _free(sections: Sequence[ProposedSection], node: Node, counted: Counter[int | None], taken: set[str]) -> str:
    """The next number that no sibling prints, below the parent's where there is one."""
    above = sections[node.parent].number if node.parent is not None else ""
    while True:
        number = f"{above}.{counted[node.parent]}" if above else str(counted[node.parent])
        if number not in taken:
            taken.add(number)
            return number
        counted[node.parent] += 1


def actions_of(
    entries: Sequence[Entry], sections: Sequence[ProposedSection], reader: ActionReader
) -> tuple[ProposedAction, ...]:
    """The actions of all entries, in order, numbered."""
    groups: list[tuple[Entry, list[ProposedAction]]] = []
    for entry in entries:
        key = f"t{entry.table}r{entry.rows[0] + 1}" + (f"b{entry.block + 1}" if entry.block else "")
        found = reader.actions(entry, f"{key}#{entry.part}" if entry.part else key)
        if entry.part > 1:
            groups[-1][1].extend(found)
        else:
            groups.append((entry, found))
    return tuple(numbered(_with_rows(groups, sections), sections))


def _with_rows(
    groups: Sequence[tuple[Entry, list[ProposedAction]]], sections: Sequence[ProposedSection]
) -> list[ProposedAction]:
    """Each action with the name of its printed row, "1a", where it shares cells with others."""
    beside = Counter(_time_cell(entry) for entry, _ in groups)
    named: dict[object, str] = {}
    letters: Counter[int | None] = Counter()
    actions: list[ProposedAction] = []
    for entry, found in groups:
        merged = _time_cell(entry) if beside[_time_cell(entry)] > 1 else None
        row = named.get(merged, "") if merged else ""
        if not row:
            number = sections[entry.section].number if entry.section is not None else ""
            row = f"{number[:16]}{_letter(letters[entry.section])}"
            letters[entry.section] += 1
        if merged:
            named[merged] = row
        shares = len(found) > 1 or merged
        for action in found:
            several = len(action.timescale.parts) > 1
            if merged and several:
                action = replace(action, timescale=replace(action.timescale, is_shared=True))
            actions.append(replace(action, row=row if shares else ""))
    return actions


def _time_cell(entry: Entry) -> object:
    """The cell of the timescale where it is merged over several rows, so that rows beside it can be told."""
    bits = [bit for bit in entry.bits("timescale") if bit.cell.rows > 1]
    return bits[0].place if bits else None


def _letter(count: int) -> str:
    letters = ""
    count += 1
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def numbered(actions: Sequence[ProposedAction], sections: Sequence[ProposedSection]) -> list[ProposedAction]:
    """Printed numbers stay, others are made: within a section, or below the row's own number where actions share it."""
    printed = Counter(action.number for action in actions if action.number)
    restarts = _restarts(actions)
    taken = {number for number, count in printed.items() if count == 1}
    counted: Counter[str] = Counter()
    made = []
    for action in actions:
        above = sections[action.section].number if action.section is not None else ""
        warnings = action.warnings
        number, generated = action.number, False
        counts_again = restarts and bool(above) and "." not in number
        if number and (printed[number] > 1 or counts_again):
            shared = "#" in action.key
            number, generated = (f"{above}.{number}" if restarts and above and not shared else number), True
            if number in taken or shared:
                number = _below(number, counted, taken)
            if not shared and not restarts:
                warnings = (*warnings, f"The number {action.number} is printed more than once; this one is generated.")
        elif not number:
            number, generated = _next(above, counted, taken), True
        taken.add(number)
        made.append(replace(action, number=number[:20], number_is_generated=generated, warnings=warnings))
    return made


def _restarts(actions: Sequence[ProposedAction]) -> bool:
    """Whether the plan counts its actions from 1 again in each section."""
    firsts: dict[int | None, str] = {}
    for action in actions:
        if action.number:
            firsts.setdefault(action.section, action.number)
    return len(firsts) > 1 and set(firsts.values()) in ({"1"}, {"a"}, {"i"})


def _next(above: str, counted: Counter[str], taken: set[str]) -> str:
    while True:
        counted[above] += 1
        number = f"{above}.{counted[above]}" if above else str(counted[above])
        if number not in taken:
            return number


def _below(number: str, counted: Counter[str], taken: set[str]) -> str:
    while True:
        made = f"{number}{_letter(counted[f'{number}#'])}"
        counted[f"{number}#"] += 1
        if made not in taken:
            return made


# The plan's own facts that its table tells.


def columns_of(parts: Sequence[Part]) -> tuple[dict[str, str], Origin]:
    """The headings by field, as the plan prints them first, and where."""
    headed = [part for part in parts if any(column.heading for column in part.head.columns)]
    if not headed:
        return {}, Origin()
    part = headed[0]
    columns: dict[str, str] = {}
    for column in part.head.columns:
        name = MODEL_FIELDS.get(column.field, column.field)
        if name == "leads" and column.field == "partners" and "leads" in part.head.fields:
            continue
        if name != "ignore" and (column.heading or name not in columns):
            columns[name] = " / ".join(filter(None, (columns.get(name, ""), column.heading)))
    cells = [cell for at in part.head.rows for cell in part.table.rows[at] if not cell.is_blank]
    sure = min((column.confidence for column in part.head.columns if column.heading), default=0.5)
    return columns, Origin(tuple(cell.place for cell in cells), round(sure, 2))


def levels_of(parts: Sequence[Part], reading: Reading, columns: dict[str, str]) -> tuple[str, ...]:
    """What the plan calls its levels, the actions last: by its columns, or by what its headings start with."""
    names: list[str] = []
    depth = max((node.level for node in reading.nodes), default=0)
    for level in range(1, depth + 1):
        names.append(_level_name([node for node in reading.nodes if node.level == level], columns, level == depth))
    if "objective" in columns and any(entry.bits("objective") for entry in reading.entries):
        names.append(_singular(columns["objective"]))
    return (*names, _singular(columns.get("action", "")) or "Action")


def _level_name(nodes: Sequence[Node], columns: dict[str, str], deepest: bool) -> str:
    if deepest and columns.get("subject"):
        return _singular(columns["subject"])
    starts = Counter(found[0] for node in nodes if (found := _KEYWORD.match(node.text)))
    if starts and starts.most_common(1)[0][1] >= 0.6 * len(nodes):
        return starts.most_common(1)[0][0].capitalize()
    return "Section"


def _singular(heading: str) -> str:
    words = " ".join(heading.split()).rstrip(":?")
    return words[:-1] if re.fullmatch(r"\w+[^s]s", words) else words


def _beside(layout: Layout, columns: Sequence[Column]) -> tuple[str, ...]:
    """The fields of tables that stand side by side."""
    fields = zip(layout.fields, columns, strict=True)
    return tuple(column.field if field == "ignore" else field for field, column in fields)


def layouts_of(arrangement: Arrangement, reading: Reading) -> tuple[Layout, ...]:
    seen: dict[int, Layout] = {}
    for part in arrangement.parts:
        if part.table.number in seen and not part.block:
            continue
        columns = part.head.columns
        seen[part.table.number] = Layout(
            part.table.number,
            tuple(column.heading for column in columns),
            tuple(column.field for column in columns) if not part.block else _beside(seen[part.table.number], columns),
            tuple(column.confidence for column in columns),
            tuple(reading.roles.get(part.table.number, ())),
        )
    return tuple(seen.values())


__all__ = ["actions_of", "columns_of", "layouts_of", "levels_of", "places", "sections_of"]
