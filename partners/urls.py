"""Pages about who, below /p/<partnership>/: keys, webhooks and what was said to be about no person."""

from __future__ import annotations

from django.urls import path

from . import views
from .views import confirmations, keys, webhooks

_WEBHOOK = "settings/webhooks/<uuid:webhook_id>/"
_DELIVERY = f"{_WEBHOOK}deliveries/<uuid:delivery_id>/"

urlpatterns = [
    path("accent.css", views.accent, name="accent"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("settings/", keys.settings, name="settings"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/add/", keys.add_key, name="add_key"),
    path("settings/keys/<uuid:key_id>/", keys.key, name="key"),
    path("settings/keys/<uuid:key_id>/revoke/", keys.revoke_key, name="revoke_key"),
    path("settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/add/", webhooks.add_webhook, name="add_webhook"),
    path(_WEBHOOK, webhooks.webhook, name="webhook"),
    path(f"{_WEBHOOK}test/", webhooks.send_test, name="test_webhook"),
    path(f"{_WEBHOOK}secret/", webhooks.rotate_secret, name="rotate_secret"),
    path(f"{_WEBHOOK}end/", webhooks.end_webhook, name="end_webhook"),
    path(_DELIVERY, webhooks.delivery, name="delivery"),
    path(f"{_DELIVERY}again/", webhooks.send_again, name="send_again"),
]
