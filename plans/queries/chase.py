"""The chaser's table: every agency of a round, how far it is, when it was last written to and whether that arrived."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from partners.models import Agency, Message
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Extension, Round, UpdateRequest
from plans.queries.asked import RELATED, Asked, Said, said_before, stand_of
from plans.rules.chasing import LABELS, Stand, Tally, deadline_words, tally
from prevent_tracker.core.errors import NotFound

UNDELIVERED = (Message.State.FAILED, Message.State.UNCERTAIN)


@dataclass(frozen=True)
class Mail:
    """What an agency was last written in a round; `troubles` are addresses whose latest message did not arrive."""

    last: Message
    troubles: tuple[Message, ...]


@dataclass(frozen=True)
class Chase:
    """One agency in a round: its requests, how many are in which state, its own deadline."""

    agency: Agency
    requests: tuple[Asked, ...]
    tally: Tally
    until: dt.date
    today: dt.date
    extension: Extension | None = None
    mail: Mail | None = None
    stands: tuple[tuple[Stand, str, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        columns = tuple((stand, LABELS[stand], count) for stand, count in self.tally.by_stand.items())
        object.__setattr__(self, "stands", columns)

    @property
    def asked(self) -> int:
        return self.tally.asked

    @property
    def silent(self) -> int:
        return self.tally.silent

    @property
    def outstanding(self) -> int:
        return self.tally.outstanding

    @property
    def left(self) -> str:
        return deadline_words(self.until, self.today)

    @property
    def is_overdue(self) -> bool:
        return bool(self.outstanding) and self.today > self.until


def of_round(access: Access, round: Round, today: dt.date) -> list[Chase]:  # noqa: A002  the domain's word
    """Who was asked and how far they are, the most silent first. Mail is there for whoever may manage the round."""
    access.require(Permission.VIEW_PLAN)
    rows = UpdateRequest.objects.within(access).filter(round=round, withdrawn_at=None).select_related(*RELATED)
    by_agency: dict[Agency, list[UpdateRequest]] = defaultdict(list)
    for row in rows.order_by("action__objective__order", "action__order"):
        by_agency[row.agency].append(row)
    extended = {row.agency_id: row for row in Extension.objects.within(access).filter(round=round)}
    mails = _mails(access, round) if access.may(Permission.MANAGE_ROUND) else {}
    found = [
        _line(agency, [Asked(row, stand_of(row)) for row in asked], round, today, extended.get(agency.pk), mails)
        for agency, asked in by_agency.items()
    ]
    return sorted(found, key=lambda line: (-line.silent, -line.outstanding, line.agency.name))


def _line(
    agency: Agency,
    asked: Sequence[Asked],
    round: Round,  # noqa: A002  the domain's word
    today: dt.date,
    extension: Extension | None,
    mails: dict[uuid.UUID, Mail],
) -> Chase:
    counted = tally((row.stand, _was_late(row.request)) for row in asked)
    until = extension.until if extension else round.closes_on
    return Chase(agency, tuple(asked), counted, until, today, extension, mails.get(agency.pk))


def _was_late(request: UpdateRequest) -> bool:
    return hasattr(request, "update") and request.update.is_late


def of_agency(access: Access, round: Round, slug: str, today: dt.date) -> Chase:  # noqa: A002  the domain's word
    """One agency's line with what it said before; `NotFound` where it is not asked in this round."""
    line = next((line for line in of_round(access, round, today) if line.agency.slug == slug), None)
    if line is None:
        raise NotFound("There is no such agency in this round.")
    said = said_before(access, [row.request for row in line.requests])
    rows = tuple(Asked(row.request, row.stand, said.get(row.request.pk, Said())) for row in line.requests)
    return Chase(line.agency, rows, line.tally, line.until, today, line.extension, line.mail)


def _mails(access: Access, round: Round) -> dict[uuid.UUID, Mail]:  # noqa: A002  the domain's word
    """By agency: the messages about this round. One query."""
    rows = Message.objects.within(access).filter(about__contains=[{"round": str(round.pk)}])
    newest_first = rows.defer("text", "html", "calendar").order_by("-created_at")
    by_agency: dict[uuid.UUID, list[Message]] = defaultdict(list)
    for message in newest_first:
        for asked in message.about:
            if asked["round"] == str(round.pk):
                by_agency[uuid.UUID(asked["agency"])].append(message)
    return {agency: Mail(messages[0], _troubles(messages)) for agency, messages in by_agency.items()}


def _troubles(newest_first: Sequence[Message]) -> tuple[Message, ...]:
    latest: dict[str, Message] = {}
    for message in newest_first:
        latest.setdefault(message.to_email, message)
    return tuple(message for message in latest.values() if message.state in UNDELIVERED)


def shares(lines: Sequence[Chase]) -> list[tuple[str, dict[str, int]]]:
    """The table as a picture: [(agency, {state: how many})], for `stands_bar`."""
    return [(line.agency.name, {stand.value: count for stand, _, count in line.stands}) for line in lines]
