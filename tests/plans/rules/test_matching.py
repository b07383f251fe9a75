"""Which party words mean, and which they may mean. Names are made up but for the field's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.matching import Party, key, match

COUNCIL = Party("council", "Elmshire Council", "EC")
CHILDREN = Party("children", "Children and Young People's Service", "CYPS")
COLLEGE = Party("college", "College of Haringey, Enfield and North East London", "CoHNEL")
HOUSING = Party("housing", "Homes for Elmshire", "HfE")
COORDINATOR = Party("coordinator", "Prevent Coordinator", is_post=True)
PEO = Party("peo", "Prevent Engagement Officer", "PEO", is_post=True)
TRUST = Party("trust", "The Bridge Renewal Trust", aliases=("BRT",))
TWINS = [Party("one", "Youth Service"), Party("two", "Youth Service")]
PARTIES = [COUNCIL, CHILDREN, COLLEGE, HOUSING, COORDINATOR, PEO, TRUST]

EXACT = [
    ("Elmshire Council", COUNCIL),
    ("the ELMSHIRE council", COUNCIL),
    ("EC", COUNCIL),
    ("Children & Young People’s Service", CHILDREN),
    ("Children and Young Peoples Service", CHILDREN),
    ("CYPS", CHILDREN),
    ("LA Prevent Coordinator", COORDINATOR),
    ("Prevent Co-ordinator", COORDINATOR),
    ("Prevent Co- ordinator", COORDINATOR),
    ("Prevent Coordinators", COORDINATOR),
    ("PEO's", PEO),
    ("PEO (police)", PEO),
    ("Prevent Engagement Officer (PEO)", PEO),
    ("Bridge Renewal Trust", TRUST),
    ("BRT", TRUST),
]


@pytest.mark.parametrize(("words", "party"), EXACT)
def test_exact(words: str, party: Party) -> None:
    assert match(words, PARTIES).exact is party


NEAR = [
    ("CONEL", [COLLEGE]),
    ("HENEL", [COLLEGE]),
    ("Homes for Elmshire Board", [HOUSING]),
    ("Renewal Trust", [TRUST]),
    ("Prevent Engagement Lead", []),
    ("Fire Service", []),
    ("", []),
    ("...", []),
]


@pytest.mark.parametrize(("words", "near"), NEAR)
def test_near_ones_are_only_asked_about(words: str, near: list[Party]) -> None:
    found = match(words, PARTIES)
    assert found.exact is None
    assert list(found.near) == near


def test_two_parties_of_one_name_are_both_near() -> None:
    found = match("Youth Service", TWINS)
    assert found.exact is None
    assert list(found.near) == TWINS


def test_at_most_three_are_near_and_the_most_alike_come_first() -> None:
    parties = [Party(str(number), f"Elm Road School {number}") for number in range(5)]
    found = match("Elm Road School", [*parties, Party("best", "Elm Road Schools Hub School")])
    assert len(found.near) == 3
    assert found.near[0].slug == "0"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The A & B", "a and b"),
        ("PEO's", "peos"),
        ("Co- ordinator", "coordinator"),
        ("Women’s Aid", "womens aid"),
        (" - ", ""),
    ],
)
def test_key(words: str, expected: str) -> None:
    assert key(words) == expected


@given(st.text(max_size=30))
def test_any_words_are_matched_without_error(words: str) -> None:
    found = match(words, PARTIES)
    assert len(found.near) <= 3
    assert found.exact is None or not found.near
