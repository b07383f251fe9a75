"""Agencies and the people who are written to for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from partners.models import Agency, AgencyContact, Membership
from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.rows import get

from .mail import members


@dataclass(frozen=True)
class Listed:
    """An agency, its contributors with an account, and its contacts; those who report first, then its seniors."""

    agency: Agency
    members: tuple[Membership, ...]
    contacts: tuple[AgencyContact, ...]

    @property
    def is_reachable(self) -> bool:
        return bool(self.members) or any(not contact.is_senior for contact in self.contacts)


def may_see(access: Access) -> None:
    """Addresses of people are for whoever runs rounds or looks after members."""
    if not access.may(Permission.MANAGE_ROUND):
        access.require(Permission.MANAGE_MEMBERS)


def agencies(access: Access) -> list[Listed]:
    """Every agency by name. Three queries."""
    may_see(access)
    contributors: dict[Any, list[Membership]] = defaultdict(list)
    for member in members(access):
        contributors[member.agency_id].append(member)
    contacts: dict[Any, list[AgencyContact]] = defaultdict(list)
    for contact in AgencyContact.objects.within(access).filter(ended_at=None).order_by("is_senior", "name"):
        contacts[contact.agency_id].append(contact)
    return [
        Listed(agency, tuple(contributors[agency.pk]), tuple(contacts[agency.pk]))
        for agency in Agency.objects.within(access).order_by("name")
    ]


def agency(access: Access, pk: str) -> Agency:
    may_see(access)
    return get(Agency.objects.within(access), "agency", pk=pk)


def contact(access: Access, pk: str) -> AgencyContact:
    """A contact that has not ended."""
    may_see(access)
    rows = AgencyContact.objects.within(access).filter(ended_at=None).select_related("agency")
    return get(rows, "contact", pk=pk)
