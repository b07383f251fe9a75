"""The feed of changes: what it tells whom, and cursors of every kind, good and bad. See also test_api_changes_races."""

from __future__ import annotations

import base64
import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from partners.services import create_key
from plans.models import Lead, Measure
from plans.services.actions import LeadWords, add_milestone, remove_milestone, reword_action, set_leads
from plans.services.decisions import record_decision
from plans.services.evidence import add_link
from plans.services.extensions import extend
from plans.services.measures import add_measure, record_reading
from plans.services.reviewing import accept
from plans.services.updates import Answer, request_for, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner
from prevent_tracker.core.models import Change
from reporting.services.drafting import draft_pack
from tests.addresses import issue_of
from tests.cast import Cast, World

from .api_calls import Caller
from .feed_readers import CHANGES, Follower, settle

pytestmark = pytest.mark.django_db(transaction=True)


def told(lines: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(line["kind"], line["change"]) for line in lines]


@pytest.fixture
def police(live_cast: Cast) -> Follower:
    """The system of the police, up to date."""
    follower = Follower(live_cast.here.key)
    follower.catch_up()
    return follower


def key_of(world: World, *scopes: str, agency: str | None) -> str:
    with world.as_("administrator") as by:
        _, token = create_key(
            by=by, agency=world.agencies[agency] if agency else None, name="A system", scopes=scopes,
            expires_at=clock.now() + dt.timedelta(days=30),
        )  # fmt: skip
    return token


class TestLines:
    def test_from_the_beginning_everything_that_was_written(self, live_cast: Cast) -> None:
        lines = Follower(live_cast.here.key).catch_up()
        assert {"agency", "plan", "objective", "action", "lead", "round", "request", "meeting"} <= {
            line["kind"] for line in lines
        }
        actions = {str(action.pk) for action in live_cast.here.actions}
        assert {line["id"] for line in lines if line["kind"] == "action"} == actions

    def test_a_change_and_where_to_read_it(self, live_cast: Cast, police: Follower) -> None:
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[3], text="Review how halls are hired.")
        [line] = police.catch_up()
        assert (line["kind"], line["change"], line["id"]) == ("action", "changed", str(live_cast.here.actions[3].pk))
        assert police.read(line)["text"] == "Review how halls are hired."
        assert police.catch_up() == []

    def test_parts_are_read_with_what_they_are_part_of(self, live_cast: Cast, police: Follower) -> None:
        here = live_cast.here
        with here.as_("coordinator") as by:
            milestone = add_milestone(by=by, action=here.actions[0], text="First meeting")
            measure = add_measure(by=by, plan=here.plan, name="Meetings", better="up")
            record_reading(by=by, measure=measure, round=here.round, value=1)  # type: ignore[arg-type]  # any number
            record_decision(by=by, meeting=here.meetings[0], text="Meet.", action=here.actions[0])
        lines = police.catch_up()
        assert told(lines) == [(kind, "made") for kind in ("milestone", "measure", "reading", "decision")]
        by_kind = {line["kind"]: police.read(line) for line in lines}
        assert by_kind["milestone"]["milestones"][0]["id"] == str(milestone.pk)
        assert by_kind["reading"]["id"] == by_kind["measure"]["id"] == str(measure.pk)
        assert by_kind["decision"]["text"] == "Meet."

    def test_what_is_deleted_is_told_with_what_it_was_part_of(self, live_cast: Cast, police: Follower) -> None:
        here = live_cast.here
        with here.as_("coordinator") as by:
            milestone = add_milestone(by=by, action=here.actions[0], text="Gone soon")
            remove_milestone(by=by, milestone=milestone)
            set_leads(by=by, action=here.actions[1], leads=[LeadWords("Everybody")])
        lines = police.catch_up()
        assert ("milestone", "deleted") in told(lines)
        assert ("lead", "deleted") in told(lines) or ("lead", "changed") in told(lines)
        assert all(police.read(line) is not None for line in lines)
        with here.as_("auditor") as by:
            assert Lead.objects.within(by).filter(action=here.actions[1]).count() == 1

    def test_every_address_leads_somewhere(self, live_cast: Cast) -> None:
        follower = Follower(live_cast.here.key)
        assert all(follower.read(line) is not None for line in follower.catch_up())

    def test_what_was_rolled_back_is_never_told(self, live_cast: Cast, police: Follower) -> None:
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[3], text="Never said.")
            transaction.set_rollback(True)
        assert police.catch_up() == []


class TestWhose:
    def test_an_answer_is_told_to_its_agency_and_to_who_reads_the_partnership(self, live_cast: Cast) -> None:
        here = live_cast.here
        followers = {
            "police": Follower(here.key),
            "health": Follower(key_of(here, "read", agency="health")),
            "all": Follower(key_of(here, "read", agency=None)),
        }
        for follower in followers.values():
            follower.catch_up()
        with here.as_("other_contributor") as by:
            asked = request_for(by=by, action=here.actions[2])
            update = submit(by=by, request=asked, answer=Answer("green", "Wards are trained."))
        with here.as_("coordinator") as by:
            accept(by=by, update=update)
        kinds = {who: [line["kind"] for line in follower.catch_up()] for who, follower in followers.items()}
        assert "update" not in kinds["police"]
        assert "status" in kinds["police"]  # what was agreed is everybody's
        assert kinds["health"].count("update") == kinds["all"].count("update") == 2

    def test_a_draft_is_told_to_nobody(self, live_cast: Cast) -> None:
        here = live_cast.here
        follower = Follower(key_of(here, "read", "answer", agency="health"))
        follower.catch_up()
        with here.as_("other_contributor") as by:
            save_draft(by=by, request=request_for(by=by, action=here.actions[2]), answer=Answer("red", "Hm.", "Later."))
        assert "update" not in [line["kind"] for line in follower.catch_up()]

    def test_a_decision_about_no_action_is_told_to_readers_of_packs(self, live_cast: Cast, police: Follower) -> None:
        reader = Follower(key_of(live_cast.here, "read", "packs", agency=None))
        reader.catch_up()
        with live_cast.here.as_("coordinator") as by:
            record_decision(by=by, meeting=live_cast.here.meetings[0], text="Meet more often.")
        assert police.catch_up() == []
        assert told(reader.catch_up()) == [("decision", "made")]

    def test_another_partnerships_changes_are_not_told(self, live_cast: Cast, police: Follower) -> None:
        with live_cast.elsewhere.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.elsewhere.actions[0], text="Theirs.")
        assert police.catch_up() == []
        stranger = Follower(live_cast.elsewhere.key)
        ours = {str(action.pk) for action in live_cast.here.actions}
        assert not ours & {line["id"] for line in stranger.catch_up()}

    def test_a_key_that_may_not_read_is_told_nothing(self, live_cast: Cast) -> None:
        assert Caller(key_of(live_cast.here, "packs", agency=None)).get(CHANGES).status == 403

    def test_more_time_and_evidence_are_told_to_their_agency(self, live_cast: Cast, police: Follower) -> None:
        here = live_cast.here
        others = Follower(key_of(here, "read", agency="health"))
        others.catch_up()
        until = here.round.closes_on + dt.timedelta(days=10)
        with here.as_("coordinator") as by:
            extend(by=by, round=here.round, agency=here.agencies["police"], until=until, reason="A new officer")
        with here.as_("contributor") as by:
            asked = request_for(by=by, action=here.actions[1])
            add_link(by=by, request=asked, title="Minutes", url="https://northvale.example/minutes.pdf")
        lines = [line for line in police.catch_up() if line["kind"] in ("extension", "evidence")]
        assert told(lines) == [("extension", "made"), ("evidence", "made")]
        assert police.read(lines[0])["due_on"] == until.isoformat()
        assert police.read(lines[1])["title"] == "Minutes"
        assert not {line["kind"] for line in others.catch_up()} & {"extension", "evidence"}

    def test_an_issue_of_a_pack_is_told_to_readers_of_packs(self, live_cast: Cast, police: Follower) -> None:
        here = live_cast.here
        reader = Follower(key_of(here, "read", "packs", agency=None))
        reader.catch_up()
        with here.as_("coordinator") as by:
            issued = issue_of(by, draft_pack(by=by, board=here.boards["csp"], round=here.round))
        [line] = reader.catch_up()
        assert (line["kind"], line["change"], reader.read(line)["id"]) == ("issue", "made", str(issued.pk))
        assert police.catch_up() == []


class TestCursors:
    @pytest.mark.parametrize("page_size", [1, 3, 200])
    def test_pages_join_up_without_gap_or_repetition(self, live_cast: Cast, page_size: int) -> None:
        follower = Follower(live_cast.here.key, page_size=page_size)
        follower.catch_up()
        whole = live_cast.here.key
        assert follower.seen == Follower(whole, page_size=200).catch_up()
        assert len(follower.seen) > 15

    def test_the_page_size_stays_on_the_next_page(self, live_cast: Cast) -> None:
        settle()
        follower = Follower(live_cast.here.key, page_size=3)
        assert len(follower.poll()) == len(follower.poll()) == 3

    def test_now_begins_at_this_moment(self, live_cast: Cast) -> None:
        follower = Follower(live_cast.here.key)
        settle()
        follower.next = f"{CHANGES}?cursor=now"
        assert follower.poll() == []
        assert follower.has_more is False
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[3], text="After now.")
        assert told(follower.catch_up()) == [("action", "changed")]

    def test_queries_are_as_many_for_a_page_of_5_and_of_200(self, live_cast: Cast) -> None:
        counts = []
        with live_cast.here.as_("coordinator") as by:
            for place in range(200):
                add_measure(by=by, plan=live_cast.here.plan, name=f"M{place}", better="up")
            assert Measure.objects.within(by).count() == 200
        settle()
        for size in (5, 50, 200):
            follower = Follower(live_cast.here.key, page_size=size)
            follower.poll()
            with CaptureQueriesContext(connection) as queries:
                follower.poll()
            counts.append(len(queries))
        # One more for each kind of part on a page, at most five; never one a line.
        assert max(counts) - min(counts) <= 5

    @pytest.mark.parametrize(
        "cursor",
        [
            "", "x", "MQ", "=", "%00", "é", "a" * 5000, "-1", "MS4xLjEuMS4", "MS4xLjEuLTEuMQ",
            *(
                base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
                for text in (
                    "2.1.1.1.1", "1.1.1.1", "1.1.1.1.1.1", "1.a.1.1.1", "1.-1.1.1.1", "1.1.1.1.9223372036854775808",
                    "1.99999999999.1.1.1", "1. 1.1.1.1", "1.01.1.1.1", "1.1_0.1.1.1", "1.\u0661.1.1.1",
                )
            ),
        ],
    )  # fmt: skip
    def test_what_is_no_cursor_is_refused(self, live_cast: Cast, cursor: str) -> None:
        refused = Caller(live_cast.here.key).get(CHANGES, cursor=cursor)
        assert (refused.status, list(refused.errors)) == (400, ["cursor"])
        assert "“next” as it is" in refused.errors["cursor"]

    def test_a_cursor_of_another_key_or_partnership_gives_its_reader_only_their_own(self, live_cast: Cast) -> None:
        settle()
        first = Follower(live_cast.here.key, page_size=5)
        first.poll()
        stranger = Follower(live_cast.elsewhere.key)
        stranger.next = first.next
        ours = {line["id"] for line in first.catch_up()}
        assert not ours & {line["id"] for line in stranger.catch_up()}


class TestRestored:
    def test_a_cursor_of_an_earlier_life_goes_on_and_is_told_once(self, live_cast: Cast, police: Follower) -> None:
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[3], text="Before the back-up.")
        call_command("restored", stdout=StringIO())
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[2], text="After the restore.")
        lines = police.catch_up()
        assert [line["id"] for line in lines] == [str(live_cast.here.actions[n].pk) for n in (3, 2)]
        assert police.restored == 1
        police.catch_up()
        assert police.restored == 1

    def test_ids_of_transactions_that_begin_anew_lose_nothing(self, live_cast: Cast, police: Follower) -> None:
        """The back-up is of a server that had counted further than the one that it is restored to."""
        self._pretend_ids_were(live_cast, police, 10**12)
        call_command("restored", stdout=StringIO())
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[2], text="After the restore.")
        assert [line["id"] for line in police.catch_up()] == [str(live_cast.here.actions[2].pk)]

    def _pretend_ids_were(self, cast: Cast, follower: Follower, more: int) -> None:
        """Every line so far, and the follower's cursor, have transaction ids that are so much larger."""
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("UPDATE core_change SET txid = txid + %s", [more])
        path, _, cursor_text = follower.next.partition("cursor=")
        text, _, rest = cursor_text.partition("&")
        kind, life, epoch, txid, seq = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(".")
        moved = ".".join((kind, life, epoch, str(int(txid) + more), seq))
        follower.next = f"{path}cursor={base64.urlsafe_b64encode(moved.encode()).decode().rstrip('=')}&{rest}"

    def test_who_begins_after_a_restore_is_not_told_of_it(self, live_cast: Cast) -> None:
        call_command("restored", stdout=StringIO())
        follower = Follower(live_cast.here.key, page_size=5)
        follower.catch_up()
        assert follower.restored == 0
        assert len(follower.seen) > 15

    def test_a_cursor_of_a_life_that_was_lost_goes_on_in_this_one(self, live_cast: Cast, police: Follower) -> None:
        """Restored once more, from a back-up that is older than the first restore, and nobody said so."""
        path, _, _ = police.next.partition("cursor=")
        later = base64.urlsafe_b64encode(b"1.2000000000.2000000000.7.7").decode().rstrip("=")
        police.next = f"{path}cursor={later}"
        with live_cast.here.as_("coordinator") as by:
            reword_action(by=by, action=live_cast.here.actions[2], text="Still here.")
        assert str(live_cast.here.actions[2].pk) in {line["id"] for line in police.catch_up()}
        assert police.restored == 1

    def test_every_restore_begins_another_life(self, live_cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        lives = []
        for _ in range(3):
            call_command("restored")
            with connection.cursor() as cursor:
                cursor.execute("SELECT last_value FROM app.epoch")
                lives.append(cursor.fetchone()[0])
        assert lives == sorted(set(lives))
        assert str(lives[-1]) in capsys.readouterr().out

    def test_without_the_owners_address_it_says_what_to_set(self, live_cast: Cast, settings: Any) -> None:
        settings.DATABASE_OWNER_URL = ""
        with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
            call_command("restored")


def test_the_application_writes_no_line_itself(live_cast: Cast) -> None:
    with live_cast.here.as_("coordinator") as by, connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('core_change', 'INSERT, UPDATE, DELETE'), "
            "has_sequence_privilege('app.epoch', 'USAGE, UPDATE')"
        )
        assert cursor.fetchone() == (False, False)
        assert Change.objects.filter(partnership_id=by.partnership_id).exists()
