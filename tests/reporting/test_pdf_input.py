"""What people write, and what machines lack: packs of odd texts, pictures and fonts."""

from __future__ import annotations

import base64
import dataclasses
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from reporting.document import ActionFacts, Document, ObjectiveFacts, UpdateFacts
from reporting.render import RenderError, render_html, render_pdf
from reporting.render.sections import cut
from reporting.render.typesetting import typeset
from reporting.render.view import PackView

from .pdf_read import Html, count, kind, opened, texts, tree
from .sample import document

LONG = " ".join(f"word{number}" for number in range(2000))
MARKUP = "<b>bold</b> & <script>alert(1)</script> <img src=http://127.0.0.1:9/x>"
RIGHT_TO_LEFT = "نص عربي"
FOUR_BYTES = "𝒜"
UNBROKEN = "x" * 3000
NO_FONT_HAS = "\U000f0000"  # for private use: no font of any machine


def _odd() -> Document:
    """Each kind of odd text in an action of its own; little else."""
    said = UpdateFacts("A", "green", LONG)
    actions = (
        ActionFacts("1", MARKUP, "in_progress"),
        ActionFacts("2", f"{RIGHT_TO_LEFT} {FOUR_BYTES}", "in_progress"),
        ActionFacts("3", UNBROKEN, "in_progress"),
        ActionFacts("4", "Long", "in_progress", "green", asked=("A",), updates=(said,)),
        ActionFacts("5", "After", "in_progress"),
    )
    return dataclasses.replace(document("hpdg", 0), objectives=(ObjectiveFacts("1", "One", actions=actions),))


@pytest.fixture(scope="module")
def odd() -> bytes:
    """The pack of odd texts."""
    return render_pdf(_odd())


def test_markup_is_text(odd: bytes) -> None:
    words = re.sub(r"\s", "", " ".join(texts(odd)))
    assert re.sub(r"\s", "", MARKUP) in words


def test_other_scripts_are_drawn(odd: bytes) -> None:
    """Arabic and letters beyond the first plane, each with the characters they mean."""
    words = " ".join(texts(odd))
    assert FOUR_BYTES in words
    assert set(RIGHT_TO_LEFT) <= set(words)


def test_what_no_font_has_is_drawn_and_said(caplog: pytest.LogCaptureFixture) -> None:
    drawn = typeset(f'<html lang="en"><title>x</title><p>Before {NO_FONT_HAS} after', "")
    assert len(tree(drawn)) == 2
    assert "No font of this machine has these characters; they are drawn as boxes: U+F0000" in caplog.text


def test_an_unbroken_word_stays_on_the_page(odd: bytes) -> None:
    assert sum(text.count("x") for text in texts(odd)) >= len(UNBROKEN)


def test_a_cell_of_2000_words_is_one_row_over_its_pages(odd: bytes) -> None:
    words = " ".join(texts(odd))
    assert set(re.findall(r"word\d+", words)) == set(LONG.split())
    assert sum("word" in text for text in texts(odd)) > 1
    assert count(odd, "TR") == Html(render_html(_odd())).counts["tr"]


def test_an_empty_plan_says_so() -> None:
    drawn = render_pdf(dataclasses.replace(document("public_plan", 0), objectives=()))
    assert "The plan has no subject yet." in " ".join(texts(drawn))
    assert opened(drawn).Root.MarkInfo.Marked


def test_a_plan_of_5000_actions_is_cut_into_sections_of_bounded_size() -> None:
    """Its drawing takes minutes (docs/adr/0005-packs.md); its sections are made in seconds, none out of all measure."""
    huge = document("public_plan", 5000)
    sections = cut(PackView(huge))
    assert len(sections) >= 10
    assert max(len(section.html) for section in sections) < sum(len(section.html) for section in sections) / 5


def _logo(size: tuple[int, int] = (40, 20)) -> str:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def _with_logo(address: str) -> str:
    return f'<html lang="en"><title>x</title><p><img src="{address}" alt="Arms of the borough">'


def test_a_logo_is_a_figure_with_its_words() -> None:
    drawn = typeset(_with_logo(_logo()), "")
    assert [str(node.Alt) for node in tree(drawn) if kind(node) == "Figure"] == ["Arms of the borough"]


@pytest.mark.parametrize(
    "logo",
    [
        "data:image/png;base64,bm90IGEgcGljdHVyZQ==",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "https://example.org/logo.png",
        "file:///etc/passwd",
    ],
)
def test_a_logo_that_is_no_picture_or_elsewhere_stops_the_drawing(logo: str) -> None:
    with pytest.raises(RenderError, match="refused"):
        typeset(_with_logo(logo), "")


def test_a_document_with_an_address_for_a_logo_fetches_nothing() -> None:
    made = dataclasses.replace(document("csp", 0), logo="https://example.org/logo.png")
    assert "example.org" not in "".join(section.html for section in cut(PackView(made)))


def _drawn_where(fonts: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """A pack drawn by a machine whose fonts lie in that folder only."""
    (tmp_path / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>'
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    script = (
        "from reporting.render.typesetting import typeset\n"
        "print(len(typeset('<html lang=en><title>x</title><p style=\"font-family: Liberation Sans\">Words', '')))"
    )
    variables = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    return subprocess.run([sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=False)


def test_a_machine_without_fonts_says_so(tmp_path: Path) -> None:
    """Without the check Pango ends the process with a segmentation fault."""
    done = _drawn_where(str(tmp_path), tmp_path)
    assert done.returncode == 1
    assert (
        "RenderError: The pack could not be drawn: This machine has no fonts. Install fonts-liberation" in done.stderr
    )


def test_a_machine_with_other_fonts_draws_and_says_so(tmp_path: Path) -> None:
    other = Path("/usr/share/fonts/truetype/dejavu")
    if not other.exists():
        pytest.skip("no other fonts on this machine")
    done = _drawn_where(str(other), tmp_path)
    assert done.returncode == 0
    assert "Liberation Sans is not installed: packs are set in DejaVu" in done.stderr
