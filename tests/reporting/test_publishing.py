"""Nothing becomes public but what somebody looked at, as they saw it; what is withdrawn stays away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from partners.tenancy import Access, enter_visitor
from plans.services.actions import reword_action
from plans.services.held_names import hold_name, release_name
from plans.services.markings import mark
from plans.services.plans import set_stage
from plans.services.saving import save
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from prevent_tracker.core.jobs import work_once
from prevent_tracker.core.personal import find
from prevent_tracker.core.screening import screened
from reporting.document import from_json, to_json
from reporting.models import Issue, Publication
from reporting.queries import public
from reporting.queries.publishing import standing
from reporting.services import publishing
from reporting.services.drafting import draft_pack
from reporting.services.proposing import proposed
from reporting.services.publishing import CHANGED, Reviewed, ask_for_release, republish, set_indexable, withdraw
from tests.cast import Cast

from .published import MOSQUE, SECRET, Ready, blank_pdf, issue_to_board, ready


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "render_pdf", blank_pdf)


@pytest.fixture
def here(cast: Cast) -> Ready:
    return ready(cast.here)


def page(by: Access, **of: object) -> Publication:
    return Publication.objects.within(by).get(**of)


def test_a_release_freezes_the_public_edition_and_opens_its_page(here: Ready) -> None:
    with here.world.as_("coordinator") as by:
        issue = here.release(by, is_indexable=True)
        found = page(by, pack=here.pack)
        assert (issue.edition, issue.number, issue.reason, issue.previous_seal) == ("public", 1, "", "")
        assert (found.address, found.is_indexable) == ("northvale/plan-2016-17/2016-Q4-hpdg", True)
        assert found.published_at == issue.issued_at
        assert (found.title, found.partnership_name) == (
            "Northvale Prevent plan 2016/17: progress report, Q4 2016/17 (HPDG Board)",
            "Northvale Prevent Partnership",
        )
        for words in (SECRET, MOSQUE, "Masjid"):
            assert words not in issue.document + issue.html
        assert from_json(issue.document).edition == "public"
        assert [row.history_change_reason for row in found.history.all()] == ["Issue 1 made public"]


def test_a_plan_by_itself_is_numbered_and_chained(here: Ready) -> None:
    with here.world.as_("coordinator") as by:
        first = here.publish(by)
        with pytest.raises(Closed, match="Nothing that public readers see has changed since issue 1"):
            here.proposed(by, plan=True)
        reword_action(by=by, action=here.world.actions[0], text="Meet five times a year.")
        with pytest.raises(Invalid, match="Say why this supersedes issue 1"):
            here.publish(by)
        second = here.publish(by, reason="One meeting more.")
        assert (first.number, second.number, second.pack) == (1, 2, None)
        assert second.previous_seal == first.seal_sha256
        assert from_json(second.document).follows == f"Issue 1, seal {first.seal_sha256[:16]}"
        assert page(by, pack=None).address == "northvale/plan-2016-17"


def _reword(here: Ready, by: Access) -> None:
    reword_action(by=by, action=here.world.actions[0], text="Meet in other words.")


def _reissue(here: Ready, by: Access) -> None:
    issue_to_board(by, here.pack, 2)


def _release_name(here: Ready, by: Access) -> None:
    release_name(by=by, agency=here.mosque, reason="Its trustees agreed.")


def _hold_another(here: Ready, by: Access) -> None:
    police = here.world.agencies["police"]
    police.kind = "voluntary"
    save(police, "It is a charity now")


def _restrict(here: Ready, by: Access) -> None:
    mark(by=by, thing=here.world.actions[0], marking="restricted", reason="12A-7")


@pytest.mark.parametrize(
    ("change", "is_plan"),
    [
        (_restrict, False),
        (_reword, True),
        (_reissue, False),
        (_release_name, False),
        (_release_name, True),
        (_hold_another, False),
    ],
)
def test_what_changed_since_the_review_is_not_released(
    here: Ready, change: Callable[[Ready, Access], None], is_plan: bool
) -> None:
    with here.world.as_("coordinator") as by:
        seen = here.proposed(by, plan=is_plan)
        change(here, by)
        asked = Reviewed(seen.sha256, seen.moment if is_plan else None)
        with pytest.raises(Closed, match=CHANGED):
            ask_for_release(by=by, plan=here.plan, pack=None if is_plan else here.pack, reviewed=asked)
        assert not Publication.objects.within(by).exists()
        assert here.proposed(by, plan=is_plan).sha256 != seen.sha256


def test_what_changes_while_it_is_drawn_is_not_released(here: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    with here.world.as_("coordinator") as by:

        def drawing(*_: object, **__: object) -> bytes:
            _release_name(here, by)
            return blank_pdf()

        monkeypatch.setattr(publishing, "render_pdf", drawing)
        with pytest.raises(Closed, match=CHANGED):
            here.release(by)
        assert not Issue.objects.within(by).filter(edition="public").exists()


def test_what_was_restricted_since_the_board_had_it_is_not_public(here: Ready) -> None:
    with here.world.as_("coordinator") as by:
        action = here.world.actions[0]
        before = [row.number for row in here.proposed(by).document.actions()]
        assert action.number in before
        _restrict(here, by)
        seen = here.proposed(by)
        assert [row.number for row in seen.document.actions()] == [each for each in before if each != action.number]
        assert action.text not in to_json(seen.document)
        action.refresh_from_db()
        mark(by=by, thing=here.plan, marking="restricted", reason="12A-7")
        with pytest.raises(Closed, match="Nothing in this plan is marked"):
            here.proposed(by)


def test_a_name_is_held_as_it_was_and_as_it_is(here: Ready) -> None:
    """Released since the board had it: named. Held again, or newly: held. What cannot be found any more: held."""
    with here.world.as_("coordinator") as by:
        assert here.proposed(by).held == (MOSQUE,)
        release_name(by=by, agency=here.mosque, reason="Its trustees agreed.")
        assert here.proposed(by).held == ()
        assert any(MOSQUE in action.text for action in here.proposed(by).document.actions())
        hold_name(by=by, agency=here.mosque, reason="They thought again.")
        assert here.proposed(by).held == (MOSQUE,)
        here.mosque.refresh_from_db()
        here.mosque.kind = "other"
        save(here.mosque, "It is no faith body")
        assert here.proposed(by).held == (MOSQUE,)
        _hold_another(here, by)
        assert set(here.proposed(by).held) == {MOSQUE, "Northvale Police"}


def test_what_cannot_be_released_says_what_to_do(here: Ready) -> None:
    with here.world.as_("coordinator") as by:
        set_stage(by=by, plan=here.plan, stage="draft", on=dt.date(2016, 4, 1))
        with pytest.raises(Closed, match="Only an endorsed or published plan"):
            here.proposed(by, plan=True)
        other = draft_pack(by=by, board=here.world.boards["csp"], round=here.world.round)
        with pytest.raises(Closed, match="Issue the pack first"):
            proposed(by, here.plan, other)
        here.plan.refresh_from_db()
        here.plan.marking = "partnership"
        save(here.plan, "Not public any more")
        issue_to_board(by, here.pack, 2)
        with pytest.raises(Closed, match="marked for the public edition"):
            here.proposed(by)


def test_a_number_is_released_once(here: Ready) -> None:
    with here.world.as_("coordinator") as by:
        seen = here.proposed(by)
        here.release(by)
        with pytest.raises(Closed, match="Issue 1 was released"):
            publishing.release(by=by, pack=here.pack, reviewed_sha256=seen.sha256)


def test_what_is_withdrawn_stays_away_when_the_next_issue_is_released(here: Ready) -> None:
    """A correction of an error does not show the error beside it; putting the page back does."""
    with here.world.as_("coordinator") as by:
        here.release(by)
        with pytest.raises(Invalid, match="reason"):
            withdraw(by=by, publication=page(by), reason=" ")
        withdraw(by=by, publication=page(by), reason="It named a school.")
        with pytest.raises(Closed, match="withdrawn already"):
            withdraw(by=by, publication=page(by), reason="Again.")
        assert seen_by_visitors(by) == []
        republish(by=by, publication=page(by))
        with pytest.raises(Closed, match="nothing to put back"):
            republish(by=by, publication=page(by))
        assert seen_by_visitors(by) == [1]
        issue_to_board(by, here.pack, 2)
        here.release(by, reason="Corrected.")
        assert seen_by_visitors(by) == [2, 1]
        withdraw(by=by, publication=page(by), reason="It named a hospital.")
        issue_to_board(by, here.pack, 3)
        here.release(by, reason="Corrected.")
        assert seen_by_visitors(by) == [3]
        reasons = [row.history_change_reason for row in page(by).history.order_by("history_id")]
        assert reasons == [
            "Issue 1 made public", "Withdrawn from the public", "Put back as it was", "Issue 2 made public",
            "Withdrawn from the public", "Issue 3 made public",
        ]  # fmt: skip


def seen_by_visitors(by: Access) -> list[int]:
    """The numbers of the issues on the pack's page, as a visitor finds them."""
    point = transaction.savepoint()
    enter_visitor()
    try:
        return [issue.number for issue in public.page("northvale/plan-2016-17/2016-Q4-hpdg").issues]
    except NotFound:
        return []
    finally:
        transaction.savepoint_rollback(point)


def test_search_engines_are_a_choice_of_its_own(here: Ready) -> None:
    with here.world.as_("coordinator") as by:
        here.release(by)
        with pytest.raises(Stale, match="Somebody else"):
            set_indexable(by=by, publication=page(by), is_indexable=True, expected_version=7)
        set_indexable(by=by, publication=page(by), is_indexable=True, expected_version=1)
        issue_to_board(by, here.pack, 2)
        here.release(by, reason="Corrected.")
        assert page(by).is_indexable


def test_only_who_issues_packs_decides_and_only_at_home(here: Ready, cast: Cast) -> None:
    with here.world.as_("coordinator") as by:
        here.release(by)
        found, seen = page(by), Reviewed("0")
    for who in ("administrator", "contributor", "secretary", "auditor"):
        with here.world.as_(who) as by:
            for verb in (
                lambda: publishing.release(by=by, pack=here.pack, reviewed_sha256="0"),
                lambda: ask_for_release(by=by, plan=here.plan, pack=None, reviewed=seen),
                lambda: withdraw(by=by, publication=found, reason="x"),
            ):
                with pytest.raises(NotAllowed):
                    verb()
    with cast.elsewhere.as_("coordinator") as by:
        for verb in (
            lambda: publishing.release(by=by, pack=here.pack, reviewed_sha256="0"),
            lambda: ask_for_release(by=by, plan=here.plan, pack=None, reviewed=seen),
            lambda: withdraw(by=by, publication=found, reason="x"),
        ):
            with pytest.raises(NotFound):
                verb()


@pytest.mark.django_db(transaction=True)
def test_the_worker_releases_what_was_asked_for_once(live_cast: Cast) -> None:
    """Two presses make one issue; what changed in between is refused in words, and nothing is frozen. What was said not
    to be about a person as it was asked for needs no saying again."""
    here = ready(live_cast.here)
    with here.world.as_("coordinator") as by:
        number = "943 476 5919"
        asked = Reviewed(here.proposed(by).sha256, reason=f"Line {number} was wrong.", is_indexable=False)
        with screened(by, [find(number)[0].digest]):
            ask_for_release(by=by, plan=here.plan, pack=here.pack, reviewed=asked)
        with screened(by), pytest.raises(Closed, match="being made public already"):
            ask_for_release(by=by, plan=here.plan, pack=here.pack, reviewed=asked)
    assert work_once()
    with here.world.as_("coordinator") as by:
        stands = standing(by, here.plan, here.pack)
        assert (stands.making, stands.refusal, stands.is_public) == ("done", "", True)
        assert stands.last is not None
        assert (stands.last.number, stands.last.reason) == (1, f"Line {number} was wrong.")
        seen = here.proposed(by, plan=True)
        reviewed = Reviewed(seen.sha256, seen.moment)
        ask_for_release(by=by, plan=here.plan, pack=None, reviewed=reviewed)
        _release_name(here, by)
    assert work_once()
    with here.world.as_("coordinator") as by:
        stands = standing(by, here.plan, None)
        assert (stands.making, stands.refusal, stands.publication) == ("refused", CHANGED, None)
