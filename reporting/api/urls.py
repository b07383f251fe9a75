"""Packs, below /api/."""

from __future__ import annotations

from django.urls import path

from . import packs

urlpatterns = [
    path("v1/packs/", packs.PackList.as_view(), name="api_packs"),
    path("v1/packs/<uuid:pk>/", packs.PackDetail.as_view(), name="api_pack"),
    path("v1/issues/<uuid:pk>/", packs.IssueDetail.as_view(), name="api_issue"),
    path("v1/issues/<uuid:pk>/document/", packs.IssueDocument.as_view(), name="api_issue_document"),
    path("v1/issues/<uuid:pk>/html/", packs.IssueHtml.as_view(), name="api_issue_html"),
    path("v1/issues/<uuid:pk>/pdf/", packs.IssuePdf.as_view(), name="api_issue_pdf"),
    path("v1/issues/<uuid:pk>/docx/", packs.IssueWord.as_view(), name="api_issue_docx"),
    path("v1/issues/<uuid:pk>/xlsx/", packs.IssueExcel.as_view(), name="api_issue_xlsx"),
]
