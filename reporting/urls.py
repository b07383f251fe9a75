"""Pages of packs, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import include, path

from .views import (
    comparison,
    contents,
    issues,
    logo,
    making,
    moments,
    packs,
    partner_issues,
    publishing,
    styles,
    verifying,
    word_markings,
)

urlpatterns = [
    path("packs/", packs.packs, name="packs"),
    path("packs/compare/", moments.compare, name="compare_packs"),
    path("packs/<uuid:pack_id>/as-at/", moments.as_at, name="pack_as_at"),
    path("packs/check/", verifying.check_pack, name="check_pack"),
    path("packs/draft/", packs.draft, name="draft_pack"),
    path("packs/<uuid:pack_id>/", packs.pack, name="pack"),
    path("packs/<uuid:pack_id>/edit/", packs.edit, name="edit_pack"),
    path("packs/<uuid:pack_id>/preview/", packs.preview, name="preview_pack"),
    path("packs/<uuid:pack_id>/markings/", word_markings.pack_markings, name="pack_markings"),
    path("packs/<uuid:pack_id>/comparison/", comparison.pack_comparison, name="pack_comparison"),
    path("packs/<uuid:pack_id>/contents/", contents.contents, name="pack_contents"),
    path("packs/styles/", styles.styles, name="pack_styles"),
    path("packs/new-style/", styles.new_style, name="new_style"),
    path("packs/styles/<slug:style>/", styles.style, name="pack_style"),
    path("packs/styles/<slug:style>/preview/", styles.preview_style, name="preview_style"),
    path("packs/styles/<slug:style>/archive/", styles.archive, name="archive_style"),
    path("packs/logo/", logo.logo, name="pack_logo"),
    path("packs/logo/picture/", logo.logo_picture, name="logo_picture"),
    path("packs/<uuid:pack_id>/issue/", making.ask_for_issue, name="issue_pack"),
    path("packs/<uuid:pack_id>/draft/", making.ask_for_draft, name="make_draft"),
    path("packs/<uuid:pack_id>/draft/pdf/", making.download_draft, name="draft_pdf"),
    path("packs/<uuid:pack_id>/cancel/", making.cancel, name="cancel_making"),
    path("packs/<uuid:pack_id>/progress/", making.progress, name="pack_progress"),
    path("packs/<uuid:pack_id>/public/", publishing.public_pack, name="public_pack"),
    path("plans/<slug:plan>/public/", publishing.public_plan, name="public_plan"),
    path("publications/<uuid:publication_id>/withdraw/", publishing.withdraw, name="withdraw"),
    path("publications/<uuid:publication_id>/put-back/", publishing.republish, name="republish"),
    path("publications/<uuid:publication_id>/search-engines/", publishing.set_indexable, name="set_indexable"),
    path("partner-packs/", partner_issues.partner_packs, name="partner_packs"),
    path("partner-packs/<uuid:partner_issue_id>/", partner_issues.partner_pack, name="partner_pack"),
    path("partner-packs/<uuid:partner_issue_id>/<slug:ending>/", partner_issues.partner_file, name="partner_file"),
    path("issues/<uuid:issue_id>/", issues.read_issue, name="issue"),
    path("issues/<uuid:issue_id>/<slug:ending>/", issues.download_file, name="issue_file"),
    path("", include("reporting.meeting_urls")),
]
