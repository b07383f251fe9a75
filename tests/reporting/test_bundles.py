"""The papers of a meeting: as files by name, as one archive, as one PDF with pages, bookmarks and tags."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from django.urls import reverse

from prevent_tracker.core import jobs
from prevent_tracker.core.errors import Closed, NotFound
from reporting.models import AgendaItem, Bundle, Pack
from reporting.queries import meetings as queries
from reporting.services import agenda, bundles, minutes, papers
from reporting.services.drafting import draft_document, draft_pack
from reporting.services.freezing import freeze
from tests.cast import Cast, World

from .pdf_read import bookmarks, drawn, elements, kids, kind, texts, tree

SECRET = "Lettings under review"
_kept: dict[str, bytes] = {}


def agenda_with_papers(here: World) -> None:
    """Minutes of the meeting before, a pack of tagged pages with two appendices, and an item of Part B."""
    last, coming = here.meetings
    with here.as_("coordinator") as by:
        for row in agenda.prepare_agenda(by=by, meeting=last)[:1]:
            minutes.write_notes(by=by, item=row, text="Everybody was welcome.")
        kept_apart = agenda.add_item(by=by, meeting=last, title="Tenders", is_private=True)
        minutes.write_notes(by=by, item=kept_apart, text=f"Noted: {SECRET}.")
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round, meeting=coming)
        issue(by, pack)
        rows = agenda.prepare_agenda(by=by, meeting=coming)
        item = next(row for row in rows if row.pack_id)
        papers.add_paper(by=by, item=item, title="Figures", name="a.csv", content=b"a,b\n1,2")
        papers.add_paper(by=by, item=item, title="Annex", name="a.pdf", content=drawn("csp"))
        private = agenda.add_item(by=by, meeting=coming, title="Lettings", is_private=True)
        papers.add_paper(by=by, item=private, title=SECRET, name="b.pdf", content=drawn("csp"))


def issue(by: Any, pack: Pack) -> None:
    pdf, plan = drawn("safer_harrow"), pack.round.plan
    pages = len(texts(pdf))
    freeze(by, draft_document(by, pack), pdf, pages=pages, plan=plan, pack=pack, edition="board", number=1, reason="")


@pytest.fixture
def here(cast: Cast) -> World:
    agenda_with_papers(cast.here)
    return cast.here


@pytest.fixture
def bundle(here: World) -> bytes:
    """The one file of Part A, put together once for all tests."""
    if "a" not in _kept:
        told: list[tuple[str, int, int]] = []
        with here.as_("secretary") as by:
            made = bundles.put_together(
                by=by, meeting=here.meetings[1], progress=lambda words, done, total: told.append((words, done, total))
            )
            _kept["a"] = bytes(made.pdf or b"")
            assert made.pages == len(texts(_kept["a"]))
        assert [done for _, done, _ in told] == list(range(len(told)))
        assert {total for _, _, total in told} == {len(told)}
        assert told[-1][0] == "Putting the pages together"
    return _kept["a"]


def names(here: World) -> list[str]:
    with here.as_("auditor") as access:
        lines = queries.agenda(access, here.meetings[1])
    return [paper.name for line in lines for paper in line.papers]


def test_papers_are_named_in_the_order_of_the_agenda(here: World) -> None:
    found = names(here)
    title = f"{here.plan.title} progress, Q4 2016-17".replace("2016/17", "2016-17")
    assert found == [
        "2017-02-08 HPDG item 03 Minutes of 9 November 2016.pdf",
        f"2017-02-08 HPDG item 04 {title}.pdf",
        "2017-02-08 HPDG item 04a Figures.csv",
        "2017-02-08 HPDG item 04b Annex.pdf",
        f"2017-02-08 HPDG item 05 {SECRET}.pdf",
    ]
    assert found == sorted(found)


def test_pages_count_on_over_everything(bundle: bytes) -> None:
    pages = texts(bundle)
    assert all(f"Papers, page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert len(pages) == 3 + len(texts(drawn("safer_harrow"))) + len(texts(drawn("csp")))


def test_each_paper_has_its_bookmark_where_the_front_sheet_says(bundle: bytes) -> None:
    pages, tops = texts(bundle), [(title, page) for level, title, page in bookmarks(bundle) if level == 1]
    own = len(texts(drawn("safer_harrow")))
    assert [page for _, page in tops] == [1, 2, 3, 3 + own, 4 + own]
    assert [title.partition(".")[0] for title, _ in tops] == ["Agenda", "3", "4", "4a", "4b"]
    for _, page in tops[1:]:
        assert str(page) in pages[0].split()
    assert "Everybody was welcome." in pages[1]
    assert "2017-02-08 HPDG item 04a Figures.csv" in pages[2 + own]


def test_tags_are_kept_and_hold_every_paper(bundle: bytes) -> None:
    with pikepdf.open(io.BytesIO(bundle)) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert bool(file.Root.MarkInfo.Marked)
        assert "Papers of HPDG" in str(file.open_metadata()["dc:title"])
    parts = [kid for kid in kids(tree(bundle)[0]) if kind(kid) == "Part"]
    assert len(parts) == 5
    tables = [sum(kind(node) == "Table" for node in elements(part)) for part in parts]
    assert tables[2] == sum(kind(node) == "Table" for node in tree(drawn("safer_harrow")))
    heads = [node for node in elements(parts[0]) if kind(node) == "TH"]
    assert heads
    assert all(head.A is not None for head in heads)


def test_pdfua_finds_nothing(bundle: bytes, tmp_path: Path) -> None:
    path = tmp_path / "papers.pdf"
    path.write_bytes(bundle)
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []


def test_nothing_of_part_b_is_in_the_papers_of_part_a(bundle: bytes, here: World) -> None:
    whole = "".join(texts(bundle))
    assert SECRET not in whole
    assert "its papers go separately" in whole
    assert "what was noted is kept apart" in whole
    assert SECRET not in str([title for _, title, _ in bookmarks(bundle)])
    with here.as_("secretary") as by:
        private = bundles.put_together(by=by, meeting=here.meetings[1], is_private=True)
    pages = texts(bytes(private.pdf or b""))
    assert SECRET in pages[0]
    assert "Part B papers, page 1 of" in pages[0]
    assert "Everybody was welcome." not in "".join(pages)


def test_the_archive_holds_what_is_listed_and_opens_by_name(here: World) -> None:
    with here.as_("auditor") as access:
        meeting = here.meetings[1]
        packed = zipfile.ZipFile(io.BytesIO(bundles.archive(access, meeting, is_private=False)))
        assert packed.namelist() == ["2017-02-08 HPDG item 00 Agenda.pdf", *names(here)[:-1]]
        assert SECRET not in "".join(texts(packed.read("2017-02-08 HPDG item 00 Agenda.pdf")))
        assert packed.read(names(here)[2]) == b"a,b\n1,2"
        assert packed.read(names(here)[1]) == drawn("safer_harrow")
        assert bundles.paper_of(access, meeting, "4a") == (names(here)[2], b"a,b\n1,2", "text/csv")
        for reference in ("9", "4z", ""):
            with pytest.raises(NotFound):
                bundles.paper_of(access, meeting, reference)


def test_it_is_asked_for_once_made_by_the_worker_and_known_to_be_old(here: World) -> None:
    meeting = here.meetings[1]
    client, url = here.client("secretary"), reverse("meeting_papers", args=["northvale", here.meetings[1].pk])
    client.post(reverse("make_bundle", args=["northvale", meeting.pk]), {"part": "A"})
    assert "Waiting for the worker" in client.get(url).content.decode()
    with here.as_("secretary") as by, pytest.raises(Closed, match="put together already"):
        bundles.ask_for_bundle(by=by, meeting=meeting)
    with here.as_("secretary") as by:
        Bundle.objects.within(by).update(pdf=b"%PDF-1.7", pages=9, made_at="2016-12-01T12:00:00Z", job_id=None)
    said = client.get(url).content.decode()
    assert "9 pages" in said
    assert "Papers have changed since." in said


def test_nothing_is_put_together_of_nothing(cast: Cast) -> None:
    with cast.here.as_("secretary") as by:
        with pytest.raises(Closed, match="prepare it first"):
            bundles.ask_for_bundle(by=by, meeting=cast.here.meetings[1])
        with pytest.raises(NotFound):
            bundles.archive(by, cast.here.meetings[1], is_private=True)
        assert not AgendaItem.objects.within(by).exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_it_in_the_name_of_who_asked(live_cast: Cast) -> None:
    here = live_cast.here
    with here.as_("secretary") as by:
        item = agenda.add_item(by=by, meeting=here.meetings[0], title="Halls")
        papers.add_paper(by=by, item=item, title="", name="a.txt", content=b"a")
        bundles.ask_for_bundle(by=by, meeting=here.meetings[0])
    assert jobs.work_once()
    with here.as_("auditor") as access:
        row = Bundle.objects.within(access).get()
    assert row.pages == 2
    assert "page 2 of 2" in texts(bytes(row.pdf or b""))[1]
