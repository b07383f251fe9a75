"""List numbers as Word counts them."""

from __future__ import annotations

import pytest

from plans.importers.readers.docx import read_docx
from plans.importers.readers.numbering import numeral
from plans.importers.source import Paragraph

from .office import docx, p, tbl, tc, tr


def level(index: int, form: str, text: str, more: str = "") -> str:
    drawn = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/>{drawn}</w:lvl>'


def definition(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def listed(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(number: int, index: int = 0, text: str = "x") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>')


def marks(body: str, numbering: str, styles: str = "") -> list[str]:
    source = read_docx(docx(body, numbering=numbering, styles=styles))
    return [block.line.bullet for block in source.blocks if isinstance(block, Paragraph)]


OUTLINE = definition(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)"))


@pytest.mark.parametrize(
    ("number", "form", "drawn"),
    [
        (3, "decimal", "3"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (1949, "upperRoman", "MCMXLIX"),
        (8, "upperRoman", "VIII"),
        (7, "decimalZero", "07"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (2, "cardinalText", "Two"),
        (2, "ordinalText", "Second"),
        (2, "none", ""),
        (2, "hebrew1", "2"),
    ],
)
def test_forms_of_numbers(number: int, form: str, drawn: str) -> None:
    assert numeral(number, form) == drawn


def test_levels_count_below_one_another() -> None:
    body = item(1) + item(1, 1) + item(1, 1) + item(1, 2) + item(1) + item(1, 1)
    assert marks(body, OUTLINE + listed(1, 1)) == ["1.", "1.1", "1.2", "(a)", "2.", "2.1"]


def test_the_level_is_kept() -> None:
    source = read_docx(docx(item(1) + item(1, 2), numbering=OUTLINE + listed(1, 1)))
    assert [block.line.level for block in source.blocks if isinstance(block, Paragraph)] == [0, 2]


def test_lists_of_one_definition_count_on_and_others_begin_anew() -> None:
    numbering = OUTLINE + definition(2, level(0, "decimal", "%1)")) + listed(1, 1) + listed(2, 1) + listed(3, 2)
    assert marks(item(1) + item(2) + item(3) + item(1), numbering) == ["1.", "2.", "1)", "3."]


def test_an_override_starts_a_list_anew_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = OUTLINE + listed(1, 1) + listed(2, 1, override)
    assert marks(item(1) + item(2) + item(2), numbering) == ["1.", "5.", "6."]


def test_a_list_may_replace_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    assert marks(item(1) + item(1), OUTLINE + listed(1, 1, override)) == ["A)", "B)"]


def test_a_level_may_never_restart() -> None:
    numbering = definition(
        1, level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    ) + listed(1, 1)
    assert marks(item(1) + item(1, 1) + item(1) + item(1, 1), numbering) == ["1.", "1)", "2.", "2)"]


def test_legal_numbering_draws_every_level_as_decimal() -> None:
    numbering = definition(1, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + listed(1, 1)
    assert marks(item(1) + item(1, 1), numbering) == ["I.", "1.1"]


def test_bullets_of_symbol_fonts_are_drawn() -> None:
    numbering = definition(
        1, level(0, "bullet", "\uf0b7"), level(1, "bullet", "o"), level(2, "bullet", "\uf0a7")
    ) + listed(1, 1)
    assert marks(item(1) + item(1, 1) + item(1, 2), numbering) == ["•", "o", "▪"]


def test_a_style_brings_its_list_and_none_takes_it_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    numbering = definition(
        1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>')
    ) + listed(1, 1)
    off = '<w:pStyle w:val="H2"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = item(1) + p("x", '<w:pStyle w:val="H2"/>') + p("x", off) + p("x", '<w:pStyle w:val="H2"/>')
    assert marks(body, numbering, styles) == ["1.", "1.1", "", "1.2"]


def test_a_definition_may_point_to_a_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="House"><w:name w:val="House"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    pointing = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="House"/></w:abstractNum>'
    assert marks(item(2) + item(2), OUTLINE + pointing + listed(1, 1) + listed(2, 2), styles) == ["1.", "2."]


def test_an_empty_numbered_cell_shows_its_number() -> None:
    numbering = OUTLINE + listed(1, 1)
    rows = "".join(tr(tc(item(1, 0, "")), "Train staff") for _ in range(3))
    (table,) = read_docx(docx(tbl(rows), numbering=numbering)).blocks
    assert not isinstance(table, Paragraph)
    assert [row[0].text for row in table.rows] == ["1.", "2.", "3."]


def test_a_list_that_is_not_defined_draws_nothing() -> None:
    assert marks(item(9), OUTLINE) == [""]
