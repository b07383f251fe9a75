from __future__ import annotations

import pytest

from partners.roles import ROLES, Permission, Role, permissions, writes

P = Permission
READ = {P.VIEW_PLAN, P.VIEW_HISTORY, P.VIEW_PACK}
# The whole matrix, written out: a permission that moves is a decision, not an accident.
MAY: dict[tuple[Role, bool], set[Permission]] = {
    (Role.ADMINISTRATOR, False): READ | {P.MANAGE_MEMBERS},
    (Role.COORDINATOR, False): READ | {P.EDIT_PLAN, P.ANSWER_ANY, P.MANAGE_ROUND, P.EDIT_PACK, P.RECORD_DECISION},
    (Role.CONTRIBUTOR, False): {P.VIEW_PLAN, P.VIEW_HISTORY, P.ANSWER, P.VIEW_PARTNER_PACK},
    (Role.BOARD_MEMBER, False): READ,
    (Role.BOARD_MEMBER, True): READ | {P.RECORD_DECISION},
    (Role.AUDITOR, False): READ,
}


@pytest.mark.parametrize(("role", "is_secretary"), MAY)
def test_what_each_role_may(role: Role, is_secretary: bool) -> None:
    assert permissions(role, is_secretary=is_secretary) == MAY[role, is_secretary]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BOARD_MEMBER])
def test_only_a_board_member_is_its_secretary(role: Role) -> None:
    assert permissions(role, is_secretary=True) == permissions(role)


def test_every_role_is_explained_and_every_permission_is_somebodys() -> None:
    assert set(ROLES) == set(Role)
    assert all(facts.label and facts.sentence.endswith(".") for facts in ROLES.values())
    assert frozenset[Permission]().union(*(MAY[key] for key in MAY)) == set(Permission)


def test_who_only_reads_writes_nothing() -> None:
    readers = {(role, secretary) for role, secretary in MAY if not writes(role, is_secretary=secretary)}
    assert readers == {(Role.BOARD_MEMBER, False), (Role.AUDITOR, False)}
