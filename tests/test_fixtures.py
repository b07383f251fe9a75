"""The demonstration's files say what the printed plans say, in words of their own; read with plain PyYAML."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml

Data = dict[str, Any]

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# A careful reading of each source, kept beside the repository: PLAN_TRUTH names another folder.
TRUTH = Path(os.environ.get("PLAN_TRUTH", "/work/shared/data/truth"))
SOURCES = {
    "haringey-2010-11": "000_haringey_2010_11",
    "haringey-2016-17": "001_haringey_2016_17",
    "tamworth-2015": "002_tamworth_2015",
    "harrow-2016": "003_harrow_c2015_16",
    "bromley-2016-17": "004_bromley_2016_17",
}
DEMO_DAY = dt.date(2017, 1, 18)
COPIED = 8  # so many consecutive words of the source's actions are copied, not reworded
PLANS = sorted(path.stem for path in (FIXTURES / "plans").glob("*.yaml"))
ROUNDS = sorted(path.stem for path in (FIXTURES / "rounds").glob("*.yaml"))
each_plan = pytest.mark.parametrize("slug", PLANS)
each_rounds = pytest.mark.parametrize("slug", ROUNDS)


def load(folder: str, slug: str) -> Data:
    found: Data = yaml.safe_load((FIXTURES / folder / f"{slug}.yaml").read_text(encoding="utf-8"))
    return found


def truth(slug: str) -> Data:
    path = TRUTH / f"{SOURCES[slug]}.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: the reading of the source is not part of the repository")
    found: Data = json.loads(path.read_text(encoding="utf-8"))
    return found


def nodes(parent: Data) -> Iterator[Data]:
    """Objectives below a plan or objective, each before its children."""
    for node in parent["objectives"]:
        yield node
        yield from nodes(node)


def actions(plan: Data) -> list[Data]:
    return [action for node in nodes(plan) for action in node["actions"]]


def paired(slug: str) -> list[tuple[Data, Data]]:
    """Each action with the source's, in printed order."""
    return list(zip(actions(load("plans", slug)), truth(slug)["actions"], strict=True))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + COPIED]) for at in range(len(found) - COPIED + 1)}


def source_texts(source: Data) -> list[str]:
    """What the source prints of its actions, whole and by bullet."""
    return [
        text
        for action in source["actions"]
        for text in (action["action_text"], action.get("description") or "", *action.get("actions", []))
        if text
    ]


def parties(action: Data, partnership: Data) -> set[str]:
    posts = {post["slug"]: post["agency"] for post in partnership["posts"]}
    leads = [lead for lead in action["leads"] if lead["kind"] == "lead"]
    found: set[str] = {lead["agency"] or posts[lead["post"]] for lead in leads if lead["agency"] or lead["post"]}
    return found or {partnership["partnership"]["council"]}


def moment(value: str | dt.datetime) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)


def last_sent(update: Data) -> dt.datetime:
    returned = update.get("returned") or {}
    return moment((returned.get("then") or update)["at"])


def test_every_plan_has_a_source_and_rounds() -> None:
    assert set(PLANS) == set(SOURCES)
    assert set(ROUNDS) == set(PLANS)


@each_plan
def test_counts(slug: str) -> None:
    plan, source = load("plans", slug), truth(slug)
    assert len(plan["objectives"]) == len(source["sections"])
    assert [node["title"] for node in plan["objectives"]] == [section["title"] for section in source["sections"]]
    assert len(actions(plan)) == len(source["actions"])
    assert {term["term"] for term in plan["glossary"]} == set(source["glossary"])
    assert sum(len(node["requirements"]) for node in nodes(plan)) == sum(
        len(section.get("requirements", [])) for section in source["sections"] if isinstance(section, dict)
    )
    printed_rows = {row["row"] for row in source.get("rows", [])}
    assert {action["row"] for action in actions(plan)} - {""} == printed_rows


@each_plan
def test_milestones_are_as_many_as_printed(slug: str) -> None:
    assert [len(action["milestones"]) for action, _ in paired(slug)] == [
        len(printed["milestones"]) for _, printed in paired(slug)
    ]


@each_plan
def test_cells_stand_as_printed(slug: str) -> None:
    for action, printed in paired(slug):
        assert action["timescale"] == (printed["timescale_raw"] or ""), action["number"]
        assert action["leads_as_printed"] == (printed["leads_raw"] or ""), action["number"]
        assert action["progress"] or not printed["progress_rag_raw"], action["number"]


@each_plan
def test_parts_of_a_cell_make_up_its_row(slug: str) -> None:
    """Where one printed cell was divided among its actions, the parts in order are the whole cell."""
    found = {row: list(group) for row, group in groupby(actions(load("plans", slug)), key=lambda action: action["row"])}
    for row in truth(slug).get("rows", []):
        for field, printed in (("leads_as_printed", "leads_raw"), ("timescale", "timescale_raw")):
            parts = dict.fromkeys(action[field] for action in found[row["row"]])
            assert " ".join(part for part in parts if part) == row[printed], row["row"]


@each_plan
def test_numbers_are_the_printed_ones_or_generated(slug: str) -> None:
    for action, printed in paired(slug):
        assert action["number_is_generated"] == (printed["ref"] is None), action["number"]
        assert printed["ref"] in (None, action["number"])


@each_plan
def test_no_action_is_copied(slug: str) -> None:
    printed = source_texts(truth(slug))
    same = {tuple(words(text)) for text in printed}
    copied = set().union(*map(runs, printed))
    for action in actions(load("plans", slug)):
        for text in (action["text"], *action["steps"]):
            assert tuple(words(text)) not in same, text
            assert not runs(text) & copied, text


@each_plan
def test_references_resolve(slug: str) -> None:
    plan = load("plans", slug)
    partnership = load("partnerships", plan["partnership"])
    agencies = {agency["slug"] for agency in partnership["agencies"]}
    posts = {post["slug"]: post["agency"] for post in partnership["posts"]}
    assert set(posts.values()) <= agencies
    assert plan["slug"] == slug
    numbers = [action["number"] for action in actions(plan)]
    assert len(numbers) == len(set(numbers))
    for lead in (lead for action in actions(plan) for lead in action["leads"]):
        assert lead["agency"] in agencies | {None}, lead
        assert lead["post"] in posts.keys() | {None}, lead
        assert lead["post"] is None or lead["is"] == "post", lead
        assert lead["is"] != "agency" or lead["agency"], lead
        # A post that only takes part may stay words ("a head teacher"); one that leads must be known, to be asked.
        assert lead["is"] != "post" or lead["kind"] != "lead" or lead["post"], lead


@each_rounds
def test_updates_answer_a_request_of_their_round(slug: str) -> None:
    partnership = load("partnerships", load("plans", slug)["partnership"])
    asked = {action["number"]: parties(action, partnership) for action in actions(load("plans", slug))}
    people = {person["key"] for person in partnership["people"]}
    for quarter in load("rounds", slug)["rounds"]:
        answered = [(update["action"], update["agency"]) for update in quarter["updates"]]
        assert len(answered) == len(set(answered)), quarter["slug"]
        for update in quarter["updates"]:
            assert update["agency"] in asked[update["action"]], (quarter["slug"], update)
            assert update["by"] in people
            assert update["rag"] == "green" or update["path_to_green"], (quarter["slug"], update)


@each_rounds
def test_updates_lie_within_their_round(slug: str) -> None:
    for quarter in load("rounds", slug)["rounds"]:
        for update in quarter["updates"]:
            sent = last_sent(update)
            assert quarter["opens_on"] <= moment(update["at"]).date() < DEMO_DAY, (quarter["slug"], update)
            assert (sent.date() > quarter["closes_on"]) == bool(update.get("late")), (quarter["slug"], update)
            if update.get("accepted_at"):
                assert moment(update["accepted_at"]) >= sent, (quarter["slug"], update)


@each_rounds
def test_changes_and_decisions_name_what_exists(slug: str) -> None:
    plan, found = load("plans", slug), load("rounds", slug)
    partnership = load("partnerships", plan["partnership"])
    numbers = {action["number"] for action in actions(plan)}
    agencies = {agency["slug"] for agency in partnership["agencies"]}
    meetings = {(meeting["board"], meeting["on"]) for meeting in partnership["meetings"]}
    assert {change["action"] for change in found["changes"]} <= numbers
    assert all(moment(change["at"]).date() < DEMO_DAY for change in found["changes"])
    for decision in found["decisions"]:
        assert decision["action"] in numbers | {None}, decision
        assert decision["owner"] in agencies | {None}, decision
        assert (decision["board"], decision["meeting_on"]) in meetings, decision
