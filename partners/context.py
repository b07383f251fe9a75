"""What every page's frame needs: who, where, and the ways on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .roles import Permission
from .tenancy import Access


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context: `partnership`, `access`, `nav` ([{"url", "label", "active"}]) and `demo_today`."""
    access: Access | None = getattr(request, "access", None)
    context: dict[str, Any] = {"demo_today": settings.DEMO_TODAY, "access": access, "partnership": None, "nav": []}
    if access is None or access.user_id is None:
        return context
    slug = access.partnership.slug
    entries = [("partnership", "Home", Permission.VIEW_PACK)]
    if access.agency_id is not None:
        entries = [("your_updates", "Your updates", Permission.ANSWER)]
    entries += [
        ("plans", "Plans", Permission.VIEW_PACK),
        ("rounds", "Rounds", Permission.MANAGE_ROUND),
        ("packs", "Board packs", Permission.VIEW_PACK),
        ("decisions", "Decisions", Permission.VIEW_PACK),
    ]
    path, imports = request.path, reverse("imports", args=[slug])
    nav = []
    for name, label, permission in entries:
        url = reverse(name, args=[slug])
        if access.may(permission):
            below = (url, imports) if name == "plans" else (url,)  # what is imported becomes a plan
            active = path == url if name == "partnership" else path.startswith(below)
            nav.append({"url": url, "label": label, "active": active})
    labels = {value: said["label"] for value, said in access.partnership.rag_key.items() if said.get("label")}
    return {**context, "partnership": access.partnership, "person": request.user, "rag_labels": labels, "nav": nav}
