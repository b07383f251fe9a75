"""Reading and reporting with an agency's key: what goes out, what comes in, and whose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from partners.models import Agency
from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Plan, Update, UpdateRequest
from plans.services.actions import LeadWords, add_action, add_milestone, change_state, reword_action
from plans.services.reviewing import accept, return_update
from plans.services.rounds import close_round
from plans.services.updates import Answer, request_for, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.ids import new_id
from tests.cast import Cast, World

from .api_calls import Answered, Caller

PLANS, OBJECTIVES, ACTIONS = "/api/v1/plans/", "/api/v1/objectives/", "/api/v1/actions/"
UPDATES, REQUESTS = "/api/v1/updates/", "/api/v1/requests/"


@pytest.fixture
def police(cast: Cast) -> Caller:
    """The system of an agency here; of the four actions it answers for the second and the third."""
    return Caller(cast.here.key)


def body(action: Action, /, **changes: Any) -> dict[str, Any]:
    return {"action": str(action.pk), "rag": "green", "narrative": "All on course."} | changes


def from_health(world: World, action: Action, *, rag: str = "green", draft: bool = False) -> Update:
    answer = Answer(rag=rag, narrative="Wards are trained.", path_to_green="More courses." if rag != "green" else "")
    with world.as_("other_contributor") as by:
        asked = request_for(by=by, action=action)
        return (save_draft if draft else submit)(by=by, request=asked, answer=answer)


def numbers(answered: Answered) -> list[str]:
    assert answered.status == 200
    return [row["number"] for row in answered.json["results"]]


class TestReading:
    def test_plans_with_their_rounds(self, cast: Cast, police: Caller) -> None:
        [plan] = police.get(PLANS).json["results"]
        assert plan["id"] == str(cast.here.plan.pk)
        assert plan["columns"][1] == {"field": "action", "heading": "Activity"}
        assert [(each["slug"], each["closed_at"]) for each in plan["rounds"]] == [("2016-Q4", None)]

    def test_one_plan_with_the_text_around_its_table(self, cast: Cast, police: Caller) -> None:
        found = police.get(f"{PLANS}{cast.here.plan.pk}/").json
        assert (found["title"], found["front_matter"], found["glossary"]) == (cast.here.plan.title, [], [])

    def test_objectives(self, police: Caller) -> None:
        assert [row["title"] for row in police.get(OBJECTIVES).json["results"]] == ["Partnership", "Training", "Venues"]

    def test_an_action_says_what_the_rules_know(self, cast: Cast, police: Caller) -> None:
        found = police.get(f"{ACTIONS}{cast.here.actions[1].pk}/").json
        assert found["text"] == "Train every front-line officer."
        assert found["leads"][0]["agency"]["name"] == "Northvale Police"
        assert found["timescale"]["text"] == "December 2016"
        assert [part["kind"] for part in found["timescale"]["parts"]] == ["month"]
        assert (found["due_on"], found["is_overdue"]) == ("2016-12-31", True)
        assert "1 January 2017" in found["why"]
        assert found["status"]["value"] == "not_reported"

    def test_the_list_holds_the_same_as_the_single_action(self, cast: Cast, police: Caller) -> None:
        rows = police.get(ACTIONS).json["results"]
        assert [row["id"] for row in rows] == [str(action.pk) for action in cast.here.actions]
        assert all(police.get(f"{ACTIONS}{row['id']}/").json == row for row in rows)

    def test_a_cross_reference_is_followed(self, cast: Cast, police: Caller) -> None:
        target = cast.here.actions[1]
        with cast.here.as_("coordinator") as by:
            add_action(
                by=by, objective=cast.here.objectives[2], text="Report.", timescale_text=f"See {target.number} above"
            )
        found = police.get(ACTIONS).json["results"][-1]
        assert found["timescale"]["parts"][0]["refers_to"] == target.number
        assert found["timescale"]["parts"][0]["due_on"] == found["due_on"] == "2016-12-31"

    def test_silence_is_never_green(self, cast: Cast, police: Caller) -> None:
        action = cast.here.actions[2]
        update = from_health(cast.here, action)
        with cast.here.as_("coordinator") as by:
            accept(by=by, update=update)
        status = police.get(f"{ACTIONS}{action.pk}/").json["status"]
        assert (status["value"], status["as_of"]) == ("green", "Q4 2016/17")
        with cast.here.as_("coordinator") as by:
            close_round(by=by, round=cast.here.round)
        silent = police.get(f"{ACTIONS}{cast.here.actions[1].pk}/").json["status"]
        assert (silent["value"], silent["as_of"]) == ("not_reported", "Q4 2016/17")


class TestSending:
    def test_an_update_is_sent_and_read_back(self, cast: Cast, police: Caller) -> None:
        action = cast.here.actions[1]
        with cast.here.as_("coordinator") as by:
            milestone = add_milestone(by=by, action=action, text="Course written", due_text="November 2016")
        sent = police.post(
            UPDATES,
            body(
                action,
                rag="amber",
                path_to_green="Two more courses.",
                forecast_on="2017-02-28",
                milestones_done=[str(milestone.pk)],
            ),
        )
        assert (sent.status, sent.json["state"], sent.json["channel"]) == (201, "submitted", "api")
        assert sent.headers["Location"].endswith(f"{UPDATES}{sent.json['id']}/")
        assert police.get(f"{UPDATES}{sent.json['id']}/").json == sent.json
        found = police.get(f"{ACTIONS}{action.pk}/").json
        assert found["milestones"][0]["done_on"] == clock.today().isoformat()
        assert found["status"]["value"] == "amber"

    def test_history_names_the_key(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        with cast.here.as_("auditor"):
            row = Update.history.model.objects.filter(id=sent.json["id"]).latest("history_id")
        assert row.history_actor == f"key:{cast.here.key.partition('.')[0]}"

    def test_sending_again_replaces(self, cast: Cast, police: Caller) -> None:
        first = police.post(UPDATES, body(cast.here.actions[1]))
        again = police.post(
            UPDATES, body(cast.here.actions[1], narrative="Better put."), if_match=first.headers["ETag"]
        )
        assert (again.status, again.json["id"], again.json["version"]) == (200, first.json["id"], 2)
        assert [row["narrative"] for row in police.get(UPDATES).json["results"]] == ["Better put."]

    def test_what_is_sent_is_asked_no_more_until_it_is_returned(self, cast: Cast, police: Caller) -> None:
        asked = police.get(REQUESTS).json["results"]
        assert [(row["action"]["number"], row["state"], row["due_on"]) for row in asked] == [
            ("2.1", "not_answered", "2017-04-14"),
            ("2.2", "not_answered", "2017-04-14"),
        ]
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        assert [row["action"]["number"] for row in police.get(REQUESTS).json["results"]] == ["2.2"]
        with cast.here.as_("coordinator") as by:
            update = Update.objects.within(by).get(pk=sent.json["id"])
            return_update(by=by, update=update, reason="Say how many.")
        [returned, _] = police.get(REQUESTS).json["results"]
        assert (returned["state"], returned["return_reason"]) == ("returned", "Say how many.")
        assert returned["update"] == sent.json["id"]


class TestTenancy:
    def test_lists_hold_only_the_keys_partnership(self, cast: Cast, police: Caller) -> None:
        stranger = Caller(cast.elsewhere.key)
        police.post(UPDATES, body(cast.here.actions[1]))
        for path in (PLANS, OBJECTIVES, ACTIONS, REQUESTS):
            ours, theirs = set(police.get(path).ids), set(stranger.get(path).ids)
            assert ours
            assert theirs
            assert not ours & theirs
        assert police.get(UPDATES).ids
        assert stranger.get(UPDATES).ids == []

    def test_single_rows_of_another_partnership_do_not_exist(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        stranger = Caller(cast.elsewhere.key)
        here = cast.here
        for path in (f"{PLANS}{here.plan.pk}/", f"{ACTIONS}{here.actions[1].pk}/", f"{UPDATES}{sent.json['id']}/"):
            missing = path.replace(path.split("/")[-2], "0195a3c0-0000-7000-8000-000000000009")
            assert stranger.get(path).status == 404
            assert stranger.get(path).json == stranger.get(missing).json

    def test_filters_by_another_partnerships_ids_find_nothing(self, cast: Cast) -> None:
        stranger, here = Caller(cast.elsewhere.key), cast.here
        filters = {"plan": here.plan.pk, "objective": here.objectives[1].pk, "agency": here.agencies["police"].pk}
        for name, value in filters.items():
            assert stranger.get(ACTIONS, **{name: value}).ids == []

    def test_another_partnerships_action_cannot_be_reported_on(self, cast: Cast) -> None:
        refused = Caller(cast.elsewhere.key).post(UPDATES, body(cast.here.actions[1]))
        assert (refused.status, refused.errors) == (422, {"action": "There is no such action."})
        with cast.here.as_("auditor") as by:
            assert not Update.objects.within(by).exists()

    @pytest.mark.parametrize("draft", [True, False])
    def test_another_agencys_updates_are_invisible(self, cast: Cast, police: Caller, draft: bool) -> None:
        theirs = from_health(cast.here, cast.here.actions[2], draft=draft)
        assert police.get(UPDATES).ids == []
        assert police.get(f"{UPDATES}{theirs.pk}/").status == 404
        assert Caller(cast.here.key).get(UPDATES, action=cast.here.actions[2].pk).ids == []

    def test_an_agency_answers_only_what_it_is_asked(self, cast: Cast, police: Caller) -> None:
        refused = police.post(UPDATES, body(cast.here.actions[3]))
        assert (refused.status, refused.json["detail"]) == (404, "Your agency is not asked about this action.")
        with cast.here.as_("auditor") as by:
            assert not AgreedStatus.objects.within(by).exists()

    def test_a_session_does_not_open_the_api(self, cast: Cast) -> None:
        client = cast.here.client("coordinator")
        assert client.get(PLANS).status_code == 401
        assert client.post(UPDATES, body(cast.here.actions[1]), content_type="application/json").status_code == 401


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["1.1", "2.1", "2.2", "3.1"]),
            ({"overdue": "true"}, ["2.1"]),
            ({"overdue": "false"}, ["1.1", "2.2", "3.1"]),
            ({"due_before": "2017-03-31"}, ["2.1"]),
            ({"due_after": "2016-12-31"}, ["2.2"]),
            ({"state": "in_progress"}, ["1.1", "2.2", "3.1"]),
            ({"state": ["in_progress", "paused"]}, ["1.1", "2.1", "2.2", "3.1"]),
            ({"round": "2016-Q4"}, ["1.1", "2.1", "2.2", "3.1"]),
            ({"round": "2016-Q3"}, []),
        ],
    )
    def test_actions(self, cast: Cast, police: Caller, query: dict[str, Any], found: list[str]) -> None:
        if "state" in query:
            with cast.here.as_("coordinator") as by:
                change_state(by=by, action=cast.here.actions[1], state="paused", reason="Waiting for funds.")
        assert numbers(police.get(ACTIONS, **query)) == found

    def test_below_an_objective_and_of_an_agency(self, cast: Cast, police: Caller) -> None:
        assert numbers(police.get(ACTIONS, objective=cast.here.objectives[1].pk)) == ["2.1", "2.2"]
        assert numbers(police.get(ACTIONS, agency=cast.here.agencies["health"].pk)) == ["2.2", "3.1"]
        assert numbers(police.get(ACTIONS, plan=cast.here.plan.pk, overdue="true")) == ["2.1"]

    @pytest.mark.parametrize("is_closed", [False, True])
    def test_rag_finds_exactly_what_status_shows(self, cast: Cast, police: Caller, is_closed: bool) -> None:
        with cast.here.as_("coordinator") as by:
            change_state(by=by, action=cast.here.actions[0], state="complete")
        from_health(cast.here, cast.here.actions[2], rag="red")
        police.post(UPDATES, body(cast.here.actions[1]))
        if is_closed:
            with cast.here.as_("coordinator") as by:
                close_round(by=by, round=cast.here.round)
        shown = {row["number"]: row["status"]["value"] for row in police.get(ACTIONS).json["results"]}
        assert shown == {"1.1": "complete", "2.1": "green", "2.2": "red", "3.1": "not_reported"}
        for value in ("green", "amber", "red", "not_reported"):
            expected = [number for number, status in shown.items() if status == value]
            assert numbers(police.get(ACTIONS, rag=value)) == expected
        assert numbers(police.get(ACTIONS, rag=["red", "not_reported"])) == ["2.2", "3.1"]

    def test_overdue_finds_exactly_what_the_rule_says(self, police: Caller) -> None:
        rows = police.get(ACTIONS).json["results"]
        late = [row["number"] for row in rows if row["is_overdue"]]
        assert late
        assert numbers(police.get(ACTIONS, overdue="true")) == late

    def test_changed_since(self, cast: Cast, police: Caller) -> None:
        before = (clock.now() - dt.timedelta(hours=1)).isoformat()
        after = (clock.now() + dt.timedelta(hours=1)).isoformat()
        assert len(numbers(police.get(ACTIONS, changed_since=before))) == 4
        assert numbers(police.get(ACTIONS, changed_since=after)) == []
        police.post(UPDATES, body(cast.here.actions[1]))
        assert len(police.get(UPDATES, changed_since=before).ids) == 1
        assert police.get(UPDATES, changed_since=after).ids == []

    def test_changed_since_sees_words_leads_and_status(self, cast: Cast, police: Caller) -> None:
        moment = clock.now().isoformat()
        assert numbers(police.get(ACTIONS, changed_since=moment)) == []
        with cast.here.as_("coordinator") as by:
            reword_action(by=by, action=cast.here.actions[3], text="Review how halls are hired.")
        police.post(UPDATES, body(cast.here.actions[1]))
        assert numbers(police.get(ACTIONS, changed_since=moment)) == ["2.1", "3.1"]

    def test_updates_and_requests(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        plan, action = cast.here.plan.pk, cast.here.actions[1].pk
        for query in (
            {"plan": plan},
            {"action": action},
            {"round": "2016-Q4"},
            {"rag": "green"},
            {"state": "submitted"},
        ):
            assert police.get(UPDATES, **query).ids == [sent.json["id"]]
        for query in ({"round": "2016-Q3"}, {"rag": "red"}, {"state": "draft"}):
            assert police.get(UPDATES, **query).ids == []
        assert len(police.get(REQUESTS, round="2016-Q4", plan=plan).ids) == 1
        assert police.get(REQUESTS, action=action).ids == []

    def test_plans_and_objectives(self, cast: Cast, police: Caller) -> None:
        assert len(police.get(PLANS, stage="draft").ids) == 1
        assert police.get(PLANS, stage="closed").ids == []
        assert len(police.get(OBJECTIVES, plan=cast.here.plan.pk).ids) == 3


class TestPages:
    def test_pages_join_up_both_ways(self, police: Caller) -> None:
        first = police.get(ACTIONS, page_size=3)
        assert numbers(first) == ["1.1", "2.1", "2.2"]
        second = police.get(first.json["next"].partition("testserver")[2])
        assert (numbers(second), second.json["next"]) == (["3.1"], None)
        assert numbers(police.get(second.json["previous"].partition("testserver")[2])) == ["1.1", "2.1", "2.2"]

    def test_filters_stay_on_the_next_page(self, police: Caller) -> None:
        first = police.get(ACTIONS, overdue="false", page_size=2)
        assert numbers(police.get(first.json["next"].partition("testserver")[2])) == ["3.1"]

    @pytest.mark.parametrize("path", [PLANS, OBJECTIVES, ACTIONS, UPDATES, REQUESTS])
    def test_queries_stay_constant(self, cast: Cast, path: str, django_assert_max_num_queries: Any) -> None:
        self._grow(cast.here, 6)
        few = self._count(cast, path, django_assert_max_num_queries)
        self._grow(cast.here, 190)
        assert self._count(cast, path, django_assert_max_num_queries) == few

    def _count(self, cast: Cast, path: str, at_most: Any) -> int:
        with at_most(12) as queries:
            found = Caller(cast.here.key).get(path, page_size=200)
        assert found.ids
        return len(queries)

    def _grow(self, world: World, count: int) -> None:
        """Actions of the police with a milestone, each reported on or asked about, half of each."""
        lead = LeadWords("Police", agency=world.agencies["police"])
        with world.as_("coordinator") as by:
            template = add_action(
                by=by, objective=world.objectives[0], text="Grow.", leads=[lead], milestones=[("One", "")]
            )
            start = Action.objects.within(by).count()
            self._copy(by, template, world.agencies["police"], start, count)

    def _copy(self, by: Access, template: Action, lead: Agency, start: int, count: int) -> None:
        plan = Plan.objects.within(by).get(pk=template.plan_id)
        for number in range(start, start + count):
            row = Action.objects.within(by).get(pk=template.pk)
            row.pk, row.number, row.order = new_id(), f"X{number}", 1000 + number
            row._state.adding = True
            row.save()
            asked = UpdateRequest.objects.within(by).create(
                partnership=by.partnership, round=plan.rounds.get(), action=row, agency=lead
            )
            if number % 2:
                Update.objects.within(by).create(
                    partnership=by.partnership, request=asked, round=asked.round, action=row, agency=asked.agency,
                    rag="green", narrative="Done.", state="submitted", channel="api", submitted_at=clock.now(),
                )  # fmt: skip
