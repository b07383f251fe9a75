"""Every address of the installation with what stands in it: objects of a partnership, the permission it asks for, and a
body that would write. A name that the resolver knows and this table does not fails tests/test_permissions.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from partners.models import Agency, AgencyContact, Message
from partners.roles import Permission
from partners.services import add_agency, create_key, make_calendar_address
from partners.tenancy import Access, log_call
from partners.webhooks import add_webhook, send_test
from plans.forms.imports import lead_field
from plans.importers.interpret import interpret
from plans.importers.proposal import Correction
from plans.importers.propose import Reading
from plans.models import AnswerLink, ImportBatch, Objective, Plan, Round, UpdateRequest
from plans.services.actions import LeadWords, add_action, add_milestone
from plans.services.batches import current_proposal
from plans.services.contacts import add_contact
from plans.services.decisions import record_decision
from plans.services.evidence import add_file
from plans.services.imports import keep_reading, mend
from plans.services.links import make, mint, start
from plans.services.measures import add_measure, record_reading
from plans.services.outbox import post
from plans.services.plans import add_objective, create_plan
from plans.services.requirements import choose_sets, map_requirement, rate_requirement
from plans.services.rounds import open_round, plan_round
from plans.services.saving import save
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from reporting.document import PlanFacts
from reporting.editions import edition
from reporting.models import Draft, DrawnSection, Issue, Pack, Publication
from reporting.services.drafting import draft_document, draft_pack
from reporting.services.freezing import freeze
from reporting.services.logos import set_logo
from reporting.services.styles import make_style
from reporting.snapshot import snapshot_plan

from .cast import World
from .meeting_scene import meeting_objects
from .plans.import_sample import source
from .reporting.pictures import LOGO

Kwargs = dict[str, Any]
Body = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """`needs`: any one of these; `kwargs` names the objects (`Scene.objects`); `body` would write, given a scene."""

    needs: tuple[Permission, ...] = ()
    kwargs: tuple[str, ...] = ()
    body: Callable[[Scene], Body] = lambda scene: {}
    posts_only: bool = False
    own_agency: bool = False  # another agency's contributor finds nothing


@dataclass
class Scene:
    """One partnership with something at every address; `objects` fills the addresses."""

    world: World
    objects: Kwargs = field(default_factory=dict)
    words: tuple[str, ...] = ()  # that nobody outside may read

    @property
    def slug(self) -> str:
        return self.world.partnership.slug


def build_scene(world: World, plan_slug: str, number: str) -> Scene:
    """A second plan of its own slug and numbers, an open round, an update to review, a pack and its issue, and a file
    that was read and once mended."""
    police = world.agencies["police"]
    with world.as_("coordinator") as by:
        facts: Any = {"starts_on": world.plan.starts_on, "ends_on": world.plan.ends_on, "period_label": "2016/17"}
        plan = create_plan(
            by=by, slug=plan_slug, title=f"Secret of {world.partnership.name}", year_basis="financial", **facts
        )
        objective = add_objective(by=by, plan=plan, title="Only ours")
        leads = [LeadWords("Police", agency=police)]
        first, second = (
            add_action(by=by, objective=objective, text=f"Ours {name}", number=f"{number}.{name}", leads=leads)
            for name in ("1", "2")
        )
        milestone = add_milestone(by=by, action=first, text="Reach it")
        row = plan_round(
            by=by, plan=plan, slug=f"{plan_slug}-q4", label="Q4", starts_on=world.round.starts_on,
            ends_on=world.round.ends_on, opens_on=world.round.opens_on, closes_on=world.round.closes_on,
        )  # fmt: skip
        row = open_round(by=by, round=row, quietly=True)
        measure = add_measure(by=by, plan=plan, name="Ours counted", better="up")
        choose_sets(by=by, plan=plan, sets=["council-toolkit"])
        map_requirement(by=by, plan=plan, code="council-toolkit/training", actions=[first])
        rate_requirement(by=by, plan=plan, round=row, code="council-toolkit/training", value="2")
        record_reading(by=by, measure=measure, round=row, value=Decimal(3))
        body = add_agency(by=by, slug="ours", name="Ours United", short_name="OU", kind="voluntary")
        decision = record_decision(by=by, meeting=world.meetings[0], text="Ours was decided.", action=first)
        pack = draft_pack(by=by, board=world.boards["csp"], round=row)
        issue, partner_issue = issue_of(by, pack), issue_of(by, pack, "partner")
        draft_of(by, pack)
        publication = published_of(by, plan)
        style = make_style(by=by, label="Ours styled", based_on="csp")
        set_logo(by=by, content=LOGO, alt="Ours shown")
        table = 1 if number == "O" else 7
        batch = _import(by, table)
        texts_left_out = [left.text for left in current_proposal(by, batch).left_out]
        left_out = texts_left_out.index("Page 2")
        held = meeting_objects(by, world, plan_slug, is_other=number != "O")
        contact = add_contact(by=by, agency=police, name="Ours Contact", email="contact@ours.example")
        message = _message(by, row, contact)
        link = _link(by, row, police)
    with world.as_("contributor") as by:
        requests = UpdateRequest.objects.within(by)
        update = submit(by=by, request=requests.get(action=first), answer=Answer("green", "Ours went well."))
        due = requests.get(action=second)
        evidence = add_file(by=by, request=update.request, title="Ours shown", name="a.txt", content=b"Ours attended")
    with world.as_("administrator") as by:
        key, _ = create_key(by=by, agency=police, name="Ours", expires_at=clock.now() + dt.timedelta(days=9))
        webhook = add_webhook(by=by, url="https://93.184.215.14/ours", events=["pack.issued"])
        delivery = send_test(by=by, webhook=webhook)
        make_calendar_address(by=by)
        log_call(key.pk, "GET", "/api/v1/plans/", 200, 5)
    objects = {
        "key_id": key.pk, "webhook_id": webhook.pk, "delivery_id": delivery.pk,
        "partnership": world.partnership.slug, "plan": plan.slug, "number": first.number, "milestone_id": milestone.pk,
        **held, "decision_id": decision.pk,
        "slug": row.slug, "agency_id": police.pk, "request_id": due.pk, "update_id": update.pk, "pack_id": pack.pk,
        "issue_id": issue.pk, "publication_id": publication.pk, "address": publication.address,
        "contact_id": contact.pk, "message_id": message.pk,
        "import_id": batch.pk, "item": f"t{table}r3", "table": table, "left_out": left_out,
        "measure_id": measure.pk, "api_plan": plan.pk, "api_action": first.pk, "api_update": update.pk,
        "api_partnership": world.partnership.pk, "api_agency": police.pk, "api_objective": objective.pk,
        "api_action_history": first.pk, "api_round": row.pk, "api_measure": measure.pk, "api_decision": decision.pk,
        "api_pack": pack.pk, **dict.fromkeys(_ISSUES, issue.pk),
        "api_due": second.pk, "api_request_evidence": update.request_id, "api_evidence": evidence.pk,
        "api_evidence_file": evidence.pk, "evidence_id": evidence.pk, "link_id": link.pk, "link": link.pk,
        "partner_issue_id": partner_issue.pk, "ending": "pdf", "style": style.slug, "kind": "action",
        "thing": first.pk, "body_id": body.pk,
        "code": "council-toolkit/training", "uidb36": "1", "key": "none", "name": "none", "place": 0, "token": "none",
    }  # fmt: skip
    texts = (world.partnership.name, plan.title, police.name)
    return Scene(world, objects, texts)


OPEN = "Open to all"  # what is published is called
_ISSUES = tuple(f"api_issue{kind}" for kind in ("", "_document", "_html", "_pdf", "_docx", "_xlsx"))


def _link(by: Access, current: Round, agency: Agency) -> AnswerLink:
    """A single-use link that is in use; whoever is to hold it is given a secret of its own."""
    made = make(by, round=current, agency=agency, name="Ours Desk", email="desk@ours.example")
    mint(made)
    start(replace(by, link_id=made.pk))
    return made


def _message(by: Any, current: Round, contact: AgencyContact) -> Message:
    """A mail that was not delivered, so that it may be sent again."""
    found = post(
        by, key="ours", kind="opening", about=[{"round": str(current.pk), "agency": str(contact.agency_id)}],
        to_name=contact.name, to_email=contact.email, subject="Ours went well by mail", text="Ours", html="<p>Ours</p>",
    )  # fmt: skip
    assert found is not None
    found.state, found.error = "failed", "550 No such person"
    found.save()
    return found


def issue_of(by: Any, pack: Pack, name: str = "board") -> Issue:
    document = edition(draft_document(by, pack), name)
    return freeze(
        by, document, b"%PDF-1.7", pages=1, plan=pack.round.plan, pack=pack, edition=name, number=1, reason="",
    )  # fmt: skip


def draft_of(by: Access, pack: Pack) -> Draft:
    moment = clock.now()
    DrawnSection.objects.within(by).create(partnership=by.partnership, pack=pack, sha256="0" * 64, pdf=b"%PDF-1.7")
    return Draft.objects.within(by).create(
        partnership=by.partnership, pack=pack, document_sha256="0" * 64, pdf=b"%PDF-1.7", pages=1, as_at=moment,
        made_at=moment,
    )  # fmt: skip


def published_of(by: Access, plan: Plan) -> Publication:
    """A page that anybody may read, of which nothing but its address is the plan's."""
    document = replace(snapshot_plan(by, plan, moment=clock.now()), edition="public", title=OPEN, objectives=())
    document = replace(document, plan=PlanFacts(OPEN, "2016/17"), partnership=OPEN, partnership_short=OPEN)
    issue = freeze(
        by, document, b"%PDF-1.7", pages=1, plan=plan, pack=None, edition="public", number=1, reason="",
    )  # fmt: skip
    row = Publication(
        partnership=by.partnership, plan=plan, address=f"{by.partnership.slug}/{plan.slug}", partnership_name=OPEN,
        title=OPEN, published_at=issue.issued_at,
    )  # fmt: skip
    return save(row, "Made public")


def _import(by: Any, table: int) -> ImportBatch:
    read = source(table)
    reading = Reading("docx", read, interpret(read))
    batch = keep_reading(by=by, name="Ours 1.docx", content=b"PK", options={}, reading=reading)
    return mend(by=by, batch=batch, corrections=[Correction("agree", {"key": f"t{table}r3"})])


def _objective(scene: Scene) -> Any:
    with scene.world.as_("auditor") as access:
        return Objective.objects.within(access).get(title="Only ours").pk


def _round(scene: Scene) -> Any:
    with scene.world.as_("auditor") as access:
        return Round.objects.within(access).get(slug=scene.objects["slug"]).pk


_ANSWER = {"rag": "amber", "narrative": "It slipped.", "path_to_green": "By May.", "version": ""}
_EVIDENCE = {"add": "link", "title": "Minutes", "url": "https://ours.example/minutes"}
_ACTION, _ROUND = ("plan", "number"), ("plan", "slug")
_CONTACTS = (Permission.MANAGE_ROUND, Permission.MANAGE_MEMBERS)


_COMMIT = {
    "title": "Imported", "slug": "imported", "year_basis": "financial", "starts_on_day": 1, "starts_on_month": 4,
    "starts_on_year": 2016, "ends_on_day": 31, "ends_on_month": 3, "ends_on_year": 2017,
}  # fmt: skip
_DAYS = {"closes_on_day": 28, "closes_on_month": 4, "closes_on_year": 2017}
_SETTINGS = {
    "status_rule": "majority", "opens_days_after": 2, "closes_days_before": 8, "papers_days_before": 5,
    "send_at": "9:30", "remind_before": "7, 1", "remind_after": "", "senior_after": "", "version": "",
}  # fmt: skip
_PARTS = {"order": ["plan"], "plan-on": "on", "plan-heading": "The plan"}
_COLUMNS = {"column_1": "number", "column_2": "action", "column_3": "partners", "column_4": "timescale"}


def _mends(body: Callable[[Scene], Body], *more: str, posts_only: bool = False) -> Address:
    return Address((Permission.EDIT_PLAN,), ("import_id", *more), body, posts_only)


def _edit(body: Callable[[Scene], Body], *more: str) -> Address:
    return Address((Permission.EDIT_PLAN,), (*_ACTION, *more), body)


def _settings(body: Callable[[Scene], Body] = lambda scene: {}, *kwargs: str, posts_only: bool = False) -> Address:
    return Address((Permission.MANAGE_MEMBERS,), kwargs, body, posts_only)


def _records(
    kwargs: tuple[str, ...], body: Callable[[Scene], Body] = lambda scene: {}, *, posts_only: bool = False
) -> Address:
    return Address((Permission.RECORD_DECISION,), kwargs, body, posts_only)


_BOARDS, _MEETING = (Permission.EDIT_PACK, Permission.MANAGE_MEMBERS), ("meeting_id",)
_HELD_ON = {"held_on_day": 21, "held_on_month": 11, "held_on_year": 2016}
_LINES = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-words": "Anybody"}
_WEBHOOK = ("webhook_id",)
PAGES: dict[str, Address] = {
    "settings": Address((Permission.MANAGE_MEMBERS, Permission.MANAGE_ROUND)),
    "keys": _settings(),
    "add_key": _settings(
        lambda s: {"name": "New", "agency": s.world.agencies["police"].pk, "scopes": ["read"], "lasts": "90"}
    ),
    "key": _settings(lambda s: {}, "key_id"),
    "revoke_key": _settings(lambda s: {}, "key_id"),
    "confirmations": Address((Permission.VIEW_HISTORY,)),
    "webhooks": _settings(),
    "add_webhook": _settings(
        lambda s: {
            "url": "https://93.184.215.14/",
            "events": ["pack.issued"],
            "agency": s.world.agencies["police"].pk,
        }
    ),
    "webhook": _settings(lambda s: {}, *_WEBHOOK),
    "test_webhook": _settings(lambda s: {}, *_WEBHOOK, posts_only=True),
    "rotate_secret": _settings(lambda s: {}, *_WEBHOOK),
    "end_webhook": _settings(lambda s: {}, *_WEBHOOK),
    "delivery": _settings(lambda s: {}, *_WEBHOOK, "delivery_id"),
    "send_again": _settings(lambda s: {}, *_WEBHOOK, "delivery_id", posts_only=True),
    "calendar": Address((Permission.VIEW_PLAN,)),
    "end_calendar": Address((Permission.VIEW_PLAN,), posts_only=True),
    "deadline_calendar": Address((Permission.ANSWER,), ("plan", "slug"), own_agency=True),
    "accent": Address((Permission.VIEW_PLAN,)),
    "partnership": Address((Permission.VIEW_PACK,)),
    "plans": Address((Permission.VIEW_PLAN,)),
    "plan": Address((Permission.VIEW_PLAN,), ("plan",)),
    "add_action": Address(
        (Permission.EDIT_PLAN,),
        ("plan",),
        lambda s: {"objective": _objective(s), "text": "New.", "agency": s.world.agencies["police"].pk},
    ),
    "action": Address((Permission.VIEW_PLAN,), _ACTION),
    "action_row": Address((Permission.VIEW_PLAN,), _ACTION),
    "action_update": Address((Permission.ANSWER_ANY,), _ACTION, lambda s: _ANSWER | {"agency": "police"}),
    "action_reword": _edit(lambda s: {"text": "Reworded."}),
    "action_move": _edit(lambda s: {"objective": _objective(s), "place": 2}),
    "action_split": _edit(lambda s: {"texts": "One.\nTwo."}),
    "action_state": _edit(lambda s: {"state": "paused", "reason": "No money"}),
    "action_deadline": _edit(
        lambda s: {"timescale_text": "June 2017", "reason": "r", "agreed_by": "a", "board": s.world.boards["hpdg"].pk}
    ),
    "action_leads": _edit(
        lambda s: {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-words": "Anybody", "form-0-kind": "lead"}
    ),
    "add_milestone": _edit(lambda s: {"text": "Another", "due_text": "May 2017"}),
    "milestone": _edit(lambda s: {"remove": "1"}, "milestone_id"),
    "markings": Address((Permission.VIEW_PLAN,), ("plan",)),
    "mark_section": Address(
        (Permission.EDIT_PLAN,), ("plan",), lambda s: {"objective": _objective(s), "marking": "public"}
    ),
    "change_marking": Address(
        (Permission.EDIT_PLAN,), ("plan", "kind", "thing"), lambda s: {"marking": "restricted", "reason": "12A-7"}
    ),
    "held_names": Address((Permission.VIEW_PLAN,), ("plan",)),
    "release_name": Address((Permission.EDIT_PACK,), ("plan", "body_id"), lambda s: {"reason": "Agreed."}),
    "hold_name": Address((Permission.EDIT_PACK,), ("plan", "body_id"), lambda s: {"reason": "Asked for."}),
    "measures": Address((Permission.VIEW_PLAN,), ("plan",)),
    "plan_stage": Address(
        (Permission.EDIT_PLAN,), ("plan",), lambda s: {"stage": "closed", "on_day": 1, "on_month": 4, "on_year": 2017}
    ),
    "add_measure": Address((Permission.EDIT_PLAN,), ("plan",), lambda s: {"name": "Halls", "better": "down"}),
    "change_measure": Address(
        (Permission.EDIT_PLAN,), ("plan", "measure_id"), lambda s: {"name": "Halls seen", "better": "up", "version": 1}
    ),
    "record_reading": Address(
        (Permission.MANAGE_ROUND,), ("plan", "measure_id"), lambda s: {"round": _round(s), "value": "12.5"}
    ),
    "plan_download": Address((Permission.VIEW_PLAN,), ("plan",)),
    "plan_word": Address((Permission.VIEW_PLAN,), ("plan",), lambda s: {"column": "RAG"}),
    "imports": Address(
        (Permission.EDIT_PLAN,), (), lambda s: {"pasted": "Action\tLead\nMeet\tPolice", "into": s.objects["plan"]}
    ),
    "import": _mends(lambda s: {}),
    "import_progress": _mends(lambda s: {}),
    "import_item": _mends(lambda s: {"mend": "remove"}, "item"),
    "import_columns": _mends(lambda s: _COLUMNS, "table"),
    "import_facts": _mends(lambda s: {"title": "Another title"}),
    "import_leads": _mends(lambda s: {lead_field("Council"): "words"}),
    "import_left_out": _mends(lambda s: {"mend": f"section:{s.objects['left_out']}"}),
    "import_source": _mends(lambda s: {"table": s.objects["table"], "row": 4, "role": "join"}),
    "import_people": _mends(lambda s: {"not_about_a_person": "0"}, posts_only=True),
    "import_undo": _mends(lambda s: {}, posts_only=True),
    "import_file": _mends(lambda s: {}),
    "import_discard": _mends(lambda s: {}, posts_only=True),
    "import_commit": _mends(lambda s: _COMMIT),
    "answer_evidence": Address(
        (Permission.ANSWER, Permission.ANSWER_ANY), ("request_id",), lambda s: _EVIDENCE, own_agency=True
    ),
    "evidence_file": Address((Permission.VIEW_PLAN, Permission.ANSWER), ("evidence_id",)),
    "round_links": Address((Permission.MANAGE_ROUND,), _ROUND),
    "revoke_link": Address((Permission.MANAGE_ROUND,), ("link_id",), posts_only=True),
    "your_updates": Address((Permission.ANSWER,)),
    "answer": Address((Permission.ANSWER,), ("request_id",), lambda s: _ANSWER, own_agency=True),
    "answer_draft": Address((Permission.ANSWER,), ("request_id",), lambda s: _ANSWER, posts_only=True, own_agency=True),
    "answer_unchanged": Address(
        (Permission.ANSWER,), ("request_id",), lambda s: {"version": "0"}, posts_only=True, own_agency=True
    ),
    "accept": Address((Permission.MANAGE_ROUND,), ("update_id",), posts_only=True),
    "return_update": Address((Permission.MANAGE_ROUND,), ("update_id",), lambda s: {"reason": "Why?"}),
    "agencies": Address(_CONTACTS),
    "add_contact": Address(
        _CONTACTS, ("agency_id",), lambda s: {"name": "New", "email": "new@ours.example", "is_senior": "no"}
    ),
    "contact": Address(
        _CONTACTS, ("contact_id",), lambda s: {"name": "Other", "email": "o@ours.example", "is_senior": "yes"}
    ),
    "messages": Address((Permission.MANAGE_ROUND,)),
    "message": Address((Permission.MANAGE_ROUND,), ("message_id",)),
    "send_message_again": Address((Permission.MANAGE_ROUND,), ("message_id",), posts_only=True),
    "rounds": Address((Permission.MANAGE_ROUND, Permission.VIEW_PACK)),
    "round": Address((Permission.MANAGE_ROUND, Permission.VIEW_PACK), _ROUND),
    "open_round": Address((Permission.MANAGE_ROUND,), _ROUND, posts_only=True),
    "close_round": Address((Permission.MANAGE_ROUND,), _ROUND),
    "plan_rounds": Address((Permission.MANAGE_ROUND,), ("plan",)),
    "round_settings": Address((Permission.MANAGE_ROUND,), (), lambda s: _SETTINGS),
    "round_dates": Address((Permission.MANAGE_ROUND,), _ROUND, lambda s: _DAYS | {"reason": "A later meeting."}),
    "remove_round": Address((Permission.MANAGE_ROUND,), _ROUND, posts_only=True),
    "chase_round": Address((Permission.MANAGE_ROUND,), _ROUND),
    "accept_all": Address((Permission.MANAGE_ROUND,), _ROUND, lambda s: {"update": f"{s.objects['update_id']}:1"}),
    "round_agency": Address((Permission.MANAGE_ROUND, Permission.VIEW_PACK), (*_ROUND, "agency_id")),
    "extend": Address(
        (Permission.MANAGE_ROUND,),
        (*_ROUND, "agency_id"),
        lambda s: {"until_day": 30, "until_month": 4, "until_year": 2017, "reason": "Sick leave."},
    ),
    "decide": Address((Permission.MANAGE_ROUND,), (*_ROUND, "number"), lambda s: {"rag": "red", "reason": "It is."}),
    "boards": Address((Permission.VIEW_PACK,)),
    "add_board": Address(_BOARDS, (), lambda s: {"name": "New board", "short_name": "NEW", "style": "plain"}),
    "board": Address((Permission.VIEW_PACK,), ("board",)),
    "edit_board": Address(
        _BOARDS,
        ("board",),
        lambda s: {
            "name": "Renamed",
            "short_name": "R",
            "style": "hpdg",
            "papers_clear_days": 3,
            "reports_to": s.objects["above_id"],
        },
    ),
    "board_seats": Address(_BOARDS, ("board",), lambda s: _LINES | {"form-0-agency": s.world.agencies["health"].pk}),
    "add_meeting": Address(_BOARDS, ("board",), lambda s: _HELD_ON),
    "meeting": Address((Permission.VIEW_PACK,), _MEETING),
    "edit_meeting": Address(_BOARDS, _MEETING, lambda s: _HELD_ON),
    "prepare_agenda": _records(_MEETING, posts_only=True),
    "add_item": _records(_MEETING, lambda s: {"title": "New item"}),
    "edit_item": _records(("item_id",), lambda s: {"title": "Another title"}),
    "move_item": _records(("item_id",), lambda s: {"direction": "down"}, posts_only=True),
    "item_papers": _records(("item_id",), lambda s: {"remove": s.objects["paper_id"]}),
    "attendance": _records(
        _MEETING, lambda s: _LINES | {"form-0-presence": "absent", "form-0-agency": s.world.agencies["health"].pk}
    ),
    "notes": _records(_MEETING),
    "add_meeting_decision": _records(
        _MEETING,
        lambda s: {"text": "Agreed.", "for_board": s.world.boards["safer"].pk, "owner": s.objects["agency_id"]},
    ),
    "close_decision": _records(
        ("decision_id",), lambda s: {"done_on_day": 1, "done_on_month": 12, "done_on_year": 2016}
    ),
    "minutes": Address((Permission.VIEW_PACK,), _MEETING),
    "download_minutes": Address((Permission.VIEW_PACK,), _MEETING),
    "agree_minutes": _records(_MEETING, lambda s: {"agreed_on_day": 1, "agreed_on_month": 12, "agreed_on_year": 2016}),
    "meeting_papers": Address((Permission.VIEW_PACK,), _MEETING),
    "make_bundle": _records(_MEETING, posts_only=True),
    "papers_progress": Address((Permission.VIEW_PACK,), _MEETING),
    "bundle_pdf": Address((Permission.VIEW_PACK,), (*_MEETING, "part")),
    "papers_zip": Address((Permission.VIEW_PACK,), (*_MEETING, "part")),
    "meeting_paper": Address((Permission.VIEW_PACK,), (*_MEETING, "reference")),
    "decisions": Address((Permission.VIEW_PACK,)),
    "add_decision": Address(
        (Permission.RECORD_DECISION,), (), lambda s: {"meeting": s.world.meetings[0].pk, "text": "Agreed."}
    ),
    "requirements": Address((Permission.VIEW_PLAN,), ("plan",)),
    "choose_requirement_sets": Address((Permission.EDIT_PLAN,), ("plan",), lambda s: {"sets": ["duty-2023"]}),
    "map_requirement": Address(
        (Permission.EDIT_PLAN,), ("plan", "code"), lambda s: {"actions": [s.objects["api_due"]]}
    ),
    "rate_requirement": Address(
        (Permission.MANAGE_ROUND,), ("plan", "code"), lambda s: {"round": _round(s), "value": "2"}
    ),
    "packs": Address((Permission.VIEW_PACK,)),
    "check_pack": Address((Permission.VIEW_PACK,)),
    "compare_packs": Address((Permission.VIEW_PACK,)),
    "pack_as_at": Address((Permission.VIEW_PACK,), ("pack_id",)),
    "draft_pack": Address(
        (Permission.EDIT_PACK,),
        (),
        lambda s: {"board": s.world.boards["safer"].pk, "round": s.world.round.pk},
        posts_only=True,
    ),
    "pack": Address((Permission.VIEW_PACK,), ("pack_id",)),
    "edit_pack": Address(
        (Permission.EDIT_PACK,),
        ("pack_id",),
        lambda s: {"headline": "All well", "marking": "OFFICIAL", "purpose": "For noting", "version": 1},
    ),
    "preview_pack": Address((Permission.EDIT_PACK,), ("pack_id",)),
    "pack_markings": Address(
        (Permission.EDIT_PACK,),
        ("pack_id",),
        lambda s: {**dict.fromkeys(("headline", "narrative", "recommendations", "cover"), "public"), "version": 1},
    ),
    "pack_comparison": Address((Permission.EDIT_PACK,), ("pack_id",), lambda s: {"what": "", "version": 1}),
    "pack_contents": Address((Permission.EDIT_PACK,), ("pack_id",), lambda s: {"version": 1, **_PARTS}),
    "pack_styles": Address((Permission.EDIT_PACK,)),
    "new_style": Address((Permission.EDIT_PACK,), (), lambda s: {"label": "Another", "based_on": "csp"}),
    "pack_style": Address(
        (Permission.EDIT_PACK,), ("style",), lambda s: {"label": "Changed", "head": "cover", "version": 1, **_PARTS}
    ),
    "preview_style": Address((Permission.EDIT_PACK,), ("style",)),
    "archive_style": Address((Permission.EDIT_PACK,), ("style",)),
    "pack_logo": Address((Permission.EDIT_PACK,), (), lambda s: {"remove": "1"}),
    "logo_picture": Address((Permission.EDIT_PACK,)),
    "issue_pack": Address((Permission.EDIT_PACK,), ("pack_id",), posts_only=True),
    "make_draft": Address((Permission.EDIT_PACK,), ("pack_id",), posts_only=True),
    "draft_pdf": Address((Permission.EDIT_PACK,), ("pack_id",)),
    "cancel_making": Address((Permission.EDIT_PACK,), ("pack_id",), posts_only=True),
    "pack_progress": Address((Permission.VIEW_PACK,), ("pack_id",)),
    "public_pack": Address((Permission.EDIT_PACK,), ("pack_id",), lambda s: {"sha256": "0", "is_indexable": "no"}),
    "public_plan": Address((Permission.EDIT_PACK,), ("plan",), lambda s: {"sha256": "0", "reason": "Corrected."}),
    "withdraw": Address((Permission.EDIT_PACK,), ("publication_id",), lambda s: {"reason": "An error."}, True),
    "republish": Address((Permission.EDIT_PACK,), ("publication_id",), posts_only=True),
    "set_indexable": Address((Permission.EDIT_PACK,), ("publication_id",), lambda s: {"is_indexable": "yes"}, True),
    "partner_packs": Address((Permission.VIEW_PARTNER_PACK,)),
    "partner_pack": Address((Permission.VIEW_PARTNER_PACK,), ("partner_issue_id",)),
    "partner_file": Address((Permission.VIEW_PARTNER_PACK,), ("partner_issue_id", "ending")),
    "issue": Address((Permission.VIEW_PACK,), ("issue_id",)),
    "issue_file": Address((Permission.VIEW_PACK,), ("issue_id", "ending")),
}


def _by_key(scene: Scene) -> Body:
    return {"action": str(scene.objects["api_due"]), "rag": "green", "narrative": "By key."}


# Of the API; "pk" is filled with the object of the address's own name.
API: dict[str, Address] = {
    "api_partnerships": Address((Permission.VIEW_PLAN,)),
    "api_partnership": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_agencies": Address((Permission.VIEW_PLAN,)),
    "api_agency": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_plans": Address((Permission.VIEW_PLAN,)),
    "api_plan": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_objectives": Address((Permission.VIEW_PLAN,)),
    "api_objective": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_actions": Address((Permission.VIEW_PLAN,)),
    "api_action": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_action_history": Address((Permission.VIEW_HISTORY,), ("pk",)),
    "api_rounds": Address((Permission.VIEW_PLAN,)),
    "api_round": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_measures": Address((Permission.VIEW_PLAN,)),
    "api_measure": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_decisions": Address((Permission.VIEW_PLAN,)),
    "api_decision": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_changes": Address((Permission.VIEW_PLAN,)),
    "api_packs": Address((Permission.VIEW_PACK,)),
    "api_pack": Address((Permission.VIEW_PACK,), ("pk",)),
    **dict.fromkeys(_ISSUES, Address((Permission.VIEW_PACK,), ("pk",))),
    "api_updates": Address(
        (Permission.VIEW_PLAN,),
        (),
        _by_key,
    ),
    "api_update_batch": Address((Permission.ANSWER,), (), lambda s: {"updates": [_by_key(s)]}, posts_only=True),
    "api_update": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_requests": Address((Permission.VIEW_PLAN,)),
    "api_request_evidence": Address((Permission.VIEW_PLAN,), ("pk",), lambda s: {"url": "https://ours.example/"}),
    "api_evidence": Address((Permission.VIEW_PLAN,), ("pk",)),
    "api_evidence_file": Address((Permission.VIEW_PLAN,), ("pk",)),
}
# Below a single-use link that is in use: for its own browser alone.
_UPDATE = ("link", "request_id")
LINKED: dict[str, Address] = {
    "linked_your_updates": Address(kwargs=("link",)),
    "linked_answer": Address(kwargs=_UPDATE, body=lambda s: _ANSWER),
    "linked_answer_draft": Address(kwargs=_UPDATE, body=lambda s: _ANSWER, posts_only=True),
    "linked_answer_unchanged": Address(kwargs=_UPDATE, posts_only=True),
    "linked_answer_evidence": Address(kwargs=_UPDATE, body=lambda s: _EVIDENCE),
    "linked_evidence_file": Address(kwargs=("link", "evidence_id")),
    "linked_finish": Address(kwargs=("link",)),
}
# What anybody may read, in the same bytes: of the partnership only what is published. None: the scene's own.
PUBLISHED: dict[str, Kwargs] = {
    "public_home": {"partnership": None},
    "public_page": {"address": None},
    "public_issue": {"address": None, "number": 1},
    "public_file": {"address": None, "number": 1, "kind": "json"},
}
# Outside any partnership: everybody gets an answer, and nothing of a partnership is in it but one's own.
PUBLIC: dict[str, tuple[str, ...]] = {
    "outbox": (), "outbox_mail": ("name",), "outbox_html": ("name",), "outbox_file": ("name", "place"),
    "check_public_pack": (), "home": (), "help": (), "accessibility": (), "health": (),
    "account_login": (), "account_logout": (), "account_signup": (), "account_reset_password": (),
    "account_reset_password_done": (), "account_reset_password_from_key": ("uidb36", "key"),
    "account_reset_password_from_key_done": (), "api_docs": (), "api_schema": (), "api_nothing": (),
    "calendar_feed": ("token",), "link": ("token",), "link_again": ("token",), "link_finished": (),
    "robots": (), "sitemap": (),
}  # fmt: skip


def patterns(within: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every pattern that the resolver knows, however deep."""
    for found in (within or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from patterns(found)
        else:
            yield found
