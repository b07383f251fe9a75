"""Answers of a round that do not fit what is known: beside the action, the other parties, and what was said before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Milestone, Round, Update
from plans.models.quarter import ANSWERED
from plans.rules.lifecycle import is_live
from plans.rules.rag import contradictions, stuck_at_amber
from plans.rules.timescale import overdue_since, resolve
from prevent_tracker.core import clock

QUARTERS = 8  # so far back a run of amber is counted


def of_round(access: Access, round: Round) -> dict[uuid.UUID, list[str]]:  # noqa: A002  the domain's word
    """By action: what speaks against the answers that stand in a round, each sentence once. Actions without any are
    left out. Where several parties answered, a sentence about one of them names it. Five queries."""
    return by_action(_read(access, round))


def by_action(known: Known) -> dict[uuid.UUID, list[str]]:
    """The same from what is known already."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for update, sentences in _all(known):
        several = len(known.answers[update.action_id]) > 1
        for sentence in sentences:
            said = f"{update.agency.short_name}: {sentence[0].lower()}{sentence[1:]}" if several else sentence
            if said not in found[update.action_id]:
                found[update.action_id].append(said)
    return dict(found)


def of_updates(access: Access, round: Round) -> dict[uuid.UUID, list[str]]:  # noqa: A002  the domain's word
    """By update: the same, for each answer by itself."""
    return {update.pk: sentences for update, sentences in _all(_read(access, round))}


@dataclass(frozen=True)
class Known:
    """What answers are held against. `answers`: by action, those that stand in the round, by agency; `before`: by
    (action, agency), (rating, path to green) of each earlier round, oldest first; silent ones are ("", "")."""

    answers: Mapping[uuid.UUID, Sequence[Update]]
    overdue: Mapping[uuid.UUID, dt.date]
    open_milestones: Counter[uuid.UUID]
    before: Mapping[tuple[uuid.UUID, uuid.UUID], Sequence[tuple[str, str]]]


def _read(access: Access, round: Round) -> Known:  # noqa: A002  the domain's word
    access.require(Permission.VIEW_PLAN)
    answers: dict[uuid.UUID, list[Update]] = defaultdict(list)
    rows = Update.objects.within(access).filter(round=round, state__in=ANSWERED).select_related("agency")
    for row in rows.order_by("agency__name"):
        answers[row.action_id].append(row)
    undone = Milestone.objects.within(access).filter(action__in=answers, done_on=None)
    milestones = Counter(undone.values_list("action_id", flat=True))
    return Known(answers, _overdue(access, round), milestones, _before(access, round, list(answers)))


def _overdue(access: Access, round: Round) -> dict[uuid.UUID, dt.date]:  # noqa: A002  the domain's word
    """By action: since when it is overdue, seen from today or from the day on which the round closed."""
    day = timezone.localdate(round.closed_at) if round.closed_at else clock.today()
    actions = list(Action.objects.within(access).filter(plan_id=round.plan_id))
    timescales = {action.number: action.read_timescale for action in actions}
    found = {
        action.pk: overdue_since(resolve(timescales[action.number], timescales), day)
        for action in actions
        if is_live(action.state)
    }
    return {pk: since for pk, since in found.items() if since is not None}


def _before(
    access: Access,
    round: Round,  # noqa: A002  the domain's word
    actions: Sequence[uuid.UUID],
) -> dict[tuple[uuid.UUID, uuid.UUID], list[tuple[str, str]]]:
    earlier = Round.objects.within(access).filter(
        plan_id=round.plan_id, starts_on__lt=round.starts_on, closed_at__isnull=False
    )
    rounds = list(earlier.order_by("starts_on").values_list("pk", flat=True))[-QUARTERS:]
    found: dict[tuple[uuid.UUID, uuid.UUID], list[tuple[str, str]]] = defaultdict(lambda: [("", "")] * len(rounds))
    rows = Update.objects.within(access).filter(round__in=rounds, action__in=actions, state__in=ANSWERED)
    for row in rows.only("round_id", "action_id", "agency_id", "rag", "path_to_green"):
        found[row.action_id, row.agency_id][rounds.index(row.round_id)] = (row.rag, row.path_to_green)
    return found


def _all(known: Known) -> Iterator[tuple[Update, list[str]]]:
    """Each answer that something speaks against."""
    for action_id, answers in known.answers.items():
        deny = [row.agency.short_name for row in answers if not row.says_complete]
        for row in answers:
            before = known.before.get((action_id, row.agency_id), ())
            sentences = contradictions(
                row.rag,
                overdue_since=known.overdue.get(action_id),
                says_complete=row.says_complete,
                open_milestones=known.open_milestones[action_id],
                others_deny=deny,
                quarters_amber=stuck_at_amber([*before, (row.rag, row.path_to_green)]),
            )
            if sentences:
                yield row, sentences
