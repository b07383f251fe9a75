"""The demonstration as it ships: five plans of four partnerships, with quarters that lie in the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from partners.models import Message, User
from partners.tenancy import acting
from plans.models import Action, Milestone, Plan, Round, Update
from plans.services.actions import reword_action
from plans.services.tick import tick
from prevent_tracker.core import clock
from prevent_tracker.core.database import APPLICATION, as_owner
from reporting.demo.files import FOLDER, PartnershipFile, read_files
from reporting.document import from_json
from reporting.models import Edition, Issue, PackStyle, Publication
from tests.conftest import set_demo_day


@pytest.fixture(scope="module")
def keys(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The whole demonstration, committed once for these tests; yields the file with its keys."""
    path = tmp_path_factory.mktemp("demo") / "keys.txt"
    with django_db_blocker.unblock():
        try:
            call_command("load_demo", keys=path, stdout=StringIO())
            yield path
        finally:
            with as_owner():
                call_command("flush", verbosity=0, interactive=False)
                set_demo_day()


@pytest.fixture(scope="module")
def partnerships() -> dict[str, PartnershipFile]:
    return {plan.partnership.slug: plan.partnership for plan in read_files(FOLDER)}


def coordinator(file: PartnershipFile) -> User:
    key = next(key for key, person in file.people.items() if person["role"] == "coordinator")
    return User.objects.get(email=file.people[key]["email"])


# domain.md's table: items, steps and milestones as the five plans print them.
COUNTS = {
    ("haringey", "haringey-2010-11"): (15, 0),
    ("haringey", "haringey-2016-17"): (58, 0),
    ("tamworth", "tamworth-2015"): (18, 25),
    ("harrow", "harrow-2016"): (21, 34),
    ("bromley", "bromley-2016-17"): (34, 0),
}


@pytest.mark.parametrize(("partnership", "plan"), COUNTS)
def test_counts_of_a_plan(partnership: str, plan: str, keys: Path, partnerships: dict[str, PartnershipFile]) -> None:
    with acting(coordinator(partnerships[partnership]), partnership) as by:
        actions = Action.objects.within(by).filter(plan__slug=plan)
        milestones = Milestone.objects.within(by).filter(action__plan__slug=plan)
        assert (actions.count(), milestones.count()) == COUNTS[partnership, plan]
        if plan == "harrow-2016":
            assert sum(len(action.steps) for action in actions) == 34


@pytest.mark.parametrize(("partnership", "plan"), COUNTS)
def test_three_finished_quarters(
    partnership: str, plan: str, keys: Path, partnerships: dict[str, PartnershipFile]
) -> None:
    with acting(coordinator(partnerships[partnership]), partnership) as by:
        rounds = Round.objects.within(by).filter(plan__slug=plan)
        assert rounds.filter(closed_at__isnull=False).count() >= 3
        is_closed = Plan.objects.within(by).get(slug=plan).stage == Plan.Stage.CLOSED
        assert len([row for row in rounds if row.is_open]) == (0 if is_closed else 1)
        sent = Update.objects.within(by).filter(round__in=rounds)
        assert set(sent.exclude(rag="").values_list("rag", flat=True)) == {"green", "amber", "red"}
        assert set(sent.exclude(state="draft").values_list("channel", flat=True)) == {"demonstration"}


def every_count() -> dict[str, int]:
    """Rows of every table, histories included, as the owner sees them."""
    with as_owner(), connection.cursor() as cursor:
        counts = {}
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608  names of our own tables
            counts[model._meta.db_table] = cursor.fetchone()[0]
        return counts


def test_a_second_run_changes_nothing(keys: Path) -> None:
    before, tokens, out = every_count(), keys.read_text(encoding="utf-8"), StringIO()
    assert before["plans_historicalupdate"] > before["plans_update"] > 300
    call_command("load_demo", keys=keys, stdout=out)
    assert "nothing to do" in out.getvalue()
    assert every_count() == before
    assert keys.read_text(encoding="utf-8") == tokens


def test_history_lies_in_the_past(keys: Path) -> None:
    """Every change of a plan or a quarter has its own day, and none is on the demonstration's day or later."""
    tables = [model._meta.db_table for model in apps.get_app_config("plans").get_models()]
    left_out = {  # the demonstration brings none of these
        "plans_historicalimportbatch", "plans_historicalcolumnlayout", "plans_historicalroundsettings",
        "plans_historicalextension", "plans_historicalanswerlink", "plans_historicalevidence",
    }  # fmt: skip
    histories = [table for table in tables if table.startswith("plans_historical") and table not in left_out]
    assert len(histories) == 16
    assert settings.DEMO_TODAY is not None
    today = dt.datetime.combine(settings.DEMO_TODAY, dt.time(), tzinfo=dt.UTC)
    with as_owner(), connection.cursor() as cursor:
        for table in histories:
            cursor.execute(f"SELECT min(history_date), max(history_date) FROM {table}")  # noqa: S608  as above
            first, last = cursor.fetchone()
            assert dt.datetime(2010, 1, 1, tzinfo=dt.UTC) < first <= last < today, table
        cursor.execute("SELECT count(DISTINCT history_date::date) FROM plans_historicalupdate")
        assert cursor.fetchone()[0] > 50
        cursor.execute("SELECT count(*) FROM plans_historicalaction WHERE history_actor NOT LIKE 'user:%'")
        assert cursor.fetchone()[0] == 0, "somebody did each change"


def test_no_mail_about_the_past_and_one_to_everybody_about_what_is_open(
    keys: Path, partnerships: dict[str, PartnershipFile]
) -> None:
    """Loading writes none; the worker's first tick fills the outbox that a trial shows."""
    with transaction.atomic(), acting(coordinator(partnerships["haringey"]), "haringey") as by:
        assert not Message.objects.within(by).exists()
        tick.func(partnership_id=str(by.partnership_id))
        written = Message.objects.within(by)
        assert {row.kind for row in written} == {"opening"}
        current = Round.objects.within(by).get(closed_at=None, opened_at__isnull=False)
        assert {entry["round"] for row in written for entry in row.about} == {str(current.pk)}
        addresses = [row.to_email for row in written]
        assert len(addresses) == len(set(addresses)) > 20
        both = written.get(to_email="f.whitcombe@hrec.haringey.example")  # who answers for two agencies
        assert (len(both.about), both.text.count("{link:")) == (2, 2)
        transaction.set_rollback(True)


def test_packs_have_been_corrected_and_made_public(keys: Path, partnerships: dict[str, PartnershipFile]) -> None:
    """What the tour shows: issues of which one is superseded, public pages, a style and a logo of one's own."""
    with acting(coordinator(partnerships["haringey"]), "haringey") as by:
        issues = Issue.objects.within(by).filter(pack__board__slug="csp").order_by("number")
        assert {edition: [row.number for row in issues if row.edition == edition] for edition in Edition.values} == {
            "board": [1, 2],
            "partner": [1, 2],
            "public": [1, 2],
        }
        assert {row.reason for row in issues if row.number == 2} == {"The second recommendation now says by when."}
        assert not Publication.objects.within(by).get().is_indexable
    with acting(coordinator(partnerships["bromley"]), "bromley") as by:
        page = Publication.objects.within(by).get()
        assert (page.pack_id, page.is_indexable) == (None, True)
        style = PackStyle.objects.within(by).get()
        board = Issue.objects.within(by).get(edition=Edition.BOARD)
        document = from_json(board.document)
        assert board.pack is not None
        assert board.pack.style == style.slug
        assert document.layout.parts[1].heading == "What we ask of the group"
        assert document.logo_alt == "Safer Bromley Partnership"


def test_the_application_cannot_backdate(keys: Path, partnerships: dict[str, PartnershipFile]) -> None:
    person = coordinator(partnerships["haringey"])
    moment = dt.datetime(2011, 1, 5, 12, 0, tzinfo=dt.UTC)
    with transaction.atomic():
        with clock.at(moment), acting(person, "haringey") as by:
            assert connection.settings_dict["USER"] == APPLICATION
            action = Action.objects.within(by).filter(plan__slug="haringey-2016-17").first()
            assert action is not None
            reword_action(by=by, action=action, text="Written today, whatever the application says.")
            written = Action.history.filter(id=action.pk).latest("history_id")
        transaction.set_rollback(True)
    assert written.history_date.date() == settings.DEMO_TODAY
    assert written.text == "Written today, whatever the application says."


def test_keys_are_written_for_haringey_s_agencies(keys: Path, partnerships: dict[str, PartnershipFile]) -> None:
    rows = [line.split("\t") for line in keys.read_text(encoding="utf-8").splitlines()]
    file = partnerships["haringey"]
    answering = {person["agency"] for person in file.people.values() if person["role"] == "contributor"}
    wanted = {file.agencies[slug]["name"] for slug in answering}
    assert {agency for partnership, agency, _ in rows if partnership == "haringey"} == wanted


def test_demo_people_names_everybody(partnerships: dict[str, PartnershipFile]) -> None:
    out = StringIO()
    call_command("demo_people", keys=Path("none"), stdout=out)
    for file in partnerships.values():
        for person in file.people.values():
            assert person["email"] in out.getvalue()
