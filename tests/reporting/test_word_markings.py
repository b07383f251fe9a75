"""Who may read the coordinator's words of a pack is chosen for each."""

from __future__ import annotations

import pytest

from prevent_tracker.core.errors import Invalid, Stale
from reporting.editions import edition
from reporting.models import Pack
from reporting.services.drafting import draft_document, draft_pack, write_pack
from reporting.services.word_markings import WORDS, mark_words
from tests.cast import Cast


@pytest.fixture
def pack(cast: Cast) -> Pack:
    here = cast.here
    with here.as_("coordinator") as by:
        here.plan.marking = "public"
        here.plan.save()
        found = draft_pack(by=by, board=here.boards["csp"], round=here.round)
        return write_pack(
            by=by, pack=found, headline="Well.", narrative="At length.", recommendations=["Note it."],
            marking="OFFICIAL", meeting=None, cover={"author": "A post"},
        )  # fmt: skip


def test_words_are_the_partnership_s_until_they_are_marked(cast: Cast, pack: Pack) -> None:
    with cast.here.as_("coordinator") as by:
        found = edition(draft_document(by, pack), "public")
        assert (found.headline, found.narrative, found.cover.recommendations, found.cover.author) == ("", "", (), "")
        row = mark_words(by=by, pack=pack, markings={"headline": "public", "narrative": "restricted"})
        assert edition(draft_document(by, row), "public").headline == "Well."
        partner = edition(draft_document(by, row), "partner")
        assert (partner.narrative, partner.cover.recommendations) == ("", ("Note it.",))
        with pytest.raises(Stale):
            mark_words(by=by, pack=pack, markings={"cover": "public"}, expected_version=pack.version)
        for wrong in ({"headline": "secret"}, {"subtitle": "public"}):
            with pytest.raises(Invalid, match="choose who may read it"):
                mark_words(by=by, pack=pack, markings=wrong)


def test_they_are_marked_on_a_page(cast: Cast, pack: Pack) -> None:
    client = cast.here.client("coordinator")
    address = f"/p/{cast.here.partnership.slug}/packs/{pack.pk}/markings/"
    assert "Decisions asked for" in client.get(address).content.decode()
    answer = client.post(address, {**dict.fromkeys(WORDS, "public"), "version": pack.version})
    assert answer.status_code == 302
    with cast.here.as_("auditor") as access:
        assert Pack.objects.within(access).get(pk=pack.pk).markings == dict.fromkeys(WORDS, "public")
    assert client.post(address, {"headline": "public", "version": pack.version + 1}).status_code == 422
