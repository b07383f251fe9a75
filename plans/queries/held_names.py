"""Which names a plan's public edition holds back: community bodies with where each is named, and names in lead cells
that are no agency's."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from partners.models import Agency, Board
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, FrontMatter, GlossaryEntry, Lead, Marking, Objective, Plan
from plans.rules.held_names import COMMUNITY, HELD, PEOPLE, RELEASED, HeldNames, lead_names
from prevent_tracker.core.rows import get

from .history import actor_names

INTRODUCTION = "the introduction"


@dataclass(frozen=True)
class Turn:
    """When a name was released or held back, by whom, and why."""

    at: dt.datetime
    by: str
    words: str


@dataclass(frozen=True)
class CommunityBody:
    """`places`: where the plan names it, numbers of headings and actions or "the introduction"."""

    agency: Agency
    places: tuple[str, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class UnknownName:
    """A name of a lead cell that is neither an agency nor a post of the tracker, and the leads that have it."""

    words: str
    nature: str
    leads: tuple[Lead, ...]

    @property
    def is_masked(self) -> bool:
        """Whether the public edition has other words in its place."""
        return any(lead.nature in PEOPLE and lead.marking != Marking.PUBLIC for lead in self.leads)


def held_names(
    access: Access,
    moment: dt.datetime,
    *,
    agencies: Iterable[Agency],
    boards: Iterable[Board],
    leads: Iterable[Lead],
    texts: Iterable[str],
) -> list[tuple[tuple[str, ...], str]]:
    """What public editions hold back at a moment: all the names of something, and what stands for them. One query.

    `agencies`, `boards` and `leads` as they then were; `texts`: the plan's words. A body is also called what the lead
    cells call it: “Assunah & Wightman Rd Mosques” names two.
    """
    today = timezone.localdate(moment)
    called = ever_called(access, moment)
    bodies = sorted((row for row in agencies if is_held(row, today)), key=lambda row: (row.name, row.pk))
    own = [access.partnership.name, access.partnership.short_name]
    own += [name for board in boards for name in (board.name, board.short_name)]
    leads = list(leads)
    in_cells = lead_words(leads)
    nobodies = [row for row in leads if row.agency_id is None and row.marking != Marking.PUBLIC]
    people = lead_names([(row.words, row.nature) for row in nobodies], own, texts)
    named = [(tuple(dict.fromkeys((*called[row.pk], *in_cells.get(row.pk, ())))), COMMUNITY) for row in bodies]
    return [*named, *(((words,), instead) for words, instead in people)]


def lead_words(leads: Iterable[Lead]) -> dict[uuid.UUID, list[str]]:
    """By agency: what lead cells call it, where that is not marked public."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for lead in leads:
        if lead.agency_id is not None and lead.marking != Marking.PUBLIC:
            found[lead.agency_id].append(lead.words)
    return found


def is_held(agency: Agency, today: dt.date) -> bool:
    """Whether public editions of that day hold its name back."""
    return agency.is_community_body and (agency.released_on is None or agency.released_on > today)


def ever_called(access: Access, moment: dt.datetime) -> dict[uuid.UUID, tuple[str, ...]]:
    """By agency: every name it has had, the latest first, since older texts may use an older one."""
    rows = Agency.history.filter(partnership_id=access.partnership_id, history_date__lte=moment)
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, name, short, aliases in rows.order_by("-history_id").values_list("id", "name", "short_name", "aliases"):
        found[key] += [each for each in (name, short, *aliases) if each]
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def community_bodies(access: Access, plan: Plan) -> list[CommunityBody]:
    """Every community body of the partnership, those named in the plan first. A constant number of queries."""
    access.require(Permission.VIEW_PLAN)
    rows = [row for row in Agency.objects.within(access).order_by("name") if row.is_community_body]
    texts, turns = _texts(access, plan), _turns(access)
    leads = _led(access, plan)
    found = []
    for row in rows:
        names = HeldNames((name, "") for name in (row.name, row.short_name, *row.aliases))
        places = [place for place, said in texts if place in leads[row.pk] or any(map(names.stand_in, said))]
        found.append(CommunityBody(row, tuple(dict.fromkeys(places)), turns.get(row.pk, ())))
    return sorted(found, key=lambda body: not body.places)


def community_body(access: Access, pk: str) -> Agency:
    """One to be released or held."""
    access.require(Permission.EDIT_PACK)
    rows = Agency.objects.within(access).filter(kind__in=(Agency.Kind.VOLUNTARY, Agency.Kind.FAITH))
    return get(rows, "community organisation", pk=pk)


def unknown_names(access: Access, plan: Plan) -> list[UnknownName]:
    """Names of lead cells that are nobody the tracker knows, people and groups first. One query."""
    access.require(Permission.VIEW_PLAN)
    rows = Lead.objects.within(access).filter(action__plan=plan, agency=None, post=None)
    rows = rows.select_related("action").order_by("action__objective__order", "action__order", "order")
    found: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for row in rows:
        found[row.words, row.get_nature_display()].append(row)
    names = [UnknownName(words, nature, tuple(leads)) for (words, nature), leads in found.items()]
    return sorted(names, key=lambda name: (name.leads[0].nature not in PEOPLE, name.words.casefold()))


def _texts(access: Access, plan: Plan) -> list[tuple[str, list[str]]]:
    """(place, texts) of everything of the plan that has words, in printed order. Four queries."""
    matter = FrontMatter.objects.within(access).filter(plan=plan)
    intro = [plan.title, plan.subtitle, plan.table_title, plan.responsible, *plan.council_priorities]
    for section in matter:
        intro += [section.heading, *(str(part) for part in section.body)]
    for entry in GlossaryEntry.objects.within(access).filter(plan=plan):
        intro += [entry.term, entry.meaning]
    headings = Objective.objects.within(access).filter(plan=plan).order_by("order")
    actions = Action.objects.within(access).filter(plan=plan).order_by("objective__order", "order")
    return [
        (INTRODUCTION, intro),
        *(
            (f"heading {row.number}".strip(), [row.title, *row.paragraphs, *row.outcomes, *row.requirements])
            for row in headings
        ),
        *((row.number, [row.text, row.leads_text, row.progress_text, *row.steps, *row.outcomes]) for row in actions),
    ]


def _led(access: Access, plan: Plan) -> Mapping[uuid.UUID, set[str]]:
    """By agency: the numbers of the actions that it leads or helps on."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    rows = Lead.objects.within(access).filter(action__plan=plan, agency__isnull=False)
    for agency, number in rows.values_list("agency_id", "action__number"):
        found[agency].add(number)
    return found


def _turns(access: Access) -> dict[uuid.UUID, tuple[Turn, ...]]:
    past = Agency.history.filter(partnership_id=access.partnership_id)
    rows = [
        *past.filter(history_change_reason__startswith=f"{RELEASED}: ").order_by("history_id"),
        *past.filter(history_change_reason__startswith=f"{HELD}: ").order_by("history_id"),
    ]
    names = actor_names(access, rows)
    found: dict[uuid.UUID, list[Turn]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.history_id):
        by = names.get(row.history_actor, "the system")
        found[row.id].append(Turn(row.history_date, by, row.history_change_reason))
    return {key: tuple(turns) for key, turns in found.items()}
