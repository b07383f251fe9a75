"""What every page's frame needs: who, where, and the ways on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from . import link_door
from .roles import Permission
from .tenancy import Access


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context: `partnership`, `access`, `nav` ([{"url", "label", "active"}]), `demo_today`,
    `has_outbox` (a trial keeps its mails) and `linked`: whether this is a page of a single-use link."""
    access: Access | None = getattr(request, "access", None)
    context: dict[str, Any] = {"demo_today": settings.DEMO_TODAY, "access": access, "partnership": None, "nav": []}
    context["linked"] = link_door.is_link(request.path)
    context["has_outbox"] = settings.LOCAL and bool(settings.EMAIL_FILE_PATH)
    if access is None or access.user_id is None:
        return context | (_of_link(request, access) if access and access.link_id else {})
    slug = access.partnership.slug
    entries = [("partnership", "Home", Permission.VIEW_PACK)]
    if access.agency_id is not None:
        entries = [("your_updates", "Your updates", Permission.ANSWER)]
    entries += [
        ("plans", "Plans", Permission.VIEW_PACK),
        ("rounds", "Rounds", Permission.VIEW_PACK),
        ("packs", "Board packs", Permission.VIEW_PACK),
        ("partner_packs", "Packs", Permission.VIEW_PARTNER_PACK),
        ("boards", "Boards", Permission.VIEW_PACK),
        ("decisions", "Decisions", Permission.VIEW_PACK),
        ("calendar", "Calendar", Permission.VIEW_PLAN),
        ("settings", "Settings", _settings_for(access)),
    ]
    path, imports = request.path, reverse("imports", args=[slug])
    meetings = f"{reverse('partnership', args=[slug])}meetings/"
    elsewhere = {
        "plans": imports,
        "boards": meetings,
    }  # what is imported becomes a plan; a board's meetings are its own
    nav = []
    for name, label, permission in entries:
        url = reverse(name, args=[slug])
        if access.may(permission):
            below = (url, elsewhere.get(name, url))
            active = path == url if name == "partnership" else path.startswith(below)
            nav.append({"url": url, "label": label, "active": active})
    return context | {
        "partnership": access.partnership,
        "person": request.user,
        "rag_labels": _rag_labels(access),
        "nav": nav,
    }


def _settings_for(access: Access) -> Permission:
    """An administrator's settings or a coordinator's: whoever has either has the page."""
    return Permission.MANAGE_ROUND if access.may(Permission.MANAGE_ROUND) else Permission.MANAGE_MEMBERS


def _of_link(request: HttpRequest, access: Access) -> dict[str, Any]:
    """A single-use link's frame holds its own two places and nothing of a member's, whoever may be signed in."""
    nav = []
    if request.path.startswith(link_door.INSIDE):
        for name, label in (("linked_your_updates", "Your updates"), ("linked_finish", "Finish")):
            url = reverse(name, args=[access.link_id])
            active = request.path == url if name == "linked_finish" else not request.path.endswith("/finish/")
            nav.append({"url": url, "label": label, "active": active})
    return {"rag_labels": _rag_labels(access), "nav": nav}


def _rag_labels(access: Access) -> dict[str, str]:
    return {value: said["label"] for value, said in access.partnership.rag_key.items() if said.get("label")}
