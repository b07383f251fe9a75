"""Pages of packs, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("packs/", views.packs, name="packs"),
    path("packs/draft/", views.draft, name="draft_pack"),
    path("packs/<uuid:pack_id>/", views.pack, name="pack"),
    path("packs/<uuid:pack_id>/edit/", views.edit, name="edit_pack"),
    path("packs/<uuid:pack_id>/preview/", views.preview, name="preview_pack"),
    path("packs/<uuid:pack_id>/issue/", views.ask_for_issue, name="issue_pack"),
    path("packs/<uuid:pack_id>/progress/", views.progress, name="pack_progress"),
    path("issues/<uuid:issue_id>/", views.read_issue, name="issue"),
    path("issues/<uuid:issue_id>/html/", views.download_html, name="issue_html"),
    path("issues/<uuid:issue_id>/pdf/", views.download_pdf, name="issue_pdf"),
]
