"""What is an entry of a glossary, and what is a sentence."""

import pytest

from plans.importers.interpret.glossary import entry_of, glossary_of_table, is_glossary_heading
from plans.importers.source import Cell, Line, Place, Table


@pytest.mark.parametrize(
    "text", ["Glossary", "GLOSSARY OF TERMS:", "Abbreviations", "Acronyms used", "5. Glossary", "Key to abbreviations"]
)
def test_headings(text: str) -> None:
    assert is_glossary_heading(text)


@pytest.mark.parametrize("text", ["Glossary of what we learned", "The glossary", "Definition of done for the Board"])
def test_no_headings(text: str) -> None:
    assert not is_glossary_heading(text)


ENTRIES = [
    ("PEO – Prevent Engagement Officer (Police)", ("PEO", "Prevent Engagement Officer (Police)")),
    ("CCG: Clinical Commissioning Group", ("CCG", "Clinical Commissioning Group")),
    ("VRU = Violence Reduction Unit", ("VRU", "Violence Reduction Unit")),
    ("VRU\tViolence Reduction Unit", ("VRU", "Violence Reduction Unit")),
    ("VRU - Violence Reduction Unit", ("VRU", "Violence Reduction Unit")),
    ("ACCS – Adult Service – Council", ("ACCS", "Adult Service – Council")),
    ("A multi-agency group", None),
    ("The group that meets in each of the districts – and beyond them", None),
    ("PEO –", None),
]


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_entries(text: str, expected: tuple[str, str] | None) -> None:
    assert entry_of(text) == expected


def _table(*rows: tuple[str, ...]) -> Table:
    return Table(1, tuple(tuple(Cell(Place(), (Line(text),)) for text in row) for row in rows))


def test_tables() -> None:
    headed = _table(("Acronym", "Full name"), ("VRU", "Violence Reduction Unit"))
    assert glossary_of_table(headed) == [("VRU", "Violence Reduction Unit")]
    bare = _table(("VRU", "Violence Reduction Unit"))
    assert glossary_of_table(bare) == []
    assert glossary_of_table(bare, under_heading=True) == [("VRU", "Violence Reduction Unit")]
    assert glossary_of_table(_table(("Action", "Lead"), ("Train staff", "HR"))) == []
    assert glossary_of_table(_table(("Term", "Meaning", "Owner"), ("A", "b", "c"))) == []
