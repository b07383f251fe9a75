"""For commands: in whose name the installation's operator acts inside a partnership."""

from __future__ import annotations

from collections.abc import Iterable

from prevent_tracker.core.database import as_owner
from prevent_tracker.core.errors import NotFound

from .models import Membership, Partnership, User
from .roles import ROLES, Role


def member_with(slug: str, role: Role) -> User:
    """The partnership's longest-standing member with a role. Only the owner's role may look before it is open.

    Raises `NotFound` naming the partnerships there are, or the role that nobody has.
    """
    with as_owner():
        found = Partnership.objects.filter(slug=slug).first()
        if found is None:
            known = _listed(Partnership.objects.values_list("slug", flat=True))
            raise NotFound(f"There is no partnership “{slug}”; there are {known}.")
        members = Membership.objects.within(found).select_related("user").order_by("pk")
        membership = members.filter(role=role, ended_at=None, user__is_active=True).first()
        if membership is None:
            raise NotFound(f"{found.name} has no {ROLES[role].label.lower()} in whose name this could be done.")
        return membership.user


def _listed(slugs: Iterable[str]) -> str:
    return ", ".join(sorted(slugs)) or "none"
