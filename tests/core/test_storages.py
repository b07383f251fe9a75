"""Where files are kept, by the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import StorageHandler
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # ships no types

from prevent_tracker.storages import storage


def made(entry: Any) -> Any:
    return StorageHandler({"default": entry})["default"]


def test_a_folder_whose_files_are_its_owners_alone(tmp_path: Path, settings: Any) -> None:
    entry, settings.MEDIA_ROOT = storage(f"file://{tmp_path}/my%20files")
    name = made(entry).save("p/a.txt", ContentFile(b"x"))
    kept = tmp_path / "my files" / name
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (b"x", 0o600, 0o700)


def test_a_bucket_of_an_s3_compatible_service() -> None:
    found = made(storage("s3://KEY:a%2Fb%2Bc@store.example:9000/evidence?region=eu-west-2")[0])
    assert isinstance(found, S3Storage)
    assert (found.bucket_name, found.endpoint_url) == ("evidence", "https://store.example:9000")
    assert (found.access_key, found.secret_key, found.region_name) == ("KEY", "a/b+c", "eu-west-2")
    assert (found.default_acl, found.file_overwrite) == (None, False)


def test_without_a_key_the_machines_own_role_is_used() -> None:
    options = storage("s3://s3.eu-west-2.example/evidence")[0]["OPTIONS"]
    assert not {"access_key", "secret_key"} & set(options)


@pytest.mark.parametrize(
    "url", ["", "/files", "file://", "file://host/files", "s3://bucket", "s3:///evidence", "ftp://h/b"]
)
def test_anything_else_is_said_at_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FILES_URL must be"):
        storage(url)
