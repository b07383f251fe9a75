"""Accessibility and layout of every page, in the browser: axe-core, no sideways scroll at 320 px, a quiet console."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from partners.models import ApiKey, Message
from partners.services import add_agency
from partners.tenancy import log_call
from partners.webhooks import add_webhook, send_test
from plans.importers.interpret import interpret
from plans.importers.propose import Reading
from plans.models import UpdateRequest
from plans.services import notices
from plans.services.contacts import add_contact
from plans.services.imports import keep_reading, start_import
from plans.services.markings import mark
from plans.services.measures import add_measure, record_reading
from plans.services.plans import set_stage
from plans.services.updates import Answer, save_draft, submit
from reporting.services.drafting import draft_pack
from reporting.services.styles import make_style
from tests.addresses import issue_of, published_of
from tests.cast import Cast, World
from tests.meeting_scene import meeting_objects
from tests.plans.import_sample import proposal, source

from .conftest import SignIn

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).join("; ")}`)"""


def _pages(cast: Cast) -> dict[str, list[str]]:
    """Addresses by person: every page that shows something of its own."""
    here = cast.here
    base, plan = f"/p/{here.partnership.slug}/", f"/p/{here.partnership.slug}/plans/{here.plan.slug}/"
    action, current = f"{plan}actions/1.1/", f"{base}rounds/{here.plan.slug}/{here.round.slug}/"
    with here.as_("contributor") as access:
        asked = UpdateRequest.objects.within(access).filter(agency=access.agency_id, withdrawn_at=None)
        request, other = asked.get(action=here.actions[1]), asked.get(action=here.actions[2])
        sent = submit(by=access, request=other, answer=Answer("green", "Nine of twelve are trained."))
        save_draft(by=access, request=request, answer=Answer("amber", "Six were held."))
    with here.as_("coordinator") as access:
        pack = draft_pack(by=access, board=here.boards["hpdg"], round=here.round)
        style = make_style(by=access, label="Ours", based_on="csp")
        measure = add_measure(by=access, plan=here.plan, name="Officers trained", better="up", target=Decimal(90))
        mosque = add_agency(by=access, slug="mosque", name="Al-Noor Mosque", short_name="Al-Noor", kind="faith")
        _, shown = (issue_of(access, pack, name) for name in ("board", "partner"))
        set_stage(by=access, plan=here.plan, stage="endorsed", on=here.plan.starts_on)
        mark(by=access, thing=here.plan, marking="public")
        public = f"/public/{published_of(access, here.plan).address}/"
        record_reading(by=access, measure=measure, round=here.round, value=Decimal("62.5"))
        contact = add_contact(by=access, agency=here.agencies["police"], name="Jo Bloggs", email="jo@police.example")
        message = notices.ask(access, here.round)[0]
        Message.objects.within(access).filter(pk=message.pk).update(state="failed", error="550 5.1.1 No such person")
    imports = [f"{base}imports/{page}" for page in _imports(here)]
    forms = ("update", "reword", "move", "split", "state", "deadline", "leads", "milestones/add")
    return {
        "coordinator": [
            *(base + page for page in ("", "plans/", "rounds/", "packs/", "decisions/", "decisions/add/")),
            *(f"{base}{page}" for page in ("messages/", f"messages/{message.pk}/", "agencies/")),
            *(f"{base}contacts/{contact.pk}/", f"{base}agencies/{here.agencies['health'].pk}/contacts/add/"),
            *(plan + page for page in ("", "?overdue=on", "?words=nothing-like-this", "add/", "download/")),
            *(f"{plan}measures/{page}" for page in ("", "add/", f"{measure.pk}/change/", f"{measure.pk}/figure/")),
            *(action + page for page in ("", "?history=table", *(f"{name}/" for name in forms))),
            *(current + page for page in ("", "?show=silent", "close/", "decide/2.2/", "dates/", "chase/", "accept/")),
            *(f"{current}agencies/{here.agencies['police'].pk}/{page}" for page in ("", "extend/")),
            *(f"{plan}rounds/", f"{base}rounds/settings/", f"{base}review/{sent.pk}/return/"),
            *(f"{base}packs/{pack.pk}/{page}" for page in ("", "edit/", "preview/", "contents/")),
            *(f"{base}packs/{page}" for page in ("styles/", "new-style/", f"styles/{style.slug}/", "logo/")),
            *(f"{base}packs/{pack.pk}/{page}" for page in ("markings/", "public/")),
            *(f"{plan}{page}" for page in ("stage/", "public/")),
            *("/public/northvale/", public, f"{public}issues/1/", "/public/nothing/"),
            *(f"{plan}{page}" for page in ("markings/", f"markings/plan/{here.plan.pk}/", "markings/section/")),
            *(f"{plan}names/{page}" for page in ("", f"{mosque.pk}/release/", f"{mosque.pk}/hold/")),
            *_meetings(here, base),
            *imports,
            *("/help/", "/accessibility/", "/api/", "/no-such-page/"),
        ],
        "contributor": [
            *(f"{base}updates/{page}" for page in ("", f"{request.pk}/", f"{other.pk}/")),
            action,
            *(base + page for page in ("packs/", "partner-packs/", f"partner-packs/{shown.pk}/", "calendar/")),
        ],
        "board_member": [base, plan, f"{base}packs/", current],
        "administrator": _settings(here, f"{base}settings/"),
    }


def _meetings(here: World, base: str) -> list[str]:
    """Of boards and of a meeting that was held."""
    with here.as_("coordinator") as by:
        found = meeting_objects(by, here, "axe", is_other=False)
    board, meeting = f"{base}boards/{found['board']}/", f"{base}meetings/{found['meeting_id']}/"
    return [
        f"{base}boards/",
        *(board + page for page in ("", "edit/", "seats/", "meetings/add/")),
        *(meeting + page for page in ("", "papers/", "attendance/", "notes/", "minutes/", "decisions/add/")),
        *(f"{base}meetings/items/{found['item_id']}/{page}" for page in ("", "papers/")),
    ]


def _settings(here: World, base: str) -> list[str]:
    """Of an administrator: keys and what one did, webhooks and what went to one."""
    with here.as_("administrator") as by:
        key = ApiKey.objects.within(by).get()
        log_call(key.pk, "POST", "/api/v1/updates/", 422, 12)
        webhook = add_webhook(by=by, url="https://93.184.215.14/hooks/prevent", events=["pack.issued"])
        delivery = send_test(by=by, webhook=webhook)
    hook = f"{base}webhooks/{webhook.pk}/"
    return [
        *(base + page for page in ("", "keys/", "keys/add/", f"keys/{key.pk}/", f"keys/{key.pk}/revoke/")),
        *(base + page for page in ("webhooks/", "webhooks/add/")),
        *(hook + page for page in ("", "secret/", "end/", f"deliveries/{delivery.pk}/")),
    ]


def _imports(here: World) -> list[str]:
    """Below imports/: one with a row in doubt, one that is a newer version of the plan, one that is being read."""
    with here.as_("coordinator") as by:
        keep = partial(
            keep_reading,
            by=by,
            name="Community_safety_and_Prevent_delivery_plan_2016-17_FINAL_v3.docx",
            content=b"PK",
            options={},
        )
        doubted = keep(reading=Reading("docx", source(), proposal()))
        newer = keep(reading=Reading("docx", source(), interpret(source())), into=here.plan)
        waiting = start_import(
            by=by,
            name="Community_safety_and_Prevent_delivery_plan_2016-17.txt",
            content=b"Action\tLead\nMeet\tPolice\n",
        )
    pages = ("", "items/t1r4/", "items/t1r2/", "tables/1/", "facts/", "leads/", "left-out/", "source/", "commit/")
    return ["", *(f"{doubted.pk}/{page}" for page in pages), f"{newer.pk}/commit/", f"{waiting.pk}/"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    return [f"{page.url}: {violation}" for violation in found]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("who", ["administrator", "coordinator", "contributor", "board_member"])
def test_no_page_breaks_a_rule_of_axe(live_cast: Cast, sign_in: SignIn, who: str, width: int) -> None:
    page = sign_in(who, width=width)
    found: list[str] = []
    for address in _pages(live_cast)[who]:
        page.goto(address)
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("who", ["administrator", "coordinator"])
def test_no_page_scrolls_sideways(live_cast: Cast, sign_in: SignIn, who: str, width: int) -> None:
    page = sign_in(who, width=width)
    wide = []
    for address in _pages(live_cast)[who]:
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide.append(f"{address}: {over} px")
    assert wide == []


def test_pages_of_the_signed_out_break_no_rule(live_cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(None)
    found: list[str] = []
    for address in (
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/help/",
        "/accessibility/",
        "/api/",
    ):
        page.goto(address)
        found += violations(page)
    assert found == []
