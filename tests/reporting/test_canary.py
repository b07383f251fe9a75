"""A word of its own stands in every field that the public must not read: it is in no byte that the public gets.

A new column of text without a canary, or a new renderer that is not asked here, fails.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import io
import pkgutil
import re
import subprocess
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

import reporting.render
from partners.tenancy import Access
from plans.exporters import FORMATS as EXPORTS
from plans.queries.export import plan_record
from reporting.document import Document, from_json, to_json
from reporting.formats import FORMATS
from reporting.models import Issue
from reporting.render.docx import render_docx
from reporting.render.html import render_body, render_html
from reporting.render.xlsx import render_xlsx
from reporting.services.proposing import proposed
from reporting.services.publishing import release
from tests.addresses import API
from tests.cast import Cast
from tests.test_screening import SCREENED
from tests.unpacked import every_byte

from .canaries import OPENLY, Canaries, Planted, planted
from .published import issue_to_board

# Columns that hold words and have no canary: why the public may read them, or nobody can through a document.
_PLAN = "heads a plan that is marked public, and follows its marking (tests/reporting/test_editions.py)"
_FRAME = "of the pack's frame: shown to whoever reviews the public edition before its release"
_ELSEWHERE = "in no document and in no export"
OPEN: dict[str, str] = {
    **dict.fromkeys(
        (
            "Plan.title", "Plan.subtitle", "Plan.reference", "Plan.table_title", "Plan.edition_words", "Plan.columns",
            "Plan.period_label", "Plan.responsible", "Plan.council_priorities", "Plan.indicators", "Plan.levels",
        ),
        _PLAN,
    ),
    **dict.fromkeys(("Board.name", "Board.short_name", "Board.meets", "Board.terms", "BoardSeat.words"), _PLAN),
    **dict.fromkeys(
        (
            "Meeting.label", "Round.label", "Pack.contents", "PackStyle.label", "PackStyle.layout",
            "PackSettings.logo_alt",
        ),
        _FRAME,
    ),
    "Meeting.note": _ELSEWHERE,
    "Meeting.place": _ELSEWHERE,
    "Board.standing_items": _ELSEWHERE,
}  # fmt: skip
# Models of which no column is in a document or an export: of meetings, keys, files that are read, and public pages.
OTHER_MODELS = {"AgendaItem", "ApiKey", "Attendance", "ImportBatch", "Paper", "Publication"}
# Planted, and in no edition of a document at all.
UNSEEN = {
    "Action.note", "Plan.note", "Post.name", "Post.aliases", "Update.return_reason", "Evidence.title", "Evidence.url",
    "Extension.reason",
}  # fmt: skip
# Every way from a document to something that people read. PDF is drawn by the release; it is asked as a file.
RENDERERS: dict[str, Callable[[Document], str | bytes]] = {
    "render_body": render_body,
    "render_html": render_html,
    "render_docx": render_docx,
    "render_xlsx": render_xlsx,
    "to_json": to_json,
}
DRAWN_BY_THE_RELEASE = {"render_pdf"}


@pytest.fixture
def here(cast: Cast) -> Planted:
    return planted(cast.here)


def found(words: Canaries, content: bytes | str) -> set[str]:
    """The places whose words are in it, unpacked, however they are cased or broken over lines."""
    content = content.encode() if isinstance(content, str) else every_byte(content)
    text = re.sub(rb"[\s\x00\xad-]+", b"", content.lower())  # UTF-16's zeros too
    return {place for place, word in words.words.items() if word.encode() in text}


def released(by: Access, here: Planted) -> Issue:
    """The public edition of the pack, released as people do it; the board's was issued without drawing it."""
    issue_to_board(by, here.pack, 1)
    plan = here.pack.round.plan
    plan.refresh_from_db()
    return release(by=by, pack=here.pack, reviewed_sha256=proposed(by, plan, here.pack).sha256)


def printed(pdf: bytes) -> str:
    """The words of a PDF as a reader selects them: a content stream holds the numbers of glyphs."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_every_column_of_text_has_a_canary_or_says_why_not(cast: Cast) -> None:
    columns = planted(cast.here).words.columns
    assert not columns & OPEN.keys()
    documented = {column for column in SCREENED if column.split(".")[0] not in OTHER_MODELS}
    assert documented == columns | OPEN.keys()


def test_every_renderer_is_asked() -> None:
    assert set(_renderers()) == (RENDERERS.keys() - {"to_json"}) | DRAWN_BY_THE_RELEASE
    assert {"pdf", "html", "json", "docx", "xlsx"} == FORMATS.keys()


def _renderers() -> Iterator[str]:
    """Functions of reporting.render that take a document."""
    for module in pkgutil.iter_modules(reporting.render.__path__):
        for name, made in inspect.getmembers(importlib.import_module(f"reporting.render.{module.name}")):
            if name.startswith("render_") and inspect.isfunction(made) and made.__module__.startswith("reporting."):
                yield name


def test_no_byte_that_the_public_gets_holds_a_secret_word(here: Planted) -> None:
    with here.world.as_("coordinator") as by:
        issue = released(by, here)
        board = Issue.objects.within(by).get(pack=here.pack, edition="board")
        whole, document = from_json(board.document), from_json(issue.document)
        assert found(here.words, board.document) == here.words.words.keys() - UNSEEN
        for name, render in RENDERERS.items():
            assert found(here.words, render(document)) == set(), name
            assert OPENLY.encode() in every_byte(_bytes(render(document))), name
            assert len(found(here.words, render(whole))) > 20, name  # so that the look itself can fail
        for kind, form in FORMATS.items():
            assert found(here.words, form.content(issue)) == set(), kind
        pdf = bytes(issue.pdf)
        assert found(here.words, printed(pdf)) == set()
        assert OPENLY in " ".join(printed(pdf).split())
        assert here.world.partnership.name.encode() in every_byte(pdf)  # metadata, bookmarks and alt texts are read
        assert _attachments(pdf) == []
    _pages(here, issue)


def _bytes(rendered: str | bytes) -> bytes:
    return rendered.encode() if isinstance(rendered, str) else rendered


def _attachments(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(opened.attachments)


def _pages(here: Planted, issue: Issue) -> None:
    """What anybody is answered: public pages and their files, and the API."""
    partnership = here.world.partnership.slug
    base = f"/public/{partnership}/"
    page = f"{base}{here.world.plan.slug}/{here.world.round.slug}-hpdg/"
    addresses = [base, page, f"{page}issues/1/", *(f"{page}issues/1/{kind}" for kind in FORMATS), "/sitemap.xml"]
    anybody = Client()
    for address in addresses:
        answer = anybody.get(address)
        assert answer.status_code == 200, address
        assert found(here.words, _content(answer)) == set(), address
    for name, asked in API.items():
        if set(asked.kwargs) <= {"pk"}:
            answer = anybody.get(reverse(name, kwargs={"pk": issue.pk} if asked.kwargs else {}))
            assert answer.status_code in (401, 404, 405), name
            assert found(here.words, answer.content) == set(), name


def _content(answer: object) -> bytes:
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else answer.content  # type: ignore[attr-defined]  # either


@pytest.mark.parametrize("kind", EXPORTS)
def test_no_byte_of_a_public_export_holds_a_secret_word(here: Planted, kind: str) -> None:
    with here.world.as_("auditor") as access:
        write = functools.partial(plan_record, access, here.world.plan)
        public, board = (EXPORTS[kind].write(write(edition=name)) for name in ("public", "board"))
    assert found(here.words, public) == set()
    assert OPENLY.encode() in every_byte(public)
    assert len(found(here.words, board)) > 10
