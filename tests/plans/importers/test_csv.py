"""CSV under any delimiter and encoding, and what spreadsheets do to it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.errors import Unreadable
from plans.importers.readers.csv import DELIMITERS, read_csv
from tests.plans.importers.shown import grids, prose, tables

HEAD = ["No", "Action", "Lead"]


def written(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No,Action,Lead\n1,Train staff,Police\n", [[HEAD, ["1", "Train staff", "Police"]]]),
        ("No;Action;Lead\n1;Train, then review;Police\n", [[HEAD, ["1", "Train, then review", "Police"]]]),
        ("No\tAction\tLead\n1\tTrain staff\tPolice\n", [[HEAD, ["1", "Train staff", "Police"]]]),
        ("No|Action|Lead\n1|Train staff|Police\n", [[HEAD, ["1", "Train staff", "Police"]]]),
        ("sep=;\nNo;Action;Lead\n1;a, b;c, d\n", [[HEAD, ["1", "a, b", "c, d"]]]),
        ('No,Action,Lead\n1,"Train\nall ""new"" staff",Police\n', [[HEAD, ["1", 'Train\nall "new" staff', "Police"]]]),
        ("No,Action,Lead\n1,Train staff\n2\n", [[HEAD, ["1", "Train staff", ""], ["2", "", ""]]]),
        ('No,Action,Lead\n="007",="1-2",x\n', [[HEAD, ["007", "1-2", "x"]]]),
        ("No,Action,Lead\n1,'=1+1,'@home\n2,'quoted',x\n", [[HEAD, ["1", "=1+1", "@home"], ["2", "'quoted'", "x"]]]),
        ("No,Action,Lead,\n1,Train,x,\n", [[HEAD, ["1", "Train", "x"]]]),
        ("No,Action,Lead\n\n1,Train,x\n\nSection two,,\n2,Review,y\n",
         [[HEAD, ["1", "Train", "x"], ["Section two", "", ""], ["2", "Review", "y"]]]),
    ],
)  # fmt: skip
def test_cells(text: str, expected: list[list[list[str]]]) -> None:
    assert tables(read_csv(text.encode())) == expected


def test_titles_stand_above_the_table_and_other_tables_below_it() -> None:
    text = "Prevent plan 2017/18,,,\nDraft,,,\n\nNo,Action,Lead,When\n1,Train,NHS,May\n2,Meet,NHS,June\n\n"
    text += "Glossary,,,\nCTLP,local profile,,\nPEO,officer,,\n"
    source = read_csv(text.encode())
    assert prose(source) == ["Prevent plan 2017/18", "Draft", "Glossary"]
    assert [len(table) for table in tables(source)] == [3, 2]
    assert grids(source)[0].rows[0][0].place.line == 4


def test_a_repeated_head_starts_a_table() -> None:
    page = "No,Action,Lead\n1,Train,NHS\n"
    assert len(tables(read_csv(f"{page}\n{page}".encode()))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_encodings(encoding: str) -> None:
    row = ["1", "Children’s centres – “safe” spaces", "Café Zoë"]
    assert tables(read_csv(written([HEAD, row], encoding=encoding))) == [[HEAD, row]]


def test_twenty_thousand_rows_are_read_and_one_more_is_not() -> None:
    read_csv(b"a,b\n" * 10_000)
    with pytest.raises(Unreadable, match="more than 10,000 rows"):
        read_csv(b"a,b\n" * 20_001)


WORDS = st.text(st.sampled_from("abcXYZ’é"), min_size=1, max_size=8)
PHRASES = st.builds(str.join, st.sampled_from([" ", ", ", "; ", " | "]), st.lists(WORDS, min_size=1, max_size=4))


@given(
    st.integers(2, 5).flatmap(
        lambda wide: st.lists(st.lists(PHRASES, min_size=wide, max_size=wide), min_size=2, max_size=6)
    ),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_grid_reads_back(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    rows = [["Number", *row] for row in rows]
    source = read_csv(written(rows, delimiter, encoding))
    found = [row for table in tables(source) for row in table]
    assert found == rows
    assert source.names["delimiter"] == delimiter


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=2, max_size=5)
)
def test_awkward_cells_survive_between_quotes(cells: list[str]) -> None:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEAD[:1] * len(cells), [f"x{cell}" for cell in cells]])
    found = tables(read_csv(out.getvalue().encode()))[0][1]
    assert ["".join(cell.split()) for cell in found] == [f"x{''.join(cell.split())}" for cell in cells]
