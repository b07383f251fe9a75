"""Domain errors as pages: what no form caught still ends in kind words and the right code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prevent_tracker.core.errors import Closed, DomainError, NotAllowed, NotFound, Stale

_STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Closed: 409, Stale: 409}


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse | None:
    """The page for a domain error that no form caught; None for one that is a fault of ours."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), None)
    if status is None:
        return None
    return render(request, f"{status}.html", {"message": str(error)}, status=status)
