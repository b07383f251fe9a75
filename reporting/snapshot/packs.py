"""The document of a pack: its words, and the quarter that it reports."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from partners.models import Board, Meeting
from partners.tenancy import Access
from plans.models import Plan, Round
from plans.queries.as_at import as_at
from prevent_tracker.core.errors import Closed, NotFound

from .. import document as doc
from ..comparing import compare, names_of_both
from ..figures import STATUSES
from ..layouts import layout_from
from ..models import Issue, Pack, PackStyle
from ..styles import Style
from ..styles.parts import part
from .actions import Actions, removed_facts
from .board import cover_facts, governance, logo, rag_key, word_markings
from .decisions import decision_facts
from .moments import said
from .names import held_names
from .plan import objective_facts, plan_facts
from .plan_alone import snapshot_plan
from .reading import Known, read
from .standards import measure_facts, requirement_facts


def snapshot(access: Access, pack: Pack, *, moment: dt.datetime, version: str = "Draft") -> doc.Document:
    """The document of a pack as it would have been drawn at `moment`: the same for ever, byte for byte.

    A round that was closed by then is reported as it stood when it closed (`moment_of`); the pack's words, markings,
    decisions, readings and names are those of `moment`. Raises `NotFound` for a pack that was not there yet, `Closed`
    for a round that had not been opened. Constant in queries.
    """
    stored = next(iter(as_at(access, Pack, moment, id=pack.pk)), None)
    if stored is None:
        raise NotFound(f"This pack did not exist yet on {said(moment)}.")
    document = _document(access, pack.round.plan_id, stored, moment, version)
    before = _compared_with(access, pack.round.plan_id, stored, moment)
    if before is None:
        return document
    facts, label = before
    after_label = f"{document.period.label}, {document.version.lower()}"
    found = compare(facts, document, before_label=label, after_label=after_label)
    held = names_of_both(facts, document)
    return replace(document, comparison=found, held_names=held, layout=_with_comparison(document.layout))


def _with_comparison(layout: Style) -> Style:
    """A pack that is compared shows it, whatever its style has: at its end, where it has no place for it."""
    if any(each.key == "comparison" for each in layout.parts):
        return layout
    return replace(layout, parts=(*layout.parts, part("comparison")))


def _document(access: Access, plan_id: uuid.UUID, stored: Pack, moment: dt.datetime, version: str) -> doc.Document:
    reported = _round(access, plan_id, stored.round_id, moment)
    known = read(access, plan_id, reported, moment)
    boards = {row.pk: row for row in as_at(access, Board, moment)}
    meetings = {row.pk: row for row in as_at(access, Meeting, moment)}
    board, meeting = boards[stored.board_id], meetings.get(stored.meeting_id) if stored.meeting_id else None
    return doc.Document(
        layout=_layout(access, stored, board, moment),
        title=f"{known.plan.title}: progress report, {reported.label}",
        marking=stored.marking,
        partnership=access.partnership.name,
        partnership_short=access.partnership.short_name,
        board=board.name,
        board_short=board.short_name,
        period=_period(known, reported),
        as_at=known.as_at,
        plan=plan_facts(known),
        objectives=objective_facts(known, Actions(known)),
        version=version,
        meeting=doc.MeetingFacts(meeting.label, meeting.held_on) if meeting else None,
        cover=cover_facts(stored),
        headline=stored.headline,
        narrative=stored.narrative,
        history=tuple(_counts(known, past) for past in known.earlier),
        decisions=decision_facts(known, boards, board.pk, meetings),
        rag_key=rag_key(access),
        governance=governance(known, boards),
        measures=measure_facts(known),
        requirements=requirement_facts(known),
        removed=removed_facts(known),
        word_markings=word_markings(stored),
        held_names=held_names(known, boards.values()),
        **logo(known),
    )


def _round(access: Access, plan_id: uuid.UUID, key: uuid.UUID, moment: dt.datetime) -> Round:
    found = next((row for row in as_at(access, Round, moment, plan_id=plan_id) if row.pk == key), None)
    if found is None:
        raise NotFound(f"This round did not exist yet on {said(moment)}.")
    if found.opened_at is None:
        raise Closed(f"{found.label} had not been opened yet on {said(moment)}: there was nothing to report.")
    return found


def _layout(access: Access, stored: Pack, board: Board, moment: dt.datetime) -> Style:
    own = {row.slug: row for row in as_at(access, PackStyle, moment)}
    return layout_from(stored.style or board.style, stored.contents, own)


def _period(known: Known, row: Round) -> doc.PeriodFacts:
    before = known.before.label if known.before else ""
    return doc.PeriodFacts(row.label, row.slug, row.starts_on, row.ends_on, row.label.split()[0], before)


def _counts(known: Known, past: Round) -> doc.QuarterFacts:
    shown = [known.shown_in(past, action_id) for action_id in known.states_before[past.pk]]
    return doc.QuarterFacts(past.label, tuple((value, shown.count(value)) for value in STATUSES if value in shown))


def _compared_with(
    access: Access, plan_id: uuid.UUID, stored: Pack, moment: dt.datetime
) -> tuple[doc.Document, str] | None:
    """The document that a pack is compared with, if any, and what it is called."""
    if stored.compare_to_id:
        issue = Issue.objects.within(access).only("document", "number").get(pk=stored.compare_to_id)
        before = doc.from_json(issue.document)
        return before, f"{before.period.label}, issue {issue.number}"
    if stored.compare_moment:
        return _then(access, plan_id, stored, min(stored.compare_moment, moment)), said(stored.compare_moment)
    return None


def _then(access: Access, plan_id: uuid.UUID, stored: Pack, moment: dt.datetime) -> doc.Document:
    """What the board would have seen at a moment: the pack of the round that was the latest then, with its words if
    there was one; before any round, the plan by itself."""
    rounds = [row for row in as_at(access, Round, moment, plan_id=plan_id) if row.opened_at]
    if not rounds:
        return snapshot_plan(access, Plan(pk=plan_id), moment=moment)
    latest = max(rounds, key=lambda row: (row.starts_on, row.pk))
    blank = Pack(partnership=access.partnership, board_id=stored.board_id, round_id=latest.pk)
    drafted = as_at(access, Pack, moment, round_id=latest.pk, board_id=stored.board_id)
    return _document(access, plan_id, next(iter(drafted), blank), moment, "Draft")
