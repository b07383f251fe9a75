"""Answers: drafted and sent (what the coordinator makes of them: reviewing.py)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Channel, Marking, Milestone, Rag, Round, Update, UpdateRequest, UpdateState
from plans.models.quarter import ANSWERED, DRAFTED
from plans.rules.rag import needs_path_to_green
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .agreeing import agree, settle
from .announcing import tell_accepted
from .extensions import deadline
from .saving import check_version, hold_open, save

T = TypeVar("T")
NARRATIVE_LENGTH = 4000
PATH_LENGTH = 2000
SENT, REACHED = "Sent", "Reported as reached"  # reasons in history
NO_ROUND = "No round is open for this plan, so nothing can be reported now."
NOT_ASKED = "Your agency is not asked about this action."
FIELDS = ("rag", "says_complete", "narrative", "path_to_green", "forecast_on")


@dataclass(frozen=True)
class Answer:
    """What a party says about one action in one round. `milestones_done`: ids of those reached."""

    rag: str = ""
    narrative: str = ""
    path_to_green: str = ""
    forecast_on: dt.date | None = None
    says_complete: bool = False
    milestones_done: frozenset[uuid.UUID] = frozenset()


def check(answer: Answer, *, draft: bool = False) -> Answer:
    """The answer with clean texts; raises `Invalid` with every field that is not right."""
    errors: dict[str, str | list[str]] = {}

    def cleaned(field: str, label: str, most: int, *, required: bool) -> str:
        try:
            return clean_text(getattr(answer, field), field, label=label, max_length=most, required=required)
        except Invalid as error:
            errors.update(error.errors)
            return ""

    if answer.rag not in Rag.values and not (draft and not answer.rag):
        errors["rag"] = "Say how it is going: choose one of the ratings."
    narrative = cleaned("narrative", "What happened", NARRATIVE_LENGTH, required=False)
    if not narrative and not draft and "narrative" not in errors:
        errors["narrative"] = "Say what happened since the last update."
    path = cleaned("path_to_green", "Path to green", PATH_LENGTH, required=False)
    if not path and not draft and needs_path_to_green(answer.rag) and "path_to_green" not in errors:
        errors["path_to_green"] = f"Say how this gets back to green: it is rated {answer.rag}."
    if answer.says_complete and needs_path_to_green(answer.rag):
        errors["says_complete"] = "What is complete is rated green: change one of the two."
    if errors:
        raise Invalid(errors)
    return Answer(answer.rag, narrative, path, answer.forecast_on, answer.says_complete, answer.milestones_done)


def channel_of(by: Access, request: UpdateRequest) -> Channel:
    """How this actor answers for the agency asked. What is not theirs is not found."""
    if by.agency_id is not None:
        if by.agency_id != request.agency_id or by.round_id not in (None, request.round_id):
            raise NotFound("There is no such update request.")
        if by.link_id is not None:
            return Channel.LINK
        return Channel.API if by.key_id else Channel.BROWSER
    return Channel.BEHALF


def request_for(*, by: Access, action: Action, agency_id: uuid.UUID | None = None) -> UpdateRequest:
    """The open round's request to an agency about an action (the actor's own agency, or the only one asked).

    Raises `Closed` when no round is open or the action is not live, `Invalid` when it must be said for whom.
    """
    rounds = Round.objects.within(by).filter(plan_id=action.plan_id, opened_at__isnull=False, closed_at=None)
    current = (rounds if by.round_id is None else rounds.filter(pk=by.round_id)).last()
    if current is None:
        raise Closed(NO_ROUND)
    rows = UpdateRequest.objects.within(by).filter(round=current, action=action, withdrawn_at=None)
    wanted = by.agency_id or agency_id
    if wanted is not None:
        found = rows.filter(agency_id=wanted).first()
        if found is None:
            raise NotFound(NOT_ASKED if by.agency_id else "There is no such update request.")
        return found
    found_all = list(rows[:2])
    if not found_all:
        raise Closed("Nobody is asked about this action in the open round.")
    if len(found_all) > 1:
        raise Invalid({"agency": "Several agencies answer for this action: choose one."})
    return found_all[0]


@transaction.atomic
def save_draft(*, by: Access, request: UpdateRequest, answer: Answer, expected_version: int | None = None) -> Update:
    """Keep an unfinished answer. What has been sent stays as it is; what was returned stays whole.

    Made for saving by itself every few seconds: what is stored already is not written again, the action and its status
    are left alone, and a save from a page that is behind raises `Stale` and writes nothing. `expected_version` is the
    version that the page shows, 0 where it shows none.
    """
    update = _open_update(by, request, expected_version, draft=True)
    if update.state in (UpdateState.SUBMITTED, UpdateState.ACCEPTED):
        raise Closed("This update has been sent; change it and send it again.")
    checked = check(answer, draft=update.state == UpdateState.DRAFT)
    same = all(getattr(update, field) == getattr(checked, field) for field in FIELDS)
    if update.version and same and set(update.milestones_ticked) == checked.milestones_done:
        return update
    return in_open_round(lambda: save(fill(update, checked, UpdateState(update.state)), DRAFTED))


@transaction.atomic
def submit(
    *,
    by: Access,
    request: UpdateRequest,
    answer: Answer,
    expected_version: int | None = None,
    channel: Channel | None = None,
) -> Update:
    """Send an answer. The coordinator's own is accepted at once; after the agency's own last day it is marked late.

    Raises `Invalid`, `Stale` (with what is stored), `Closed` (the round has closed) or `NotFound`.
    """
    checked = check(answer)
    return _send(by, _open_update(by, request, expected_version), checked, channel)


@transaction.atomic
def submit_unchanged(
    *, by: Access, request: UpdateRequest, expected_version: int | None = None, channel: Channel | None = None
) -> Update:
    """Say in one press that nothing has changed: the agency's last answer again, marked as such.

    It names the round in which something was last described. Raises `Invalid` where there is no answer to repeat, or
    it said that the work is complete; else as `submit`.
    """
    update = _open_update(by, request, expected_version)
    earlier = list(_earlier(by, update))
    if not earlier:
        raise Invalid({"": "There is no earlier answer to repeat: say what happened."})
    if earlier[0].says_complete:
        raise Invalid({"": f"In {earlier[0].round.label} this was said to be complete: say what happened since."})
    last = earlier[0]
    described = next((each for each in earlier if not each.is_unchanged), last)
    narrative = f"No change since {described.round.label}."
    return _send(
        by, update, Answer(last.rag, narrative, last.path_to_green, last.forecast_on), channel, is_unchanged=True
    )


def _earlier(by: Access, update: Update) -> QuerySet[Update]:
    """What the same agency said of the same action in earlier rounds, and what stands of it, the newest first."""
    rows = Update.objects.within(by).filter(action=update.action, agency_id=update.agency_id, state__in=ANSWERED)
    earlier = rows.filter(round__starts_on__lt=update.round.starts_on)
    return earlier.select_related("round").order_by("-round__starts_on")


def _send(
    by: Access, update: Update, checked: Answer, channel: Channel | None, *, is_unchanged: bool = False
) -> Update:
    on_behalf = update.channel == Channel.BEHALF
    update.channel = channel or update.channel
    state = UpdateState.ACCEPTED if on_behalf else UpdateState.SUBMITTED
    send_now(update, checked, state, deadline(update.round, update.agency_id), is_unchanged=is_unchanged)
    in_open_round(lambda: save(update, "Answered on the agency's behalf" if on_behalf else SENT))
    _reach_milestones(by, update.action, checked.milestones_done)
    if on_behalf:
        settle(by, update.round, update.action)
        tell_accepted(by, update.round, [update])
    else:
        agree(by, update.round, update.action)
    return update


@transaction.atomic
def mark_opened(*, by: Access, request: UpdateRequest) -> None:
    """Remember when the agency asked first looked at its request: whoever answers for it, not who chases it. Once."""
    if by.agency_id is None or not by.may(Permission.ANSWER) or request.first_opened_at is not None:
        return
    channel_of(by, request)
    row = get(UpdateRequest.objects.within(by).select_related("round"), "update request", lock=True, pk=request.pk)
    if row.first_opened_at is None and row.round.is_open:
        row.first_opened_at = clock.now()
        save(row, "First looked at")


def _open_update(by: Access, request: UpdateRequest, expected_version: int | None, *, draft: bool = False) -> Update:
    """The request's update to write to, new or locked, in an open round; a draft leaves the action to others."""
    by.require(Permission.ANSWER if by.agency_id else Permission.ANSWER_ANY)
    hold_open(request.round_id)
    if not draft:
        hold_action(by, request.action_id)
    request = get(
        UpdateRequest.objects.within(by).select_related("round", "action"), "update request", lock=True, pk=request.pk
    )
    channel = channel_of(by, request)
    ensure_asked(request)
    update = Update.objects.within(by).filter(request=request).select_for_update().first() or blank(by, request)
    check_version(update, expected_version, FIELDS)
    update.channel = channel
    return update


def ensure_asked(request: UpdateRequest) -> None:
    """Raise `Closed` when a request, read while its round is held open, takes no answer."""
    if not request.round.is_open:
        said = f"{request.round.label} has closed; this answer came too late and was not stored."
        raise Closed(f"{said} Tell the coordinator.")
    if request.withdrawn_at is not None:
        raise Closed("Your agency is no longer asked about this action.")


def blank(by: Access, request: UpdateRequest) -> Update:
    """The answer that nobody has begun: version 0."""
    return Update(
        partnership=by.partnership,
        request=request,
        round=request.round,
        action=request.action,
        agency_id=request.agency_id,
        state=UpdateState.DRAFT,
        version=0,
    )


def hold_action(by: Access, action_id: uuid.UUID) -> None:
    """Before its requests, updates and milestones: whoever edits the action locks them in this order too."""
    get(Action.objects.within(by), "action", lock=True, pk=action_id)


def fill(update: Update, answer: Answer, state: UpdateState) -> Update:
    """The row with what is said, one version on; not yet saved. New words are not public because the old ones were."""
    if update.marking == Marking.PUBLIC and any(getattr(update, name) != getattr(answer, name) for name in FIELDS):
        update.marking = ""
    for field in FIELDS:
        setattr(update, field, getattr(answer, field))
    update.state = state
    update.milestones_ticked = [] if state in ANSWERED else sorted(answer.milestones_done)
    if state != UpdateState.RETURNED:
        update.return_reason = ""
    update.version += 1
    return update


def send_now(update: Update, answer: Answer, state: UpdateState, due: dt.date, *, is_unchanged: bool = False) -> Update:
    """The row as it is sent at this moment; `due`: its agency's own last day. Not yet saved."""
    update.submitted_at = clock.now()
    update.is_late = clock.today() > due
    update.is_unchanged = is_unchanged
    return fill(update, answer, state)


def in_open_round(write: Callable[[], T]) -> T:
    """Run a write whose round may close at this very moment: the database then refuses it (PT001)."""
    try:
        with transaction.atomic():
            return write()
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") == "PT001":
            raise Closed("The round closed at this very moment; your answer was not stored.") from error
        raise


def _reach_milestones(by: Access, action: Action, reached: frozenset[uuid.UUID]) -> None:
    for milestone in Milestone.objects.within(by).filter(action=action, pk__in=reached, done_on=None):
        milestone.done_on = clock.today()
        save(milestone, REACHED)
