"""Pages of packs, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import path

from .views import issues, making, packs

urlpatterns = [
    path("packs/", packs.packs, name="packs"),
    path("packs/draft/", packs.draft, name="draft_pack"),
    path("packs/<uuid:pack_id>/", packs.pack, name="pack"),
    path("packs/<uuid:pack_id>/edit/", packs.edit, name="edit_pack"),
    path("packs/<uuid:pack_id>/preview/", packs.preview, name="preview_pack"),
    path("packs/<uuid:pack_id>/issue/", making.ask_for_issue, name="issue_pack"),
    path("packs/<uuid:pack_id>/progress/", making.progress, name="pack_progress"),
    path("issues/<uuid:issue_id>/", issues.read_issue, name="issue"),
    path("issues/<uuid:issue_id>/html/", issues.download_html, name="issue_html"),
    path("issues/<uuid:issue_id>/pdf/", issues.download_pdf, name="issue_pdf"),
]
