from __future__ import annotations

import pytest

from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.text import clean_text


def clean(value: str, *, required: bool = False, max_length: int = 20) -> str:
    return clean_text(value, "note", label="Note", max_length=max_length, required=required)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        ("  word \n", "word"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\tb", "a\tb"),
        ("cafe\u0301", "caf\u00e9"),  # two code points become the one that everybody else types
        ("x" * 20, "x" * 20),
        (" " * 50 + "x", "x"),
        ("<b>bold</b> & “so”", "<b>bold</b> & “so”"),  # plain text: escaping is the page's work
        ("🕌 مسجد", "🕌 مسجد"),
    ],
)
def test_text_is_kept_with_unix_lines_and_no_outer_space(value: str, expected: str) -> None:
    assert clean(value) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a\x00b", "NUL character"),
        ("a\x1bb", "control character"),
        ("a\x7f", "control character"),
        ("a\x0bb", "control character"),
        ("x" * 21, "20 characters or fewer; this has 21"),
        ("x" * 100_000, "this has 100,000"),
    ],
)
def test_what_cannot_be_stored_or_printed_is_refused_by_name(value: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        clean(value)
    assert set(refused.value.errors) == {"note"}


@pytest.mark.parametrize("value", ["", " ", "\n\t\r"])
def test_what_is_required_is_asked_for(value: str) -> None:
    with pytest.raises(Invalid, match=r"Enter note\."):
        clean(value, required=True)
