"""What was written to whom, whether it arrived, and sending it again."""

from __future__ import annotations

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from partners.models import Message
from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.queries import mail as queries
from plans.services import outbox
from plans.services.mailing import without_links
from prevent_tracker.core.errors import Closed

PER_PAGE = 50
AGAIN = (Message.State.FAILED, Message.State.UNCERTAIN)


@page(Permission.MANAGE_ROUND)
def messages(request: TenantRequest) -> HttpResponse:
    """Every mail, newest first; `?state=` those in one state."""
    state = request.GET.get("state", "")
    state = state if state in Message.State.values else ""
    rows = queries.messages(request.access, state=state).defer("text", "html", "calendar")
    tabs = [{"label": "All", "url": "?", "active": not state}] + [
        {"label": label, "url": f"?state={value}", "active": state == value} for value, label in Message.State.choices
    ]
    context = {"page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "tabs": tabs, "state": state}
    return render(request, "plans/messages.html", context)


@page(Permission.MANAGE_ROUND)
def message(request: TenantRequest, message_id: str) -> HttpResponse:
    """One mail as it was written; a single-use address stands in no page."""
    found = queries.message(request.access, message_id)
    context = {"message": found, "text": without_links(found.text), "may_send": found.state in AGAIN}
    return render(request, "plans/message.html", context)


@page(Permission.MANAGE_ROUND)
def send_message_again(request: TenantRequest, message_id: str) -> HttpResponse:
    found = queries.message(request.access, message_id)
    try:
        outbox.send_again(by=request.access, message=found)
    except Closed as error:
        notes.warning(request, str(error))
    else:
        notes.success(request, f"The message to {found.to_name} is on its way again.")
    return redirect("message", request.access.partnership.slug, found.pk)


send_message_again = require_POST(send_message_again)
