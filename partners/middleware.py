"""One transaction a request, opened here: ATOMIC_REQUESTS covers neither middleware nor late rendering."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from prevent_tracker.core.errors import DomainError, NotFound
from prevent_tracker.core.screening import NOT_ABOUT_A_PERSON, screened

from . import link_door
from .api_door import through_the_door, token_of
from .errors import error_page
from .models import User
from .tenancy import Access, enter_key, enter_user, enter_visitor

_PARTNERSHIP = re.compile(r"^/p/([-\w]+)/")
_API = "/api/"
_PUBLIC = ("/public/", "/sitemap.xml", "/verify/")  # everybody is a visitor there, whoever has signed in too


def _confirmed(request: HttpRequest) -> list[str]:
    """What a form says is not about a person. The API's views read their own bodies."""
    if request.method != "POST" or request.path_info.startswith(_API):
        return []
    return request.POST.getlist(NOT_ABOUT_A_PERSON)


class TenantMiddleware:
    """Opens the partnership that the address names, for its members only; a stranger sees what does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = None  # type: ignore[attr-defined]  # set below for pages that need one
        if request.path_info.startswith(_API):
            return through_the_door(
                request, lambda: self._in_transaction(request, lambda: enter_key(token_of(request)))
            )
        if link_door.is_link(request.path_info):
            return link_door.sealed(self._in_transaction(request, lambda: link_door.enter(request)))
        if request.path_info.startswith(_PUBLIC):
            return self._in_transaction(request, enter_visitor)
        found = _PARTNERSHIP.match(request.path_info)
        if found is None:
            return self._in_transaction(request, lambda: None)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        user: User = request.user
        return self._in_transaction(request, lambda: self._enter_user(user, found[1]))

    def _in_transaction(self, request: HttpRequest, enter: Callable[[], Access | None]) -> HttpResponse:
        with transaction.atomic():
            request.access = access = enter()  # type: ignore[attr-defined]  # as above
            with screened(access, _confirmed(request)) if access else nullcontext():
                response = self.get_response(request)
            if response.streaming and request.access is not None:  # type: ignore[attr-defined]  # as above
                raise RuntimeError("A streaming answer would read after the partnership is closed.")
            if response.status_code >= 500 or hasattr(response, "domain_error"):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A domain error that no form caught becomes a kind page, and nothing half-written stays."""
        response = error_page(request, error) if isinstance(error, DomainError) else None
        if response is not None:
            response.domain_error = True  # type: ignore[attr-defined]  # read above, where the transaction ends
        return response

    @staticmethod
    def _enter_user(user: User, slug: str) -> Access:
        try:
            return enter_user(user, slug)
        except NotFound as error:
            raise Http404(str(error)) from None
