"""Where files are kept, by the environment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import StorageHandler
from django.db import transaction
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # ships no types

from prevent_tracker.core import files
from prevent_tracker.core.errors import Closed, NotFound
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


class Bucket(BaseHTTPRequestHandler):
    """The little of an S3-compatible service that keeping files needs."""

    kept: ClassVar[dict[str, bytes]] = {}
    is_down: ClassVar[bool] = False

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(503 if self.is_down else status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"1"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "aws-chunked":
            sent = sent.split(b"\r\n", 2)[1]
        assert "Credential=KEY/" in self.headers["Authorization"]
        if not self.is_down:
            self.kept[self.path] = sent
        self.answer(200)

    def do_GET(self) -> None:
        self.answer(200 if self.path in self.kept else 404, self.kept.get(self.path, b""))

    do_HEAD = do_GET  # noqa: N815  the standard library's names

    def do_DELETE(self) -> None:
        self.kept.pop(self.path, None)
        self.answer(204)

    def log_message(self, *args: Any) -> None:
        """Quietly."""


@pytest.fixture
def bucket(settings: Any) -> Iterator[type[Bucket]]:
    """The default storage is a bucket of a service on this machine."""
    Bucket.kept, Bucket.is_down = {}, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    entry, _ = storage(f"s3+http://KEY:SECRET@127.0.0.1:{server.server_address[1]}/evidence?region=eu-west-2")
    settings.STORAGES = {**settings.STORAGES, "default": entry}
    yield Bucket
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_to_the_bucket_and_goes_with_its_transaction(bucket: type[Bucket]) -> None:
    with transaction.atomic():
        name = files.write("p/a.txt", b"Attended: 31")
    assert bucket.kept == {"/evidence/p/a.txt": b"Attended: 31"}
    assert files.read(name) == b"Attended: 31"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail_after_writing()
    assert list(bucket.kept) == ["/evidence/p/a.txt"]


def fail_after_writing() -> None:
    files.write("p/b.txt", b"x")
    raise ZeroDivisionError


def test_a_bucket_that_is_down_is_a_sentence(bucket: type[Bucket], db: None) -> None:
    with pytest.raises(NotFound, match="cannot be had just now"):
        files.read("p/never.txt")
    bucket.is_down = True
    with pytest.raises(Closed, match="could not be stored just now"):
        files.write("p/a.txt", b"x")
    assert bucket.kept == {}


@pytest.mark.parametrize(
    "url", ["", "/files", "file://", "file://host/files", "s3://bucket", "s3:///evidence", "ftp://h/b"]
)
def test_anything_else_is_said_at_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FILES_URL must be"):
        storage(url)
