"""What is read around a plan's tables. The texts are made up."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.interpret.debris import clean
from plans.importers.interpret.front import BLANK, CONTENTS, LABEL, PAGE, REPEATED, Front, read_front
from plans.importers.source import Cell, Line, Paragraph, Place, Table

PROSE = "This plan sets out what the partners will do together in the coming year, and who answers for it."
MORE = "They look at it again each quarter, and report to the Board what they find."


def paragraphs(*texts: str | tuple[str, int]) -> list[Paragraph]:
    """One paragraph to a text. "• a" is a bullet; ("Aims", 1) is a heading of level 1."""
    made = []
    for number, each in enumerate(texts, start=1):
        text, heading = each if isinstance(each, tuple) else (each, 0)
        bullet, rest = (text[0], text[1:].strip()) if text[:1] == "•" else ("", text)
        made.append(Paragraph(Line(rest, bullet), Place(line=number), heading))
    return made


def table(*rows: Sequence[str], name: str = "") -> Table:
    cells = [
        tuple(
            Cell(Place(table=1, row=r, column=c), tuple(map(Line, filter(None, [text]))))
            for c, text in enumerate(row, 1)
        )
        for r, row in enumerate(rows, 1)
    ]
    return Table(1, tuple(cells), name=name)


TITLES: list[tuple[list[str | tuple[str, int]], tuple[str, str, str, str]]] = [
    # title, reference, subtitle, edition words
    (["Elmshire Prevent Plan 2024/25", PROSE], ("Elmshire Prevent Plan 2024/25", "", "", "")),
    (["Appendix 6: Elmshire Prevent Plan", PROSE], ("Elmshire Prevent Plan", "Appendix 6", "", "")),
    (
        ["APPENDIX 2", "Action Plan (public version)", PROSE],
        ("Action Plan (public version)", "APPENDIX 2", "", "(public version)"),
    ),
    (["DRAFT v0.2", "Action Plan", PROSE], ("Action Plan", "", "", "DRAFT v0.2")),
    (["Action Plan", PROSE, "DRAFT"], ("Action Plan", "", "", "DRAFT")),
    (["Elmshire Council", "Delivery Plan", "2024/25", PROSE], ("Delivery Plan", "", "Elmshire Council; 2024/25", "")),
    (["Delivery Plan", "Introduction", PROSE], ("Delivery Plan", "", "", "")),
    ([("Delivery Plan", 1), ("Introduction", 2), PROSE], ("Delivery Plan", "", "", "")),
    ([PROSE], ("", "", "", "")),
    ([], ("", "", "", "")),
]


@pytest.mark.parametrize(("texts", "expected"), TITLES)
def test_titles(texts: list[str | tuple[str, int]], expected: tuple[str, str, str, str]) -> None:
    front = read_front(paragraphs(*texts))
    assert (front.title, front.reference, front.subtitle, front.edition_words) == expected


def test_the_files_own_title_is_used_where_none_is_printed() -> None:
    front = read_front(paragraphs(PROSE), name="Elmshire plan")
    assert front.title == "Elmshire plan"
    assert front.origins["title"].confidence < 0.75


def test_the_line_above_the_table_is_its_title_when_it_reads_like_one() -> None:
    lines = paragraphs("Elmshire Plan", PROSE, "Delivery plan 2024/25")
    assert read_front(lines, above=lines[-1]).table_title == "Delivery plan 2024/25"
    lines = paragraphs("Elmshire Plan", PROSE)
    assert read_front(lines, above=lines[-1]).table_title == ""


SECTIONS: list[tuple[str, list[str | tuple[str, int]], list[tuple[str, tuple[object, ...]]]]] = [
    ("text without a heading", ["A Plan", PROSE], [("", (PROSE,))]),
    (
        "headings by look",
        ["A Plan", "Aims", PROSE, "Context", MORE],
        [("Aims", (PROSE,)), ("Context", (MORE,))],
    ),
    ("headings by style", [("A Plan", 1), ("Aims", 2), "short", PROSE], [("Aims", ("short", PROSE))]),
    ("lists", ["A Plan", PROSE, "• a", "• b", MORE], [("", (PROSE, {"list": ["a", "b"]}, MORE))]),
    ("headings run in", ["A Plan", f"Local Context: {PROSE}"], [("Local Context", (PROSE,))]),
    (
        "a key to ratings",
        ["A Plan", "RAG key", "• Red = late", "• Green = on time"],
        [("RAG key", ({"list": ["Red = late", "Green = on time"]},))],
    ),
]


@pytest.mark.parametrize(("texts", "expected"), [case[1:] for case in SECTIONS], ids=[case[0] for case in SECTIONS])
def test_sections(texts: list[str | tuple[str, int]], expected: list[tuple[str, tuple[object, ...]]]) -> None:
    assert list(read_front(paragraphs(*texts)).front_matter) == expected


def test_labels() -> None:
    front = read_front(
        paragraphs(
            "A Plan",
            "Lead officer: Head of Housing",
            "Corporate priorities: Safer streets; Better homes",
            "Indicators that bear on it",
            "NI 35 Trust",
        )
    )
    assert front.responsible == "Head of Housing"
    assert front.council_priorities == ("Safer streets", "Better homes")
    assert front.indicators == ("NI 35 Trust",)
    assert front.front_matter == ()


def test_a_table_of_labels() -> None:
    form = table(
        ["Plan objective: <i>(one form each)</i>", "Responsibility of: (name)"],
        ["Safer places", "Jo Bloggs, Manager"],
        ["Council Plan Priorities: (those it supports)", "Clean, safe."],
    )
    front = read_front(paragraphs("A Plan"), [form])
    assert (front.responsible, front.council_priorities) == ("Jo Bloggs, Manager", ("Clean, safe.",))
    assert front.front_matter == (("Plan objective: (one form each)", ("Safer places",)),)
    assert front.origins["responsible"].places == (Place(table=1, row=2, column=2),)


def test_other_tables_are_lists_of_their_rows() -> None:
    front = read_front(paragraphs("A Plan"), [table(["Red", "late"], ["Green", "on time"], name="Key")])
    assert front.front_matter == (("Key", ({"list": ["Red – late", "Green – on time"]},)),)


def test_glossary() -> None:
    lines = paragraphs(
        "A Plan",
        PROSE,
        "Glossary",
        "PEO – Prevent Engagement Officer",
        "CCG: a body",
        "of the NHS",
        "Notes",
        MORE,
    )
    front = read_front(lines)
    assert front.glossary == (("PEO", "Prevent Engagement Officer"), ("CCG", "a body of the NHS"))
    assert [heading for heading, _ in front.front_matter] == ["", "Notes"]
    front = read_front(lines[:2], [table(["Term", "Meaning"], ["VRU", "Violence Reduction Unit"])])
    assert front.glossary == (("VRU", "Violence Reduction Unit"),)


def test_what_is_left_out_says_why() -> None:
    front = read_front(paragraphs("A Plan", PROSE, "A Plan", "Page 2 of 9", "Aims ..... 4", "•", "Glossary", "A – b"))
    assert [(left.text, left.reason) for left in front.left_out] == [
        ("A Plan", REPEATED),
        ("Page 2 of 9", PAGE),
        ("Aims ..... 4", CONTENTS),
        ("•", BLANK),
        ("Glossary", LABEL),
    ]


def _words(front: Front) -> str:
    bodies = [
        part if isinstance(part, str) else " ".join(part["list"]) for _, body in front.front_matter for part in body
    ]
    fields = [front.title, front.reference, front.subtitle, front.edition_words, front.responsible]
    several = [*front.council_priorities, *front.indicators, *(heading for heading, _ in front.front_matter), *bodies]
    glossary = [word for entry in front.glossary for word in entry]
    return " ".join([*fields, *several, *glossary, *(left.text for left in front.left_out)])


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["A Plan", "Glossary", "DRAFT", "Lead officer: X", "NI 1 y", "Page 3", PROSE, "•", "• b", "Aims"]
            ),
            st.text(alphabet="aB .:-–", max_size=20),
        ),
        max_size=12,
    )
)
def test_every_paragraph_ends_somewhere(texts: list[str]) -> None:
    kept = _words(read_front(paragraphs(*texts)))
    for text in texts:
        for word in re.findall(r"\w+", clean(text)):
            assert word in kept


def test_a_lower_heading_alone_is_the_title_and_no_table_title() -> None:
    title = Paragraph(Line("Westbury action plan 2022-25"), Place(line=1), heading=2)
    front = read_front([title], above=title)
    assert (front.title, front.table_title) == ("Westbury action plan 2022-25", "")
