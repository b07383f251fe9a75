"""Roles, and what each may do. No Django: a role is a named set of permissions with a sentence for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    VIEW_PLAN = "view plans"
    VIEW_HISTORY = "view history"
    VIEW_PACK = "view packs"
    VIEW_PARTNER_PACK = "view the partners’ edition of packs"
    EDIT_PLAN = "edit plans"
    ANSWER = "answer update requests of their own agency"
    ANSWER_ANY = "answer on behalf of any agency"
    MANAGE_ROUND = "open, accept, return, decide and close rounds"
    EDIT_PACK = "draft and issue packs"
    RECORD_DECISION = "record decisions of boards"
    MANAGE_MEMBERS = "manage members and keys"


class Scope(StrEnum):
    """What an API key may do, within what its agency may."""

    READ = "read"
    ANSWER = "answer"
    HISTORY = "history"
    PACKS = "packs"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    BOARD_MEMBER = "board_member"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class RoleFacts:
    label: str
    sentence: str
    permissions: frozenset[Permission]


READING = frozenset({Permission.VIEW_PLAN, Permission.VIEW_HISTORY, Permission.VIEW_PACK})

ROLES: dict[Role, RoleFacts] = {
    Role.ADMINISTRATOR: RoleFacts(
        "Administrator",
        "Looks after members, keys and settings, and reads everything.",
        READING | {Permission.MANAGE_MEMBERS},
    ),
    Role.COORDINATOR: RoleFacts(
        "Coordinator",
        "Runs plans, rounds and packs from end to end.",
        frozenset(Permission) - {Permission.MANAGE_MEMBERS, Permission.ANSWER, Permission.VIEW_PARTNER_PACK},
    ),
    Role.CONTRIBUTOR: RoleFacts(
        "Contributor",
        "Answers the update requests of one agency; reads packs in the partners’ edition.",
        frozenset({Permission.VIEW_PLAN, Permission.VIEW_HISTORY, Permission.ANSWER, Permission.VIEW_PARTNER_PACK}),
    ),
    Role.BOARD_MEMBER: RoleFacts(
        "Board member",
        "Reads plans and packs; a secretary also records decisions.",
        READING,
    ),
    Role.AUDITOR: RoleFacts("Auditor", "Reads everything, history included, and changes nothing.", READING),
}


SCOPES: dict[Scope, tuple[str, frozenset[Permission]]] = {
    Scope.READ: ("Read plans, rounds and decisions", frozenset({Permission.VIEW_PLAN})),
    Scope.ANSWER: ("Answer for its agency: updates and evidence", frozenset({Permission.ANSWER})),
    Scope.HISTORY: ("Read who changed what", frozenset({Permission.VIEW_HISTORY})),
    Scope.PACKS: ("Read board packs", frozenset({Permission.VIEW_PACK})),
}


def permissions(role: Role, *, is_secretary: bool = False) -> frozenset[Permission]:
    """What a member may do. A board's secretary also records its decisions."""
    found = ROLES[role].permissions
    if role is Role.BOARD_MEMBER and is_secretary:
        return found | {Permission.RECORD_DECISION}
    return found


def writes(role: Role, *, is_secretary: bool = False) -> bool:
    """Whether the role writes anything at all: the database refuses every write of one that does not."""
    return bool(permissions(role, is_secretary=is_secretary) - READING)


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[Permission]:
    """What a key with these scopes may do."""
    return frozenset().union(*(SCOPES[Scope(scope)][1] for scope in scopes))


def scope_for(permission: Permission) -> Scope | None:
    """The scope that lets a key do this; None for what no key may do."""
    return next((scope for scope, (_, granted) in SCOPES.items() if permission in granted), None)
