"""What is taken out of a text, and what must stay: read the tables as the specification."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.interpret.debris import clean, split_page_mark, vocabulary_of

CLEANED = [
    ("<i>Prevent</i> Coordinator", "Prevent Coordinator"),
    ('<ul style="list-style-type: none;"> • first • second', "• first • second"),
    ("<p>Brief the partners</p> <p>Review the risk</p>", "Brief the partners\nReview the risk"),
    ("one<br/>two<BR>three", "one\ntwo\nthree"),
    ("waiting time < 5 days and > 2", "waiting time < 5 days and > 2"),
    ("Health &amp; Wellbeing Board&nbsp;", "Health & Wellbeing Board"),
    ("HR&EC; R&D; and Q&A", "HR&EC; R&D; and Q&A"),
    ("safe\u00adguarding  and\u00a0schools", "safeguarding and schools"),
    ("Unit: *Safer and Stronger*", "Unit: Safer and Stronger"),
    ("**vulnerable** people; 3 * 4 * 5", "vulnerable people; 3 * 4 * 5"),
    ("Progress on implementatio n is agreed", "Progress on implementation is agreed"),
    ("Communication s plan", "Communications plan"),
    ("review of arrangement s", "review of arrangements"),
    ("multi- agency work and E- safety", "multi-agency work and E-safety"),
    ("Prevent Co- ordinator", "Prevent Co-ordinator"),
    ("Gang Co-ordinator", "Gang Co-ordinator"),
    ("pre- and post-event", "pre- and post-event"),
    ("May- July 2016", "May- July 2016"),
    ("Access to Framework i required", "Access to Framework i required"),
    ("under section s 26 and plan b", "under section s 26 and plan b"),
    ("Option e is best", "Option e is best"),
    ("\n\n a \n\n\n b ", "a\nb"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("the polic e plan", ["Police lead on this"], "the police plan"),
        ("the polic e plan", [], "the polic e plan"),
        ("safe- guarding", ["our safeguarding offer"], "safe-guarding"),
        ("safe- guarding", [], "safe- guarding"),
    ],
)
def test_words_of_the_file_tell_what_is_broken(text: str, words: list[str], expected: str) -> None:
    assert clean(text, vocabulary_of(words)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.1 Page 49", ("1.1", "Page 49")),
        ("Page 49 1.1", ("1.1", "Page 49")),
        ("Page 3 of 12", ("", "Page 3 of 12")),
        ("- 7 -", ("", "- 7 -")),
        ("2.4", ("2.4", "")),
        ("see Page 49", ("see Page 49", "")),
        ("Prevent web page 2", ("Prevent web page 2", "")),
    ],
)
def test_page_marks(text: str, expected: tuple[str, str]) -> None:
    assert split_page_mark(text) == expected


@given(st.text(alphabet="abcst nio-•<>&;*\n ", max_size=80))
def test_only_blanks_tags_and_marks_go(text: str) -> None:
    def letters(value: str) -> str:
        return re.sub(r"[\s*]", "", value)

    tagless = re.sub(r"</?(?:a|b|i|s)(?:\s[^<>]*)?/?>", "", text)
    assert letters(clean(text)) == letters(tagless)
