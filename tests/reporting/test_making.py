"""Issues and drafts are made once, in both editions or not at all; who asked can call it off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from partners.tenancy import Access
from plans.services.plans import create_plan
from plans.services.rounds import close_round, open_round, plan_round
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed
from prevent_tracker.core.jobs import Cancelled
from reporting.document import Document, from_json
from reporting.models import Draft, DrawnSection, Edition, Issue, Pack
from reporting.queries.drafts import drafted
from reporting.render.pdf import RenderCancelled
from reporting.seal import seal
from reporting.services import issuing
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.drafts import draw_draft
from reporting.services.issuing import issue_pack
from reporting.services.making import ask_for_draft, ask_for_issue, cancel_making
from reporting.services.watching import Watcher
from tests.cast import Cast, World

PDF = b"%PDF-1.7 as drawn"


@dataclass
class Renderer:
    """Stands for reporting.render.pdf: two sections a document, found in the cache or drawn."""

    drawn: list[str] = field(default_factory=list)

    def __call__(self, document: Document, progress, *, cache, cancelled, processes) -> bytes:  # type: ignore[no-untyped-def]  # as render_pdf is
        for place, words in enumerate((document.headline, document.plan.title)):
            progress(words, place, 2)
            if cancelled():
                raise RenderCancelled
            key = f"{words:_<64}"[:64]
            if cache.get(key) is None:
                self.drawn.append(words)
                cache.put(key, words.encode())
        return PDF


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Renderer:
    found = Renderer()
    monkeypatch.setattr(issuing, "render_pdf", found)
    for module in ("issuing", "drafts"):
        monkeypatch.setattr(f"reporting.services.{module}.page_count", lambda pdf: 3)
    return found


@pytest.fixture
def here(cast: Cast, renderer: Renderer) -> World:
    return cast.here


@pytest.fixture
def by(here: World) -> Iterator[Access]:
    with here.as_("coordinator") as access:
        yield access


def words(by: Access, pack: Pack, headline: str) -> Pack:
    return write_pack(
        by=by, pack=pack, headline=headline, narrative="", recommendations=[], marking="OFFICIAL", meeting=None,
        cover={},
    )  # fmt: skip


@pytest.fixture
def pack(here: World, by: Access) -> Pack:
    """A pack that can be issued."""
    close_round(by=by, round=here.round)
    here.round.refresh_from_db()
    return words(by, draft_pack(by=by, board=here.boards["hpdg"], round=here.round), "On track.")


def issues(by: Access) -> list[Issue]:
    return list(Issue.objects.within(by).order_by("number", "edition"))


def test_an_issue_is_both_editions_under_one_number(by: Access, pack: Pack) -> None:
    first = issue_pack(by=by, pack=pack)
    board, partner = issues(by)
    assert first == board
    assert [(row.edition, row.number, row.pages) for row in (board, partner)] == [("board", 1, 3), ("partner", 1, 3)]
    assert from_json(board.document).edition == "board"
    assert from_json(partner.document).edition == "partner"
    assert from_json(partner.document).held_names == ()


def test_each_edition_is_a_chain_of_its_own(by: Access, pack: Pack) -> None:
    issue_pack(by=by, pack=pack)
    issue_pack(by=by, pack=pack, reason="A figure was wrong.")
    for edition in (Edition.BOARD, Edition.PARTNER):
        before, after = [row for row in issues(by) if row.edition == edition]
        assert (before.previous_seal, after.previous_seal) == ("", before.seal_sha256)
        assert from_json(before.document).follows == ""
        assert from_json(after.document).follows == f"Issue 1, seal {before.seal_sha256[:16]}"
        assert all(row.seal_sha256 == seal(row.sealed) for row in (before, after))


def test_a_correction_says_why(by: Access, pack: Pack) -> None:
    issue_pack(by=by, pack=pack)
    with pytest.raises(Invalid, match="Say what this issue corrects: it supersedes issue 1"):
        issue_pack(by=by, pack=pack)
    assert len(issues(by)) == 2


def test_what_was_issued_meanwhile_is_not_issued_again(
    by: Access, pack: Pack, monkeypatch: pytest.MonkeyPatch, renderer: Renderer
) -> None:
    def slow(*args: object, **kwargs: object) -> bytes:
        monkeypatch.setattr(issuing, "render_pdf", renderer)
        issue_pack(by=by, pack=pack)
        return PDF

    monkeypatch.setattr(issuing, "render_pdf", slow)
    with pytest.raises(Closed, match="Issue 1 was made meanwhile"):
        issue_pack(by=by, pack=pack)


@pytest.mark.parametrize("at", range(7))
def test_work_called_off_at_any_moment_leaves_nothing(by: Access, pack: Pack, at: int) -> None:
    asked = iter(range(99))
    with pytest.raises(Cancelled):
        issue_pack(by=by, pack=pack, watcher=Watcher(is_cancelled=lambda: next(asked) == at))
    assert issues(by) == []
    assert not DrawnSection.objects.within(by).exists()


def test_each_step_is_told_with_its_sections(by: Access, pack: Pack) -> None:
    told: list[tuple[str, int]] = []

    def report(doing: str, done: int, total: int, steps: object) -> None:
        told.append((doing, 100 * done // total))

    issue_pack(by=by, pack=pack, watcher=Watcher(report))
    title = "Northvale Prevent plan 2016/17"
    assert told == [
        ("Reading the quarter", 0),
        ("Drawing the board’s edition", 25),
        ("On track., 1 of 2", 25),
        (f"{title}, 2 of 2", 37),
        ("Drawing the partners’ edition", 50),
        ("On track., 1 of 2", 50),
        (f"{title}, 2 of 2", 62),
        ("Freezing the issue", 75),
        ("Done", 100),
    ]


def test_a_drafts_sections_serve_the_issue_and_are_forgotten_when_they_change(
    by: Access, pack: Pack, renderer: Renderer
) -> None:
    draw_draft(by=by, pack=pack)
    assert len(renderer.drawn) == 2
    issue_pack(by=by, pack=pack)
    assert len(renderer.drawn) == 2
    words(by, pack, "One action slipped.")
    draw_draft(by=by, pack=pack)
    assert renderer.drawn[2:] == ["One action slipped."]
    kept = DrawnSection.objects.within(by).values_list("sha256", flat=True)
    assert {name.strip("_") for name in kept} == {"One action slipped.", "Northvale Prevent plan 2016/17"}


def test_a_draft_knows_whether_the_pack_has_changed_since(by: Access, pack: Pack) -> None:
    assert drafted(by, pack) is None
    first = draw_draft(by=by, pack=pack)
    found = drafted(by, pack)
    assert found is not None
    assert (found.draft, found.has_changed) == (first, False)
    words(by, pack, "One action slipped.")
    found = drafted(by, pack)
    assert found is not None
    assert found.has_changed
    assert draw_draft(by=by, pack=pack).pk == first.pk
    assert Draft.objects.within(by).count() == 1


def test_what_cannot_be_made_is_said_when_it_is_asked_for(by: Access, here: World) -> None:
    pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
    with pytest.raises(Closed, match=r"Close Q4 2016/17 first"):
        ask_for_issue(by=by, pack=pack)
    close_round(by=by, round=here.round)
    with pytest.raises(Invalid, match="Write the headline before issuing"):
        ask_for_issue(by=by, pack=pack)


def test_an_empty_plan_makes_no_pack(by: Access, here: World) -> None:
    days = {"starts_on": here.plan.starts_on, "ends_on": here.plan.ends_on}
    plan = create_plan(by=by, slug="empty", title="Empty", period_label="2016/17", year_basis="financial", **days)
    planned = plan_round(
        by=by, plan=plan, slug="q4", label="Q4", starts_on=here.round.starts_on, ends_on=here.round.ends_on,
        opens_on=here.round.opens_on, closes_on=here.round.closes_on,
    )  # fmt: skip
    current = close_round(by=by, round=open_round(by=by, round=planned, quietly=True))
    pack = words(by, draft_pack(by=by, board=here.boards["hpdg"], round=current), "Nothing.")
    for ask in (ask_for_draft, ask_for_issue):
        with pytest.raises(Closed, match="no actions yet"):
            ask(by=by, pack=pack)


def test_a_second_press_finds_what_the_first_made(by: Access, pack: Pack) -> None:
    ask_for_issue(by=by, pack=pack, expected=1)
    with pytest.raises(Closed, match="being made already"):
        ask_for_issue(by=by, pack=pack, expected=1)
    cancel_making(by=by, pack=pack)
    issue_pack(by=by, pack=pack)
    with pytest.raises(Closed, match="Issue 1 has been made"):
        ask_for_issue(by=by, pack=pack, reason="Pressed twice.", expected=1)


def test_only_what_is_being_made_is_cancelled(by: Access, pack: Pack) -> None:
    with pytest.raises(Closed, match="nothing to cancel"):
        cancel_making(by=by, pack=pack)


def test_readers_make_nothing(here: World, by: Access, pack: Pack) -> None:
    with here.as_("board_member") as reader:
        for verb in (ask_for_draft, ask_for_issue, cancel_making, draw_draft, issue_pack):
            with pytest.raises(NotAllowed):
                verb(by=reader, pack=pack)


def test_the_page_shows_the_draft_and_both_editions_and_the_press_of_another_is_told(
    here: World, by: Access, pack: Pack
) -> None:
    draw_draft(by=by, pack=pack)
    issue_pack(by=by, pack=pack)
    client: Client = here.client("coordinator")
    address = reverse("pack", args=["northvale", pack.pk])
    shown = client.get(address).content.decode()
    assert "Nothing has changed since." in shown
    assert "2016-q4" in client.get(reverse("draft_pdf", args=["northvale", pack.pk])).headers["Content-Disposition"]
    partner = issues(by)[1]
    answer = client.get(reverse("issue_file", args=["northvale", partner.pk, "pdf"]))
    assert "issue-1-partner-edition.pdf" in answer.headers["Content-Disposition"]
    pressed = client.post(reverse("issue_pack", args=["northvale", pack.pk]), {"number": 1, "reason": "Pressed twice."})
    assert pressed.status_code == 422
    assert "Issue 1 has been made" in pressed.content.decode()
    client.post(reverse("make_draft", args=["northvale", pack.pk]))
    assert "Waiting for the worker." in client.get(address).content.decode()
    cancelled = client.post(reverse("cancel_making", args=["northvale", pack.pk]), follow=True).content.decode()
    assert "Nothing of it was kept." in cancelled
