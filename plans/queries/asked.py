"""What one agency is asked in open rounds: for its members, and for whoever answers by a single-use link."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Decision, Extension, Plan, Round, Update, UpdateRequest
from plans.models.quarter import ANSWERED
from plans.rules.chasing import LABELS, OUTSTANDING, Stand, deadline_words, stand
from prevent_tracker.core.rows import get

RELATED = ("action__objective", "agency", "round__plan", "update")


def stand_of(request: UpdateRequest) -> Stand:
    """Where a request stands; its update has to be there already (`select_related`)."""
    update = getattr(request, "update", None)
    return stand(update.state if update else "", was_opened=request.first_opened_at is not None)


@dataclass(frozen=True)
class Said:
    """What an agency said about an action before: `last` in the newest round, `words` where that was only "No change":
    the last answer that described something."""

    last: Update | None = None
    words: Update | None = None

    @property
    def may_repeat(self) -> bool:
        """Whether "No change since ..." can be said: there is something to repeat, and it is not done."""
        return self.last is not None and not self.last.says_complete


@dataclass(frozen=True)
class Asked:
    """One request, where it stands, and what its agency said last time."""

    request: UpdateRequest
    stand: Stand
    said: Said = field(default_factory=Said)

    @property
    def update(self) -> Update | None:
        """What was answered, as far as anybody else may read it: a draft is its writer's own."""
        return self.request.update if self.stand in (Stand.SENT, Stand.ACCEPTED) else None

    @property
    def label(self) -> str:
        return LABELS[self.stand]

    @property
    def is_open(self) -> bool:
        return self.stand in OUTSTANDING

    @property
    def is_returned(self) -> bool:
        return self.stand is Stand.RETURNED


@dataclass(frozen=True)
class Due:
    """A round's requests to one agency: what is still to answer first, what was returned before all; then the rest."""

    round: Round
    until: dt.date
    extension: Extension | None
    open: tuple[Asked, ...]
    sent: tuple[Asked, ...]
    today: dt.date

    @property
    def asked(self) -> int:
        return len(self.open) + len(self.sent)

    @property
    def is_overdue(self) -> bool:
        return bool(self.open) and self.today > self.until

    @property
    def left(self) -> str:
        return deadline_words(self.until, self.today)


@dataclass(frozen=True)
class Place:
    """Where a request stands among those of the same round: "3 of 12", and what is before and after it."""

    position: int
    total: int
    previous: UpdateRequest | None
    following: UpdateRequest | None


def _yours(access: Access, *, ended: bool = False) -> QuerySet[UpdateRequest]:
    """The actor's requests in open rounds, in the plans' order; a link's are those of its own round. `ended`: and those
    that take no answer any more."""
    access.require(Permission.ANSWER)
    rows = UpdateRequest.objects.within(access).filter(agency=access.agency_id)
    if not ended:
        rows = rows.filter(withdrawn_at=None, round__opened_at__isnull=False, round__closed_at=None)
    if access.round_id is not None:
        rows = rows.filter(round=access.round_id)
    return rows.select_related(*RELATED).order_by(
        "round__closes_on", "round__plan__title", "round", "action__objective__order", "action__order"
    )


def your_updates(access: Access, today: dt.date) -> list[Due]:
    """What the actor's agency is asked, by plan and round, the earliest deadline of its own first."""
    rows = list(_yours(access))
    said = said_before(access, rows)
    by_round: dict[Round, list[Asked]] = defaultdict(list)
    for row in rows:
        by_round[row.round].append(Asked(row, stand_of(row), said.get(row.pk, Said())))
    extended = _extensions(access, by_round)
    found = [_due(current, asked, extended.get(current.pk), today) for current, asked in by_round.items()]
    return sorted(found, key=lambda due: (not due.open, due.until, due.round.plan.title))


def _due(current: Round, asked: Sequence[Asked], extension: Extension | None, today: dt.date) -> Due:
    waiting = sorted((row for row in asked if row.is_open), key=lambda row: not row.is_returned)
    sent = tuple(row for row in asked if not row.is_open)
    return Due(current, extension.until if extension else current.closes_on, extension, tuple(waiting), sent, today)


def _extensions(access: Access, rounds: Iterable[Round]) -> dict[uuid.UUID, Extension]:
    rows = Extension.objects.within(access).filter(agency=access.agency_id, round__in=list(rounds))
    return {row.round_id: row for row in rows}


def deadline(access: Access, request: UpdateRequest) -> dt.date:
    """The last day of a request's agency in its round."""
    row = Extension.objects.within(access).filter(round=request.round_id, agency=request.agency_id).first()
    return row.until if row else request.round.closes_on


def your_request(access: Access, pk: str, *, ended: bool = False) -> UpdateRequest:
    """One request to the actor's own agency; any other is not found. `ended`: also one whose round closed, or that was
    withdrawn, while its answer was being typed."""
    return get(_yours(access, ended=ended), "update request", pk=pk)


def place(access: Access, request: UpdateRequest) -> Place:
    """A request among those of its round, in the plan's order."""
    rows = list(_yours(access, ended=True).filter(Q(withdrawn_at=None) | Q(pk=request.pk), round=request.round_id))
    at = next(index for index, row in enumerate(rows) if row.pk == request.pk)
    before = rows[at - 1] if at else None
    after = rows[at + 1] if at + 1 < len(rows) else None
    return Place(at + 1, len(rows), before, after)


def next_due(access: Access, *, after: UpdateRequest) -> UpdateRequest | None:
    """The next request to answer, from the one just answered on, then from the start."""
    rows = list(_yours(access))
    at = next((index for index, row in enumerate(rows) if row.pk == after.pk), 0)
    return next((row for row in rows[at + 1 :] + rows[:at] if stand_of(row) in OUTSTANDING), None)


def said_before(access: Access, requests: Sequence[UpdateRequest]) -> dict[uuid.UUID, Said]:
    """By request: what its agency last said about its action, before the round it is asked in. One query."""
    wanted = {(row.action_id, row.agency_id): row for row in requests}
    rows = (
        Update.objects.within(access)
        .filter(action__in={action for action, _ in wanted}, agency__in={agency for _, agency in wanted})
        .filter(state__in=ANSWERED)
        .select_related("round")
        .order_by("-round__starts_on")
    )
    earlier: dict[uuid.UUID, list[Update]] = defaultdict(list)
    for update in rows:
        request = wanted.get((update.action_id, update.agency_id))
        if request is not None and update.round.starts_on < request.round.starts_on:
            earlier[request.pk].append(update)
    return {pk: _said(updates) for pk, updates in earlier.items()}


def _said(newest_first: Sequence[Update]) -> Said:
    last = newest_first[0]
    described = next((update for update in newest_first if not update.is_unchanged), None)
    return Said(last, described if last.is_unchanged else None)


def decisions_about(request: UpdateRequest) -> QuerySet[Decision]:
    """What boards decided or asked about a request's action: what is not yet done first, then the newest."""
    rows = request.action.decisions.select_related("meeting__board", "owner")
    return rows.order_by("-done_on", "-meeting__held_on", "number")[:5]  # NULLs first: open ones lead


def decisions_for(access: Access) -> QuerySet[Decision]:
    """What boards gave the actor's own agency to do and is not done yet, the earliest day first. What is about an
    action of a plan that is closed is asked about no more."""
    access.require(Permission.ANSWER)
    rows = Decision.objects.within(access).filter(owner=access.agency_id, done_on=None)
    rows = rows.exclude(action__plan__stage=Plan.Stage.CLOSED)
    rows = rows.select_related("meeting__board", "owner", "action__plan")
    return rows.order_by(F("due_on").asc(nulls_last=True), "-meeting__held_on", "number")
