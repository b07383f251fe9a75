"""Which words and colours are ratings. Whatever is not surely one is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.interpret.rag import rag_of_fill, rag_of_words

WORDS = [
    ("Red", "red"),
    ("RED", "red"),
    ("r", "red"),
    ("Off track", "red"),
    ("Amber", "amber"),
    ("A", "amber"),
    ("Yellow", "amber"),
    ("Green.", "green"),
    ("On track", "green"),
    ("on-track", "green"),
    ("G", "green"),
    ("Blue", "complete"),
    ("Complete", "complete"),
    ("Completed", "complete"),
    ("🔴", "red"),
    ("🟡 waiting", "amber"),
    ("🟢🟢", "green"),
    ("RAG: Green", "green"),
    ("Status - Amber", "amber"),
    ("Amber - waiting for dates", "amber"),
    ("Green (all sessions held)", "green"),
    ("G: held", "green"),
    ("Red\nno venue yet", "red"),
    ("Green (was amber)", None),
    ("Red/Amber", None),
    ("R/A/G", None),
    ("🔴🟢", None),
    ("At risk", None),
    ("Police SNT & STT completed", None),
    ("A meeting was held", None),
    ("Greenwich", None),
    ("Completed the first draft", None),
    ("Not complete", None),
    ("Ongoing", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "rating"), WORDS)
def test_words(text: str, rating: str | None) -> None:
    assert rag_of_words(text) == rating


FILLS = [
    ("#FF0000", "red"),
    ("FFC00000", "red"),
    ("#FF7C80", "red"),  # Word's lighter reds
    ("#F4B084", "amber"),
    ("#FFC000", "amber"),
    ("#FFBF00", "amber"),
    ("#FFFF00", "amber"),
    ("#FFE699", "amber"),
    ("#00B050", "green"),
    ("#92D050", "green"),
    ("#00FF00", "green"),
    ("#008000", "green"),
    ("#A9D08E", "green"),
    ("#0070C0", "complete"),
    ("#00B0F0", "complete"),
    ("#0000FF", "complete"),
    ("#FFC7CE", "red"),  # the styles Bad, Neutral and Good
    ("#ffeb9c", "amber"),
    ("FFC6EFCE", "green"),
    ("#CCFFCC", "green"),
    ("#DDEBF7", None),  # stripes and heads of tables
    ("#BDD7EE", None),
    ("#B4C6E7", None),
    ("#9DC3E6", None),
    ("#E2EFDA", None),
    ("#FCE4D6", None),
    ("#FFF2CC", None),
    ("#D9D9D9", None),
    ("#FFFFFF", None),
    ("#000000", None),
    ("#7030A0", None),  # purple is nobody's rating
    ("", None),
    ("auto", None),
    ("#FFF", None),
]


@pytest.mark.parametrize(("fill", "rating"), FILLS)
def test_fills(fill: str, rating: str | None) -> None:
    assert rag_of_fill(fill) == rating


@given(st.text(max_size=30))
def test_any_text_is_read_without_error(text: str) -> None:
    assert rag_of_words(text) in {"red", "amber", "green", "complete", None}
    assert rag_of_fill(text) in {"red", "amber", "green", "complete", None}
