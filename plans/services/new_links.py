"""A new link in place of one that was used, was replaced or has expired, to the same address and nowhere else."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.template.loader import render_to_string

from partners.models import Message
from partners.tenancy import enter_old_link, the_installation
from plans.models import AnswerLink
from prevent_tracker.core import clock
from prevent_tracker.core.rows import get

from .links import make
from .outbox import post

MOST = 3  # an hour, for one address, agency and round


@transaction.atomic
def send_again(token: str) -> None:
    """Send a new link to the address of a known one. Says nothing about whether it did: whoever asks may be anybody.

    Nothing is sent where the token is unknown or revoked, the round has closed, the address is no contact of its
    agency any more, or three links went to it within the hour.
    """
    opened = enter_old_link(token)
    if opened is None:
        return
    link_id, partnership_id = opened
    by = the_installation(partnership_id)
    old = get(AnswerLink.objects.within(by).select_related("round__plan", "agency"), "link", lock=True, pk=link_id)
    same = AnswerLink.objects.within(by).filter(round=old.round_id, agency=old.agency_id, email__iexact=old.email)
    if same.filter(created_at__gt=clock.now() - dt.timedelta(hours=1)).count() >= MOST:
        return
    new = make(by, round=old.round, agency=old.agency, name=old.name, email=old.email)
    subject = f"Your new link: {old.round.label}, {old.round.plan.title}"
    context = {
        "link": new,
        "name": new.name,
        "round": old.round,
        "partnership": by.partnership,
        "subject": subject,
        "address": f"{{link:{new.pk}}}",
    }
    post(
        by,
        key=f"link:{new.pk}",
        kind=Message.Kind.LINK,
        about=[{"round": str(old.round_id), "agency": str(old.agency_id)}],
        to_name=new.name,
        to_email=new.email,
        subject=subject,
        text=render_to_string("mail/link.txt", context),
        html=render_to_string("mail/link.html", context),
    )
