"""An action's facts: as printed, and in a round as rated, answered and contradicted."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from plans.models import Action, AgreedStatus, Lead, Update
from plans.models.quarter import ANSWERED
from plans.queries import contradictions as against
from plans.queries.as_at import as_at
from plans.rules.lifecycle import is_live
from plans.rules.rag import Rag, contradictions
from plans.rules.timescale import Kind, Timescale, due_on, overdue_since, resolve, why

from .. import document as doc
from .reading import Known

_EXPLAINED = (Kind.CONDITIONAL, Kind.CROSS_REFERENCE)


class Actions:
    """The actions of a plan as facts; called with one of its rows. One query more where answers are amber."""

    def __init__(self, known: Known) -> None:
        self.known = known
        targets = {row.number: row.read_timescale for row in known.actions}
        self.timescales = {row.pk: resolve(targets[row.number], targets) for row in known.actions}
        live = {row.pk: self.timescales[row.pk] for row in known.actions if is_live(row.state)}
        self.overdue = {pk: since for pk, each in live.items() if (since := overdue_since(each, known.today))}
        self.answers = {pk: _answers(known, rows) for pk, rows in known.updates.items()}
        self.against = against.by_action(
            against.Known(self.answers, self.overdue, _open_milestones(known), _before(known, self.answers))
        )

    def __call__(self, row: Action) -> doc.ActionFacts:
        known, timescale = self.known, self.timescales[row.pk]
        mark = known.marks.of_action(row.pk)
        return doc.ActionFacts(
            number=row.number,
            text=row.text,
            state=row.state,
            number_is_generated=row.number_is_generated,
            row=row.row,
            steps=tuple(row.steps),
            outcomes=tuple(row.outcomes),
            leads_text=row.leads_text,
            leads=tuple(_lead(known, row, lead) for lead in known.leads.get(row.pk, ())),
            timescale_text=row.timescale_text,
            timescale_notes=self._notes(row, timescale),
            due_on=due_on(timescale),
            overdue=row.pk in self.overdue,
            milestones=tuple(
                doc.MilestoneFacts(each.text, each.due_text, each.due_on, each.done_on)
                for each in known.milestones.get(row.pk, ())
            ),
            progress_text=row.progress_text,
            key=str(row.pk),
            requirements=tuple(row.requirement_codes),
            **mark.facts,
            **(self._in_round(row) if known.round else {}),
        )

    def _notes(self, row: Action, timescale: Timescale) -> tuple[str, ...]:
        explained = row.pk in self.overdue or any(part.kind in _EXPLAINED for part in timescale.parts)
        return (why(timescale, self.known.today),) if explained and is_live(row.state) else ()

    def _in_round(self, row: Action) -> dict[str, Any]:
        """What the round adds: rating, answers, silence, and what moved since the one before."""
        known = self.known
        status = known.agreed.get((known.round.pk, row.pk)) if known.round else None
        last = _last_known(known, row.pk)
        return {
            "rag": status.rag if status else "",
            "status_reason": status.reason if status and status.rule == "decided" else "",
            "previous_status": known.shown_in(known.before, row.pk) if known.before else "",
            "last_rag": last[1].rag if last else "",
            "last_period": last[0] if last else "",
            "asked": tuple(
                sorted(
                    known.agencies[each.agency_id].name
                    for each in known.requests.get(row.pk, ())
                    if each.withdrawn_at is None
                )
            ),
            "updates": tuple(_update(known, row, each) for each in self.answers.get(row.pk, ())),
            "contradictions": self._contradictions(row, status),
            "deadline_changes": tuple(
                doc.DeadlineChangeFacts(each.changed_on, each.old_text, each.new_text, each.reason, each.agreed_by)
                for each in sorted(known.deadline_changes.get(row.pk, ()), key=lambda each: (each.changed_on, each.pk))
            ),
        }

    def _contradictions(self, row: Action, status: AgreedStatus | None) -> tuple[str, ...]:
        """What speaks against the answers; against the status too, where the coordinator decided another."""
        found = list(self.against.get(row.pk, ()))
        if status is not None and status.rule == "decided":
            said = contradictions(status.rag, overdue_since=self.overdue.get(row.pk))
            found += [sentence for sentence in said if sentence not in found]
        return tuple(found)


def _answers(known: Known, rows: list[Update]) -> list[Update]:
    """The answers that stand, by agency, each with its agency as it was called then."""
    found = [row for row in rows if row.state in ANSWERED]
    for row in found:
        row.agency = known.agencies[row.agency_id]
    return sorted(found, key=lambda row: (row.agency.name, row.pk))


def _open_milestones(known: Known) -> Counter[uuid.UUID]:
    return Counter(row.action_id for rows in known.milestones.values() for row in rows if row.done_on is None)


def _before(
    known: Known, answers: Mapping[uuid.UUID, list[Update]]
) -> dict[tuple[uuid.UUID, uuid.UUID], list[tuple[str, str]]]:
    """What was said in earlier rounds by those whose answer is amber now: only theirs can have gone on for long."""
    amber = [pk for pk, rows in answers.items() if any(row.rag == Rag.AMBER for row in rows)]
    rounds = [row.pk for row in known.earlier][-against.QUARTERS :]
    if not amber or not rounds:
        return {}
    found: dict[tuple[uuid.UUID, uuid.UUID], list[tuple[str, str]]] = {}
    for row in as_at(known.access, Update, known.as_at, round_id__in=rounds, action_id__in=amber):
        if row.state in ANSWERED:
            said = found.setdefault((row.action_id, row.agency_id), [("", "")] * len(rounds))
            said[rounds.index(row.round_id)] = (row.rag, row.path_to_green)
    return found


def _lead(known: Known, action: Action, row: Lead) -> doc.LeadFacts:
    post = known.posts.get(row.post_id) if row.post_id else None
    agency = row.agency_id or (post.agency_id if post else None)
    mark = known.marks.of_action(action.pk).below(row)
    return doc.LeadFacts(row.words, row.kind, agency_key=str(agency or ""), **mark.facts)


def _update(known: Known, action: Action, row: Update) -> doc.UpdateFacts:
    return doc.UpdateFacts(
        agency=row.agency.name,
        rag=row.rag,
        narrative=row.narrative,
        path_to_green=row.path_to_green,
        forecast_on=row.forecast_on,
        says_complete=row.says_complete,
        on_behalf=row.channel == "behalf",
        late=row.is_late,
        agency_key=str(row.agency_id),
        **known.marks.of_action(action.pk).of_words(row).facts,
    )


def _last_known(known: Known, action_id: uuid.UUID) -> tuple[str, AgreedStatus] | None:
    """(label, status) of the latest round before this one in which the action was rated."""
    found = ((past.label, known.agreed.get((past.pk, action_id))) for past in reversed(known.earlier))
    return next(((label, status) for label, status in found if status is not None and status.rag), None)


def removed_facts(known: Known) -> tuple[doc.RemovedFacts, ...]:
    """What was in the plan when the round before closed and is no longer, by the day on which it went."""
    return tuple(
        doc.RemovedFacts(
            str(gone.row.pk), gone.row.number, gone.row.text, timezone.localdate(gone.at),
            **known.marks.of_action(gone.row.pk).facts,
        )
        for gone in known.removed
    )  # fmt: skip
