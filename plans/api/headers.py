"""The headers that every operation has, written into the OpenAPI document in one place (drf-spectacular's hook)."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TAG = r'(W/)?"[!#-~]*"'
_TAGS = {"type": "string", "maxLength": 2000, "pattern": rf"^(\*|{_TAG}(, ?{_TAG})*)$"}  # RFC 9110, 13.1
IDEMPOTENCY_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "New for each thing you want done (a UUID); the same when you send that again. Kept for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!#-\[\]-~]+$"},
    "example": "0195a3c0-7a11-7000-8000-0000000000aa",
}
IF_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` of what you last read, or `*` for whatever is stored.",
    "schema": _TAGS,
    "example": '"6c1f0e7d2a9b4c3e8f5a1d0b9c8e7f6a"',
}
IF_NONE_MATCH: Schema = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of what you have: 304 without a body while nothing has changed.",
    "schema": {"type": "string"},
}
_SENT: Schema = {
    "ETag": ("Stands for this very answer; see If-Match and If-None-Match.", IF_MATCH["example"]),
    "RateLimit": ("How many calls are left, and in how many seconds the count begins anew.", '"calls";r=299;t=60'),
    "RateLimit-Policy": ("How many calls are allowed in how many seconds.", '"calls";q=300;w=60'),
    "Retry-After": ("Seconds to wait.", "12"),
    "Location": ("Where to read it.", "https://tracker.example/api/v1/updates/0195a3c0-0000-7000-8000-000000000005/"),
    "Idempotency-Replayed": ("`true`: done before; this is the answer of then.", "true"),
    "WWW-Authenticate": ("How to send a key (RFC 6750).", 'Bearer realm="Delivery plan tracker"'),
}


def document_headers(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Add what a method implies: ETag to what is read, If-Match to what replaces, Idempotency-Key to what is posted."""
    result["components"]["headers"] = {
        name: {"description": said, "schema": {"type": "string"}, "example": shown}
        for name, (said, shown) in _SENT.items()
    }
    for methods in result["paths"].values():
        for method, operation in methods.items():
            _document(method, operation)
    return result


def _document(method: str, operation: Schema) -> None:
    parameters, responses = operation.setdefault("parameters", []), operation["responses"]
    if method == "get":
        parameters.append(IF_NONE_MATCH)
        responses["304"] = {"description": "What you have is what there is"}
    elif method == "post":
        parameters.append(IDEMPOTENCY_KEY)
    else:
        parameters.append(IF_MATCH)
    operation["responses"] = dict(sorted(responses.items()))
    for status, response in responses.items():
        names = ["RateLimit", "RateLimit-Policy", *_of(method, status)]
        response.setdefault("headers", {}).update({name: {"$ref": f"#/components/headers/{name}"} for name in names})


def _of(method: str, status: str) -> list[str]:
    found = {"401": ["WWW-Authenticate"], "429": ["Retry-After"], "503": ["Retry-After"], "412": ["ETag"]}
    if status in ("304", "200", "201"):
        return (
            ["ETag"]
            + (["Idempotency-Replayed"] if method == "post" else [])
            + (["Location"] if status == "201" else [])
        )
    return found.get(status, [])
