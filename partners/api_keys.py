"""The API's way in: a key opens one partnership as one agency (tenancy.enter_key, in the middleware)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from .tenancy import Access


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer prefix.secret`."""

    def authenticate(self, request: Request) -> tuple[Any, Access] | None:
        access: Access | None = request._request.access  # type: ignore[attr-defined]  # set by TenantMiddleware
        if access is not None:
            return access, access
        if request.headers.get("Authorization"):
            raise AuthenticationFailed("The key is wrong, revoked or expired. Ask your partnership's administrator for another.")
        return None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Delivery plan tracker"'


class HasAccess(BasePermission):
    message = "Send a key: “Authorization: Bearer <prefix>.<secret>”."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, Access)


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped registry metaclass
    target_class = "partners.api_keys.ApiKeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An agency's key, `prefix.secret`."}
