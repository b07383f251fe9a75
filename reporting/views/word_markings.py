"""Who may read the coordinator's words of a pack."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.views.editing import form_page

from ..forms.marking import WordMarkingsForm
from ..queries import packs as queries
from ..services.word_markings import WORDS, mark_words


@page(Permission.EDIT_PACK)
def pack_markings(request: TenantRequest, pack_id: str) -> HttpResponse:
    found = queries.pack(request.access, pack_id)
    initial = WordMarkingsForm.initial_from(found)
    form = WordMarkingsForm(request.POST) if request.method == "POST" else WordMarkingsForm(initial=initial)

    def save(given: dict[str, Any]) -> None:
        markings = {name: given[name] for name in WORDS}
        mark_words(by=request.access, pack=found, markings=markings, expected_version=given["version"])

    text = (
        "The board reads all of them. Partners read those marked partnership or public, the public those marked public."
        " What you choose counts for the next issue."
    )
    return form_page(
        request,
        form,
        save,
        heading="Who may read the words of this pack?",
        back=reverse("pack", args=[request.access.partnership.slug, pack_id]),
        said="Markings saved.",
        more={"text": text},
    )
