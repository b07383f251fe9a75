"""Whether a plan or a pack is public, for the pages of either: plans know nothing of what is published."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from partners.roles import Permission
from plans.models import Plan

from ..models import Pack
from ..queries.publishing import page_of

register = template.Library()


@register.inclusion_tag("reporting/_public_line.html", takes_context=True)
def public_line(context: Context, plan: Plan, pack: Pack | None = None) -> dict[str, Any]:
    """A line: not public, or since when and where; for those who decide about it with the way to do so. One query."""
    access = context["access"]
    return {
        "plan": plan,
        "pack": pack,
        "page": page_of(access, plan, pack),
        "may_release": access.may(Permission.EDIT_PACK),
        "partnership": access.partnership,
    }
