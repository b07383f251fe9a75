"""What anybody may read: pages that are published, and the issues on them. For a visitor's session, which sees no more
(app.enter_visitor); whoever has signed in asks as a visitor too."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from prevent_tracker.core.errors import NotFound

from ..models import Edition, Issue, Publication

NOTHING = "There is no such public page. It may have been withdrawn."
_FILES = ("document", "html", "pdf")


@dataclass(frozen=True)
class PublicPage:
    """A page with its issues, newest first, without their files."""

    publication: Publication
    issues: Sequence[Issue]

    @property
    def current(self) -> Issue:
        return self.issues[0]

    def issue(self, number: int) -> Issue:
        found = next((issue for issue in self.issues if issue.number == number), None)
        if found is None:
            raise NotFound(NOTHING)
        return found

    def is_indexable(self, issue: Issue) -> bool:
        """Whether search engines may list an issue: the current one alone, and only where that was chosen."""
        return self.publication.is_indexable and issue == self.current


def pages(partnership: str) -> list[PublicPage]:
    """The published pages of a partnership, by its slug: plans first, then packs, the newest first of each."""
    found = [
        page for page in _with_issues(_publications().filter(address__startswith=f"{partnership}/")) if page.issues
    ]
    if not found:
        raise NotFound(NOTHING)
    found.sort(key=lambda page: page.current.as_at, reverse=True)
    return sorted(found, key=lambda page: page.publication.pack_id is not None)


def page(address: str) -> PublicPage:
    """The page at an address below /public/."""
    found = next(iter(_with_issues(_publications().filter(address=address))), None)
    if found is None or not found.issues:
        raise NotFound(NOTHING)
    return found


def indexable() -> list[PublicPage]:
    """Every page that search engines may list, of all partnerships."""
    return [page for page in _with_issues(_publications().filter(is_indexable=True)) if page.issues]


def with_files(issue_id: uuid.UUID) -> Issue:
    """An issue of a page, with its files."""
    return _issues().get(pk=issue_id)


def _publications() -> QuerySet[Publication]:
    return Publication.objects.for_visitors().filter(withdrawn_at=None)


def _issues() -> QuerySet[Issue]:
    return Issue.objects.for_visitors().filter(edition=Edition.PUBLIC)


def _with_issues(publications: QuerySet[Publication]) -> list[PublicPage]:
    rows = list(publications)
    issues = _issues().filter(plan__in=[row.plan_id for row in rows]).defer(*_FILES).order_by("-number")
    by_page: dict[object, list[Issue]] = {}
    for issue in issues:
        by_page.setdefault((issue.plan_id, issue.pack_id), []).append(issue)
    return [PublicPage(row, by_page.get((row.plan_id, row.pack_id), [])) for row in rows]
