"""The API's way in: a key opens one partnership as one agency (tenancy.enter_key, in the middleware).

A session does not: nothing here reads one, so a page cannot be made to write through the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from .tenancy import Access

if TYPE_CHECKING:  # at run time it would be a circle: the framework's views load this module by its name in settings
    from rest_framework.views import APIView


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer prefix.secret`."""

    def authenticate(self, request: Request) -> tuple[Access, Access]:
        access: Access | None = request._request.access  # type: ignore[attr-defined]  # set by TenantMiddleware
        if access is not None:
            return access, access
        if request.headers.get("Authorization"):
            raise AuthenticationFailed(
                "The key is wrong, revoked or expired. Ask your partnership’s administrator for another."
            )
        raise NotAuthenticated("Send your agency’s key in a header: “Authorization: Bearer <prefix>.<secret>”.")

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Delivery plan tracker"'


class HasAccess(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        access: Any = request.auth
        return isinstance(access, Access)
