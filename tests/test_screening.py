"""No case data: every column of text is written through the one gate, or says why it need not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from partners import services as partners
from partners.tenancy import Access
from plans.importers.proposal import Correction
from plans.models import Round, UpdateRequest
from plans.services import (
    actions,
    decisions,
    evidence,
    extensions,
    imports,
    measures,
    plans,
    requirements,
    reviewing,
    rounds,
    updates,
)
from plans.services.adding import LeadWords, add_action
from prevent_tracker.core.clock import now, today
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.models import Confirmation
from prevent_tracker.core.personal import CaseData, find, hit_sentences
from prevent_tracker.core.screening import screened
from reporting.models import Pack
from reporting.services import minutes
from reporting.services.agenda import add_item
from reporting.services.boards import change_board
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.logos import set_logo
from reporting.services.papers import add_paper
from reporting.services.publishing import withdraw
from reporting.services.styles import change_style, make_style, set_contents

from .addresses import published_of
from .cast import Cast, World
from .plans.services.proposals import reading
from .reporting.pictures import LOGO

NUMBER = "943 476 5919"
Writer = Callable[[Access, World, str], Any]


def _with(facts: dict[str, str], field: str, said: Any) -> dict[str, Any]:
    return {**facts, field: said}


def _asked(by: Access, world: World) -> UpdateRequest:
    return UpdateRequest.objects.within(by).filter(agency=world.agencies["police"]).order_by("id")[0]


def _answer(by: Access, world: World, **said: Any) -> Any:
    return updates.save_draft(by=by, request=_asked(by, world), answer=updates.Answer(rag="green", **said))


def _returned(by: Access, world: World, said: str) -> Any:
    sent = updates.submit(by=by, request=_asked(by, world), answer=updates.Answer(rag="green", narrative="Trained."))
    return reviewing.return_update(by=by, update=sent, reason=said)


def _action(field: str) -> Writer:
    return lambda by, world, said: add_action(
        by=by, objective=world.objectives[0], **_with({"text": "Meet."}, field, said)
    )


def _cells(field: str, *, listed: bool = False) -> Writer:
    return lambda by, world, said: add_action(
        by=by, objective=world.objectives[0], text="Meet.", **_with({}, field, [said] if listed else said)
    )


def _plan(field: str, value: Callable[[str], Any] = str) -> Writer:
    def write(by: Access, world: World, said: str) -> Any:
        facts: dict[str, Any] = {"title": "Another plan", "slug": "another"} | {field: value(said)}
        return plans.create_plan(by=by, starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2018, 3, 31), **facts)

    return write


def _objective(field: str, value: Callable[[str], Any] = str) -> Writer:
    return lambda by, world, said: plans.add_objective(
        by=by, plan=world.plan, **_with({"title": "Venues"}, field, value(said))
    )


def _deadline(field: str) -> Writer:
    def write(by: Access, world: World, said: str) -> Any:
        words: dict[str, Any] = {"timescale_text": "June 2018", "reason": "No hall", "agreed_by": "The chair"} | {
            field: said
        }
        return actions.change_deadline(by=by, action=world.actions[1], **words)

    return write


def _pack(field: str, value: Callable[[str], Any] = str) -> Writer:
    def write(by: Access, world: World, said: str) -> Any:
        words: dict[str, Any] = {
            "headline": "", "narrative": "", "recommendations": [], "marking": "OFFICIAL", "meeting": None, "cover": {},
        } | {field: value(said)}  # fmt: skip
        pack = draft_pack(by=by, board=world.boards["csp"], round=world.round)
        return write_pack(by=by, pack=pack, **words)

    return write


def _agency(field: str, value: Callable[[str], Any] = str) -> Writer:
    facts = {"name": "Fire", "short_name": "Fire", "slug": "fire-2", "kind": "fire"}
    return lambda by, world, said: partners.add_agency(by=by, **_with(facts, field, value(said)))


def _board(field: str) -> Writer:
    facts = {"name": "Board", "short_name": "Board", "slug": "board-2", "style": "csp"}
    return lambda by, world, said: partners.add_board(by=by, **_with(facts, field, said))


def _meeting(field: str) -> Writer:
    return lambda by, world, said: partners.add_meeting(
        by=by, board=world.boards["csp"], held_on=dt.date(2017, 3, 1), **_with({"label": "March"}, field, said)
    )


def _post(field: str, value: Callable[[str], Any] = str) -> Writer:
    return lambda by, world, said: partners.add_post(
        by=by, slug="nurse", agency=world.agencies["health"], **_with({"name": "Nurse"}, field, value(said))
    )


def _batch(by: Access) -> Any:
    return imports.keep_reading(by=by, name="plan.docx", content=b"x", options={}, reading=reading())


def _measure(field: str) -> Writer:
    return lambda by, world, said: measures.add_measure(
        by=by, plan=world.plan, better="up", **_with({"name": "Trained"}, field, said)
    )


def _rating(by: Access, world: World, said: str) -> Any:
    plan = requirements.choose_sets(by=by, plan=world.plan, sets=["duty-2023"])
    return requirements.rate_requirement(
        by=by, plan=plan, round=world.round, code="duty-2023/leadership", value="Met", note=said
    )


def _figure(by: Access, world: World, said: str) -> Any:
    measure = measures.add_measure(by=by, plan=world.plan, name="Trained", better="up")
    return measures.record_reading(by=by, measure=measure, round=world.round, value=Decimal(1), note=said)


def _extension(by: Access, world: World, said: str) -> Any:
    until = world.round.closes_on + dt.timedelta(days=7)
    return extensions.extend(by=by, round=world.round, agency=world.agencies["police"], until=until, reason=said)


def _round(by: Access, world: World, said: str) -> Round:
    day = dt.date(2017, 7, 1)
    return rounds.plan_round(
        by=by, plan=world.plan, slug="next", label=said, starts_on=day, ends_on=day, opens_on=day, closes_on=day
    )


def _item(field: str) -> Writer:
    return lambda by, world, said: add_item(by=by, meeting=world.meetings[0], **_with({"title": "Any"}, field, said))


def _present(field: str) -> Writer:
    return lambda by, world, said: minutes.record_attendance(
        by=by,
        meeting=world.meetings[0],
        lines=[minutes.Present(**_with({"words": "Chair", "presence": "present"}, field, said))],
    )


def _standing(by: Access, world: World, said: str) -> Any:
    facts: dict[str, Any] = {"name": "B", "short_name": "B", "style": "csp", "reports_to": None, "meets": ""}
    facts |= {"terms": "", "papers_clear_days": 5, "drafts_days_before": None, "standing_items": in_list(said)}
    return change_board(by=by, board=world.boards["csp"], **facts)


def in_list(said: str) -> list[str]:
    return ["One", said]


# The verb that writes each column. Each is tried with words that look like case data.
SCREENED: dict[str, Writer] = {
    "RequirementRating.note": _rating,
    "Action.text": _action("text"),
    "Action.number": _cells("number"),
    "Action.row": _cells("row"),
    "Action.steps": _cells("steps", listed=True),
    "Action.outcomes": _cells("outcomes", listed=True),
    "Action.leads_text": lambda by, world, said: actions.set_leads(
        by=by, action=world.actions[0], leads=[], leads_text=said
    ),
    "Action.timescale_text": _action("timescale_text"),
    "Action.progress_text": lambda by, world, said: actions.set_cells(
        by=by, action=world.actions[0], reason="Put right", progress_text=said
    ),
    "Action.note": _cells("note"),
    "AgreedStatus.reason": lambda by, world, said: rounds.decide_status(
        by=by, round=world.round, action=world.actions[1], rag="red", reason=said
    ),
    "AgendaItem.minutes": lambda by, world, said: minutes.write_notes(
        by=by, item=add_item(by=by, meeting=world.meetings[0], title="Any"), text=said
    ),
    "AgendaItem.presenter": _item("presenter"),
    "AgendaItem.title": _item("title"),
    "Attendance.note": _present("note"),
    "Attendance.words": _present("words"),
    "Agency.aliases": _agency("aliases", in_list),
    "Agency.name": _agency("name"),
    "Agency.short_name": _agency("short_name"),
    "ApiKey.name": lambda by, world, said: partners.create_key(
        by=by, agency=None, name=said, expires_at=now() + dt.timedelta(days=9), scopes=["read"]
    ),
    "Board.meets": _board("meets"),
    "Board.name": _board("name"),
    "Board.short_name": _board("short_name"),
    "Board.standing_items": _standing,
    "Board.terms": _board("terms"),
    "BoardSeat.words": lambda by, world, said: partners.add_seat(by=by, board=world.boards["csp"], words=said),
    "DeadlineChange.agreed_by": _deadline("agreed_by"),
    "DeadlineChange.new_text": _deadline("timescale_text"),
    "DeadlineChange.reason": _deadline("reason"),
    "Decision.text": lambda by, world, said: decisions.record_decision(by=by, meeting=world.meetings[0], text=said),
    "Evidence.title": lambda by, world, said: evidence.add_link(
        by=by, request=_asked(by, world), title=said, url="https://example.org/"
    ),
    "Evidence.url": lambda by, world, said: evidence.add_link(
        by=by, request=_asked(by, world), title="Minutes", url=f"https://example.org/{said.replace(' ', '')}"
    ),
    "Extension.reason": _extension,
    "FrontMatter.body": lambda by, world, said: plans.add_front_matter(
        by=by, plan=world.plan, heading="Why", body=["Because", {"list": [said]}]
    ),
    "FrontMatter.heading": lambda by, world, said: plans.add_front_matter(
        by=by, plan=world.plan, heading=said, body=[]
    ),
    "GlossaryEntry.meaning": lambda by, world, said: plans.add_glossary_entry(
        by=by, plan=world.plan, term="CSP", meaning=said
    ),
    "GlossaryEntry.term": lambda by, world, said: plans.add_glossary_entry(
        by=by, plan=world.plan, term=said, meaning="It"
    ),
    "ImportBatch.corrections": lambda by, world, said: imports.mend(
        by=by, batch=_batch(by), corrections=[Correction("set_plan", {"field": "title", "value": said})]
    ),
    "ImportBatch.name": lambda by, world, said: imports.start_import(
        by=by, name=f"{said}.csv", content=b"Action\nMeet"
    ),
    "ImportBatch.options": lambda by, world, said: imports.set_options(
        by=by, batch=_batch(by), options={"period": said}
    ),
    "ImportBatch.parties": lambda by, world, said: imports.set_parties(
        by=by, batch=_batch(by), choices={"Police": f"new_agency:police:{said}"}
    ),
    "Lead.words": lambda by, world, said: actions.set_leads(by=by, action=world.actions[0], leads=[LeadWords(said)]),
    "Measure.name": _measure("name"),
    "Measure.unit": _measure("unit"),
    "Meeting.label": _meeting("label"),
    "Meeting.note": _meeting("note"),
    "Meeting.place": _meeting("place"),
    "Milestone.due_text": lambda by, world, said: actions.add_milestone(
        by=by, action=world.actions[0], text="Find a hall", due_text=said
    ),
    "Milestone.text": lambda by, world, said: actions.add_milestone(by=by, action=world.actions[0], text=said),
    "Objective.number": _objective("number"),
    "Objective.outcomes": _objective("outcomes", in_list),
    "Objective.paragraphs": _objective("paragraphs", in_list),
    "Objective.requirements": _objective("requirements", in_list),
    "Objective.title": _objective("title"),
    "Pack.contents": lambda by, world, said: set_contents(
        by=by,
        pack=draft_pack(by=by, board=world.boards["csp"], round=world.round),
        contents=[{"key": "plan", "heading": said}],
    ),
    "Pack.cover": _pack("cover", lambda said: {"implications": [["Legal", said]]}),
    "Pack.headline": _pack("headline"),
    "Pack.marking": _pack("marking"),
    "Pack.narrative": _pack("narrative"),
    "Pack.recommendations": _pack("recommendations", in_list),
    "PackSettings.logo_alt": lambda by, world, said: set_logo(by=by, content=LOGO, alt=said),
    "PackStyle.label": lambda by, world, said: make_style(by=by, label=said, based_on="csp"),
    "PackStyle.layout": lambda by, world, said: change_style(
        by=by,
        style=make_style(by=by, label="Ours", based_on="csp"),
        layout={"label": "Ours", "head": "cover", "parts": [{"key": "plan", "heading": "Plan", "group": said}]},
    ),
    "Paper.title": lambda by, world, said: add_paper(
        by=by, item=add_item(by=by, meeting=world.meetings[0], title="Any"), title=said, name="a.txt", content=b"Any"
    ),
    "Plan.columns": _plan("columns", lambda said: [{"field": "action", "heading": said}]),
    "Plan.council_priorities": _plan("council_priorities", in_list),
    "Plan.edition_words": _plan("edition_words"),
    "Plan.indicators": _plan("indicators", in_list),
    "Plan.levels": _plan("levels", in_list),
    "Plan.note": _plan("note"),
    "Plan.period_label": _plan("period_label"),
    "Plan.reference": _plan("reference"),
    "Plan.responsible": _plan("responsible"),
    "Plan.subtitle": _plan("subtitle"),
    "Plan.table_title": _plan("table_title"),
    "Plan.title": _plan("title"),
    "Post.aliases": _post("aliases", in_list),
    "Post.name": _post("name"),
    "Publication.withdrawn_reason": lambda by, world, said: withdraw(
        by=by, publication=published_of(by, world.plan), reason=said
    ),
    "Reading.note": _figure,
    "Round.label": _round,
    "Update.narrative": lambda by, world, said: _answer(by, world, narrative=said),
    "Update.path_to_green": lambda by, world, said: _answer(by, world, path_to_green=said),
    "Update.return_reason": _returned,
}
CONTACT = "of somebody who works on the plan, who is written to: a contact is no case data"
ACCOUNT = "of somebody who works here, in their own account"
OPERATOR = "the operator's, as the partnership is founded, on the command line"
DERIVED = "made by the tracker of texts that were screened"
MACHINE = "the tracker's own word or digest, nobody's text"
EXEMPT = {
    "JobProgress.steps": MACHINE,
    "Draft.document_sha256": MACHINE,
    "DrawnSection.sha256": MACHINE,
    "Job.refusal": MACHINE,
    "Pack.markings": MACHINE,
    "Issue.made_with": MACHINE,
    "Issue.seal_sha256": MACHINE,
    "Issue.previous_seal": MACHINE,
    "Issue.html_sha256": MACHINE,
    "Plan.requirement_sets": MACHINE,
    "Action.requirement_codes": MACHINE,
    "RequirementRating.value": MACHINE,
    "RequirementRating.code": MACHINE,
    "Action.timescale": DERIVED,
    "AgencyContact.name": CONTACT,
    "AgencyContact.email": CONTACT,
    "AnswerLink.email": CONTACT,
    "AnswerLink.ended_because": MACHINE,
    "AnswerLink.name": CONTACT,
    "ApiCall.method": MACHINE,
    "ApiCall.path": "an address of the API without its query; it holds ids",
    "ApiKey.created_by": ACCOUNT,
    "ApiKey.prefix": MACHINE,
    "ApiKey.scopes": MACHINE,
    "Board.style": MACHINE,
    "Change.change": MACHINE,
    "Change.kind": MACHINE,
    "ColumnLayout.fields": MACHINE,
    "ColumnLayout.headings": "of the tables of an import, whose headings are screened as the plan's columns",
    "Confirmation.by": ACCOUNT,
    "Confirmation.digest": MACHINE,
    "Confirmation.kind": MACHINE,
    "Confirmation.label": MACHINE,
    "Confirmation.shown": "masked",
    "DeadlineChange.old_text": DERIVED,
    "Delivery.body": DERIVED,
    "Delivery.said": "what a partner's server answered, cut short; shown to administrators alone",
    "Delivery.tries": "as Delivery.said",
    "Evidence.content_type": MACHINE,
    "Evidence.file": MACHINE,
    "Evidence.sha256": MACHINE,
    "IdempotentCall.body": DERIVED,
    "IdempotentCall.caller": MACHINE,
    "IdempotentCall.headers": MACHINE,
    "IdempotentCall.key": "the caller's own token, kept for a day and shown to nobody",
    "IdempotentCall.request_sha256": MACHINE,
    "ImportBatch.error": DERIVED,
    "ImportBatch.kind": MACHINE,
    "ImportBatch.sha256": MACHINE,
    "ImportBatch.started_by": ACCOUNT,
    "ImportFile.mended": "as ImportFile.proposal",
    "ImportFile.proposal": "shown, to be mended or confirmed, before anything is made of it (plans/services/people.py)",
    "ImportFile.source": "as ImportFile.proposal; gone after the commit where it holds what nobody confirmed",
    "Issue.document": DERIVED,
    "Issue.document_sha256": MACHINE,
    "Issue.html": DERIVED,
    "Issue.issued_by": ACCOUNT,
    "Issue.pdf_sha256": MACHINE,
    "Issue.reason": "screened as the issue is asked for",
    "Job.args": DERIVED,
    "Job.error": "what broke, for the operator",
    "Job.task": MACHINE,
    "JobProgress.doing": MACHINE,
    "Message.about": MACHINE,
    "Message.calendar": DERIVED,
    "Message.error": "the mail server's own words, about the address it was given",
    "Message.html": DERIVED,
    "Message.key": MACHINE,
    "Message.message_id": MACHINE,
    "Message.subject": DERIVED,
    "Message.text": DERIVED,
    "Message.to_email": CONTACT,
    "Message.to_name": CONTACT,
    "Pack.style": MACHINE,
    "Publication.address": DERIVED,
    "Publication.partnership_name": DERIVED,
    "Publication.title": DERIVED,
    "PackSettings.logo_type": MACHINE,
    "Paper.content_type": MACHINE,
    "Paper.file": MACHINE,
    "Paper.sha256": MACHINE,
    "Partnership.accent": MACHINE,
    "Partnership.name": OPERATOR,
    "Partnership.rag_key": OPERATOR,
    "Partnership.short_name": OPERATOR,
    "User.email": ACCOUNT,
    "User.name": ACCOUNT,
    "User.password": MACHINE,
    "Webhook.events": MACHINE,
    "Webhook.salt": MACHINE,
    "Webhook.url": "of a partner's server, for machines",
}


def columns_of_text() -> set[str]:
    """Every column that can hold words: texts, lists of them and JSON, but for fixed choices and slugs."""
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    return {
        f"{model.__name__}.{field.name}"
        for app in ("core", "partners", "plans", "reporting")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if isinstance(field, kinds)
        and not field.choices
        and not isinstance(field, models.SlugField)
        and not (
            isinstance(field, ArrayField) and not isinstance(field.base_field, (models.CharField, models.TextField))
        )
    }


def test_every_column_of_text_is_screened_or_says_why_not() -> None:
    assert not SCREENED.keys() & EXEMPT.keys()
    assert columns_of_text() == SCREENED.keys() | EXEMPT.keys()


@pytest.mark.parametrize("column", SCREENED)
@pytest.mark.django_db
def test_case_data_does_not_come_in(cast: Cast, column: str) -> None:
    needs_administrator = column.split(".")[0] in ("ApiKey", "Board", "BoardSeat", "Meeting")
    with cast.here.as_("administrator" if needs_administrator else "coordinator") as by:
        with pytest.raises(Invalid) as refused:
            SCREENED[column](by, cast.here, NUMBER)
        assert [said.hit.kind for said in hit_sentences(refused.value)] == ["nhs_number"]


@pytest.mark.django_db
def test_what_is_confirmed_is_stored_and_recorded_once(cast: Cast) -> None:
    digest = find(NUMBER)[0].digest
    with cast.here.as_("coordinator") as by:
        with screened(by, [digest, "0" * 64]):
            actions.reword_action(by=by, action=cast.here.actions[0], text=f"Ring {NUMBER} twice: {NUMBER}")
        kept = Confirmation.objects.get(partnership_id=by.partnership_id)
        assert (kept.by, kept.kind, kept.label, kept.digest) == (by.actor_name, "nhs_number", "Action", digest)
        assert (kept.shown, kept.at.date()) == ("94••••••••19", today())


@pytest.mark.django_db
def test_a_confirmation_holds_for_the_partnership_and_nowhere_else(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by, screened(by, [find(NUMBER)[0].digest]):
        actions.reword_action(by=by, action=cast.here.actions[0], text=NUMBER)
    with cast.here.as_("coordinator") as by:
        with screened(by):
            actions.reword_action(by=by, action=cast.here.actions[1], text="Ring 9434765919")
        assert Confirmation.objects.filter(partnership_id=by.partnership_id).count() == 1
    with cast.elsewhere.as_("coordinator") as by, screened(by), pytest.raises(CaseData):
        actions.reword_action(by=by, action=cast.elsewhere.actions[0], text=NUMBER)


@pytest.mark.django_db
def test_what_was_ticked_for_other_words_lets_nothing_through(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by, screened(by, [find(NUMBER)[0].digest]):
        with pytest.raises(CaseData) as refused:
            actions.reword_action(by=by, action=cast.here.actions[0], text=f"{NUMBER} and a@b.example")
        assert [hit.words for hit in refused.value.hits] == ["a@b.example"]
        assert not Confirmation.objects.filter(partnership_id=by.partnership_id).exists()


@pytest.mark.django_db
def test_officers_on_a_cover_are_no_case_data(cast: Cast) -> None:
    officer = "Ann Lee, 020 8489 1000, ann@north.example"
    assert find(officer)  # anywhere else these words would be stopped
    with cast.here.as_("coordinator") as by:
        _pack("cover", lambda said: {"contact": said})(by, cast.here, officer)
        assert Pack.objects.within(by).filter(cover__contact=officer).count() == 1
