"""Marks of lists in plain text: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from plans.importers.readers.lines import lines_of, printed, split_mark
from plans.importers.source import Line


@pytest.mark.parametrize(
    ("text", "mark", "words"),
    [
        ("• Train staff", "•", "Train staff"),
        ("•Train staff", "•", "Train staff"),
        ("·\tTrain staff", "·", "Train staff"),
        ("\uf0b7 Train staff", "\uf0b7", "Train staff"),
        ("\uf0fcTrain staff", "\uf0fc", "Train staff"),
        ("- Train staff", "-", "Train staff"),
        ("– Train staff", "–", "Train staff"),
        ("* Train staff", "*", "Train staff"),
        ("o Train staff", "o", "Train staff"),
        ("- 5 schools trained", "-", "5 schools trained"),
        ("1. Train staff", "1.", "Train staff"),
        ("1.Train staff", "1.", "Train staff"),
        ("12) Train staff", "12)", "Train staff"),
        ("(3) Train staff", "(3)", "Train staff"),
        ("(a) Train staff", "(a)", "Train staff"),
        ("a. Train staff", "a.", "Train staff"),
        ("b) Train staff", "b)", "Train staff"),
        ("iv. Train staff", "iv.", "Train staff"),
        ("(ii) Train staff", "(ii)", "Train staff"),
        ("•", "•", ""),
    ],
)
def test_a_mark_is_split_off(text: str, mark: str, words: str) -> None:
    assert split_mark(text) == (mark, words)


@pytest.mark.parametrize(
    "text",
    [
        "- 5 %",
        "- 5.5%",
        "-",
        "✓",
        "–",
        "-5 schools",
        "1.5 m of fence",
        "1.1 Train staff",
        "2016",
        "2016. A year",
        "1.",
        "31 March 2017",
        "1.4.2017",
        "A. Smith",
        "i.e. all schools",
        "a.m. sessions",
        "c. 200 pupils",
        "one school",
        "of all schools",
        "(2016/17)",
        "(HENEL) college",
        "Co-ordinator",
        "*note",
        "of",
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert split_mark(text) == ("", text)


def test_blank_lines_go_and_the_rest_stand_in_order() -> None:
    assert lines_of("Schools\r\n\n  \n- train\u00a0staff\rDone") == (
        Line("Schools"),
        Line("train staff", "-"),
        Line("Done"),
    )


def test_indents_give_levels() -> None:
    found = lines_of("• a\n    - b\n        - c\n    - d\n• e")
    assert [line.level for line in found] == [0, 1, 2, 1, 0]


def test_marks_give_levels_where_nothing_is_indented() -> None:
    assert [line.level for line in lines_of("• a\no b\n▪ c\no d\n• e")] == [0, 1, 2, 1, 0]
    assert [line.level for line in lines_of("1. a\n2. b")] == [0, 0]


def test_what_nobody_sees_is_not_read() -> None:
    assert printed("imple\u00admen\u200bted\u00a0now\ufeff") == "implemented now"
