"""The logo that a partnership's packs carry."""

from __future__ import annotations

from django.db import connection, transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.services.saving import check_version, save
from prevent_tracker.core.text import clean_text

from ..logos import checked_logo
from ..models import PackSettings
from ..queries.styles import pack_settings

ALT_LENGTH = 200


@transaction.atomic
def set_logo(*, by: Access, content: bytes, alt: str, expected_version: int | None = None) -> PackSettings:
    """Keep a PNG or JPEG, drawn anew from its pixels, for the head of every pack; `alt` is read out in its place.

    What was issued keeps the logo it was drawn with. Raises `Invalid` naming "logo" or "alt", or `Stale`.
    """
    by.require(Permission.EDIT_PACK)
    words = clean_text(alt, "alt", label="Words for those who do not see it", max_length=ALT_LENGTH, required=True)
    logo = checked_logo(content)
    row = _held(by)
    check_version(row, expected_version, ("logo_alt",))
    row.logo, row.logo_type, row.logo_alt = logo.content, logo.content_type, words
    row.version += 1
    return save(row, "Logo set")


@transaction.atomic
def remove_logo(*, by: Access) -> PackSettings:
    """Packs carry no logo from now on."""
    by.require(Permission.EDIT_PACK)
    row = _held(by)
    if row.logo is not None:
        row.logo, row.logo_type, row.logo_alt = None, "", ""
        row.version += 1
        save(row, "Logo removed")
    return row


def _held(by: Access) -> PackSettings:
    """The settings, for one writer at a time, the first of all included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('pack settings:' || %s, 0))", [by.partnership_id])
    return pack_settings(by)
