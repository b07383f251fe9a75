"""What an import proposes, as its pages show it: the doubtful first, then the plan in its own order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from partners.models import YearBasis
from plans.importers.proposal import (
    DOUBTFUL,
    Layout,
    Origin,
    Proposal,
    ProposedAction,
    ProposedLead,
    ProposedSection,
)
from plans.importers.source import Paragraph, Place, Source, Table

from .doubts import Alike, Keys, by_reason
from .excerpts import Excerpts, ShownRow, of_paragraph, where
from .left_out import letters, shown_left_out
from .mends import (
    FIELDS,
    PLAN_FACTS,
    action_mends,
    section_mends,
)
from .shown import (
    Doubt,
    Item,
    ListedAction,
    ListedSection,
    PrintedRow,
    ShownColumn,
    ShownField,
    ShownLeftOut,
    ShownTable,
)


class Preview:
    """A proposal beside its source; what somebody agreed to (keys) is not doubtful any more. Excerpts are made only for
    what a page shows."""

    def __init__(self, source: Source, proposal: Proposal, agreed: Collection[str] = ()) -> None:
        self.source, self.proposal = source, proposal
        self.excerpts = Excerpts(source, {layout.table: layout.headings for layout in proposal.layouts})
        self._layouts = {layout.table: layout for layout in proposal.layouts}
        self._actions = {action.key: action for action in proposal.actions}
        self._sections = {section.key: section for section in proposal.sections}
        both: list[ProposedSection | ProposedAction] = [*proposal.sections, *proposal.actions]
        self.doubtful_keys = [  # sections first, each in printed order
            each.key for each in both if _confidence(each.origins.values()) < DOUBTFUL and each.key not in agreed
        ]
        self._doubtful = frozenset(self.doubtful_keys)

    @cached_property
    def doubts(self) -> list[Keys]:
        """The doubtful keys, those together that are to be looked at together."""
        return [tuple(keys) for _, keys in groupby(self.doubtful_keys, key=self._same_doubt)]

    @cached_property
    def alike(self) -> list[Alike]:
        """The doubts by their reasons."""
        return by_reason(self.doubts, self._reasons_of)

    def _same_doubt(self, key: str) -> tuple[str, tuple[str, ...]]:
        action = self._actions.get(key)
        return (action.row or key, self._reasons_of(key)) if action else (key, ())

    def _reasons_of(self, key: str) -> tuple[str, ...]:
        item = self._actions.get(key) or self._sections[key]
        return _reasons(item.warnings, item.origins.values())

    def doubt(self, keys: Keys) -> Doubt:
        return Doubt(tuple(item for key in keys if (item := self.item(key))))

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
        words["year_basis"] = dict(YearBasis.choices).get(plan.year_basis, "")
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
        """The tables of the plan with what each column was taken for; those that are alike stand together."""
        alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Layout]] = {}
        for layout in self.proposal.layouts:
            alike.setdefault((layout.headings, layout.fields), []).append(layout)
        return [self._table(layouts) for layouts in alike.values()]

    def listed(self) -> list[ListedSection]:
        """Every section with its actions, in printed order; actions without a section come first."""
        by_section: dict[int | None, list[ListedAction]] = {}
        for action in self.proposal.actions:
            by_section.setdefault(action.section, []).append(_listed(action, is_doubtful=action.key in self._doubtful))
        none = by_section.get(None, [])
        first = [ListedSection("", "", "Without a section", 1, tuple(none))] if none else []
        return first + [
            ListedSection(
                section.key, section.number, section.title, section.level, tuple(by_section.get(index, ())),
                section.key in self._doubtful,
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

    @cached_property
    def left_out(self) -> list[ShownLeftOut]:
        """What is in no field, row by row: the rarest reasons first, mere marks last."""
        return shown_left_out(self.proposal)

    @property
    def words_left_out(self) -> int:
        """Rows and paragraphs with words that are in no field."""
        return sum(1 for row in self.left_out if row.has_words)

    def printed(self) -> list[tuple[int, int]]:
        """Every row and paragraph of the file in order: the index of its block, and of its row within a table."""
        return [
            (index, row)
            for index, block in enumerate((*self.source.blocks, *self.source.asides))
            for row in range(len(block.rows) if isinstance(block, Table) else 1)
        ]

    def holds(self, table: int, row: int, line: int) -> bool:
        """Whether the file has that row of that table (0: the table), or else that paragraph."""
        if table:
            found = self.excerpts.table(table)
            return found is not None and 0 <= row <= len(found.rows)
        return any(isinstance(block, Paragraph) and block.place.line == line for block in self.source.blocks)

    def printed_row(self, block: int, row: int) -> PrintedRow:
        """One of `printed`, with its words."""
        found = (*self.source.blocks, *self.source.asides)[block]
        if isinstance(found, Paragraph):
            line = 0 if found.place.part else found.place.line
            return PrintedRow(of_paragraph(found), line=line, role=self._role_of(found))
        layout = self._layouts.get(found.number)
        roles = layout.roles if layout else ()
        return PrintedRow(
            self.excerpts.row(found.number, row), found.number, row + 1, role=roles[row] if row < len(roles) else ""
        )

    def _role_of(self, paragraph: Paragraph) -> str:
        left = {letters(each.text) for each in self.proposal.left_out if each.place == paragraph.place}
        return "left_out" if letters(paragraph.line.text) in left else self._paragraphs.get(paragraph.place, "prose")

    @cached_property
    def _paragraphs(self) -> dict[Place, str]:
        """What paragraphs were taken for that are part of the plan."""
        proposal = self.proposal
        taken = [("title", place) for place in proposal.plan.origins.get("title", Origin()).places]
        taken += [("section", place) for each in proposal.sections for place in _places(each.origins.values())]
        taken += [("action", place) for each in proposal.actions for place in _places(each.origins.values())]
        return {place: role for role, place in taken if not place.table}

    def _action(self, action: ProposedAction) -> Item:
        fields = [self._action_field(action, name) for name in FIELDS]
        shown = tuple(field for field in fields if field.lines or field.is_doubtful or field.note)
        section = self.proposal.sections[action.section] if action.section is not None else None
        places = _places(action.origins.values())
        return Item(
            action.key, "action", action.number, action.number_is_generated, action.text,
            section.title if section else "", action.confidence, shown,
            _reasons(action.warnings, action.origins.values()), self.excerpts.rows(places, _marked(action.origins)),
            self._above(places),
            tuple(action_mends(self.proposal, action, places, is_doubtful=action.key in self._doubtful)),
        )  # fmt: skip

    def _action_field(self, action: ProposedAction, name: str) -> ShownField:
        label, column = FIELDS[name]
        printed = self.proposal.plan.columns.get(column, "")
        words = f"{label} (“{printed}”)" if printed and printed.casefold() != label.casefold() else label
        return _field(name, words, _lines(action, name), action.origins.get(name) or action.origins.get(column))

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
            self.excerpts.rows(places, _marked(section.origins)), self._above(places),
            tuple(section_mends(section, places, is_doubtful=section.key in self._doubtful)),
        )  # fmt: skip

    def _table(self, layouts: Sequence[Layout]) -> ShownTable:
        """Tables of the same layout as one; its samples are the first table's."""
        table = self.excerpts.table(layouts[0].table)
        rows = zip(table.rows if table else (), layouts[0].roles, strict=False)
        body = [row for row, role in rows if role in ("action", "join")]
        columns = []
        for index, (heading, field) in enumerate(zip(layouts[0].headings, layouts[0].fields, strict=True)):
            texts = [row[index].text for row in body if index < len(row) and not row[index].is_blank]
            is_doubtful = min(layout.confidences[index] for layout in layouts) < DOUBTFUL
            columns.append(ShownColumn(index + 1, heading, field, is_doubtful, tuple(texts[:2])))
        numbers = tuple(layout.table for layout in layouts)
        return ShownTable(numbers, table.name if table else "", tuple(columns))

    def _above(self, places: Sequence[Place]) -> ShownRow | None:
        """The row above, unless it is a heading."""
        first = next((place for place in places if place.table), None)
        layout = self._layouts.get(first.table) if first else None
        if first and layout and 1 < first.row <= len(layout.roles) and layout.roles[first.row - 2] == "heading":
            return None
        return self.excerpts.above(places)


def _listed(action: ProposedAction, *, is_doubtful: bool) -> ListedAction:
    places = _places(action.origins.values())
    return ListedAction(
        action.key, action.number, action.text, ", ".join(lead.text for lead in action.leads) or action.leads_text,
        action.timescale.text, where(places[0]) if places else "", is_doubtful,
    )  # fmt: skip


def _lines(action: ProposedAction, name: str) -> tuple[str, ...]:
    value = getattr(action, name)
    if name == "leads":
        kinds = {"partner": " (partner)", "resource": " (resource)"}
        return tuple(f"{lead.text}{kinds.get(lead.kind, '')}" for lead in action.leads) or _split(action.leads_text)
    if name == "timescale":
        return _split(action.timescale.text)
    if name == "rag":
        return (value.capitalize(),) if value else ()
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
