"""Writes about who: agencies, posts, boards, meetings, members and keys."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotAllowed, NotFound
from prevent_tracker.core.ids import new_id
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_cells, clean_text

from .models import Agency, ApiKey, Board, BoardSeat, Meeting, Membership, Partnership, Post, User
from .roles import Permission, Role, Scope
from .tenancy import Access, open_new
from .tokens import new_secret


@transaction.atomic
def add_partnership(*, slug: str, name: str, short_name: str, administrator: User, **facts: Any) -> Partnership:
    """Found a partnership with its first administrator. For the installation's operator: nobody has access yet."""
    partnership = Partnership(slug=slug, **clean_cells({"name": name, "short_name": short_name, **facts}))
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
        partnership=by.partnership, slug=slug, name=name, kind=kind, **clean_cells({"short_name": short_name, **facts})
    )


@transaction.atomic
def add_post(*, by: Access, slug: str, name: str, agency: Agency, aliases: list[str] | None = None) -> Post:
    """A post of an agency; for the same people as `add_agency`, for the same reason."""
    _require_naming(by)
    return Post.objects.within(by).create(
        partnership=by.partnership,
        slug=slug,
        agency=agency,
        name=clean_text(name, "name", label="Name", max_length=200, required=True),
        **clean_cells({"aliases": aliases or []}),
    )


def _require_boards(by: Access) -> None:
    """Coordinators, who draft the packs, and administrators look after boards."""
    if not by.may(Permission.EDIT_PACK):
        by.require(Permission.MANAGE_MEMBERS)


@transaction.atomic
def add_board(*, by: Access, slug: str, name: str, short_name: str, style: str, **facts: Any) -> Board:
    """A board; `style` is of its packs. Raises `Invalid` naming "name" where another has its name or slug."""
    _require_boards(by)
    name = clean_text(name, "name", label="Name", max_length=200, required=True)
    if Board.objects.within(by).filter(Q(slug=slug) | Q(name__iexact=name)).exists():
        raise Invalid({"name": "There is a board of that name already."})
    return Board.objects.within(by).create(
        partnership=by.partnership,
        slug=slug,
        style=style,
        name=name,
        **clean_cells({"short_name": short_name, **facts}),
    )


@transaction.atomic
def add_seat(*, by: Access, board: Board, words: str, agency: Agency | None = None) -> BoardSeat:
    _require_boards(by)
    order = BoardSeat.objects.within(by).filter(board=board).count()
    return BoardSeat.objects.within(by).create(
        partnership=by.partnership, board=board, order=order, agency=agency, **clean_cells({"words": words})
    )


@transaction.atomic
def add_meeting(
    *,
    by: Access,
    board: Board,
    held_on: dt.date,
    label: str = "",
    note: str = "",
    starts_at: dt.time | None = None,
    place: str = "",
) -> Meeting:
    """A meeting of a board, one a day; without a label it is called by its month."""
    _require_boards(by)
    held = get(Board.objects.within(by), "board", lock=True, pk=board.pk)  # one meeting of a day
    if Meeting.objects.within(by).filter(board=held, held_on=held_on).exists():
        raise Invalid({"held_on": f"{held.short_name} meets on {held_on:%-d %B %Y} already."})
    return Meeting.objects.within(by).create(
        partnership=by.partnership,
        board=held,
        held_on=held_on,
        starts_at=starts_at,
        label=clean_text(label, "label", label="Name", max_length=100) or f"{held_on:%B %Y}",
        note=clean_text(note, "note", label="Note", max_length=200),
        place=clean_text(place, "place", label="Place", max_length=200),
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
LONGEST_KEY = dt.timedelta(days=366)


@transaction.atomic
def create_key(
    *, by: Access, agency: Agency | None, name: str, expires_at: dt.datetime, scopes: Collection[str] = AGENCY_SCOPES
) -> tuple[ApiKey, str]:
    """A key for one agency's systems, or to read the partnership; and its token, shown once and stored nowhere.

    It works for a year at most. Raises `Invalid` naming "expires_at", "scopes", "agency" or "name".
    """
    by.require(Permission.MANAGE_MEMBERS)
    if agency is not None and agency.partnership_id != by.partnership_id:
        raise NotFound("There is no such agency.")
    if not clock.now() < expires_at <= clock.now() + LONGEST_KEY:
        raise Invalid({"expires_at": "The key must expire in the future, within a year from now."})
    if not scopes or not set(scopes) <= set(Scope):
        raise Invalid({"scopes": f"Choose one or more of: {', '.join(Scope)}."})
    if Scope.ANSWER in scopes and Scope.READ not in scopes:
        raise Invalid({"scopes": "Let it read too: whoever sends an update is answered with what is stored."})
    if agency is None and Scope.ANSWER in scopes:
        raise Invalid({"agency": "Choose the agency that this key answers for, or let it read only."})
    prefix, token, digest = new_secret()
    key = ApiKey(
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
    return _save(key, "Key made"), token


@transaction.atomic
def revoke_key(*, by: Access, key: ApiKey) -> ApiKey:
    """From this moment the key opens nothing. Of one that was revoked before, the first moment stays."""
    by.require(Permission.MANAGE_MEMBERS)
    row = get(ApiKey.objects.within(by), "key", lock=True, pk=key.pk)
    if row.revoked_at is not None:
        return row
    row.revoked_at = clock.now()
    return _save(row, "Key revoked")


def _save(key: ApiKey, reason: str) -> ApiKey:
    key._change_reason = reason  # type: ignore[attr-defined]  # simple-history's own name for it
    key.save()
    return key


@transaction.atomic
def make_calendar_address(*, by: Access) -> str:
    """A new secret calendar address of the actor, replacing an earlier one; its token, shown once and stored hashed.

    Every member may have one, those who write nothing else too: the database's `app.own_calendar` writes it.
    """
    token = secrets.token_urlsafe(32)
    _own_calendar(by, hashlib.sha256(token.encode()).digest())
    return token


@transaction.atomic
def end_calendar_address(*, by: Access) -> None:
    """From this moment the actor's calendar address shows nothing."""
    _own_calendar(by, None)


def _own_calendar(by: Access, digest: bytes | None) -> None:
    by.require(Permission.VIEW_PLAN)
    if by.user_id is None:
        raise NotAllowed("Only a person has a calendar.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.own_calendar(%s, %s, %s)", [by.partnership_id, new_id(), digest])
