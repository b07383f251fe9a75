"""Packs drafted by themselves before each meeting of a board that wants it (`Board.drafts_days_before`)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from partners.models import Meeting, Membership, Message
from partners.roles import Permission, Role
from partners.tenancy import Access, the_installation
from plans.models import Action, Plan, Round
from plans.queries.round_settings import settings_of
from plans.rules.bank_holidays import is_holiday
from plans.rules.working_days import add_working_days
from plans.services.outbox import post
from plans.services.saving import save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get

from ..models import Issue, Pack
from ..queries.boards import papers_due
from ..queries.deadlines import PapersDue, papers_due_from
from .drafting import draft_pack
from .making import ask_for_draft


def draft_day(meeting: Meeting) -> dt.date | None:
    """The day on which a meeting's packs are drafted: so many working days before its papers are due."""
    days = meeting.board.drafts_days_before
    return None if days is None else add_working_days(papers_due(meeting), -days, is_holiday)


def ask_for_due(by: Access) -> int:
    """Have the worker draft for each coming meeting whose day has come, once for each. How many were asked for."""
    by.require(Permission.EDIT_PACK)
    today = clock.today()
    rows = Meeting.objects.within(by).filter(held_on__gte=today, board__drafts_days_before__isnull=False)
    days = {row.pk: draft_day(row) for row in rows.select_related("board")}
    due = {str(pk) for pk, day in days.items() if day is not None and day <= today}
    asked = Job.objects.filter(task=draft_for_meeting.module_path, partnership_id=by.partnership_id)
    new = sorted(due - set(asked.values_list("args__meeting_id", flat=True)))
    for pk in new:
        draft_for_meeting.enqueue(partnership_id=str(by.partnership_id), user_id=None, meeting_id=pk)
    return len(new)


@task()
def draft_for_meeting(*, partnership_id: str, user_id: None, meeting_id: str) -> None:
    """Background work: the packs of one meeting, and a mail to the coordinators that they are there."""
    by = the_installation(uuid.UUID(partnership_id))
    draft_for(by=by, meeting=get(Meeting.objects.within(by).select_related("board"), "meeting", pk=meeting_id))


@transaction.atomic
def draft_for(*, by: Access, meeting: Meeting) -> list[Pack]:
    """Draft a board's pack of every plan that is not closed, for a meeting, and have each drawn.

    About the latest closed round, or the open one before any has closed. What was issued already, or goes to another
    meeting that is still to come, is left alone.
    """
    by.require(Permission.EDIT_PACK)
    drafted = [_draft(by, meeting, current) for current in _rounds(by)]
    packs = [pack for pack in drafted if pack is not None]
    papers = papers_due_from(clock.today(), meeting)
    if packs and papers is not None and settings_of(by).sends_mail:
        _tell(by, meeting, packs, papers)
    return packs


def _rounds(by: Access) -> list[Round]:
    """One round of each plan that has actions: the latest closed one, else the open one."""
    plans = Plan.objects.within(by).exclude(stage=Plan.Stage.CLOSED)
    plans = plans.filter(pk__in=Action.objects.within(by).values("plan"))
    opened = Round.objects.within(by).filter(opened_at__isnull=False, plan__in=plans)
    latest: dict[uuid.UUID, Round] = {}
    for row in opened.select_related("plan").order_by("plan__title", "-starts_on"):
        stored = latest.setdefault(row.plan_id, row)
        if stored.closed_at is None and row.closed_at is not None:
            latest[row.plan_id] = row
    return list(latest.values())


def _draft(by: Access, meeting: Meeting, current: Round) -> Pack | None:
    """None where there is nothing to draft."""
    pack = draft_pack(by=by, board=meeting.board, round=current, meeting=meeting)
    if Issue.objects.within(by).filter(pack=pack).exists():
        return None
    if pack.meeting_id != meeting.pk:
        if pack.meeting is not None and pack.meeting.held_on >= clock.today():
            return None
        pack.meeting = meeting
        pack.version += 1
        pack = save(pack, "Put on the agenda of the next meeting")
    try:
        return ask_for_draft(by=by, pack=pack)
    except Closed:  # it is being made at this moment
        return None


def _tell(by: Access, meeting: Meeting, packs: Sequence[Pack], papers: PapersDue) -> None:
    """A mail to each coordinator, once a meeting."""
    subject = f"Drafts for {meeting.board.name}, {meeting.held_on:%-d %B %Y}"
    lines = [
        {
            "title": f"{pack.round.plan.title}, {pack.round.label}",
            "is_open": pack.round.closed_at is None,
            "address": settings.SITE_URL + reverse("pack", args=[by.partnership.slug, str(pack.pk)]),
        }
        for pack in packs
    ]
    for member in _coordinators(by):
        context = {
            "partnership": by.partnership, "name": member.user.name, "subject": subject, "meeting": meeting,
            "papers": papers, "lines": lines,
        }  # fmt: skip
        post(
            by, key=f"drafts:{meeting.pk}:{member.user_id}", kind=Message.Kind.DRAFTS, about=[],
            to_name=member.user.name, to_email=member.user.email, subject=subject,
            text=render_to_string("mail/drafts.txt", context), html=render_to_string("mail/drafts.html", context),
        )  # fmt: skip


def _coordinators(by: Access) -> list[Membership]:
    rows = Membership.objects.within(by).filter(role=Role.COORDINATOR, ended_at=None, user__is_active=True)
    return list(rows.select_related("user").order_by("user__name"))
