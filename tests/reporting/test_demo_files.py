"""A small demonstration that uses everything a file can say: what is loaded from it, and how mistakes are named."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partners.models import Agency, BoardSeat, Meeting, Membership, Partnership, User
from partners.roles import Role
from partners.tenancy import Access, acting, enter_key
from plans.models import (
    Action,
    AgreedStatus,
    DeadlineChange,
    Decision,
    FrontMatter,
    Milestone,
    Objective,
    Plan,
    Round,
    Update,
)
from prevent_tracker.core.database import as_owner

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small demonstration, to spoil."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def run(folder: Path, tmp_path: Path) -> str:
    out = StringIO()
    call_command("load_demo", folder=folder, keys=tmp_path / "keys.txt", stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(transactional_db: None, folder: Path, tmp_path: Path) -> str:
    return run(folder, tmp_path)


@pytest.fixture
def by(loaded: str) -> Any:
    with acting(User.objects.get(email="cora@eastmoor.example"), "eastmoor") as access:
        yield access


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def answer(by: Access, round: str, action: str) -> Update:  # noqa: A002  the domain's word
    return Update.objects.within(by).get(round__slug=round, action__number=action)


def test_partnership(by: Access, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    agencies = {agency.slug: agency for agency in Agency.objects.within(by).select_related("parent")}
    assert agencies.keys() == {"council", "youth", "police"}
    assert agencies["youth"].parent == agencies["council"]
    assert [slug for slug, agency in agencies.items() if agency.is_coordinating] == ["council"]
    assert [seat.words for seat in BoardSeat.objects.within(by)] == ["The Council", "A head teacher"]
    assert Meeting.objects.within(by).get().note == "The day is invented."
    members = {member.user.name.split()[0]: member for member in Membership.objects.within(by).select_related("user")}
    assert {name: member.role for name, member in members.items()} == {
        "Ada": Role.ADMINISTRATOR,
        "Cora": Role.COORDINATOR,
        "Colin": Role.CONTRIBUTOR,
        "Pat": Role.CONTRIBUTOR,
        "Bea": Role.BOARD_MEMBER,
    }
    assert members["Bea"].is_secretary
    quick = members["Pat"].user.password
    assert members["Pat"].user.check_password("demo-e-police-2017")
    assert members["Pat"].user.password != quick, "the first sign-in stores a full hash"


def test_plan(by: Access) -> None:
    plan = Plan.objects.within(by).get()
    assert (plan.stage, plan.stage_on) == (Plan.Stage.PUBLISHED, dt.date(2016, 4, 20))
    assert plan.columns == [{"field": "action", "heading": "Activity"}]
    assert FrontMatter.objects.within(by).get().body == ["One paragraph.", {"list": ["first", "second"]}]
    assert [(row.number, row.depth) for row in Objective.objects.within(by)] == [("1", 0), ("1a", 1)]
    assert [row.number for row in Action.objects.within(by)] == ["1.1", "1.2", "2"]
    written = Plan.history.filter(slug=plan.slug).earliest("history_id")
    assert written.history_date.date() == dt.date(2016, 3, 11)
    assert (written.stage, written.history_user_id) == (Plan.Stage.DRAFT, by.user_id)


def test_returned_answer(by: Access) -> None:
    update = answer(by, "2016-Q1", "1.1")
    assert (update.state, update.channel, update.is_late) == ("accepted", "demonstration", False)
    assert update.narrative == "Forty of eighty are."
    states = list(Update.history.filter(id=update.pk).order_by("history_id").values_list("state", "history_date"))
    assert [state for state, _ in states] == ["submitted", "returned", "submitted", "accepted"]
    assert [moment.date().day for _, moment in states] == [5, 6, 7, 8]
    assert Milestone.objects.within(by).get(order=0).done_on == dt.date(2016, 7, 5)


def test_late_behalf_and_decided(by: Access) -> None:
    late = answer(by, "2016-Q1", "2")
    assert (late.is_late, late.state) == (True, "accepted")
    behalf = Update.history.get(id=answer(by, "2016-Q1", "1.2").pk)
    assert (behalf.state, behalf.channel, behalf.history_user_id) == ("accepted", "demonstration", by.user_id)
    decided = AgreedStatus.objects.within(by).get(round__slug="2016-Q1", action__number="1.2")
    assert (decided.rag, decided.rule) == ("amber", "decided")


def test_rounds(by: Access) -> None:
    rounds = {row.slug: row for row in Round.objects.within(by)}
    closed = rounds["2016-Q1"].closed_at
    assert closed is not None
    assert closed.date() == dt.date(2016, 7, 18), "a round closes after its last answer"
    assert rounds["2016-Q2"].is_open
    assert rounds["2016-Q3"].opened_at is None
    assert answer(by, "2016-Q2", "2").state == "draft"


def test_changes_and_decisions(by: Access) -> None:
    actions = {row.number: row for row in Action.objects.within(by)}
    assert {number: row.state for number, row in actions.items()} == {
        "1.1": "complete",
        "1.2": "paused",
        "2": "in_progress",
    }
    assert actions["2"].text == "Review how public halls are let."
    change = DeadlineChange.objects.within(by).get()
    assert (change.changed_on, change.old_text, change.new_text) == (
        dt.date(2016, 8, 4),
        "September 2016",
        "October 2016",
    )
    decision = Decision.objects.within(by).get()
    assert (decision.number, decision.action) == (1, actions["1.1"])
    assert decision.owner == Agency.objects.within(by).get(slug="police")
    assert Decision.history.get().history_user.name == "Bea Moor"


def test_keys_open_their_agency(loaded: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row[:2] for row in rows] == [["eastmoor", "Eastmoor Council"], ["eastmoor", "Eastmoor Police"]]
    connection.set_autocommit(False)
    try:
        access = enter_key(rows[1][2])
        assert access is not None
        assert Agency.objects.within(access).get(slug="police").pk == access.agency_id
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def test_keys_of_a_database_that_is_gone_are_replaced(folder: Path, transactional_db: None, tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text("eastmoor\tEastmoor Police\told\nwestmoor\tPolice\tkept\n", encoding="utf-8")
    run(folder, tmp_path)
    text = (tmp_path / "keys.txt").read_text(encoding="utf-8")
    assert "westmoor\tPolice\tkept\n" in text
    assert "old" not in text
    assert text.count("eastmoor") == 2


def test_a_user_s_change_survives(loaded: str, folder: Path, tmp_path: Path) -> None:
    with acting(User.objects.get(email="cora@eastmoor.example"), "eastmoor") as access:
        Action.objects.within(access).filter(number="2").update(text="Changed by hand.")
    assert "nothing to do" in run(folder, tmp_path)
    with acting(User.objects.get(email="cora@eastmoor.example"), "eastmoor") as access:
        assert Action.objects.within(access).get(number="2").text == "Changed by hand."


def test_a_new_plan_joins_its_partnership(loaded: str, folder: Path, tmp_path: Path) -> None:
    text = (folder / "plans/eastmoor-2016.yaml").read_text(encoding="utf-8")
    (folder / "plans/second.yaml").write_text(text.replace("slug: eastmoor-2016", "slug: second"), encoding="utf-8")
    assert "Loaded 1 plan " in run(folder, tmp_path)
    with acting(User.objects.get(email="cora@eastmoor.example"), "eastmoor") as access:
        assert set(Plan.objects.within(access).values_list("slug", flat=True)) == {"eastmoor-2016", "second"}
        assert Agency.objects.within(access).count() == 3
    assert len((tmp_path / "keys.txt").read_text(encoding="utf-8").splitlines()) == 2


PARTNERSHIP, PLAN, ROUNDS = "partnerships/eastmoor.yaml", "plans/eastmoor-2016.yaml", "rounds/eastmoor-2016.yaml"
MISTAKES = [
    (PARTNERSHIP, "agency: youth}", "agency: yuoth}", "“yuoth” is no agency of this file; did you mean “youth”"),
    (PARTNERSHIP, "kind: police}", "kind: cops}", "line 12: kind: “cops” is no kind of agency; known: "),
    (PARTNERSHIP, "parent: null", "parent: youth", "line 10: parent: this leads round in a circle."),
    (PARTNERSHIP, "role: administrator", "role: auditor", "people: there is no administrator; add one."),
    (PARTNERSHIP, "key: e-coord", "key: e-admin", "line 22: key: “e-admin” stands in line 21 already."),
    (PARTNERSHIP, "role: board_member", "role: coordinator", "is_secretary: only a board member"),
    (PARTNERSHIP, "2016-08-03", "2016-02-30", "line 19: there is no such day as 2016-02-30"),
    (PARTNERSHIP, "2016-08-03", "soon", "line 19: on must be a day such as 2016-10-14, not 'soon'."),
    (PARTNERSHIP, "council: council", "slug: twice", "the field “slug” stands here twice."),
    (PARTNERSHIP, "posts:", "posts: [", "this is not YAML"),
    (PARTNERSHIP, "members: [{words: The Council", "members: [{words: 7", "words must be text; put 7 in quotes."),
    (PLAN, "partnership: eastmoor", "partnership: westmoor", "line 1: partnership: “westmoor” is no partnership"),
    (PLAN, "glossary:", "glosary:", "there is no field “glosary” here; did you mean “glossary”?"),
    (PLAN, "post: head-of-youth", "post: head-of-yout", "“head-of-yout” is no post of eastmoor; did you mean"),
    (PLAN, "agency: police}", "agency: polis}", "“polis” is no agency of eastmoor"),
    (PLAN, "state: not_started", "state: waiting", "state: “waiting” is no state; known: "),
    (PLAN, "number: \"2\"", "number: \"1.1\"", "number: “1.1” stands in line 18 already."),
    (PLAN, "stage_on: 2016-04-20", "stage_on: 2017-04-20", "20 April 2017 is not before the demonstration's day"),
    (PLAN, "steps: [Ask, Answer]", "steps: Ask", "steps must be a list"),
    (ROUNDS, "plan: eastmoor-2016", "plan: eastmoor-2061", "line 1: plan: “eastmoor-2061” is no plan; did you mean"),
    (ROUNDS, 'action: "1.1", agency: police', 'action: "1.7", agency: police', "line 11: action: “1.7” is no action"),
    (ROUNDS, "agency: police, at", "agency: youth, at", "“youth” is no agency that leads on 1.1; known: police."),
    (ROUNDS, "by: e-police", "by: e-polise", "by: “e-polise” is no person; did you mean “e-police”?"),
    (ROUNDS, "by: e-police", "by: e-council", "by: e-council is no contributor of police."),
    (ROUNDS, "by: e-coord, on_behalf", "by: e-council, on_behalf", "only a coordinator answers on behalf of others"),
    (ROUNDS, "rag: amber", "rag: amberish", "rag: “amberish” is no rating; did you mean “amber”?"),
    (ROUNDS, "milestones_done: [1]", "milestones_done: [3]", "milestones_done: give places from 1 to 2, not [3]."),
    (ROUNDS, "late: true", "late: false", "line 12: late: answers are due by 2016-07-15; this one came on 2016-07-18."),
    (ROUNDS, "at: 2016-07-14", "at: 2016-06-14", "at: Q1 2016/17 opens on 2016-07-01 only."),
    (ROUNDS, "at: 2016-11-01", "at: 2017-01-18", "not before the demonstration's day, 18 January 2017."),
    (ROUNDS, "kind: state", "kind: mood", "kind: “mood” is no kind of change; known: deadline, state, text."),
    (ROUNDS, "meeting_on: 2016-08-03", "meeting_on: 2016-08-04", "no meeting on 2016-08-04; it has 2016-08-03."),
    (ROUNDS, "number: 1,", "number: 2,", "number: the meeting's decisions count from 1; this would be 1."),
]  # fmt: skip

# What only the services can know: each is refused when the day comes, and its partnership is not there afterwards.
IMPOSSIBLE = [
    (
        'accepted_by: e-coord}\n      - {action: "2"',
        'accepted_by: e-police}\n      - {action: "2"',
        "A contributor may not",
    ),
    ("path_to_green: Two courses in May.", "path_to_green: ''", "Say how this gets back to green: it is rated red."),
    ("to: October 2016", "to: September 2016", "The new timescale is the same as the old one."),
    ("at: 2016-11-01", "at: 2016-07-10", "There is no such update request."),
]


def rows_left() -> dict[str, int]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM partners_partnership), (SELECT count(*) FROM plans_historicalaction)"
        )
        partnerships, actions = cursor.fetchone()
        return {"partnerships": partnerships, "actions": actions, "people": User.objects.count()}


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_a_mistake_is_named_where_it_stands(
    file: str, old: str, new: str, said: str, folder: Path, tmp_path: Path
) -> None:
    """No database is touched: the files are checked first."""
    spoil(folder, file, old, new)
    with pytest.raises(CommandError) as caught:
        run(folder, tmp_path)
    assert str(caught.value).startswith(f"{folder / file}, line ")
    assert said in str(caught.value)


@pytest.mark.parametrize(("old", "new", "said"), IMPOSSIBLE)
def test_what_cannot_have_happened_leaves_nothing(
    old: str, new: str, said: str, transactional_db: None, folder: Path, tmp_path: Path
) -> None:
    spoil(folder, ROUNDS, old, new)
    with pytest.raises(CommandError) as caught:
        run(folder, tmp_path)
    assert str(caught.value).startswith(f"{folder / ROUNDS}, line ")
    assert said in str(caught.value)
    assert rows_left() == {"partnerships": 0, "actions": 0, "people": 0}
    assert not (tmp_path / "keys.txt").exists()


def test_no_demonstration_without_its_day(settings: Any, folder: Path, tmp_path: Path) -> None:
    settings.DEMO_TODAY = None
    with pytest.raises(CommandError, match="Set DEMO_TODAY"):
        run(folder, tmp_path)


def test_people_are_printed_with_passwords_and_keys(folder: Path, tmp_path: Path) -> None:
    out, keys = StringIO(), tmp_path / "keys.txt"
    call_command("demo_people", folder=folder, keys=keys, stdout=out)
    lines = [" | ".join(re.split(r"  +", line)) for line in out.getvalue().splitlines()]
    assert "Eastmoor | Contributor, Police | Pat Moor | pat@eastmoor.example | demo-e-police-2017" in lines
    assert "create_api_key" in out.getvalue()
    keys.write_text("eastmoor\tEastmoor Police\tabc.def\n", encoding="utf-8")
    call_command("demo_people", folder=folder, keys=keys, stdout=out)
    assert "eastmoor     Eastmoor Police  abc.def" in out.getvalue()


def create_key(**wanted: Any) -> str:
    out, err = StringIO(), StringIO()
    given = {"partnership": "eastmoor", "agency": "police", "name": "Case system", "days": 30} | wanted
    call_command("create_api_key", stdout=out, stderr=err, **given)
    assert "works until 17 February 2017" in err.getvalue()
    return out.getvalue().strip()


def test_a_key_from_the_command_line_works(loaded: str) -> None:
    token = create_key()
    connection.set_autocommit(False)
    try:
        access = enter_key(token)
        assert access is not None
        assert (access.partnership.slug, access.actor_name) == ("eastmoor", "Case system")
    finally:
        connection.rollback()
        connection.set_autocommit(True)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"partnership": "westmoor"}, "There is no partnership “westmoor”; there are eastmoor."),
        ({"agency": "polis"}, "eastmoor has no agency “polis”; it has council, police, youth."),
        ({"days": 0}, "--days must be from 1 to 366, not 0."),
        ({"name": " "}, "Enter name."),
    ],
)
def test_a_key_that_cannot_be_made_says_why(wanted: dict[str, Any], said: str, loaded: str) -> None:
    with pytest.raises(CommandError, match=said.replace("“", ".").replace("”", ".")):
        create_key(**wanted)


def test_partnership_is_one_transaction(loaded: str) -> None:
    """What was loaded is committed: seen by another connection."""
    connection.close()
    with as_owner():
        assert Partnership.objects.filter(slug="eastmoor").count() == 1
