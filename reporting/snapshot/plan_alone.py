"""The document of a plan by itself, for its public page: the plan as promised, without any round's ratings."""

from __future__ import annotations

import datetime as dt

from partners.models import Board
from partners.tenancy import Access
from plans.models import Plan
from plans.queries.as_at import as_at

from .. import document as doc
from ..styles.public_plan import STYLE
from .actions import Actions
from .board import governance, logo
from .names import held_names
from .plan import objective_facts, plan_facts
from .reading import read
from .standards import measure_facts, requirement_facts


def snapshot_plan(access: Access, plan: Plan, *, moment: dt.datetime, version: str = "Draft") -> doc.Document:
    """The document of a plan as at `moment`: no board, no round, no statuses. Raises `NotFound` for a plan that was not
    there yet. Constant in queries."""
    known = read(access, plan.pk, None, moment)
    row = known.plan
    boards = {board.pk: board for board in as_at(access, Board, moment)}
    return doc.Document(
        layout=STYLE,
        title=row.title,
        marking="OFFICIAL",
        partnership=access.partnership.name,
        partnership_short=access.partnership.short_name,
        board="",
        board_short="",
        period=doc.PeriodFacts(row.period_label, "", row.starts_on, row.ends_on),
        as_at=known.as_at,
        plan=plan_facts(known),
        objectives=objective_facts(known, Actions(known)),
        version=version,
        governance=governance(known, boards),
        measures=measure_facts(known),
        requirements=requirement_facts(known),
        held_names=held_names(known, boards.values()),
        **logo(known),
    )
