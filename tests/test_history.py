"""Every audited model leaves history with actor and moment; what goes round the code is caught by the database at
commit; what is written stays written, for the owner's role too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from partners.models import Agency
from partners.services import add_post, add_seat
from plans.models import Action, Lead, Milestone
from plans.services.actions import add_milestone, change_deadline, reword_action
from plans.services.committing import remember_layouts
from plans.services.decisions import record_decision
from plans.services.extensions import extend
from plans.services.imports import keep_reading
from plans.services.plans import add_front_matter, add_glossary_entry
from plans.services.requirements import choose_sets, rate_requirement
from plans.services.round_settings import change_settings
from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner

from .addresses import build_scene
from .cast import Cast, World
from .plans.services.proposals import PROPOSAL, reading

AUDITED = [model for model in apps.get_models() if hasattr(model, "history")]
# Without history, each with its reason.
NOT_AUDITED = {
    "User": "an account belongs to no partnership",
    "Partnership": "the tenant itself; changed by the installation's operator",
    "Issue": "frozen: it is its own history",
    "Bundle": "the last drawing of what has a history itself",
    "Draft": "the last drawing of what has a history itself",
    "DrawnSection": "a cache of drawings",
    "Message": "its states are its own record, and what it asked for stays as it was written",
    "ApiCall": "frozen: one line a call, written by the database alone",
    "Delivery": "its attempts are its own record",
    "ImportFile": "its hash and its corrections are in the batch's history, the rest is derived from those",
}
CAPTURED = "captured by the database"


def enforce_deferred() -> None:
    """What commit does to deferred constraints, without the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def history(row: Any) -> list[Any]:
    """The history of one row, oldest first."""
    return list(type(row).history.model.objects.filter(id=row.pk).order_by("history_id"))


def write_everything(world: World) -> None:
    """At least one row of every audited model, through the services."""
    build_scene(world, "our-plan", "O")
    with world.as_("administrator") as by:
        add_post(by=by, slug="nurse", name="Head Nurse", agency=world.agencies["health"])
        add_seat(by=by, board=world.boards["csp"], words="The chair of the council")
    with world.as_("coordinator") as by:
        add_front_matter(by=by, plan=world.plan, heading="Why", body=["Because."])
        add_glossary_entry(by=by, plan=world.plan, term="CSP", meaning="The board.")
        record_decision(by=by, meeting=world.meetings[0], text="Write to the halls.")
        change_settings(by=by, expected_version=0, status_rule="lead")
        held = choose_sets(by=by, plan=world.plan, sets=["duty-2023"])
        rate_requirement(by=by, plan=held, round=world.round, code="duty-2023/leadership", value="Met")
        until = world.round.closes_on + dt.timedelta(days=7)
        extend(by=by, round=world.round, agency=world.agencies["police"], until=until, reason="Short of staff.")
        change_deadline(by=by, action=world.actions[1], timescale_text="June 2017", reason="No hall", agreed_by="Chair")
        batch = keep_reading(by=by, name="plan.docx", content=b"The file", options={}, reading=reading())
        batch.corrections = [{"op": "column", "table": 1, "column": 2, "field": "action"}]
        remember_layouts(by, batch, PROPOSAL)


def test_every_tenants_model_is_audited_or_says_why() -> None:
    tenants = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in ("partners", "plans", "reporting") and "Historical" not in model.__name__
    }
    assert tenants - {model.__name__ for model in AUDITED} == {
        *NOT_AUDITED,
        "User",
    }  # accounts belong to no partnership


def test_services_write_history_with_actor_moment_and_reason(cast: Cast) -> None:
    write_everything(cast.here)
    people = {f"user:{person.pk}" for person in cast.here.people.values()} | {"system"}
    with cast.here.as_("auditor") as access:
        for model in AUDITED:
            rows = list(model.history.model.objects.filter(partnership_id=access.partnership_id))
            assert rows, model
            live = {row.pk for row in model._base_manager.filter(partnership_id=access.partnership_id)}
            assert {row.id for row in rows} == live, model
            assert {row.history_actor for row in rows} <= people, model
            assert {row.history_date.date() for row in rows} == {clock.today()}, model
            assert CAPTURED not in {row.history_change_reason for row in rows}, model


def test_the_actor_is_the_sessions_whatever_python_says(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        action = reword_action(by=by, action=cast.here.actions[0], text="Meet.", reason="Shorter")
        forged = Action.history.model(
            **{f.attname: getattr(action, f.attname) for f in Action._meta.concrete_fields},
            history_type="~", history_date=dt.datetime(2001, 1, 1, tzinfo=dt.UTC), history_actor="user:nobody",
        )  # fmt: skip
        forged.save()
        rows = history(action)
    assert (rows[-2].history_change_reason, rows[-2].history_user_id) == ("Shorter", cast.here.people["coordinator"].pk)
    assert {row.history_actor for row in rows[-2:]} == {f"user:{cast.here.people['coordinator'].pk}"}
    assert rows[-1].history_date.date() == clock.today()


def _raw(sql: str) -> Callable[[Action], None]:
    def run(action: Action) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [action.pk])

    return run


def _bulk_update(action: Action) -> None:
    action.text = "By another way"
    Action._base_manager.bulk_update([action], ["text"])


def _skipped(action: Action) -> None:
    action.text = "By another way"
    action.save_without_historical_record()  # type: ignore[attr-defined]  # simple-history adds it


BYPASSES: dict[str, Callable[[Action], None]] = {
    "update": lambda action: Action._base_manager.filter(pk=action.pk).update(text="By another way"),  # type: ignore[dict-item]  # its count is not needed
    "bulk_update": _bulk_update,
    "raw SQL": _raw("UPDATE plans_action SET text = 'By another way' WHERE id = %s"),
    "skipped history": _skipped,
}


@pytest.mark.parametrize("way", BYPASSES)
def test_a_change_round_the_code_is_caught(cast: Cast, way: str) -> None:
    action = cast.here.actions[0]
    with cast.here.as_("coordinator") as access:
        before = len(history(action))
        BYPASSES[way](Action.objects.within(access).get(pk=action.pk))
    with cast.here.as_("auditor"):
        rows = history(action)
    assert len(rows) == before + 1
    last = rows[-1]
    assert (last.text, last.history_type, last.history_change_reason) == ("By another way", "~", CAPTURED)
    assert last.history_actor == f"user:{cast.here.people['coordinator'].pk}"


def test_a_change_after_the_history_row_is_caught_too(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        action = reword_action(by=by, action=cast.here.actions[0], text="Said")
        Action._base_manager.filter(pk=action.pk).update(text="Unsaid")
    with cast.here.as_("auditor"):
        assert [row.text for row in history(action)][-2:] == ["Said", "Unsaid"]


def test_bulk_creation_is_caught(cast: Cast) -> None:
    rows = [
        Milestone(partnership=cast.here.partnership, action=cast.here.actions[0], order=place, text=f"{place}")
        for place in range(3)
    ]
    with cast.here.as_("coordinator"):
        Milestone._base_manager.bulk_create(rows)
    with cast.here.as_("auditor"):
        for row in rows:
            assert [(found.history_type, found.history_change_reason) for found in history(row)] == [("+", CAPTURED)]


@pytest.mark.parametrize("way", ["queryset", "raw"])
def test_deletion_is_caught(cast: Cast, way: str) -> None:
    with cast.here.as_("coordinator") as by:
        row = add_milestone(by=by, action=cast.here.actions[0], text="Gone soon")
    with cast.here.as_("coordinator") as by:
        if way == "queryset":
            Milestone.objects.within(by).filter(pk=row.pk)._raw_delete(using="default")  # no signals
        else:
            _raw("DELETE FROM plans_milestone WHERE id = %s")(row)  # type: ignore[arg-type]  # any row with a key
    with cast.here.as_("auditor"):
        assert [found.history_type for found in history(row)] == ["+", "-"]


def test_querysets_delete_leaves_history(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        gone = list(Lead.objects.within(by).filter(action=cast.here.actions[2]))
        Lead.objects.within(by).filter(action=cast.here.actions[2]).delete()
    with cast.here.as_("auditor"):
        assert gone
        for row in gone:
            assert [found.history_type for found in history(row)] == ["+", "-"]


@pytest.mark.parametrize("model", AUDITED, ids=lambda model: model.__name__)
def test_a_raw_change_of_every_model_is_caught(cast: Cast, model: Any) -> None:
    """Every audited table has its net; a row is touched without changing it, which the net sees as unrecorded."""
    write_everything(cast.here)
    table = model._meta.db_table
    with cast.here.as_("coordinator"), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [table])
        may_update = cursor.fetchone()[0]
        row = model._base_manager.first()
        if may_update:
            cursor.execute("SELECT set_config('app.agency_id', '', true)")
            cursor.execute(f"UPDATE {table} SET partnership_id = partnership_id WHERE id = %s", [row.pk])  # noqa: S608  a model's own
            assert cursor.rowcount == 1
        enforce_deferred()
        rows = history(row)
    recorded = {name: getattr(rows[-1], name) for name in (f.attname for f in model._meta.concrete_fields)}
    assert recorded == {name: getattr(row, name) for name in recorded}


@pytest.mark.parametrize("sql", ["UPDATE {} SET partnership_id = partnership_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_does_not_rewrite_history(cast: Cast, sql: str) -> None:
    write_everything(cast.here)
    for table in [*(model.history.model._meta.db_table for model in AUDITED), "reporting_issue"]:
        refused = pytest.raises(DatabaseError, match="permission denied")
        with refused, cast.here.as_("administrator"), connection.cursor() as cursor:
            cursor.execute(sql.format(table))


@pytest.mark.django_db(transaction=True)
def test_the_owner_does_not_rewrite_history_either(live_cast: Cast) -> None:
    with as_owner():
        for sql in (
            "UPDATE plans_historicalaction SET text = 'x'",
            "UPDATE partners_historicalmembership SET history_actor = 'x'",
            "DELETE FROM plans_historicalaction",
        ):
            with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
                cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_only_the_owner_under_maintenance_writes_in_the_past(live_cast: Cast) -> None:
    then = dt.datetime(2016, 7, 14, 9, 30, tzinfo=dt.UTC)
    with clock.at(then), live_cast.here.as_("coordinator") as by:
        assert clock.now() == then
        action = reword_action(by=by, action=live_cast.here.actions[0], text="Backdated")
    with live_cast.here.as_("auditor"):
        assert history(action)[-1].history_date.date() == clock.today()
    with as_owner(), clock.at(then), live_cast.here.as_("coordinator") as by:
        reword_action(by=by, action=live_cast.here.actions[0], text="By the demo's loader")
    with live_cast.here.as_("auditor"):
        assert history(action)[-1].history_date == then
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET app.maintenance = off; SELECT set_config('app.moment', %s, false)", [then.isoformat()])
        cursor.execute("SELECT app.now()::date")
        assert cursor.fetchone() == (clock.today(),)


def test_the_net_writes_what_was_not_said_at_all(cast: Cast) -> None:
    """The safety net stands behind partners' tables as behind plans'."""
    with cast.here.as_("administrator") as by:
        Agency.objects.within(by).filter(slug="police").update(short_name="Constabulary")
    with cast.here.as_("auditor"), transaction.atomic():
        rows = history(cast.here.agencies["police"])
    assert [row.short_name for row in rows] == ["Police", "Constabulary"]
