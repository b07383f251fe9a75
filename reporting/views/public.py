"""Public pages: read by anybody, kept by caches, the same for everybody. They know no request but its headers: no
account, no cookie, no message can be in them."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from prevent_tracker.core.conditional import tag_of
from prevent_tracker.core.errors import NotFound

from ..document import from_json
from ..formats import FORMATS
from ..models import Issue, Publication
from ..queries import public as queries
from ..queries.public import PublicPage
from ..render.html import render_body

KEPT = "public, max-age=300"  # seconds: so long may a cache show what was withdrawn
_View = Callable[..., HttpResponse]


def _public(view: _View) -> Callable[..., HttpResponseBase]:
    """A public page: what is not there, or no longer, gets a page as calm as the others."""

    @require_safe
    @functools.wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except NotFound as error:
            text = _page("not_found", {"message": str(error)})
            return HttpResponse(text, status=404, headers={"X-Robots-Tag": "noindex", "Cache-Control": "no-cache"})

    return answered


@_public
def public_home(request: HttpRequest, partnership: str) -> HttpResponse:
    """What a partnership has published. Found by search engines where all of it may be."""
    pages = queries.pages(partnership)
    indexable = all(page.publication.is_indexable for page in pages)
    context = {"pages": pages, **_of(pages[0].publication), "indexable": indexable}
    return _answer(request, _page("home", context), is_indexable=indexable)


@_public
def public_page(request: HttpRequest, address: str) -> HttpResponse:
    """The current issue of a plan or a pack."""
    found = queries.page(address)
    return _read(request, found, found.current)


@_public
def public_issue(request: HttpRequest, address: str, number: str) -> HttpResponse:
    """One issue, an older one with a notice that it is superseded."""
    found = queries.page(address)
    return _read(request, found, found.issue(int(number)))


@_public
def public_file(request: HttpRequest, address: str, number: str, kind: str) -> HttpResponse:
    """An issue as a file."""
    found = queries.page(address)
    issue, file = found.issue(int(number)), FORMATS.get(kind)
    if file is None:
        raise NotFound("There is no such file of this issue.")
    tag = f'"{file.digest(issue)}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(_content(kind, issue.pk, file.digest(issue)), content_type=file.content_type)
        name = f"{slugify(address.replace('/', ' '))}-issue-{number}.{kind}"
        way = "inline" if file.is_shown else "attachment"
        response.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    return _kept(response, tag, is_indexable=found.is_indexable(issue))


def _read(request: HttpRequest, found: PublicPage, issue: Issue) -> HttpResponse:
    """An issue in the page, with what may be downloaded and what was issued before and after."""
    context = {
        **_of(found.publication),
        "page": found,
        "issue": issue,
        "body": body(issue.pk, issue.document_sha256),
        "formats": FORMATS.values(),
        "prints": [(file.label, file.digest(issue)) for file in FORMATS.values() if file.is_frozen],
        "indexable": found.is_indexable(issue),
        "is_current": issue == found.current,
    }
    return _answer(request, _page("issue", context), is_indexable=found.is_indexable(issue))


@lru_cache(maxsize=32)
def body(issue_id: uuid.UUID, document_sha256: str) -> SafeString:
    """An issue's document as HTML: drawn once, since it never changes. Whoever asks has found the issue before."""
    issue = Issue.objects.for_visitors().only("document").get(pk=issue_id, document_sha256=document_sha256)
    return mark_safe(render_body(from_json(issue.document)))  # noqa: S308  the renderer escapes


def _content(kind: str, issue_id: uuid.UUID, digest: str) -> bytes:
    """A file's bytes: those that were frozen, or drawn from them once."""
    file = FORMATS[kind]
    if file.is_frozen:
        return file.content(queries.with_files(issue_id))
    return _drawn(kind, issue_id, digest)


@lru_cache(maxsize=16)
def _drawn(kind: str, issue_id: uuid.UUID, digest: str) -> bytes:
    return FORMATS[kind].content(queries.with_files(issue_id))


def _of(publication: Publication) -> dict[str, str]:
    return {"name": publication.partnership_name, "slug": publication.address.partition("/")[0]}


def _page(name: str, context: dict[str, Any]) -> bytes:
    """Without the request: whoever asks, the bytes are the same."""
    return render_to_string(f"public/{name}.html", {**context, "demo_today": settings.DEMO_TODAY}).encode()


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may ask for; whether they may list it, each page says itself (`X-Robots-Tag`)."""
    lines = ["User-agent: *", "Allow: /public/", "Allow: /static/", "Disallow: /"]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    headers = {"Cache-Control": KEPT}
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", headers=headers)


robots = require_safe(robots)


def _answer(request: HttpRequest, content: bytes, *, is_indexable: bool) -> HttpResponse:
    tag = tag_of(content)
    response = get_conditional_response(request, etag=tag) or HttpResponse(content)
    return _kept(response, tag, is_indexable=is_indexable)


def _kept(response: HttpResponse, tag: str, *, is_indexable: bool) -> HttpResponse:
    """For caches, and for search engines."""
    response.headers["ETag"], response.headers["Cache-Control"] = tag, KEPT
    if not is_indexable:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
