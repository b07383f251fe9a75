"""The agreed status of actions: rolled up from their parties' answers by the partnership's rule."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partners.tenancy import Access
from plans.models import Action, ActionState, AgreedStatus, Round, Update, UpdateRequest, UpdateState
from plans.models.quarter import ANSWERED
from plans.queries.round_settings import settings_of
from plans.rules import rag
from plans.rules.lifecycle import LIVE

from .requests import lead_parties
from .saving import change, insert, same_partnership
from .telling import actions_changed

DECIDED = "decided"
ROLLED_UP = "Rolled up from the answers"


def agree(by: Access, round: Round, action: Action) -> AgreedStatus:  # noqa: A002  the domain's word
    """`agree_all` for one action of the actor's partnership; any other is not found."""
    same_partnership(by, action=action)
    return agree_all(by, round, [action.pk])[action.pk]


def settle(by: Access, round: Round, action: Action) -> AgreedStatus:  # noqa: A002  the domain's word
    """`settle_all` for one action of the actor's partnership; any other is not found."""
    same_partnership(by, action=action)
    return settle_all(by, round, [action.pk])[action.pk]


def agree_all(by: Access, round: Round, actions: Collection[uuid.UUID]) -> dict[uuid.UUID, AgreedStatus]:  # noqa: A002  the domain's word
    """Roll up the answers of actions, by the partnership's rule; complete when every party asked says so, by any rule.

    By the lead's rule an action whose lead has not answered is not reported, though partners answered. A status that
    the coordinator decided stays decided. The same number of queries for one action or a hundred. Two parties that
    answer at once wait for each other here: the second sees the first's answer.
    """
    hold_actions(by, actions)
    given = _given(by, round, actions)
    rule = settings_of(by).status_rule
    leads = lead_parties(by, actions) if rule == rag.Rule.LEAD else {}
    stored = {row.action_id: row for row in AgreedStatus.objects.within(by).filter(round=round, action__in=actions)}
    new, changed = [], []
    for pk in actions:
        status = stored.get(pk)
        found = (given[pk].combined(rule, leads.get(pk, ())), given[pk].is_complete, rule)
        if status is None:
            stored[pk] = AgreedStatus(partnership=by.partnership, round=round, action_id=pk)
            new.append(_set(stored[pk], found))
        elif status.rule != DECIDED and found != (status.rag, status.is_complete, status.rule):
            changed.append(_set(status, found))
    insert(new, ROLLED_UP)
    change(changed, ["rag", "is_complete", "rule"], ROLLED_UP)
    return stored


def _set(status: AgreedStatus, found: tuple[str, bool, str]) -> AgreedStatus:
    status.rag, status.is_complete, status.rule = found
    return status


@dataclass
class _Given:
    """What the parties of one action were asked and said in one round."""

    asked: list[uuid.UUID] = field(default_factory=list)
    answers: list[Update] = field(default_factory=list)

    def combined(self, rule: str, leads: Sequence[uuid.UUID]) -> str:
        lead = next((agency for agency in leads if agency in self.asked), None)
        if lead is None and self.asked:
            lead = self.asked[0]  # no lead is named: whoever coordinates was asked
        return rag.combine(rule, [(answer.agency_id, answer.rag) for answer in self.answers], lead)

    @property
    def is_complete(self) -> bool:
        said = bool(self.answers) and all(answer.says_complete for answer in self.answers)
        return said and len(self.answers) >= len(self.asked)


def _given(by: Access, round: Round, actions: Collection[uuid.UUID]) -> Mapping[uuid.UUID, _Given]:  # noqa: A002  the domain's word
    found: dict[uuid.UUID, _Given] = defaultdict(_Given)
    rows = UpdateRequest.objects.within(by).filter(round=round, action__in=actions, withdrawn_at=None)
    for action_id, agency_id in rows.order_by("pk").values_list("action_id", "agency_id"):
        found[action_id].asked.append(agency_id)
    for answer in Update.objects.within(by).filter(round=round, action__in=actions, state__in=ANSWERED):
        found[answer.action_id].answers.append(answer)
    return found


def by_each_rule(by: Access, round: Round, action: Action) -> dict[str, str]:  # noqa: A002  the domain's word
    """What each rule would make of an action's answers, {rule: rating or ""}: to look at before deciding otherwise."""
    given = _given(by, round, [action.pk])[action.pk]
    leads = lead_parties(by, [action.pk]).get(action.pk, ())
    return {rule.value: given.combined(rule, leads) for rule in rag.Rule}


def settle_all(by: Access, round: Round, actions: Collection[uuid.UUID]) -> dict[uuid.UUID, AgreedStatus]:  # noqa: A002  the domain's word
    """Agree the statuses of actions whose answers were accepted, and let their states follow: what every party says is
    complete, and the coordinator took from each, is complete; what is reported on has been started."""
    statuses = agree_all(by, round, actions)
    rows = list(Action.objects.within(by).filter(pk__in=actions))
    unseen = Update.objects.within(by).filter(round=round, action__in=actions, state=UpdateState.SUBMITTED)
    waiting = set(unseen.values_list("action_id", flat=True))  # one of them may yet come back
    completed = [row for row in rows if statuses[row.pk].is_complete and row.state in LIVE and row.pk not in waiting]
    _move(completed, ActionState.COMPLETE, "Complete: every party says so")
    started = [row for row in rows if statuses[row.pk].rag and row.state == ActionState.NOT_STARTED]
    _move(started, ActionState.IN_PROGRESS, "In progress: reported on")
    actions_changed(by, [*completed, *started])
    return statuses


def _move(rows: Sequence[Action], state: ActionState, reason: str) -> None:
    for row in rows:
        row.state = state
        row.version += 1
    change(rows, ["state", "version"], reason)


def hold_actions(by: Access, actions: Iterable[uuid.UUID]) -> None:
    """Lock actions in the order of their keys: whoever holds several takes them in the same order."""
    rows = Action.objects.within(by).filter(pk__in=actions).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
