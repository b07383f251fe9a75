"""Who is written to about a round, and what: requests, reminders, chasers, and updates that were returned.

A person gets one mail for everything that is asked of them at that moment, whatever the number of plans and agencies
they answer for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from django.utils import timezone

from partners.models import Agency, Message
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import ABOVE_ACTION, Decision, Extension, Marking, Round, RoundSettings, Update, UpdateRequest
from plans.models.quarter import ANSWERED
from plans.queries import mail
from plans.queries.mail import Recipient
from plans.queries.round_settings import settings_of
from plans.rules import reminders
from plans.rules.bank_holidays import is_holiday
from plans.rules.reminders import Schedule, Step
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed

from . import letters, links, outbox
from .letters import Asked, Part

Kind = Message.Kind
# The most urgent last: a mail that says several things is called after that one.
ORDER = (Kind.OPENING, Kind.BEFORE, Kind.ON, Kind.AFTER, Kind.SENIOR)
Due: TypeAlias = tuple[Asked, Step, Recipient]


def ask(by: Access, round: Round) -> list[Message]:  # noqa: A002  the domain's word
    """Tell everybody who is asked that a round has opened. Nothing where the partnership sends no mail."""
    return _write_due(by, [round], clock.today(), only_openings=True)


def remind(by: Access, today: dt.date, *, only_openings: bool = False) -> list[Message]:
    """Write what is due on a day about every open round: requests not yet written, reminders, mails to seniors."""
    opened = Round.objects.within(by).filter(opened_at__isnull=False, closed_at=None)
    return _write_due(by, list(opened.select_related("plan")), today, only_openings=only_openings)


def chase(*, by: Access, round: Round, agency: Agency | None = None) -> list[Message]:  # noqa: A002  the domain's word
    """The coordinator asks again at once: one agency or all that have not answered; each person once a day.

    Raises `Closed`, saying why, when nobody is written to.
    """
    by.require(Permission.MANAGE_ROUND)
    if not round.is_open:
        raise Closed(f"{round.label} is not open, so nobody is chased.")
    if not settings_of(by).sends_mail:
        raise Closed("Mail is switched off in the settings of rounds.")
    waiting = [part for part in asked(by, [round]) if agency is None or part.agency.pk == agency.pk]
    if not waiting:
        raise Closed("Nothing is outstanding: every update that was asked for has been sent.")
    today = clock.today()
    step = Step(Kind.CHASE, today, f"chase:{today.isoformat()}")
    people = mail.recipients(by, {part.agency.pk for part in waiting})
    everybody = [(part, step, person) for part in waiting for person in people.get(part.agency.pk, [])]
    if not everybody:
        raise Closed("There is nobody to write to: add a contact or a contributor first.")
    written = _written(by, [round])
    due = [found for found in everybody if step.name not in written[_place(*found)]]
    if not due:
        raise Closed("Everybody was chased today already; nobody is written to twice a day.")
    return _write(by, Kind.CHASE, due)


def returned(by: Access, update: Update) -> list[Message]:
    """Tell those who answer for the agency that an update came back, and why."""
    if not settings_of(by).sends_mail:
        return []
    request = (
        UpdateRequest.objects.within(by)
        .select_related("round__plan", "agency", *ABOVE_ACTION)
        .get(pk=update.request_id)
    )
    part = Asked(
        request.round,
        request.agency,
        _deadlines(by, [request.round]).get((request.round_id, request.agency_id), request.round.closes_on),
        (request,),
    )
    said = "" if update.marking == Marking.RESTRICTED else update.return_reason
    step = Step(Kind.RETURNED, clock.today(), f"returned:{update.pk}:{update.version}")
    people = mail.recipients(by, {part.agency.pk}).get(part.agency.pk, [])
    return _write(by, Kind.RETURNED, [(part, step, person) for person in people], reason=said)


def asked(by: Access, rounds: Sequence[Round]) -> list[Asked]:
    """What is still to answer in these rounds, by round and agency with its own deadline, and what boards gave that
    agency to do. Three queries."""
    rows = (
        UpdateRequest.objects.within(by)
        .filter(round__in=rounds, withdrawn_at=None)
        .exclude(update__state__in=ANSWERED)
        .select_related("round__plan", "agency", *ABOVE_ACTION)
        .order_by("round__plan__title", "round__starts_on", "agency__name", "action__objective__order", "action__order")
    )
    groups: dict[tuple[Round, Agency], list[UpdateRequest]] = defaultdict(list)
    for row in rows:
        groups[row.round, row.agency].append(row)
    until, decided = _deadlines(by, rounds), _decisions(by, [agency for _, agency in groups])
    return [
        Asked(
            row,
            agency,
            until.get((row.pk, agency.pk), row.closes_on),
            tuple(requests),
            tuple(each for each in decided[agency.pk] if each.action is None or each.action.plan_id == row.plan_id),
        )
        for (row, agency), requests in groups.items()
    ]


def _decisions(by: Access, agencies: Sequence[Agency]) -> defaultdict[object, list[Decision]]:
    """What boards gave each agency to do and is not done yet, the earliest day first."""
    found: defaultdict[object, list[Decision]] = defaultdict(list)
    rows = Decision.objects.within(by).filter(owner__in=agencies, done_on=None)
    for row in rows.select_related("meeting__board", *ABOVE_ACTION).order_by("due_on", "meeting__held_on", "number"):
        found[row.owner_id].append(row)
    return found


def _deadlines(by: Access, rounds: Sequence[Round]) -> dict[tuple[object, object], dt.date]:
    rows = Extension.objects.within(by).filter(round__in=rounds)
    return {(row.round_id, row.agency_id): row.until for row in rows}


def _write_due(by: Access, rounds: Sequence[Round], today: dt.date, *, only_openings: bool) -> list[Message]:
    settings = settings_of(by)
    if not settings.sends_mail or not rounds:
        return []
    waiting = asked(by, rounds)
    agencies = {part.agency.pk for part in waiting}
    written = _written(by, rounds)
    due: list[Due] = []
    for senior in (False, True):
        people = mail.recipients(by, agencies, senior=senior)
        for part in waiting:
            sequence = _steps(part, settings, senior=senior)
            for person in people.get(part.agency.pk, []):
                step = reminders.due(sequence, today, written[person.email, str(part.round.pk), str(part.agency.pk)])
                if step and reminders.may_send_on(today, step.kind, is_holiday):
                    due.append((part, step, person))
    if only_openings:
        due = [found for found in due if found[1].kind == Kind.OPENING]
    seniors = [found for found in due if found[1].kind == Kind.SENIOR]
    return _write(by, "", [found for found in due if found[1].kind != Kind.SENIOR]) + _write(by, Kind.SENIOR, seniors)


def _steps(part: Asked, settings: RoundSettings, *, senior: bool) -> tuple[Step, ...]:
    schedule = Schedule(
        settings.remind_before, settings.remind_on_the_day, settings.remind_after, settings.senior_after
    )
    if senior:
        return reminders.senior_step(part.deadline, schedule, is_holiday)
    assert part.round.opened_at is not None  # only opened rounds are asked about
    return reminders.steps(timezone.localdate(part.round.opened_at), part.deadline, schedule, is_holiday)


def _written(by: Access, rounds: Iterable[Round]) -> defaultdict[tuple[str, str, str], set[str]]:
    """Names of steps that were written, by address, round and agency. One query."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    rows = Message.objects.within(by).filter(mail.about(rounds))
    for email, entries in rows.values_list("to_email", "about"):
        for entry in entries:
            found[email, entry["round"], entry["agency"]].add(entry.get("step", ""))
    return found


def _place(part: Asked, step: Step, person: Recipient) -> tuple[str, str, str]:
    """Where `_written` keeps what this person was told about this agency in this round."""
    return person.email, str(part.round.pk), str(part.agency.pk)


def _write(by: Access, kind: str, due: Sequence[Due], *, reason: str = "") -> list[Message]:
    """One mail a person; without a `kind`, called after its most urgent part."""
    by_person: dict[str, list[Due]] = defaultdict(list)
    for found in due:
        by_person[found[2].email].append(found)
    rows = [_write_one(by, kind, parts, reason) for parts in by_person.values()]
    return [row for row in rows if row is not None]


def _write_one(by: Access, kind: str, due: Sequence[Due], reason: str) -> Message | None:
    kind = kind or max((step.kind for _, step, _ in due), key=ORDER.index)
    person = due[0][2]
    about = [{"round": str(part.round.pk), "agency": str(part.agency.pk), "step": step.name} for part, step, _ in due]
    key = f"{kind}:{hashlib.sha256(f'{person.email} {about}'.encode()).hexdigest()[:40]}"
    if Message.objects.within(by).filter(key=key).exists():
        return None  # before a new link would replace the one that was sent
    parts = [Part(part, _address(by, kind, part, who)) for part, _, who in due]
    letter = letters.letter(by, kind, person.name, parts, reason)
    return outbox.post(
        by, key=key, kind=kind, about=about, to_name=person.name, to_email=person.email,
        subject=letter.subject, text=letter.text, html=letter.html, calendar=letter.calendar,
    )  # fmt: skip


def _address(by: Access, kind: str, part: Asked, person: Recipient) -> str:
    """Where this person answers: the signed-in page, or a place for a single-use link. A senior does not answer."""
    if kind == Kind.SENIOR:
        return ""
    if person.has_account:
        return letters.your_page(by)
    link = links.make(by, round=part.round, agency=part.agency, name=person.name, email=person.email)
    return f"{{link:{link.pk}}}"
