"""What a pack is compared with, chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.views.editing import form_page

from ..forms.comparison import MOMENT, ComparisonForm
from ..queries import packs as queries
from ..queries.comparison import comparable
from ..services.comparison import compare_pack


@page(Permission.EDIT_PACK)
def pack_comparison(request: TenantRequest, pack_id: str) -> HttpResponse:
    found = queries.pack(request.access, pack_id)
    issues = list(comparable(request.access, found))
    given = {"data": request.POST} if request.method == "POST" else {"initial": ComparisonForm.initial_from(found)}
    form = ComparisonForm(**given, issues=issues)

    def save(said: dict[str, Any]) -> None:
        compare_pack(
            by=request.access,
            pack=found,
            issue=next((issue for issue in issues if str(issue.pk) == said["what"]), None),
            moment=form.moment() if said["what"] == MOMENT else None,
            expected_version=said["version"],
        )

    return form_page(
        request,
        form,
        save,
        heading="What is this pack compared with?",
        back=reverse("pack", args=[request.access.partnership.slug, pack_id]),
        said="Saved. The next draft shows what differs.",
        more={"text": "The pack then says line by line what differs: ratings, words, dates, leads and milestones."},
    )
