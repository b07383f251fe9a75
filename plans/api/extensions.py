"""What drf-spectacular must be told about our key and our filters. It finds these classes once they are imported."""

from __future__ import annotations

from typing import Any

from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped registry metaclass
    target_class = "partners.api_keys.ApiKeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An agency’s key, `prefix.secret`."}


class StrictFiltersExtension(DjangoFilterExtension):  # type: ignore[no-untyped-call]  # as above
    """The filters' parameters. The package's own extension asks the model's manager, which needs a tenant."""

    target_class = "plans.api.filters.StrictFilters"
    priority = 1

    def get_schema_operation_parameters(
        self, auto_schema: AutoSchema, *args: Any, **kwargs: Any
    ) -> list[dict[str, Any]]:
        view: Any = auto_schema.view
        filterset = view.filterset_class
        found: list[dict[str, Any]] = []
        for name, each in filterset.base_filters.items():
            found += self.resolve_filter_field(  # type: ignore[no-untyped-call]  # the package's own, untyped
                auto_schema, filterset.Meta.model, filterset, name, each
            )
        return found
