"""`manage.py render_pack`: the latest issue, a draft or a past moment, in any edition; bad input in one sentence."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plans.services.rounds import close_round
from reporting.document import Document
from reporting.management.commands import render_pack
from reporting.models import Pack
from reporting.render.pdf import Progress
from reporting.services.drafting import draft_document, draft_pack
from reporting.services.freezing import freeze
from tests.cast import Cast, World

STEM = "2016-q4-hpdg-plan-2016-17"


@pytest.fixture
def here(live_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> World:
    """Drawn by a stand-in: what it is given is what counts here."""

    def drawn(document: Document, progress: Progress, *, processes: int) -> bytes:
        progress("Exceptions", 0, 2)
        return f"{document.edition}, {document.version}".encode()

    monkeypatch.setattr(render_pack, "render_pdf", drawn)
    return live_cast.here


def run(out: Path, *options: str, board: str = "HPDG", period: str = "2016-Q4") -> dict[str, str]:
    """The PDFs written, by name without its ending."""
    place = ("--partnership", "northvale", "--board", board, "--period", period)
    call_command("render_pack", *place, "--out", str(out), *options, stdout=io.StringIO())
    assert {path.stem for path in out.glob("*.html")} == {path.stem for path in out.glob("*.pdf")}
    return {path.stem: path.read_text() for path in out.glob("*.pdf")}


def issue(here: World) -> None:
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
        here.round.refresh_from_db()
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
        freeze(
            by, draft_document(by, pack), b"as issued", pages=1, plan=here.plan, pack=pack, edition="board", number=1,
            reason="",
        )  # fmt: skip


def test_a_draft_is_drawn_and_none_is_kept_where_there_was_no_pack(here: World, tmp_path: Path) -> None:
    assert run(tmp_path) == {f"{STEM}-draft": "board, Draft"}
    with here.as_("auditor") as access:
        assert not Pack.objects.within(access).exists()


def test_the_latest_issue_is_written_as_it_was_frozen(here: World, tmp_path: Path) -> None:
    issue(here)
    assert run(tmp_path) == {f"{STEM}-issue-1": "as issued"}
    with pytest.raises(CommandError, match="no issue in the partner edition; --draft draws what it would be"):
        run(tmp_path, "--edition", "partner")
    assert run(tmp_path, "--edition", "partner", "--draft")[f"{STEM}-draft-partner-edition"] == "partner, Draft"


def test_a_past_moment_is_drawn_as_it_stood(here: World, tmp_path: Path) -> None:
    issue(here)
    today = dt.date(2017, 1, 18)
    [(name, words)] = run(tmp_path, "--as-at", today.isoformat()).items()
    assert name == f"{STEM}-as-at-2017-01-18-2359"
    assert words.startswith("board, As at 18 January 2017")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--edition", "secret"), "There is no edition “secret”: give board, partner or public."),
        (("--as-at", "yesterday"), "“yesterday” is no moment: give it as 2016-11-09 or 2016-11-09T14:05."),
        (("--as-at", "2017-01-18"), "HPDG has no pack about Q4 2016/17: nothing to look back at."),
        (("--board", "Nobody"), "There is no such board “Nobody”."),
        (("--period", "2016-Q9"), "There is no such opened round “2016-Q9”."),
        (("--partnership", "nowhere"), "There is no partnership “nowhere”; there are northvale, southmere."),
        (("--out", "/proc/nowhere"), "Cannot write to /proc/nowhere"),
    ],
)
def test_bad_input_is_one_sentence(here: World, tmp_path: Path, options: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(tmp_path, *options)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_past_begins_with_the_pack(here: World, tmp_path: Path) -> None:
    issue(here)
    with pytest.raises(CommandError, match="This pack did not exist yet on"):
        run(tmp_path, "--as-at", "2016-12-24")
    with pytest.raises(CommandError, match="Choose a day that has been"):
        run(tmp_path, "--as-at", "2030-01-01")
