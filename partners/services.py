"""Writes about who: agencies, posts, boards, meetings, members and keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .models import Agency, ApiKey, Board, BoardSeat, Meeting, Membership, Partnership, Post, User
from .roles import Permission, Role, Scope
from .tenancy import Access, open_new
from .tokens import new_secret


@transaction.atomic
def add_partnership(*, slug: str, name: str, short_name: str, administrator: User, **facts: Any) -> Partnership:
    """Found a partnership with its first administrator. For the installation's operator: nobody has access yet."""
    partnership = Partnership(slug=slug, name=name, short_name=short_name, **facts)
    open_new(partnership.pk)
    partnership.save(force_insert=True)
    Membership.objects.within(partnership).create(partnership=partnership, user=administrator, role=Role.ADMINISTRATOR)
    return partnership


def _require_naming(by: Access) -> None:
    if not by.may(Permission.EDIT_PLAN):
        by.require(Permission.MANAGE_MEMBERS)


@transaction.atomic
def add_agency(*, by: Access, slug: str, name: str, short_name: str, kind: str, **facts: Any) -> Agency:
    """An agency, for whoever looks after members, and for whoever edits plans: a plan that is brought in names bodies
    that are not there yet, and giving one a name gives nobody any right."""
    _require_naming(by)
    name = clean_text(name, "name", label="Name", max_length=200, required=True)
    return Agency.objects.within(by).create(
        partnership=by.partnership, slug=slug, name=name, short_name=short_name, kind=kind, **facts
    )


@transaction.atomic
def add_post(*, by: Access, slug: str, name: str, agency: Agency, aliases: list[str] | None = None) -> Post:
    """A post of an agency; for the same people as `add_agency`, for the same reason."""
    _require_naming(by)
    return Post.objects.within(by).create(
        partnership=by.partnership, slug=slug, name=name, agency=agency, aliases=aliases or []
    )


@transaction.atomic
def add_board(*, by: Access, slug: str, name: str, short_name: str, style: str, **facts: Any) -> Board:
    by.require(Permission.MANAGE_MEMBERS)
    return Board.objects.within(by).create(
        partnership=by.partnership, slug=slug, name=name, short_name=short_name, style=style, **facts
    )


@transaction.atomic
def add_seat(*, by: Access, board: Board, words: str, agency: Agency | None = None) -> BoardSeat:
    by.require(Permission.MANAGE_MEMBERS)
    order = BoardSeat.objects.within(by).filter(board=board).count()
    return BoardSeat.objects.within(by).create(
        partnership=by.partnership, board=board, order=order, words=words, agency=agency
    )


@transaction.atomic
def add_meeting(*, by: Access, board: Board, held_on: dt.date, label: str, note: str = "") -> Meeting:
    by.require(Permission.MANAGE_MEMBERS)
    return Meeting.objects.within(by).create(
        partnership=by.partnership, board=board, held_on=held_on, label=label, note=note
    )


@transaction.atomic
def add_member(
    *, by: Access, user: User, role: Role, agency: Agency | None = None, is_secretary: bool = False
) -> Membership:
    """Give a person a role here. A contributor answers for one agency."""
    by.require(Permission.MANAGE_MEMBERS)
    if role is Role.CONTRIBUTOR and agency is None:
        raise Invalid({"agency": "Choose the agency that this contributor answers for."})
    return Membership.objects.within(by).create(
        partnership=by.partnership, user=user, role=role, agency=agency, is_secretary=is_secretary
    )


AGENCY_SCOPES = (Scope.READ, Scope.ANSWER, Scope.HISTORY)


@transaction.atomic
def create_key(
    *, by: Access, agency: Agency | None, name: str, expires_at: dt.datetime, scopes: Collection[str] = AGENCY_SCOPES
) -> tuple[ApiKey, str]:
    """A key for one agency's systems, or to read the partnership; and its token, shown once and stored nowhere."""
    by.require(Permission.MANAGE_MEMBERS)
    if expires_at <= clock.now():
        raise Invalid({"expires_at": "The key must expire in the future."})
    if not scopes or not set(scopes) <= set(Scope):
        raise Invalid({"scopes": f"Choose one or more of: {', '.join(Scope)}."})
    if agency is None and Scope.ANSWER in scopes:
        raise Invalid({"agency": "Choose the agency that this key answers for, or let it read only."})
    prefix, token, digest = new_secret()
    key = ApiKey.objects.within(by).create(
        partnership=by.partnership,
        agency=agency,
        scopes=sorted(scopes),
        created_by=by.actor_name,
        name=clean_text(name, "name", label="Name", max_length=100, required=True),
        prefix=prefix,
        secret_sha256=digest,
        created_at=clock.now(),
        expires_at=expires_at,
    )
    return key, token


@transaction.atomic
def revoke_key(*, by: Access, key: ApiKey) -> ApiKey:
    by.require(Permission.MANAGE_MEMBERS)
    row = get(ApiKey.objects.within(by), "key", lock=True, pk=key.pk)
    row.revoked_at = clock.now()
    row.save()
    return row
