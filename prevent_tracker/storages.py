"""Where files are kept, from one address in the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from botocore.config import Config  # type: ignore[import-untyped]  # boto ships no types
from django.core.exceptions import ImproperlyConfigured

_SAID = (
    "FILES_URL must be file:///a/folder or s3://KEY:SECRET@HOST/BUCKET?region=REGION (key and secret with %2F for a"
    " slash; without them the machine’s own role is used; s3+http:// for a service inside the same machine)."
)


def storage(url: str) -> tuple[dict[str, Any], str]:
    """(one entry of Django's STORAGES, MEDIA_ROOT) for `FILES_URL`.

    Files in a folder are its owner's alone; those in a bucket are private, and nothing overwrites another.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": modes}, unquote(parts.path)
    if parts.scheme in ("s3", "s3+http") and parts.hostname and len(parts.path) > 1:
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(parts)}, ""
    raise ImproperlyConfigured(_SAID)


def _bucket(parts: SplitResult) -> dict[str, Any]:
    asked = parse_qs(parts.query)
    options: dict[str, Any] = {
        "bucket_name": parts.path.strip("/"),
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        "client_config": Config(
            # A page waits for it with its transaction open.
            connect_timeout=5,
            read_timeout=20,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path"},
        ),
        "default_acl": None,
        "file_overwrite": False,
    }
    if "region" in asked:
        options["region_name"] = asked["region"][0]
    if parts.username and parts.password:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password)}
    return options
