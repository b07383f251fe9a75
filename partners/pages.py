"""What every page under /p/<partnership>/ shares: who may see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from .models import User
from .roles import Permission
from .tenancy import Access


class TenantRequest(HttpRequest):
    """A request to a page under /p/<partnership>/ or to the API, with its partnership open."""

    access: Access
    user: User


View = Callable[..., HttpResponse]


def page(*needed: Permission) -> Callable[[View], View]:
    """A page for members with any one of the permissions. The view gets `request.access`, not the partnership's slug.

    A stranger never comes this far (TenantMiddleware answers 404); a member without the permission gets 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: TenantRequest, partnership: str, **kwargs: Any) -> HttpResponse:
            if not any(request.access.may(permission) for permission in needed):
                request.access.require(needed[0])
            return view(request, **kwargs)

        checked.permissions = needed  # type: ignore[attr-defined]  # read by the permission matrix's test
        return checked

    return decorate
