"""A plan with a word of its own in every field that the public must not read, written through the services."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from partners.models import Agency
from partners.services import add_agency, add_post
from partners.tenancy import Access
from plans.models import Action, Lead, Plan, UpdateRequest
from plans.services.actions import LeadWords, add_action, change_deadline
from plans.services.decisions import record_decision
from plans.services.evidence import add_link
from plans.services.extensions import extend
from plans.services.markings import mark
from plans.services.measures import add_measure, record_reading
from plans.services.plans import add_front_matter, add_glossary_entry, add_objective
from plans.services.requirements import choose_sets, map_requirement, rate_requirement
from plans.services.reviewing import return_update
from plans.services.rounds import close_round, decide_status
from plans.services.saving import save
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from reporting.models import Pack
from reporting.services.drafting import draft_pack, write_pack
from tests.cast import World

OPENLY = "Meet in the open"  # what anybody may read
COVER = ("decision_maker", "lead_officer", "author", "contact", "classification", "purpose")


@dataclass
class Canaries:
    """Words by the column that they were put in; "Lead.words of a person" is a second one of its column."""

    words: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, place: str) -> str:
        """The word of a place, the same each time: letters alone, so that nothing takes it for a number or a date."""
        at = len(self.words)
        letters = string.ascii_lowercase
        return self.words.setdefault(place, f"kanari{letters[at // 26]}{letters[at % 26]}vogel")

    @property
    def columns(self) -> set[str]:
        return {place.split(" of ")[0] for place in self.words}


@dataclass
class Planted:
    world: World
    pack: Pack
    words: Canaries


def planted(world: World) -> Planted:
    """The cast's plan, public, with secrets in it; its round closed and a pack written."""
    words = Canaries()
    with world.as_("coordinator") as by:
        before = clock.now()
        world.plan = mark(by=by, thing=world.plan, marking="public")
        body = _held(by, words)
        _around(by, world.plan, words)
        secret = _secret_section(by, world, words, body)
        openly = _public_action(by, world, words, body)
        _beside(by, world, words, openly, secret)
    with world.as_("contributor") as by:
        _answer(by, words, openly)
        _answer(by, words, secret)
    with world.as_("coordinator") as by:
        decide_status(by=by, round=world.round, action=openly, rag="amber", reason=words["AgreedStatus.reason"])
        _returned(by, world, words)
        world.round = close_round(by=by, round=world.round)
        pack = _pack(by, world, words)
        pack.compare_moment = before
        pack = save(pack, "Compared")
    return Planted(world, pack, words)


def _held(by: Access, words: Canaries) -> Agency:
    return add_agency(
        by=by, slug="held", kind="faith", name=f"{words['Agency.name']} Mosque", short_name=words["Agency.short_name"],
        aliases=[words["Agency.aliases"]],
    )  # fmt: skip


def _around(by: Access, plan: Plan, words: Canaries) -> None:
    matter = add_front_matter(
        by=by, plan=plan, heading=words["FrontMatter.heading"],
        body=["Because.", {"list": [words["FrontMatter.body"]]}],
    )  # fmt: skip
    mark(by=by, thing=matter, marking="restricted")
    add_glossary_entry(by=by, plan=plan, term=words["GlossaryEntry.term"], meaning=words["GlossaryEntry.meaning"])
    plan.note = words["Plan.note"]
    save(plan, "Noted")


def _secret_section(by: Access, world: World, words: Canaries, body: Agency) -> Action:
    """A restricted heading with everything below it, which inherits."""
    texts: Any = {name: [words[f"Objective.{name}"]] for name in ("paragraphs", "outcomes", "requirements")}
    number, title = words["Objective.number"], words["Objective.title"]
    heading = add_objective(by=by, plan=world.plan, number=number, title=title, **texts)
    mark(by=by, thing=heading, marking="restricted", reason="12A-7")
    post = add_post(by=by, slug="held-post", name=words["Post.name"], agency=body, aliases=[words["Post.aliases"]])
    action = add_action(
        by=by, objective=heading, text=f"{words['Action.text']} {words['GlossaryEntry.term']}",
        number=words["Action.number"], row=words["Action.row"], steps=[words["Action.steps"]],
        outcomes=[words["Action.outcomes"]], leads_text=words["Action.leads_text"], note=words["Action.note"],
        progress_text=words["Action.progress_text"], timescale_text=words["Action.timescale_text"],
        leads=[LeadWords(words["Lead.words"], agency=world.agencies["police"]), LeadWords("Held post", post=post)],
        milestones=[(words["Milestone.text"], words["Milestone.due_text"])],
    )  # fmt: skip
    change_deadline(
        by=by, action=action, timescale_text=f"June 2017 {words['DeadlineChange.new_text']}",
        reason=words["DeadlineChange.reason"], agreed_by=words["DeadlineChange.agreed_by"],
    )  # fmt: skip
    return action


def _public_action(by: Access, world: World, words: Canaries, body: Agency) -> Action:
    """A public action that names a community body and a person, beside a lead that is restricted."""
    body_as, restricted = words["Lead.words of a community body"], words["Lead.words of a lead that is restricted"]
    named = f"{words['Agency.name'].upper()}\nmosque, {words['Agency.short_name']}'s hall and {words['Agency.aliases']}"
    action = add_action(
        by=by, objective=world.objectives[0], text=f"{OPENLY} with {named}.",
        leads=[
            LeadWords("Police", agency=world.agencies["police"]),
            LeadWords(body_as, agency=body),
            LeadWords(words["Lead.words of a person"], nature="person"),
            LeadWords(restricted, nature="project"),
        ],
        leads_text=f"Police; {body_as} & {restricted}",
    )  # fmt: skip
    lead = Lead.objects.within(by).get(action=action, words=restricted)
    mark(by=by, thing=lead, marking="restricted")
    return action


def _beside(by: Access, world: World, words: Canaries, openly: Action, secret: Action) -> None:
    measure = add_measure(
        by=by, plan=world.plan, name=words["Measure.name"], unit=words["Measure.unit"], better="up", action=secret
    )
    counted = add_measure(by=by, plan=world.plan, name="People who came", better="up")
    for row in (measure, counted):
        record_reading(by=by, measure=row, round=world.round, value=Decimal(3), note=words["Reading.note"])
    choose_sets(by=by, plan=world.plan, sets=["duty-2023"])
    code = "duty-2023/leadership"
    map_requirement(by=by, plan=world.plan, code=code, actions=[openly])
    note = words["RequirementRating.note"]
    rate_requirement(by=by, plan=world.plan, round=world.round, code=code, value="Met", note=note)
    record_decision(by=by, meeting=world.meetings[0], text=words["Decision.text"], action=openly)
    until = world.round.closes_on + dt.timedelta(days=7)
    reason = words["Extension.reason"]
    extend(by=by, round=world.round, agency=world.agencies["police"], until=until, reason=reason)


def _answer(by: Access, words: Canaries, action: Action) -> None:
    request = UpdateRequest.objects.within(by).get(action=action, agency=by.agency_id)
    address = f"https://example.org/{words['Evidence.url']}"
    add_link(by=by, request=request, title=words["Evidence.title"], url=address)
    said: Any = {"narrative": words["Update.narrative"], "path_to_green": words["Update.path_to_green"]}
    submit(by=by, request=request, answer=Answer("amber", **said))


def _returned(by: Access, world: World, words: Canaries) -> None:
    request = UpdateRequest.objects.within(by).get(action=world.actions[1])
    with world.as_("contributor") as police:
        update = submit(by=police, request=request, answer=Answer("green", words["Update.narrative"]))
    with world.as_("coordinator") as coordinator:
        return_update(by=coordinator, update=update, reason=words["Update.return_reason"])


def _pack(by: Access, world: World, words: Canaries) -> Pack:
    cover: dict[str, Any] = {name: words[f"Pack.cover of {name}"] for name in COVER}
    cover["implications"] = [[words["Pack.cover of a heading"], words["Pack.cover of implications"]]]
    cover |= {name: [words[f"Pack.cover of {name}"]] for name in ("background_papers", "appendices")}
    return write_pack(
        by=by, pack=draft_pack(by=by, board=world.boards["hpdg"], round=world.round), headline=words["Pack.headline"],
        narrative=words["Pack.narrative"], recommendations=[words["Pack.recommendations"]],
        marking=f"OFFICIAL {words['Pack.marking']}", meeting=world.meetings[1], cover=cover,
    )  # fmt: skip
