"""What the API reads of a partnership beside its plans and updates: what goes out, for whom, at what cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Partnership
from partners.services import create_key
from plans.models import Decision, Extension, Measure, Reading, Round
from plans.queries import history
from plans.services.decisions import close_decision, record_decision
from plans.services.measures import add_measure, record_reading
from plans.services.rounds import close_round, plan_round
from plans.services.updates import Answer, request_for, save_draft
from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner
from tests.cast import Cast, World

from .api_calls import Answered, Caller

V1 = "/api/v1/"
LISTS = ("partnerships", "agencies", "rounds", "measures", "decisions")


def key_with(world: World, *scopes: str, agency: str | None = "police") -> Caller:
    """A new key of an agency (None: of nobody) with just these scopes."""
    with world.as_("administrator") as by:
        _, token = create_key(
            by=by, agency=world.agencies[agency] if agency else None, name="A system", scopes=scopes,
            expires_at=clock.now() + dt.timedelta(days=30),
        )  # fmt: skip
    return Caller(token)


@pytest.fixture
def police(cast: Cast) -> Caller:
    return Caller(cast.here.key)


def results(answered: Answered) -> list[dict[str, Any]]:
    assert answered.status == 200, answered.json
    rows: list[dict[str, Any]] = answered.json["results"]
    return rows


def fill(world: World) -> None:
    """A measure with a figure, a decision about an action and one about none."""
    with world.as_("coordinator") as by:
        measure = add_measure(by=by, plan=world.plan, name="Officers", better="up", target=Decimal("90.5"))
        record_reading(by=by, measure=measure, round=world.round, value=Decimal(40), note="Register")
        record_decision(
            by=by, meeting=world.meetings[0], text="Write to halls.", action=world.actions[1],
            owner=world.agencies["police"], due_on=dt.date(2017, 3, 1),
        )  # fmt: skip
        record_decision(by=by, meeting=world.meetings[0], text="Meet more often.")


class TestPartnerships:
    def test_the_keys_own_with_its_words_boards_and_meetings(self, cast: Cast, police: Caller) -> None:
        [found] = results(police.get(f"{V1}partnerships/"))
        assert (found["slug"], found["year_basis"]) == ("northvale", "financial")
        assert found["answers_for"] == str(cast.here.agencies["police"].pk)
        boards = {board["slug"]: board for board in found["boards"]}
        assert set(boards) == {"hpdg", "csp", "safer"}
        assert [meeting["held_on"] for meeting in boards["hpdg"]["meetings"]] == ["2016-11-09", "2017-02-08"]
        assert police.get(f"{V1}partnerships/{found['id']}/").json == found

    def test_its_rag_key_in_its_own_words(self, live_cast: Cast) -> None:
        words = {"amber": {"label": "At risk", "definition": "Up to a month late"}}
        with as_owner():
            Partnership.objects.filter(pk=live_cast.here.partnership.pk).update(rag_key=words)
        [found] = results(Caller(live_cast.here.key).get(f"{V1}partnerships/"))
        assert found["rag_key"] == [{"value": "amber", "label": "At risk", "definition": "Up to a month late"}]

    def test_a_key_of_no_agency_answers_for_none(self, cast: Cast) -> None:
        [found] = results(key_with(cast.here, "read", agency=None).get(f"{V1}partnerships/"))
        assert found["answers_for"] is None


def test_agencies_and_one_of_them(cast: Cast, police: Caller) -> None:
    rows = results(police.get(f"{V1}agencies/"))
    assert {row["slug"] for row in rows} == {"council", "police", "health"}
    assert [row["slug"] for row in rows if row["is_coordinating"]] == ["council"]
    assert [row["slug"] for row in results(police.get(f"{V1}agencies/", kind="police"))] == ["police"]
    assert police.get(f"{V1}agencies/{rows[0]['id']}/").json == rows[0]


def test_an_objective_is_the_lists_own(cast: Cast, police: Caller) -> None:
    rows = results(police.get(f"{V1}objectives/"))
    assert police.get(f"{V1}objectives/{rows[1]['id']}/").json == rows[1]


class TestRounds:
    def test_planned_open_and_closed(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("coordinator") as by:
            plan_round(
                by=by, plan=cast.here.plan, slug="2017-Q1", label="Q1 2017/18",
                starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2017, 6, 30),
                opens_on=dt.date(2017, 7, 3), closes_on=dt.date(2017, 7, 14),
            )  # fmt: skip
        assert [(r["slug"], r["state"]) for r in results(police.get(f"{V1}rounds/"))] == [
            ("2016-Q4", "open"),
            ("2017-Q1", "planned"),
        ]
        with cast.here.as_("coordinator") as by:
            close_round(by=by, round=cast.here.round)
        for state, slugs in {"open": [], "closed": ["2016-Q4"], "planned": ["2017-Q1"]}.items():
            assert [r["slug"] for r in results(police.get(f"{V1}rounds/", state=state))] == slugs
        assert len(results(police.get(f"{V1}rounds/", state=["closed", "planned"]))) == 2
        assert [r["slug"] for r in results(police.get(f"{V1}rounds/", slug="2017-Q1"))] == ["2017-Q1"]
        assert results(police.get(f"{V1}rounds/", plan=cast.elsewhere.plan.pk)) == []

    def test_an_extension_is_its_own_agencys(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("coordinator") as by:
            Extension.objects.within(by).create(
                partnership=by.partnership, round=cast.here.round, agency=cast.here.agencies["police"],
                until=dt.date(2017, 4, 28), reason="A new officer",
            )  # fmt: skip
        address = f"{V1}rounds/{cast.here.round.pk}/"
        assert police.get(address).json["due_on"] == "2017-04-28"
        for caller in (key_with(cast.here, "read", agency="health"), key_with(cast.here, "read", agency=None)):
            assert caller.get(address).json["due_on"] == "2017-04-14"


class TestMeasures:
    def test_with_readings_as_numbers(self, cast: Cast, police: Caller) -> None:
        fill(cast.here)
        [found] = results(police.get(f"{V1}measures/"))
        assert (found["name"], found["target"], found["baseline"], found["better"]) == ("Officers", 90.5, None, "up")
        [reading] = found["readings"]
        assert (reading["round"]["slug"], reading["value"], reading["note"]) == ("2016-Q4", 40, "Register")
        assert police.get(f"{V1}measures/{found['id']}/").json == found

    def test_filters(self, cast: Cast, police: Caller) -> None:
        fill(cast.here)
        for name, value, count in (
            ("plan", cast.here.plan.pk, 1),
            ("plan", cast.elsewhere.plan.pk, 0),
            ("objective", cast.here.objectives[0].pk, 0),
            ("action", cast.here.actions[0].pk, 0),
        ):
            assert len(results(police.get(f"{V1}measures/", **{name: value}))) == count


class TestDecisions:
    def test_those_about_an_action_as_its_page_shows_them(self, cast: Cast, police: Caller) -> None:
        fill(cast.here)
        [found] = results(police.get(f"{V1}decisions/"))
        assert (found["text"], found["number"], found["due_on"]) == ("Write to halls.", 1, "2017-03-01")
        assert found["action"]["number"] == "2.1"
        assert (found["board"]["name"], found["meeting"]["held_on"]) == ("HPDG Board", "2016-11-09")
        assert found["owner"]["name"] == "Northvale Police"
        assert police.get(f"{V1}decisions/{found['id']}/").json == found

    def test_what_its_own_agency_is_to_do_and_the_board_it_is_put_to(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("coordinator") as by:
            for owner in ("police", "health"):
                record_decision(
                    by=by, meeting=cast.here.meetings[0], text=f"For {owner}.", owner=cast.here.agencies[owner],
                    for_board=cast.here.boards["csp"],
                )  # fmt: skip
        [found] = results(police.get(f"{V1}decisions/"))
        assert (found["text"], found["for_board"]["name"]) == ("For police.", "CSP Board")

    def test_all_of_them_for_who_reads_packs(self, cast: Cast, police: Caller) -> None:
        fill(cast.here)
        reader = key_with(cast.here, "read", "packs")
        rows = results(reader.get(f"{V1}decisions/"))
        assert [row["action"] is None for row in rows] == [False, True]
        assert police.get(f"{V1}decisions/{rows[1]['id']}/").status == 404

    def test_filters(self, cast: Cast) -> None:
        fill(cast.here)
        with cast.here.as_("coordinator") as by:
            row = Decision.objects.within(by).get(number=2)
            close_decision(by=by, decision=row, done_on=dt.date(2017, 1, 10))
        reader = key_with(cast.here, "read", "packs")
        for query, numbers in (
            ({"done": "true"}, [2]),
            ({"done": "false"}, [1]),
            ({"plan": cast.here.plan.pk}, [1]),
            ({"action": cast.here.actions[1].pk}, [1]),
            ({"owner": cast.here.agencies["police"].pk}, [1]),
            ({"owner": cast.here.agencies["health"].pk}, []),
            ({"board": cast.here.boards["hpdg"].pk}, [1, 2]),
            ({"held_after": "2016-11-09"}, []),
            ({"held_before": "2016-11-10"}, [1, 2]),
        ):
            assert [row["number"] for row in results(reader.get(f"{V1}decisions/", **query))] == numbers, query


class TestHistory:
    def test_the_same_events_as_the_page(self, cast: Cast, police: Caller) -> None:
        action = cast.here.actions[1]
        found = results(police.get(f"{V1}actions/{action.pk}/history/"))
        with cast.here.as_("contributor") as by:
            shown = history.of_action(by, action)
        assert [(event["title"], event["by"], len(event["changes"])) for event in found] == [
            (event.title, event.by, len(event.changes)) for event in shown
        ]
        assert found

    def test_a_draft_is_never_told(self, cast: Cast) -> None:
        action = cast.here.actions[2]
        with cast.here.as_("other_contributor") as by:
            asked = request_for(by=by, action=action)
            save_draft(by=by, request=asked, answer=Answer("red", "Half said.", "Later."))
        for caller in (Caller(cast.here.key), key_with(cast.here, "read", "history", agency="health")):
            said = str(results(caller.get(f"{V1}actions/{action.pk}/history/")))
            assert "Half said" not in said

    def test_it_needs_its_scope(self, cast: Cast) -> None:
        refused = key_with(cast.here, "read").get(f"{V1}actions/{cast.here.actions[1].pk}/history/")
        assert (refused.status, refused.json["type"]) == (403, "/api/#problem-not-allowed")

    def test_of_another_partnership_there_is_none(self, cast: Cast, police: Caller) -> None:
        assert police.get(f"{V1}actions/{cast.elsewhere.actions[1].pk}/history/").status == 404


class TestEverywhere:
    @pytest.mark.parametrize("name", [*LISTS, "changes", "packs"])
    def test_unknown_parameters_are_refused_by_name(self, cast: Cast, name: str) -> None:
        refused = key_with(cast.here, "read", "packs").get(f"{V1}{name}/", colour="red")
        assert (refused.status, list(refused.errors)) == (400, ["colour"])

    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ("rounds/?state=ajar", "state"),
            ("rounds/?plan=first", "plan"),
            ("measures/?action=2.1", "action"),
            ("decisions/?done=perhaps", "done"),
            ("decisions/?held_after=yesterday", "held_after"),
            ("agencies/?kind=club", "kind"),
            ("agencies/?page_size=0", "page_size"),
        ],
    )
    def test_wrong_values_are_refused_by_name(self, police: Caller, path: str, name: str) -> None:
        address, _, query = path.partition("?")
        refused = police.get(f"{V1}{address}", **dict([query.split("=")]))
        assert (refused.status, list(refused.errors)) == (400, [name])

    @pytest.mark.parametrize("name", LISTS)
    def test_another_partnerships_rows_are_not_there(self, cast: Cast, name: str) -> None:
        fill(cast.here)
        fill(cast.elsewhere)
        ours = key_with(cast.here, "read", "packs").get(f"{V1}{name}/").ids
        theirs = key_with(cast.elsewhere, "read", "packs")
        assert ours
        assert not set(ours) & set(theirs.get(f"{V1}{name}/").ids)
        assert all(theirs.get(f"{V1}{name}/{pk}/").status == 404 for pk in ours)

    @pytest.mark.parametrize("name", LISTS)
    def test_a_key_that_may_not_read_reads_nothing(self, cast: Cast, name: str) -> None:
        assert key_with(cast.here, "packs", agency=None).get(f"{V1}{name}/").status == 403

    @pytest.mark.parametrize("name", ["measures", "decisions", "rounds"])
    def test_queries_are_as_many_at_50_200_and_800_rows(self, cast: Cast, name: str) -> None:
        fill(cast.here)
        caller, counts = key_with(cast.here, "read", "packs"), []
        for total in (50, 200, 800):
            grow(cast.here, total)
            with CaptureQueriesContext(connection) as queries:
                assert len(results(caller.get(f"{V1}{name}/", page_size=200))) == min(total, 200)
            counts.append(len(queries))
        assert len(set(counts)) == 1

    def test_pages_join_up(self, cast: Cast, police: Caller) -> None:
        grow(cast.here, 120)
        seen, address = [], f"{V1}measures/?page_size=50"
        while address:
            answered = police.get(address)
            seen += answered.ids
            address = (answered.json["next"] or "").partition("testserver")[2]
        assert len(seen) == len(set(seen)) == 120


def grow(world: World, last: int) -> None:
    """Measures with a reading, decisions about an action, rounds: each up to `last` in all."""
    own: dict[str, Any] = {"partnership": world.partnership}
    with world.as_("coordinator") as by:
        here = {model: model.objects.within(by).count() for model in (Measure, Decision, Round)}
        measures = [
            Measure(**own, plan=world.plan, order=1000 + place, name=f"M{place}", better="up")
            for place in range(here[Measure], last)
        ]
        Measure._base_manager.bulk_create(measures)
        Reading._base_manager.bulk_create(Reading(**own, measure=row, round=world.round, value=1) for row in measures)
        Decision._base_manager.bulk_create(
            Decision(**own, meeting=world.meetings[1], number=1 + place, text="Do it.", action=world.actions[0])
            for place in range(here[Decision], last)
        )
        day = world.round.starts_on
        Round._base_manager.bulk_create(
            Round(
                **own, plan=world.plan, slug=f"r{place}", label=f"R{place}", starts_on=day, ends_on=day, opens_on=day,
                closes_on=day,
            )
            for place in range(here[Round], last)
        )  # fmt: skip
