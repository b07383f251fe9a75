"""A pack is compared with an issue or with the plan at a moment, chosen on a page, and shows what differs."""

from __future__ import annotations

import datetime as dt

import pytest

from plans.services.actions import reword_action
from plans.services.rounds import close_round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotFound, Stale
from reporting.models import Issue, Pack
from reporting.services.comparison import compare_pack
from reporting.services.drafting import draft_document, draft_pack, write_pack
from reporting.services.freezing import freeze
from tests.cast import Cast, World


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def drafted(world: World) -> Pack:
    with world.as_("coordinator") as by:
        pack = draft_pack(by=by, board=world.boards["hpdg"], round=world.round)
        return write_pack(
            by=by, pack=pack, headline="On track.", narrative="", recommendations=[], marking="OFFICIAL",
            meeting=None, cover={},
        )  # fmt: skip


def frozen(world: World, pack: Pack) -> Issue:
    """An issue without its drawing."""
    with world.as_("coordinator") as by:
        return freeze(
            by, draft_document(by, pack), b"%PDF-", pages=1, plan=world.plan, pack=pack, edition="board", number=1,
            reason="",
        )  # fmt: skip


def test_a_pack_compared_with_an_issue_shows_what_differs_whatever_its_style(here: World) -> None:
    pack = drafted(here)
    issue = frozen(here, pack)
    with here.as_("coordinator") as by:
        reword_action(by=by, action=here.actions[0], text="Meet six times a year.")
        pack = compare_pack(by=by, pack=pack, issue=issue)
        found = draft_document(by, pack)
        assert found.comparison is not None
        assert (found.comparison.before, found.comparison.after) == ("Q4 2016/17, issue 1", "Q4 2016/17, draft")
        assert [(line.kind, line.after) for line in found.comparison.lines] == [("reworded", "Meet six times a year.")]
        assert [part.key for part in found.layout.parts].count("comparison") == 1
        pack = compare_pack(by=by, pack=pack)
        assert draft_document(by, pack).comparison is None


def test_what_a_pack_cannot_be_compared_with_is_refused(cast: Cast) -> None:
    here, theirs = cast.here, cast.elsewhere
    pack, issue = drafted(here), frozen(theirs, drafted(theirs))
    with here.as_("coordinator") as by:
        with pytest.raises(NotFound):
            compare_pack(by=by, pack=pack, issue=issue)
        with pytest.raises(Invalid, match="Choose a day that has been"):
            compare_pack(by=by, pack=pack, moment=clock.now() + dt.timedelta(days=1))
        with pytest.raises(Invalid, match="The plan was not there yet on that day"):
            compare_pack(by=by, pack=pack, moment=clock.now() - dt.timedelta(days=400))
        with pytest.raises(Stale):
            compare_pack(by=by, pack=pack, expected_version=pack.version - 1)
    own = frozen(here, pack)
    with here.as_("coordinator") as by, pytest.raises(Invalid, match="not with both"):
        compare_pack(by=by, pack=pack, issue=own, moment=clock.now())


def test_it_is_chosen_on_a_page(here: World) -> None:
    pack = drafted(here)
    issue = frozen(here, pack)
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
    client = here.client("coordinator")
    address = f"/p/{here.partnership.slug}/packs/{pack.pk}/comparison/"
    page = client.get(address).content.decode()
    assert "HPDG, Q4 2016/17, issue 1" in page
    assert address in client.get(f"/p/{here.partnership.slug}/packs/{pack.pk}/").content.decode()
    assert client.post(address, {"what": str(issue.pk), "version": pack.version}).status_code == 302
    with here.as_("auditor") as access:
        assert Pack.objects.within(access).get(pk=pack.pk).compare_to_id == issue.pk
    assert f'value="{issue.pk}" selected' in client.get(address).content.decode()
    answer = client.post(address, {"what": "moment", "version": pack.version + 1})
    assert (answer.status_code, "Enter the day" in answer.content.decode()) == (422, True)
    day = {"on_day": "1", "on_month": "5", "on_year": "2010"}
    answer = client.post(address, {"what": "moment", "version": pack.version + 1, **day})
    assert (answer.status_code, "Choose a later one" in answer.content.decode()) == (422, True)
    assert client.post(address, {"what": "", "version": pack.version + 1}).status_code == 302
