"""Mail: who is written to for an agency, what was written, and what did not arrive."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from partners.models import AgencyContact, Membership, Message
from partners.roles import Permission, Role
from partners.tenancy import Access
from plans.models import Round, UpdateRequest
from prevent_tracker.core.rows import get

# Of several people at an agency, the one whose mail needs a look first.
_WORST_FIRST = (
    Message.State.FAILED,
    Message.State.UNCERTAIN,
    Message.State.WAITING,
    Message.State.SENDING,
    Message.State.SENT,
)


@dataclass(frozen=True)
class Recipient:
    """Somebody who is written to for an agency; `has_account`: signs in, and needs no single-use link."""

    name: str
    email: str
    has_account: bool = False


def recipients(
    access: Access, agencies: Collection[uuid.UUID], *, senior: bool = False
) -> dict[uuid.UUID, list[Recipient]]:
    """By agency: its contributors and its contacts without an account; or its named seniors. Two queries."""
    found: dict[uuid.UUID, dict[str, Recipient]] = defaultdict(dict)
    contacts = AgencyContact.objects.within(access).filter(agency__in=agencies, is_senior=senior, ended_at=None)
    for contact in contacts:
        email = contact.email.lower()
        found[contact.agency_id][email] = Recipient(contact.name, email)
    if not senior:
        for member in members(access).filter(agency__in=agencies):
            assert member.agency_id is not None  # a contributor's role names one
            email = member.user.email.lower()
            found[member.agency_id][email] = Recipient(member.user.name, email, has_account=True)
    return {agency: list(people.values()) for agency, people in found.items()}


def members(access: Access) -> QuerySet[Membership]:
    """Contributors who can sign in, by name."""
    rows = Membership.objects.within(access).filter(role=Role.CONTRIBUTOR, ended_at=None, user__is_active=True)
    return rows.select_related("user").order_by("user__name")


def about(rounds: Iterable[Round], **more: str) -> Q:
    """Messages that ask about any of these rounds (`more`: of the same agency, say)."""
    condition = Q(pk__in=())
    for row in rounds:
        condition |= Q(about__contains=[{"round": str(row.pk), **more}])
    return condition


def messages(access: Access, *, state: str = "") -> QuerySet[Message]:
    """Every mail of the partnership, newest first."""
    access.require(Permission.MANAGE_ROUND)
    rows = Message.objects.within(access).order_by("-created_at", "-pk")
    return rows.filter(state=state) if state else rows


def message(access: Access, pk: str) -> Message:
    return get(messages(access), "message", pk=pk)


def last_by_agency(access: Access, round: Round) -> dict[uuid.UUID, Message]:  # noqa: A002  the domain's word
    """What became of the last mail about a round, by agency: of several people the one whom it may not have reached.

    One query.
    """
    access.require(Permission.VIEW_PLAN)
    last: dict[tuple[str, str], Message] = {}
    rows = Message.objects.within(access).filter(about([round])).order_by("created_at", "pk")
    for row in rows.defer("text", "html", "calendar"):
        for entry in row.about:
            if entry["round"] == str(round.pk):
                last[entry["agency"], row.to_email] = row
    found: dict[uuid.UUID, Message] = {}
    for (agency, _), row in sorted(last.items(), key=lambda item: _WORST_FIRST.index(Message.State(item[1].state))):
        found.setdefault(uuid.UUID(agency), row)
    return found


def unreachable(access: Access, round: Round) -> set[uuid.UUID]:  # noqa: A002  the domain's word
    """Agencies that are asked and have nobody to write to: neither a contributor nor a contact. Three queries."""
    asked = UpdateRequest.objects.within(access).filter(round=round, withdrawn_at=None)
    agencies = set(asked.values_list("agency_id", flat=True))
    return agencies - recipients(access, agencies).keys()
