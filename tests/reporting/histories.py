"""A partnership's quarters played at random, at moments of its own: edits, deletions, late corrections, answers."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from PIL import Image

from partners.models import Agency, Board, Meeting
from partners.services import add_agency, add_meeting
from partners.tenancy import Access
from plans.models import Action, Decision, Lead, Measure, Milestone, Objective, Plan, Round, Update, UpdateRequest
from plans.rules.requirements import SETS
from plans.services import actions, decisions, measures, plans, rounds, updates
from plans.services.actions import LeadWords
from plans.services.held_names import hold_name, release_name
from plans.services.markings import mark
from plans.services.requirements import choose_sets, map_requirement, rate_requirement
from plans.services.saving import save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import DomainError
from prevent_tracker.core.models import TenantModel
from reporting.document import to_json
from reporting.models import Pack
from reporting.services.boards import Seat, set_seats
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.logos import set_logo
from reporting.services.styles import set_contents
from reporting.snapshot import snapshot, snapshot_plan
from tests.cast import World

Row = TypeVar("Row", bound=TenantModel)
Drawn = tuple[uuid.UUID | None, dt.datetime, str]  # (key of the pack, or None for the plan; moment; JSON)
QUARTER = dt.timedelta(days=91)
CODES = [f"{found.slug}/{each.code}" for found in SETS.values() for each in found.requirements]


@dataclass
class History:
    """One plan of a partnership, with a board's packs. `moment` goes on; everything happens at it."""

    world: World
    name: str
    moment: dt.datetime
    plan: Plan = field(init=False)
    drawn: list[Drawn] = field(default_factory=list)

    def begin(self) -> None:
        with clock.at(self.moment), self.world.as_("coordinator") as by:
            start = clock.today()
            self.plan = plans.create_plan(
                by=by, slug=self.name, title=f"Plan {self.name}", starts_on=start,
                ends_on=start + dt.timedelta(days=364), period_label="This year", year_basis="financial",
                levels=["Objective", "Action"], columns=[{"field": "action", "heading": "Activity"}],
            )  # fmt: skip
            for title in ("Partnership", "Training"):
                plans.add_objective(by=by, plan=self.plan, title=title)
            for n in range(3):
                add(self, by, n)
            start_round(self, by, 0)
            draft(self, by, 0)

    def do(self, what: str, n: int, after: dt.timedelta) -> None:
        """Play one event some time later, or draw; what cannot be done now is not."""
        self.moment += after
        if what == "draw":
            self.draw()
            return
        with clock.at(self.moment), self.world.as_("coordinator") as by, contextlib.suppress(DomainError):
            EVENTS[what](self, by, n)

    def draw(self, *, alone: bool = False) -> None:
        """Every pack of the plan (and, `alone`, the plan by itself) as they stand. The next event is later."""
        with clock.at(self.moment), self.world.as_("auditor") as access:
            packs = Pack.objects.within(access).filter(round__plan=self.plan).values_list("pk", flat=True)
            for key in [*packs, None] if alone else packs:
                self.drawn.append((key, self.moment, self.drawn_at(access, key, self.moment)))
        self.moment += dt.timedelta(microseconds=1)

    def drawn_at(self, access: Access, key: uuid.UUID | None, moment: dt.datetime) -> str:
        """The document of a pack, or (None) of the plan by itself, as JSON."""
        if key is None:
            return to_json(snapshot_plan(access, self.plan, moment=moment))
        return to_json(snapshot(access, Pack.objects.within(access).get(pk=key), moment=moment))

    def one(self, by: Access, model: type[Row], n: int, **where: Any) -> Row:
        """The n-th row of the plan, round and round; `DomainError` where there is none."""
        rows = list(model.objects.within(by).filter(**where).order_by("pk"))
        if not rows:
            raise DomainError("There is none.")
        return rows[n % len(rows)]

    def action(self, by: Access, n: int) -> Action:
        return self.one(by, Action, n, plan=self.plan)


def add(history: History, by: Access, n: int) -> None:
    agency = history.one(by, Agency, n)
    objective = history.one(by, Objective, n, plan=history.plan)
    timescale = ("December 2030", "Ongoing", "January 2017", "quarterly")[n % 4]
    actions.add_action(
        by=by, objective=objective, text=f"Promise {n}", timescale_text=timescale,
        leads=[LeadWords(agency.name, agency=agency), LeadWords(f"Person {n}", nature="person")][: 1 + n % 2],
        milestones=[(f"First step of {n}", "")][: n % 2],
    )  # fmt: skip


def delete(history: History, by: Access, n: int) -> None:
    """An action that nobody asked about yet, as an operator would take it away."""
    asked = UpdateRequest.objects.within(by).values("action")
    free = Action.objects.within(by).filter(plan=history.plan).exclude(pk__in=asked)
    row = free.filter(decisions=None, deadline_changes=None, measures=None, became=None).order_by("pk").last()
    if row is not None:
        row.delete()


def start_round(history: History, by: Access, n: int) -> None:
    count = Round.objects.within(by).filter(plan=history.plan).count()
    start = history.plan.starts_on + count * QUARTER
    row = rounds.plan_round(
        by=by, plan=history.plan, slug=f"r{count}", label=f"Q{count + 1} this year", starts_on=start,
        ends_on=start + QUARTER - dt.timedelta(days=1), opens_on=start, closes_on=start + QUARTER,
    )  # fmt: skip
    rounds.open_round(by=by, round=row, quietly=True)


def close(history: History, by: Access, n: int) -> None:
    rounds.close_round(by=by, round=history.one(by, Round, n, plan=history.plan, closed_at=None))


def answer(history: History, by: Access, n: int) -> None:
    asked = history.one(by, UpdateRequest, n, round__plan=history.plan, round__closed_at=None, withdrawn_at=None)
    rag = ("green", "amber", "amber", "red")[n % 4]
    said = updates.Answer(rag, f"Said {n}", "" if rag == "green" else "A new course", None, n % 5 == 0)
    updates.submit(by=by, request=asked, answer=said)


def decide(history: History, by: Access, n: int) -> None:
    rounds.decide_status(
        by=by, round=history.one(by, Round, 0, plan=history.plan, closed_at=None), action=history.action(by, n),
        rag="green" if n % 2 else "red", reason=f"Because of {n}",
    )  # fmt: skip


def meet(history: History, by: Access, n: int) -> None:
    board = history.one(by, Board, n)
    held_on = clock.today()
    meeting = Meeting.objects.within(by).filter(board=board, held_on=held_on).first()
    meeting = meeting or add_meeting(by=by, board=board, held_on=held_on, label=f"Meeting {n}")
    decisions.record_decision(
        by=by, meeting=meeting, text=f"Decision {n}", action=history.action(by, n) if n % 3 else None,
        owner=history.one(by, Agency, n), due_on=held_on,
        for_board=history.one(by, Board, n + 1) if n % 2 else None,
    )  # fmt: skip


def finish(history: History, by: Access, n: int) -> None:
    decisions.close_decision(by=by, decision=history.one(by, Decision, n), done_on=clock.today())


def draft(history: History, by: Access, n: int) -> None:
    board = history.one(by, Board, n % 2)
    draft_pack(by=by, board=board, round=history.one(by, Round, n, plan=history.plan, opened_at__isnull=False))


def write(history: History, by: Access, n: int) -> None:
    pack = history.one(by, Pack, n, round__plan=history.plan)
    write_pack(
        by=by, pack=pack, headline=f"Headline {n}", narrative="", recommendations=[f"Note {n}"], marking="OFFICIAL",
        meeting=Meeting.objects.within(by).filter(board=pack.board_id).first(), cover={"purpose": f"For {n}"},
    )  # fmt: skip


def compare_back(history: History, by: Access, n: int) -> None:
    pack = history.one(by, Pack, n, round__plan=history.plan)
    pack.compare_moment = history.moment - dt.timedelta(days=n % 200, microseconds=1)
    pack.markings = {"headline": ("public", "restricted")[n % 2]}
    if pack.compare_moment > history.drawn[0][1]:
        save(pack, "Compared")


def measure(history: History, by: Access, n: int) -> None:
    if n % 3 == 0:
        measures.add_measure(
            by=by, plan=history.plan, name=f"People trained {n}", better="up", target=Decimal(n + 1),
            action=history.action(by, n),
        )  # fmt: skip
    measures.record_reading(
        by=by, measure=history.one(by, Measure, n, plan=history.plan), value=Decimal(n) / 10,
        round=history.one(by, Round, n, plan=history.plan),
    )  # fmt: skip


def require(history: History, by: Access, n: int) -> None:
    choose_sets(by=by, plan=history.plan, sets=list(SETS)[: 1 + n % 2])
    code = CODES[n % len(CODES)]
    map_requirement(by=by, plan=history.plan, code=code, actions=[history.action(by, n)])
    found = history.one(by, Round, n, plan=history.plan)
    scale = SETS[code.partition("/")[0]].scale
    rate_requirement(by=by, plan=history.plan, round=found, code=code, value=scale[n % len(scale)], note=f"Note {n}")


def rename(history: History, by: Access, n: int) -> None:
    """A body's name and whether it is released; a board's seats; a body that is new."""
    if n % 3 == 0:
        slug = f"{history.name}-{clock.now():%s%f}"
        add_agency(by=by, slug=slug, name=f"Mosque {n}", short_name="M", kind="faith")
    agency = history.one(by, Agency, n)
    agency.short_name = f"Short {n}"
    save(agency, "Renamed")
    set_seats(by=by, board=history.one(by, Board, n), seats=[Seat(f"Chair {n}"), Seat("Vice-chair")][: 1 + n % 2])
    faithful = history.one(by, Agency, n, kind="faith")
    if faithful.is_held:
        release_name(by=by, agency=faithful, reason="Agreed with its trustees")
    else:
        hold_name(by=by, agency=faithful, reason="They asked for it")


def remark(history: History, by: Access, n: int) -> None:
    kinds: tuple[tuple[type[Any], dict[str, Any]], ...] = (
        (Plan, {"pk": history.plan.pk}), (Objective, {"plan": history.plan}), (Action, {"plan": history.plan}),
        (Lead, {"action__plan": history.plan}), (Update, {"action__plan": history.plan}), (Decision, {}),
    )  # fmt: skip
    model, where = kinds[n % len(kinds)]
    marking = ("restricted", "public", "partnership")[n % 3]
    mark(by=by, thing=history.one(by, model, n, **where), marking=marking, reason="12A-3" if n % 2 else "")


def lay_out(history: History, by: Access, n: int) -> None:
    pack = history.one(by, Pack, n, round__plan=history.plan)
    set_contents(by=by, pack=pack, contents=[{"key": "summary", "heading": f"In brief {n}"}])
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), (n % 256, 0, 0)).save(picture, "PNG")
    set_logo(by=by, content=picture.getvalue(), alt=f"Logo {n}")


def edit(history: History, by: Access, n: int) -> None:
    """One of the verbs on an action."""
    action = history.action(by, n)
    objective = history.one(by, Objective, n // 2, plan=history.plan)
    steps = list(Milestone.objects.within(by).filter(action__plan=history.plan).order_by("pk"))
    step = steps[n % len(steps)] if steps else actions.add_milestone(by=by, action=action, text="A first step")
    state = ("complete", "paused", "in_progress", "cancelled")[n % 4]
    verbs: tuple[Callable[[], object], ...] = (
        lambda: actions.reword_action(by=by, action=action, text=f"Reworded {n}"),
        lambda: actions.change_deadline(
            by=by, action=action, timescale_text=f"June 20{10 + n % 80}", reason=f"Late by {n}", agreed_by="Chair"
        ),
        lambda: actions.change_state(by=by, action=action, state=state, reason="So agreed"),
        lambda: actions.split_action(by=by, action=action, texts=[f"Part {n}", "The rest"]),
        lambda: actions.move_action(by=by, action=action, objective=objective, place=n % 3),
        lambda: actions.set_leads(by=by, action=action, leads=[LeadWords(f"Group {n}", nature="group")]),
        lambda: actions.add_milestone(by=by, action=action, text=f"Step {n}", due_text="March 2031"),
        lambda: actions.mark_milestone(by=by, milestone=step, done_on=clock.today()),
        lambda: actions.remove_milestone(by=by, milestone=step),
        lambda: plans.add_front_matter(by=by, plan=history.plan, heading=f"Why {n}", body=["Because."]),
        lambda: plans.add_glossary_entry(by=by, plan=history.plan, term=f"T{n}", meaning="A term."),
        lambda: plans.add_objective(by=by, plan=history.plan, title=f"Objective {n}"),
    )
    verbs[n % len(verbs)]()


EVENTS: Mapping[str, Callable[[History, Access, int], None]] = {
    found.__name__: found
    for found in (
        add, delete, start_round, close, answer, decide, meet, finish, draft, write, compare_back, measure, require,
        rename, remark, lay_out, edit,
    )
}  # fmt: skip
