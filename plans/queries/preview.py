"""What an import proposes, as its pages show it: the doubtful first, then the plan in its own order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plans.importers.proposal import (
    DOUBTFUL,
    Correction,
    Layout,
    LeftOut,
    Origin,
    Proposal,
    ProposedAction,
    ProposedLead,
    ProposedSection,
)
from plans.importers.source import Paragraph, Place, Source, Table

from .excerpts import Excerpts, ShownRow, of_paragraph, where

# Fields of an action in the order of the pages, with their name and the plan's column that holds them.
FIELDS = {
    "number": ("Number", "number"),
    "text": ("Action", "action"),
    "objectives": ("Objectives", "objective"),
    "steps": ("Steps", "steps"),
    "leads": ("Leads", "leads"),
    "timescale": ("Timescale", "timescale"),
    "milestones": ("Milestones", "milestones"),
    "outcomes": ("Outcomes", "outcomes"),
    "progress": ("Progress", "progress"),
    "rag": ("RAG", "rag"),
    "notes": ("Notes", "notes"),
}
# What a column of a table can be.
COLUMNS = {
    "number": "Number",
    "subject": "Section or subject",
    "objective": "Objective",
    "action": "Action",
    "steps": "Steps of an action",
    "leads": "Leads",
    "partners": "Partners who help",
    "resources": "Resources",
    "milestones": "Milestones",
    "outcomes": "Outcomes",
    "timescale": "Timescale",
    "progress": "Progress",
    "rag": "RAG",
    "notes": "Notes: kept under its own heading",
    "ignore": "Nothing: left out",
}
ROLES = {
    "heading": "Column headings",
    "section": "A section",
    "action": "Actions",
    "join": "Goes on with the row above",
    "prose": "Words before or after the table",
    "left_out": "Nothing: left out",
}
PLAN_FACTS = {
    "title": "Title",
    "reference": "Reference",
    "subtitle": "Subtitle",
    "period": "Period",
    "year_basis": "Kind of year",
    "responsible": "Responsible",
    "edition_words": "Edition",
    "table_title": "Title of the table",
}


@dataclass(frozen=True)
class Mend:
    """What a button does. `name` is the button's; `hint` tells it apart for people who hear the page."""

    name: str
    label: str
    correction: Correction


@dataclass(frozen=True)
class ShownField:
    name: str
    label: str
    lines: tuple[str, ...]
    is_doubtful: bool = False
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A section or an action with everything that is known of it, beside the printed rows it was read from."""

    key: str
    kind: str  # "section" or "action"
    number: str
    number_is_generated: bool
    text: str
    within: str  # title of the section above
    confidence: float
    fields: tuple[ShownField, ...]
    reasons: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    above: ShownRow | None
    mends: tuple[Mend, ...]

    def mend(self, name: str) -> Mend | None:
        return next((mend for mend in self.mends if mend.name == name), None)


@dataclass(frozen=True)
class ListedAction:
    """An action in the plan's own order: enough to recognise it."""

    key: str
    number: str
    text: str
    leads: str
    timescale: str
    where: str
    is_doubtful: bool


@dataclass(frozen=True)
class ListedSection:
    key: str
    number: str
    title: str
    level: int
    actions: tuple[ListedAction, ...]
    is_doubtful: bool = False


@dataclass(frozen=True)
class ShownColumn:
    """One column of a table: its place from 1, what it was taken for, and some of what stands in it."""

    number: int
    heading: str
    field: str
    is_doubtful: bool
    samples: tuple[str, ...]

    @property
    def label(self) -> str:
        return COLUMNS.get(self.field, self.field)


@dataclass(frozen=True)
class ShownTable:
    number: int
    name: str
    columns: tuple[ShownColumn, ...]

    @property
    def is_doubtful(self) -> bool:
        return any(column.is_doubtful for column in self.columns)


@dataclass(frozen=True)
class PrintedRow:
    """A row of a table, or a paragraph (`table` 0), as it stands in the file. `role`: what it was taken for."""

    shown: ShownRow
    table: int = 0
    row: int = 0
    line: int = 0
    role: str = ""

    @property
    def label(self) -> str:
        return ROLES.get(self.role, "")


class Preview:
    """A proposal beside its source. Excerpts are made only for what a page shows."""

    def __init__(self, source: Source, proposal: Proposal) -> None:
        self.source, self.proposal = source, proposal
        self.excerpts = Excerpts(source, {layout.table: layout.headings for layout in proposal.layouts})
        self._layouts = {layout.table: layout for layout in proposal.layouts}
        self._actions = {action.key: action for action in proposal.actions}
        self._sections = {section.key: section for section in proposal.sections}

    @property
    def doubtful_keys(self) -> list[str]:
        """Keys of what a person should look at, in printed order: first the sections, then the actions."""
        sections = [s.key for s in self.proposal.sections if _confidence(s.origins.values()) < DOUBTFUL or s.warnings]
        return [*sections, *(a.key for a in self.proposal.actions if a.confidence < DOUBTFUL or a.warnings)]

    def item(self, key: str) -> Item | None:
        if action := self._actions.get(key):
            return self._action(action)
        section = self._sections.get(key)
        return self._section(section) if section else None

    def action(self, key: str) -> ProposedAction | None:
        return self._actions.get(key)

    def section(self, key: str) -> ProposedSection | None:
        return self._sections.get(key)

    def facts(self) -> list[ShownField]:
        """What the plan says of itself; a title and a period are always asked for, the rest only where printed."""
        plan = self.proposal.plan
        words = {name: str(getattr(plan, name, "")) for name in PLAN_FACTS}
        words["period"] = plan.period_label
        words["year_basis"] = plan.year_basis
        if plan.starts_on and plan.ends_on:
            dates = f"{plan.starts_on:%-d %B %Y} to {plan.ends_on:%-d %B %Y}"
            words["period"] = f"{plan.period_label} ({dates})" if plan.period_label else dates
        always = {"title", "period"}
        return [
            _field(name, label, (words[name],) if words[name] else (), plan.origins.get(name))
            for name, label in PLAN_FACTS.items()
            if words[name] or name in always
        ]

    def tables(self) -> list[ShownTable]:
        return [self._table(layout) for layout in self.proposal.layouts]

    def listed(self) -> list[ListedSection]:
        """Every section with its actions, in printed order; actions without a section come first."""
        by_section: dict[int | None, list[ListedAction]] = {}
        for action in self.proposal.actions:
            by_section.setdefault(action.section, []).append(_listed(action))
        none = by_section.get(None, [])
        first = [ListedSection("", "", "Without a section", 1, tuple(none))] if none else []
        return first + [
            ListedSection(
                section.key, section.number, section.title, section.level, tuple(by_section.get(index, ())),
                _confidence(section.origins.values()) < DOUBTFUL,
            )
            for index, section in enumerate(self.proposal.sections)
        ]  # fmt: skip

    def leads(self) -> list[tuple[ProposedLead, int]]:
        """Distinct names with how many actions name them, in order of their first naming."""
        found: dict[str, tuple[ProposedLead, int]] = {}
        for action in self.proposal.actions:
            for text, lead in {lead.text: lead for lead in action.leads}.items():
                found[text] = (found.get(text, (lead, 0))[0], found.get(text, (lead, 0))[1] + 1)
        return list(found.values())

    def printed(self) -> list[tuple[int, int]]:
        """Every row and paragraph of the file in order: the index of its block, and of its row within a table."""
        return [
            (index, row)
            for index, block in enumerate((*self.source.blocks, *self.source.asides))
            for row in range(len(block.rows) if isinstance(block, Table) else 1)
        ]

    def printed_row(self, block: int, row: int) -> PrintedRow:
        """One of `printed`, with its words."""
        found = (*self.source.blocks, *self.source.asides)[block]
        if isinstance(found, Paragraph):
            return PrintedRow(of_paragraph(found), line=0 if found.place.part else found.place.line)
        layout = self._layouts.get(found.number)
        roles = layout.roles if layout else ()
        return PrintedRow(
            self.excerpts.row(found.number, row), found.number, row + 1, role=roles[row] if row < len(roles) else ""
        )

    def _action(self, action: ProposedAction) -> Item:
        fields = [self._action_field(action, name) for name in FIELDS]
        shown = tuple(field for field in fields if field.lines or field.is_doubtful or field.note)
        section = self.proposal.sections[action.section] if action.section is not None else None
        places = _places(action.origins.values())
        return Item(
            action.key, "action", action.number, action.number_is_generated, action.text,
            section.title if section else "", action.confidence, shown,
            _reasons(action.warnings, action.origins.values()), self.excerpts.rows(places, _marked(action.origins)),
            self.excerpts.above(places), tuple(self._action_mends(action, places)),
        )  # fmt: skip

    def _action_field(self, action: ProposedAction, name: str) -> ShownField:
        label, column = FIELDS[name]
        printed = self.proposal.plan.columns.get(column, "")
        words = f"{label} (“{printed}”)" if printed and printed.casefold() != label.casefold() else label
        return _field(name, words, _lines(action, name), action.origins.get(name) or action.origins.get(column))

    def _action_mends(self, action: ProposedAction, places: list[Place]) -> Iterator[Mend]:
        if self._is_doubtful(action.origins.values(), action.warnings):
            yield Mend("agree", "Looks right", Correction("agree", {"key": action.key}))
        first = min((place for place in places if place.table and place.row), default=None)
        alone = sum(1 for other in self.proposal.actions if other.row and other.row == action.row) <= 1
        if first and alone and first.row > 1:
            arguments = {"table": first.table, "row": first.row, "role": "join"}
            yield Mend("join", "Join with the row above", Correction("row", arguments))
        elif self.proposal.actions and self.proposal.actions[0].key != action.key:
            yield Mend("join", "Join with the action above", Correction("join", {"key": action.key}))
        yield Mend("section", "This is a section", Correction("section", {"key": action.key}))
        yield Mend("remove", "Leave out", Correction("remove", {"key": action.key}))

    def _section(self, section: ProposedSection) -> Item:
        places = _places(section.origins.values())
        parent = self.proposal.sections[section.parent] if section.parent is not None else None
        lines = {
            "Paragraphs": section.paragraphs,
            "Requirements": section.requirements,
            "Outcomes": section.outcomes,
        }
        fields = [ShownField("title", "Section", (section.title,))]
        fields += [ShownField(label.lower(), label, words) for label, words in lines.items() if words]
        return Item(
            section.key, "section", section.number, section.number_is_generated, section.title,
            parent.title if parent else "", _confidence(section.origins.values()), tuple(fields),
            _reasons(section.warnings, section.origins.values()),
            self.excerpts.rows(places, _marked(section.origins)), self.excerpts.above(places),
            tuple(self._section_mends(section, places)),
        )  # fmt: skip

    def _section_mends(self, section: ProposedSection, places: list[Place]) -> Iterator[Mend]:
        if self._is_doubtful(section.origins.values(), section.warnings):
            yield Mend("agree", "Looks right", Correction("agree", {"key": section.key}))
        for place in places[:1]:
            if correction := take_in(place, "action"):
                yield Mend("action", "This is an action", correction)
        yield Mend("remove", "Leave out", Correction("remove", {"key": section.key}))

    def _is_doubtful(self, origins: Iterable[Origin], warnings: tuple[str, ...]) -> bool:
        return _confidence(origins) < DOUBTFUL or bool(warnings)

    def _table(self, layout: Layout) -> ShownTable:
        table = self.excerpts.table(layout.table)
        rows = table.rows if table else ()
        body = [
            row for row, role in zip(rows, layout.roles, strict=False) if role in ("action", "join")
        ]  # a layout of a table that was mended may be shorter than the table
        columns = []
        for index, (heading, field, sure) in enumerate(
            zip(layout.headings, layout.fields, layout.confidences, strict=True)
        ):
            texts = [row[index].text for row in body if index < len(row) and not row[index].is_blank]
            columns.append(ShownColumn(index + 1, heading, field, sure < DOUBTFUL, tuple(texts[:2])))
        return ShownTable(layout.table, table.name if table else "", tuple(columns))


def take_in(place: Place, role: str) -> Correction | None:
    """The mend that reads a left-out row or paragraph after all; None for what is no part of the body."""
    if place.part:
        return None
    if place.table and place.row:
        return Correction("row", {"table": place.table, "row": place.row, "role": role})
    if place.line and not place.table:
        return Correction("paragraph", {"line": place.line, "role": role})
    return None


def left_out_mends(left: LeftOut) -> tuple[Mend, ...]:
    """The ways in which left-out words can be taken in."""
    labels = {"action": "It is an action", "section": "It is a section", "prose": "Keep its words before the plan"}
    found = ((role, label, take_in(left.place, role)) for role, label in labels.items())
    return tuple(Mend(role, label, correction) for role, label, correction in found if correction)


def _listed(action: ProposedAction) -> ListedAction:
    places = _places(action.origins.values())
    return ListedAction(
        action.key, action.number, action.text, ", ".join(lead.text for lead in action.leads) or action.leads_text,
        action.timescale.text, where(places[0]) if places else "", action.confidence < DOUBTFUL,
    )  # fmt: skip


def _lines(action: ProposedAction, name: str) -> tuple[str, ...]:
    value = getattr(action, name)
    if name == "leads":
        kinds = {"partner": " (partner)", "resource": " (resource)"}
        return tuple(f"{lead.text}{kinds.get(lead.kind, '')}" for lead in action.leads) or _split(action.leads_text)
    if name == "timescale":
        return _split(action.timescale.text)
    return value if isinstance(value, tuple) else _split(value or "")


def _split(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _field(name: str, label: str, lines: tuple[str, ...], origin: Origin | None) -> ShownField:
    return ShownField(name, label, lines, bool(origin and origin.confidence < DOUBTFUL), origin.note if origin else "")


def _places(origins: Iterable[Origin]) -> list[Place]:
    """Every place once, in printed order."""
    return sorted({place for origin in origins for place in origin.places})


def _marked(origins: Mapping[str, Origin]) -> set[Place]:
    """Where the doubtful fields stand; where nothing is doubtful, where the words themselves do."""
    doubtful = {place for origin in origins.values() if origin.confidence < DOUBTFUL for place in origin.places}
    words = origins.get("text") or origins.get("action") or origins.get("title") or Origin()
    return doubtful or set(words.places)


def _confidence(origins: Iterable[Origin]) -> float:
    return min((origin.confidence for origin in origins), default=1.0)


def _reasons(warnings: tuple[str, ...], origins: Iterable[Origin]) -> tuple[str, ...]:
    """Why a person should look: the reader's own sentences, each once."""
    notes = (origin.note for origin in origins if origin.confidence < DOUBTFUL and origin.note)
    return tuple(dict.fromkeys((*warnings, *notes)))
