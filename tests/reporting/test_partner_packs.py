"""What an agency's contributor reads of packs: the partners' edition, and on the page its own restricted actions."""

from __future__ import annotations

import pytest

from plans.models import UpdateRequest
from plans.services.markings import mark
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from reporting.models import Issue
from reporting.services.drafting import draft_pack
from tests.addresses import issue_of
from tests.cast import Cast, World
from tests.unpacked import every_byte


@pytest.fixture
def issued(cast: Cast) -> dict[str, Issue]:
    """A pack of a plan with an action restricted to police (2.1) and one restricted to health (3.1)."""
    here = cast.here
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[1])
        submit(by=by, request=request, answer=Answer("green", "Ours alone."))
    with here.as_("coordinator") as by:
        mark(by=by, thing=here.actions[1], marking="restricted", reason="12A-7")
        mark(by=by, thing=here.actions[3], marking="restricted")
        here.round = close_round(by=by, round=here.round)
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
        return {name: issue_of(by, pack, name) for name in ("board", "partner")}


def page(world: World, who: str, issue: Issue, ending: str = "") -> tuple[int, str]:
    address = f"/p/{world.partnership.slug}/partner-packs/{issue.pk}/{ending}"
    answer = world.client(who).get(address)
    return answer.status_code, answer.content.decode(errors="replace")


def test_a_contributor_reads_what_partners_read_and_its_own_besides(cast: Cast, issued: dict[str, Issue]) -> None:
    _, police = page(cast.here, "contributor", issued["partner"])
    _, health = page(cast.here, "other_contributor", issued["partner"])
    for text in ("Train every ward manager.",):
        assert text in police
        assert text in health
    assert "Train every front-line officer." in police
    assert "Ours alone." in police
    assert "Review how halls are let." not in police
    assert "Train every front-line officer." not in health
    assert "Ours alone." not in health
    assert "Review how halls are let." in health
    assert "also shows restricted actions of your own agency" in police


@pytest.mark.parametrize("ending", ["html/", "json/", "docx/", "xlsx/"])
def test_the_files_hold_what_every_partner_may_read(cast: Cast, issued: dict[str, Issue], ending: str) -> None:
    address = f"/p/{cast.here.partnership.slug}/partner-packs/{issued['partner'].pk}/{ending}"
    content = every_byte(cast.here.client("contributor").get(address).content)
    assert b"Train every ward manager." in content
    assert b"front-line officer" not in content


def test_the_board_s_edition_is_not_found(cast: Cast, issued: dict[str, Issue]) -> None:
    assert page(cast.here, "contributor", issued["board"])[0] == 404
    assert page(cast.here, "contributor", issued["board"], "pdf/")[0] == 404
    assert page(cast.here, "contributor", issued["partner"], "exe/")[0] == 404
    assert page(cast.here, "coordinator", issued["partner"])[0] == 403


def test_the_list_is_a_contributor_s_way_to_packs(cast: Cast, issued: dict[str, Issue]) -> None:
    client = cast.here.client("contributor")
    text = client.get(f"/p/{cast.here.partnership.slug}/partner-packs/").content.decode()
    assert "HPDG Board" in text
    assert str(issued["partner"].pk) in text
    assert str(issued["board"].pk) not in text
    empty = cast.elsewhere.client("contributor").get(f"/p/{cast.elsewhere.partnership.slug}/partner-packs/")
    assert "No packs yet" in empty.content.decode()
