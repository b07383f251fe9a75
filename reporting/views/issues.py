"""An issue on the screen and as files."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import NotFound

from ..document import from_json
from ..formats import FORMATS
from ..models import Edition, Issue, Pack
from ..queries import issues as queries
from ..render.html import render_body


@page(Permission.VIEW_PACK)
def read_issue(request: TenantRequest, issue_id: str) -> HttpResponse:
    """An issue on the screen, drawn from what was frozen."""
    found = queries.issue(request.access, issue_id)
    body = mark_safe(render_body(from_json(found.document)))  # noqa: S308  the renderer escapes
    context = {"pack": found.pack, "issue": found, "body": body, "formats": FORMATS.values()}
    return render(request, "reporting/read.html", context)


@page(Permission.VIEW_PACK)
def download_file(request: TenantRequest, issue_id: str, ending: str) -> HttpResponse:
    """An issue in one of the formats: as it was frozen, or drawn from what was."""
    if ending not in FORMATS:
        raise NotFound(f"An issue is had as {', '.join(FORMATS)}.")
    found, form = queries.issue(request.access, issue_id), FORMATS[ending]
    return download(_name(found), form.content(found), ending, form.content_type)


def _name(issue: Issue) -> str:
    assert issue.pack is not None  # a plan's own issues are read on its public page
    edition = "" if issue.edition == Edition.BOARD else f" {issue.edition} edition"
    return file_name(issue.pack, f"issue {issue.number}{edition}")


def file_name(pack: Pack, what: str) -> str:
    """A name that a committee's secretary can file."""
    return slugify(f"{pack.round.slug} {pack.board.short_name} {pack.round.plan.slug} {what}")


def download(name: str, content: bytes, ending: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
