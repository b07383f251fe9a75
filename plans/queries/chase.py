"""The chaser's table: every agency of a round, how far it is, when it was last written to and whether that arrived."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from partners.models import Agency, Message
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Extension, Round, UpdateRequest
from plans.rules.chasing import LABELS, Stand, Tally, deadline_words, tally
from prevent_tracker.core.errors import NotFound

from . import mail
from .asked import RELATED, Asked, Said, said_before, stand_of

UNDELIVERED = (Message.State.FAILED, Message.State.UNCERTAIN)


@dataclass(frozen=True)
class Chase:
    """One agency in a round: its requests, how many are in which state, its own deadline, and what became of the last
    mail to it (of several people, the one whom it may not have reached)."""

    agency: Agency
    requests: tuple[Asked, ...]
    tally: Tally
    until: dt.date
    today: dt.date
    extension: Extension | None = None
    message: Message | None = None
    is_unreachable: bool = False

    @property
    def stands(self) -> list[tuple[Stand, str, int]]:
        return [(stand, LABELS[stand], count) for stand, count in self.tally.by_stand.items()]

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
    def to_review(self) -> int:
        return self.tally.by_stand[Stand.SENT]

    @property
    def left(self) -> str:
        return deadline_words(self.until, self.today)

    @property
    def is_overdue(self) -> bool:
        return bool(self.outstanding) and self.today > self.until

    @property
    def is_undelivered(self) -> bool:
        return self.is_unreachable or (self.message is not None and self.message.state in UNDELIVERED)


# What the table may be narrowed to: name in the address, words, which lines.
NARROWED: dict[str, tuple[str, Callable[[Chase], bool]]] = {
    "": ("All agencies", lambda line: True),
    "silent": ("Silent", lambda line: line.tally.is_silent),
    "outstanding": ("Something outstanding", lambda line: bool(line.outstanding)),
    "returned": ("Returned", lambda line: bool(line.tally.by_stand[Stand.RETURNED])),
    "to-review": ("To look at", lambda line: bool(line.to_review)),
    "late": ("Late", lambda line: bool(line.tally.late) or line.is_overdue),
    "undelivered": ("Mail did not arrive", lambda line: line.is_undelivered),
}


def of_round(
    access: Access,
    round: Round,  # noqa: A002  the domain's word
    today: dt.date,
    *,
    with_mail: bool = False,
) -> list[Chase]:
    """Who was asked and how far they are, the most silent first. `with_mail`: and what became of the last mail to each,
    for whoever manages the round."""
    access.require(Permission.VIEW_PLAN)
    rows = UpdateRequest.objects.within(access).filter(round=round, withdrawn_at=None).select_related(*RELATED)
    by_agency: dict[Agency, list[Asked]] = defaultdict(list)
    for row in rows.order_by("action__objective__order", "action__order"):
        by_agency[row.agency].append(Asked(row, stand_of(row)))
    extended = {row.agency_id: row for row in Extension.objects.within(access).filter(round=round)}
    found = [_line(agency, asked, round, today, extended.get(agency.pk)) for agency, asked in by_agency.items()]
    if with_mail and access.may(Permission.MANAGE_ROUND):
        found = _with_mail(access, round, found)
    return sorted(found, key=lambda line: (-line.silent, -line.outstanding, line.agency.name))


def _line(
    agency: Agency,
    asked: Sequence[Asked],
    round: Round,  # noqa: A002  the domain's word
    today: dt.date,
    extension: Extension | None,
) -> Chase:
    counted = tally((row.stand, _was_late(row.request)) for row in asked)
    return Chase(agency, tuple(asked), counted, extension.until if extension else round.closes_on, today, extension)


def _was_late(request: UpdateRequest) -> bool:
    return hasattr(request, "update") and request.update.is_late


def _with_mail(access: Access, round: Round, lines: Sequence[Chase]) -> list[Chase]:  # noqa: A002  the domain's word
    last, unreachable = mail.last_by_agency(access, round), mail.unreachable(access, round)
    return [
        replace(line, message=last.get(line.agency.pk), is_unreachable=line.agency.pk in unreachable) for line in lines
    ]


def of_agency(access: Access, round: Round, pk: uuid.UUID, today: dt.date) -> Chase:  # noqa: A002  the domain's word
    """One agency's line with what it said before; `NotFound` where it is not asked in this round."""
    line = next((line for line in of_round(access, round, today, with_mail=True) if line.agency.pk == pk), None)
    if line is None:
        raise NotFound("There is no such agency in this round.")
    said = said_before(access, [row.request for row in line.requests])
    return replace(line, requests=tuple(replace(row, said=said.get(row.request.pk, Said())) for row in line.requests))


def totals(lines: Sequence[Chase]) -> Tally:
    """The whole round, whatever the agency."""
    return tally((row.stand, _was_late(row.request)) for line in lines for row in line.requests)


def shares(lines: Sequence[Chase]) -> list[tuple[str, dict[str, int]]]:
    """The table as a picture: [(agency, {state: how many})], for `stands_bar`."""
    return [(line.agency.name, {stand.value: count for stand, count in line.tally.by_stand.items()}) for line in lines]
