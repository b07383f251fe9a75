"""Names held back, however they are written."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.rules.held_names import HeldNames, lead_names

NAMES = (
    ("Al-Noor Mosque", "a community organisation"),
    ("Al-Noor Mosque Women's Circle", "a women’s group"),
    ("The Félicité Project", "a community organisation"),
    ("St Mary's", "a church"),
    ("Faith & Hope", "a charity"),
    ("AHF", "a charity"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Meet Al-Noor Mosque in May.", "Meet a community organisation in May."),
        ("meet AL NOOR mosque", "meet a community organisation"),
        ("with al\u2011noor\n      mosque", "with a community organisation"),
        ("Al-Noor Mosque’s hall", "A community organisation’s hall"),
        ("at Al-Noor Mosque's", "at a community organisation's"),
        ("Ask Al-Noor Mosque Women’s Circle.", "Ask a women’s group."),
        ("The Felicite Project leads", "A community organisation leads"),
        ("by the Fe\u0301licite\u0301 Project.", "by a community organisation."),
        ("Félicité\u00a0Pro\u00adject", "A community organisation"),
        ("It met. Félicité Project spoke", "It met. A community organisation spoke"),
        ("St. Marys", "A church"),
        ("with ST MARY’S, and", "with a church, and"),
        ("Faith and Hope; FAITH &\nHOPE", "A charity; a charity"),
        ("the AHF’s", "a charity’s"),
        ("AHFs and Mahfouz", "AHFs and Mahfouz"),
        ("St Marylebone", "St Marylebone"),
        ("Al-Noor Mosques", "Al-Noor Mosques"),
        ("al-noor-mosque_2016.pdf", "a community organisation_2016.pdf"),
        ("", ""),
        ("Nobody is named here.", "Nobody is named here."),
    ],
)
def test_a_name_is_replaced_however_it_is_written_and_never_inside_a_longer_word(text: str, expected: str) -> None:
    assert HeldNames(NAMES).replace(text) == expected


def test_every_place_is_counted() -> None:
    held = HeldNames(NAMES)
    held.replace("AHF, Félicité Project and AHF")
    held.replace("nobody")
    assert held.replaced == {"a charity": 2, "a community organisation": 1}


def test_without_names_and_with_a_name_of_no_letters_nothing_happens() -> None:
    assert HeldNames([]).replace("A – B") == "A – B"
    assert HeldNames([("–", "x")]).replace("A – B") == "A – B"


@dataclass(frozen=True)
class Inner:
    kind: str
    words: tuple[str, ...]
    pairs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Outer:
    title: str
    kind: str
    inner: Inner | None
    count: int = 3


def test_every_text_of_a_structure_is_walked_but_for_codes() -> None:
    outer = Outer("AHF", "AHF", Inner("AHF", ("AHF", "other"), (("AHF", 1),)))
    held = HeldNames(NAMES)
    assert held.replace_in(outer, frozenset({"Inner.kind"})) == Outer(
        "A charity", "A charity", Inner("AHF", ("A charity", "other"), (("A charity", 1),))
    )
    assert held.replace_in(outer, frozenset({"kind"})).kind == "AHF"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([name for name, _ in NAMES] + ["and", "\n", "x", "É", "'s", "–"]), max_size=8))
def test_nothing_of_a_name_is_left_and_a_second_turn_changes_nothing(words: list[str]) -> None:
    once = HeldNames(NAMES).replace(" ".join(words))
    assert not any(name.casefold() in once.casefold() for name, _ in NAMES)
    assert HeldNames(NAMES).replace(once) == once


@pytest.mark.parametrize(
    ("words", "nature", "text", "held"),
    [
        ("J Bloggs", "person", "", True),
        ("J Bloggs", "person", "ask j bloggs", True),  # however carelessly it is written elsewhere
        ("Somali Mothers", "group", "with the Somali Mothers", True),
        ("Communities", "group", "work with communities", False),
        ("Delivery Group", "group", "", False),  # a board of the partnership's own
        ("Police", "agency", "", False),
    ],
)
def test_people_are_never_named_and_groups_where_their_words_are_a_name(
    words: str, nature: str, text: str, held: bool
) -> None:
    found = lead_names([(words, nature)], ["Delivery group"], [text])
    assert found == ([(words, "a named person" if nature == "person" else "a group")] if held else [])
