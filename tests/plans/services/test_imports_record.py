"""The tracker's own export, taken in again: the same plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from partners.services import add_post
from partners.tenancy import Access
from plans.exporters.record import ActionRecord, ObjectiveRecord, PlanRecord, StatusRecord, to_json
from plans.importers.errors import Unreadable
from plans.importers.own import proposal_of, read_own
from plans.importers.propose import propose
from plans.models import Lead, Plan
from plans.queries.export import plan_record
from plans.services.actions import LeadWords, add_action, add_milestone, change_state, mark_milestone
from plans.services.committing import commit_import
from plans.services.imports import keep_reading, mend
from plans.services.plans import add_front_matter, add_glossary_entry, add_objective, set_stage
from plans.services.records import import_record
from prevent_tracker.core.errors import Closed, Invalid
from tests.cast import Cast, World


def enrich(world: World, by: Access) -> Plan:
    """The cast's plan with something in every field that a record has."""
    plan, police = world.plan, world.agencies["police"]
    with world.as_("administrator") as administrator:
        post = add_post(by=administrator, slug="chief", name="Chief Officer", agency=police)
    add_front_matter(by=by, plan=plan, heading="Why", body=["Because.", {"list": ["One", "Two"]}])
    add_glossary_entry(by=by, plan=plan, term="CSP", meaning="The board.")
    below = add_objective(
        by=by, plan=plan, parent=world.objectives[1], title="Wards", number="2a", number_is_generated=True,
        paragraphs=["Some words."], outcomes=["All know."], requirements=["Section 26"],
    )  # fmt: skip
    action = add_action(
        by=by, objective=below, text="Teach.", number="2.9", timescale_text="See 2.1", row="r1", steps=["Book"],
        outcomes=["Taught"], leads_text="Chief; Somebody", progress_text="Begun", marking="public", note="A note",
        leads=[LeadWords("Chief", nature="post", post=post), LeadWords("Somebody", nature="placeholder")],
        milestones=[("Find a hall", "May 2016"), ("Print", "")],
    )  # fmt: skip
    mark_milestone(by=by, milestone=action.milestones.get(order=0), done_on=dt.date(2016, 5, 6))
    change_state(by=by, action=world.actions[3], state="paused", reason="No money")
    return set_stage(by=by, plan=plan, stage="endorsed", on=dt.date(2016, 5, 1))


def bare(record: PlanRecord) -> PlanRecord:
    """Without what rounds said and when it was drawn."""

    def action(row: ActionRecord) -> ActionRecord:
        return replace(row, status=StatusRecord("not_reported"))

    def node(row: ObjectiveRecord) -> ObjectiveRecord:
        actions, children = tuple(map(action, row.actions)), tuple(map(node, row.children))
        return replace(row, actions=actions, children=children)

    return replace(record, as_at=dt.datetime(2017, 1, 1, tzinfo=dt.UTC), objectives=tuple(map(node, record.objectives)))


def test_export_and_import_give_the_same_plan(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        record = plan_record(by, enrich(cast.here, by))
        copy = import_record(by=by, record=read_own(to_json(record).encode()), slug="copy")
        assert bare(plan_record(by, copy)) == bare(record)
        assert copy.pk != cast.here.plan.pk


def test_a_closed_plan_is_written_first_and_then_closed(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        record = replace(plan_record(by, cast.here.plan), stage="closed", stage_on=dt.date(2017, 3, 31))
        copy = import_record(by=by, record=record, slug="copy")
        assert (copy.stage, copy.actions.count()) == ("closed", 4)


def test_in_another_partnership_a_slug_means_another_body(cast: Cast) -> None:
    """Both have an agency "police"; only its name tells that they are not one."""
    with cast.here.as_("coordinator") as by:
        record = plan_record(by, cast.here.plan)
    with cast.elsewhere.as_("coordinator") as by:
        copy = import_record(by=by, record=record, slug="copy")
        leads = Lead.objects.within(by).filter(action__plan=copy)
        assert {(lead.words, lead.agency) for lead in leads} == {("Police", None), ("Health Trust", None)}


def test_the_file_is_previewed_and_committed_like_any_other(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        record = plan_record(by, enrich(cast.here, by))
        content = to_json(record).encode()
        reading = propose(content, "plan.json")
        batch = keep_reading(by=by, name="plan.json", content=content, options={}, reading=reading)
        assert (batch.kind, batch.state, len(reading.proposal.actions)) == ("json", "read", 5)
        plan = commit_import(
            by=by, batch=batch, slug="copy", title="Another title", starts_on=record.starts_on, ends_on=record.ends_on,
            year_basis=record.year_basis,
        )  # fmt: skip
        assert bare(plan_record(by, plan)) == replace(bare(record), title="Another title")


def test_an_export_is_not_mended(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        content = to_json(plan_record(by, cast.here.plan)).encode()
        batch = keep_reading(by=by, name="p.json", content=content, options={}, reading=propose(content))
        with pytest.raises(Closed, match="taken in as it is"):
            mend(by=by, batch=batch, corrections=[])


def test_the_preview_says_what_the_plan_says(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        proposal = proposal_of(plan_record(by, enrich(cast.here, by)))
    assert [(each.title, each.level, each.parent) for each in proposal.sections] == [
        ("Partnership", 1, None), ("Training", 1, None), ("Wards", 2, 1), ("Venues", 1, None),
    ]  # fmt: skip
    taught = next(action for action in proposal.actions if action.number == "2.9")
    assert (taught.section, taught.milestones) == (2, ("Find a hall (May 2016)", "Print"))
    assert [lead.text for lead in taught.leads] == ["Chief", "Somebody"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b'{"format": "other"}', "not an exported plan"),
        (b'{"format": "prevent-tracker-plan", "version": 99}', "version 99"),
        (b'{"format": "prevent-tracker-plan", "version": 1}', "cannot be read"),
        ("{}".encode("utf-16"), "not in UTF-8"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_what_is_no_export_says_so(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_own(content)


def test_a_record_that_breaks_a_rule_writes_nothing(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        record = plan_record(by, cast.here.plan)
    twice = replace(record, objectives=(*record.objectives, record.objectives[0]))
    with pytest.raises(Invalid, match="already"), cast.here.as_("coordinator") as by:
        import_record(by=by, record=twice, slug="copy")
    with cast.here.as_("auditor") as access:
        assert not Plan.objects.within(access).filter(slug="copy").exists()


def test_milestones_reached_are_reached(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        row = add_milestone(by=by, action=cast.here.actions[0], text="Meet once", due_text="May 2016")
        mark_milestone(by=by, milestone=row, done_on=dt.date(2016, 5, 9))
        copy = import_record(by=by, record=plan_record(by, cast.here.plan), slug="copy")
        (found,) = copy.actions.get(text="Meet four times a year.").milestones.all()
        assert (found.done_on, found.due_on) == (dt.date(2016, 5, 9), dt.date(2016, 5, 31))
