"""Webhooks: which systems are told what happens, and whether it reached them."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partners import queries
from partners import webhooks as services
from partners.delivering import secret_of
from partners.forms import WebhookForm
from partners.models import Delivery, Webhook
from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.forms import show_errors


@page(Permission.MANAGE_MEMBERS)
def webhooks(request: TenantRequest) -> HttpResponse:
    rows = [(row, events_in_words(row)) for row in queries.webhooks(request.access)]
    return render(request, "partners/webhooks.html", {"rows": rows})


@page(Permission.MANAGE_MEMBERS)
def add_webhook(request: TenantRequest) -> HttpResponse:
    form = WebhookForm(**({"data": request.POST} if request.method == "POST" else {}), access=request.access)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_webhook(by=request.access, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        else:
            messages.success(
                request, "The webhook is added. Give its secret to whoever runs the receiver, and send a test."
            )
            return redirect("webhook", request.access.partnership.slug, made.pk)
    return render(request, "partners/add_webhook.html", {"form": form}, status=422 if form.errors else 200)


@never_cache  # it shows a secret
@page(Permission.MANAGE_MEMBERS)
def webhook(request: TenantRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """One webhook: its secret, and what went to it, newest first."""
    found = queries.webhook(request.access, webhook_id)
    shown, before = request.GET.get("show", ""), request.GET.get("before", "")
    part = queries.deliveries(request.access, found, before=before, state=shown)
    context = {
        "webhook": found,
        "events": events_in_words(found),
        "secret": "" if found.ended_at else secret_of(found),
        "rows": [(row, queries.next_try(row)) for row in part.rows],
        "older": part.older,
        "is_first": not before,
        "shown": shown if shown in Delivery.State.values else "",
        "tabs": [
            {"label": label, "url": f"?show={value}" if value else "?", "active": value == shown}
            for value, label in [("", "Everything"), *Delivery.State.choices]
        ],
    }
    return render(request, "partners/webhook.html", context)


def events_in_words(row: Webhook) -> list[str]:
    return [label for value, label in Webhook.Event.choices if value in row.events]


@page(Permission.MANAGE_MEMBERS)
def delivery(request: TenantRequest, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
    """One event on its way: what was sent and what came of each attempt."""
    found = queries.delivery(request.access, webhook_id, delivery_id)
    context = {
        "delivery": found,
        "next_try": queries.next_try(found),
        "tries": [each | {"at": dt.datetime.fromisoformat(each["at"])} for each in found.tries],
        "body": json.dumps(json.loads(found.body), indent=2, ensure_ascii=False),
    }
    return render(request, "partners/delivery.html", context)


@page(Permission.MANAGE_MEMBERS)
def send_again(request: TenantRequest, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
    found = queries.delivery(request.access, webhook_id, delivery_id)
    services.send_again(by=request.access, delivery=found)
    messages.success(request, "It is on its way again, under the same id.")
    return redirect("webhook", request.access.partnership.slug, webhook_id)


send_again = require_POST(send_again)


@page(Permission.MANAGE_MEMBERS)
def send_test(request: TenantRequest, webhook_id: uuid.UUID) -> HttpResponse:
    services.send_test(by=request.access, webhook=queries.webhook(request.access, webhook_id))
    messages.success(request, "A test is on its way. Look here in a moment for what came of it.")
    return redirect("webhook", request.access.partnership.slug, webhook_id)


send_test = require_POST(send_test)


@page(Permission.MANAGE_MEMBERS)
def rotate_secret(request: TenantRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Ask once, then replace the secret."""
    found = queries.webhook(request.access, webhook_id)
    if request.method == "POST":
        services.rotate_secret(by=request.access, webhook=found)
        messages.success(request, "The secret is replaced. Give the new one to whoever runs the receiver.")
        return redirect("webhook", request.access.partnership.slug, webhook_id)
    context = {
        "webhook": found,
        "heading": "Replace the secret?",
        "text": "Everything sent from now on is signed with the new secret, retries included. A receiver that still "
        "has the old one will refuse it.",
        "button": "Replace the secret",
    }
    return render(request, "partners/confirm_webhook.html", context)


@page(Permission.MANAGE_MEMBERS)
def end_webhook(request: TenantRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Ask once, then end it."""
    found = queries.webhook(request.access, webhook_id)
    if request.method == "POST":
        services.end_webhook(by=request.access, webhook=found)
        messages.success(request, "The webhook is ended: nothing more goes to that address.")
        return redirect("webhooks", request.access.partnership.slug)
    context = {
        "webhook": found,
        "heading": "End this webhook?",
        "text": "Nothing more goes to it, what is waiting included. What was delivered stays on the record.",
        "button": "End the webhook",
    }
    return render(request, "partners/confirm_webhook.html", context)
