"""An agency's contacts: who reports for it without an account, and its named senior."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from partners.models import Agency, AgencyContact
from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .link_endings import end_address
from .saving import same_partnership, save


def _require(by: Access) -> None:
    """For whoever runs rounds, and for whoever looks after members: a contact is given no right but to answer."""
    if not by.may(Permission.MANAGE_ROUND):
        by.require(Permission.MANAGE_MEMBERS)


@transaction.atomic
def add_contact(*, by: Access, agency: Agency, name: str, email: str, is_senior: bool = False) -> AgencyContact:
    """Somebody new who is written to for an agency. Raises `Invalid` by field."""
    _require(by)
    row = AgencyContact(partnership=by.partnership, is_senior=is_senior, **same_partnership(by, agency=agency))
    _fill(row, name, email)
    return save(row, "Contact added")


@transaction.atomic
def change_contact(*, by: Access, contact: AgencyContact, name: str, email: str, is_senior: bool) -> AgencyContact:
    """Another name, address or part. Links that were sent to an address which no longer answers for the agency end."""
    _require(by)
    row = _current(by, contact)
    before = row.email
    row.is_senior = is_senior
    _fill(row, name, email)
    save(row, "Contact changed")
    _end_links(by, row.agency, before)
    return row


@transaction.atomic
def end_contact(*, by: Access, contact: AgencyContact) -> AgencyContact:
    """Nobody is written to at this address for the agency any more, and the links it was sent end."""
    _require(by)
    row = _current(by, contact)
    row.ended_at = clock.now()
    save(row, "Contact ended")
    _end_links(by, row.agency, row.email)
    return row


def _current(by: Access, contact: AgencyContact) -> AgencyContact:
    row = get(AgencyContact.objects.within(by).select_related("agency"), "contact", lock=True, pk=contact.pk)
    if row.ended_at is not None:
        raise Closed(f"{row.name} is no contact any more; add them again.")
    return row


def _fill(row: AgencyContact, name: str, email: str) -> None:
    errors: dict[str, str | list[str]] = {}
    try:
        row.name = " ".join(
            clean_text(name, "name", label="Name", max_length=200, required=True, is_contact=True).split()
        )
    except Invalid as error:
        errors |= error.errors
    row.email = email.strip().lower()
    try:
        validate_email(row.email)
    except ValidationError:
        errors["email"] = "Enter an e-mail address in the correct format, like name@example.org."
    if not errors and _is_there(row):
        errors["email"] = "This address is a contact of the agency already."
    if errors:
        raise Invalid(errors)


def _is_there(row: AgencyContact) -> bool:
    same = AgencyContact.objects.within(row).filter(agency_id=row.agency_id, email=row.email, is_senior=row.is_senior)
    return same.filter(ended_at=None).exclude(pk=row.pk).exists()


def _end_links(by: Access, agency: Agency, email: str) -> None:
    """Unless somebody else at the agency still reports from the address."""
    reports = AgencyContact.objects.within(by).filter(agency=agency, email=email, is_senior=False, ended_at=None)
    if not reports.exists():
        end_address(by, agency=agency, email=email)
