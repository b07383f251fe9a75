"""Pages of single-use links, outside any partnership: the link says which one."""

from __future__ import annotations

from django.urls import path

from .views import links

_LINKED = "linked/<uuid:link>/"
_UPDATE = f"{_LINKED}updates/<uuid:request_id>/"

urlpatterns = [
    path("link/<str:token>/", links.landing, name="link"),
    path("link/<str:token>/again/", links.send_again, name="link_again"),
    path("linked/finished/", links.finished, name="link_finished"),
    path(_LINKED, links.your_updates, name="linked_your_updates"),
    path(_UPDATE, links.answer, name="linked_answer"),
    path(f"{_UPDATE}draft/", links.answer_draft, name="linked_answer_draft"),
    path(f"{_UPDATE}unchanged/", links.answer_unchanged, name="linked_answer_unchanged"),
    path(f"{_UPDATE}evidence/", links.answer_evidence, name="linked_answer_evidence"),
    path(f"{_LINKED}evidence/<uuid:evidence_id>/", links.evidence_file, name="linked_evidence_file"),
    path(f"{_LINKED}finish/", links.finish, name="linked_finish"),
]
