"""The tracker's own export (exporters/record.py) as a proposal, so that its preview looks like any other file's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plans.exporters.record import ActionRecord, BlockRecord, ObjectiveRecord, PlanRecord, from_json
from plans.exporters.wording import printable

from .codec import proposal_to_json
from .errors import Unreadable
from .proposal import Json, Proposal, ProposedAction, ProposedLead, ProposedPlan, ProposedSection

_SAME = (
    "title", "reference", "subtitle", "table_title", "edition_words", "responsible", "period_label", "starts_on",
    "ends_on", "year_basis", "levels", "council_priorities", "indicators",
)  # fmt: skip
Numbered = tuple[int, int | None, ObjectiveRecord]  # its level from 1, the index of its parent, the node


def read_own(content: bytes) -> PlanRecord:
    """The record in an exported JSON file (UTF-8). Raises `Unreadable`."""
    try:
        return printable(from_json(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise Unreadable("This JSON is not in UTF-8, as an exported plan is.") from error
    except ValueError as error:
        raise Unreadable(str(error)) from error


def proposed(content: bytes) -> Json:
    """What an exported file proposes, as JSON. Raises `Unreadable`."""
    return proposal_to_json(proposal_of(read_own(content)))


def proposal_of(record: PlanRecord) -> Proposal:
    """What the preview shows of a record. The commit takes the record itself: a proposal has no markings or states."""
    nodes = list(_numbered(record.objectives))
    warnings = []
    if record.left_out:
        warnings.append(f"This is the {record.edition} edition: what it leaves out is not in it to be imported.")
    return Proposal(
        plan=_plan(record),
        sections=tuple(_section(index, node) for index, node in enumerate(nodes)),
        actions=tuple(_action(index, each) for index, (_, _, node) in enumerate(nodes) for each in node.actions),
        warnings=tuple(warnings),
        format="json",
    )


def _numbered(roots: Sequence[ObjectiveRecord]) -> Iterator[Numbered]:
    """Every node in printed order, parents first."""
    count = 0

    def walk(nodes: Sequence[ObjectiveRecord], level: int, parent: int | None) -> Iterator[Numbered]:
        nonlocal count
        for node in nodes:
            index, count = count, count + 1
            yield level, parent, node
            yield from walk(node.children, level + 1, index)

    yield from walk(roots, 1, None)


def _plan(record: PlanRecord) -> ProposedPlan:
    return ProposedPlan(
        **{name: getattr(record, name) for name in _SAME},
        columns={column.field: column.heading for column in record.columns},
        front_matter=tuple((part.heading, tuple(body(part.blocks))) for part in record.front_matter),
        glossary=tuple((term.term, term.meaning) for term in record.glossary),
    )


def body(blocks: Sequence[BlockRecord]) -> list[str | dict[str, list[str]]]:
    """Paragraphs and lists as `plans.models.FrontMatter` holds them."""
    return [{"list": list(block.items)} if block.items else block.text for block in blocks]


def _section(index: int, node: Numbered) -> ProposedSection:
    level, parent, objective = node
    same = ("title", "number", "number_is_generated", "paragraphs", "outcomes", "requirements")
    facts = {name: getattr(objective, name) for name in same}
    return ProposedSection(key=f"section {index + 1}", level=level, parent=parent, **facts)


def _action(section: int, action: ActionRecord) -> ProposedAction:
    same = ("text", "number", "number_is_generated", "row", "steps", "leads_text", "timescale", "outcomes")
    return ProposedAction(
        key=f"action {action.number}",
        section=section,
        **{name: getattr(action, name) for name in same},
        leads=tuple(ProposedLead(lead.words, lead.kind, lead.nature) for lead in action.leads),
        milestones=tuple(
            f"{each.text} ({each.due_text})" if each.due_text else each.text for each in action.milestones
        ),
        progress=action.progress_text,
        notes=action.note,
    )
