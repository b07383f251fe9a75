"""What kind of organisation a name sounds like."""

from __future__ import annotations

import pytest

from partners.models import Agency
from plans.rules import agency_kind as module
from plans.rules.agency_kind import agency_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Northvale Police", "police"),
        ("National Probation Service", "probation"),
        ("BEH Mental Health Trust", "health"),
        ("London Fire Brigade", "fire"),
        ("Schools and colleges", "education"),
        ("Homes for Northvale", "housing"),
        ("Central Mosque", "faith"),
        ("Northvale Council", "council"),
        ("Adult Services", "council_service"),
        ("Housingware plc", "other"),
        ("", "other"),
    ],
)
def test_a_name_suggests_a_kind(name: str, kind: str) -> None:
    assert agency_kind(name) == kind


def test_every_kind_is_one_that_an_agency_can_have() -> None:
    assert {*module._WORDS, "other"} <= set(Agency.Kind.values)
