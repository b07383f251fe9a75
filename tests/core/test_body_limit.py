"""A body of 20 MB gets a kind page, and nothing of it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import Evidence, UpdateRequest
from prevent_tracker.core.body_limit import MEBIBYTE
from tests.cast import Cast


def send(cast: Cast, megabytes: int) -> Any:
    with cast.here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).get(action=cast.here.actions[1])
    big = SimpleUploadedFile("big.txt", b"a" * megabytes * MEBIBYTE)
    url = reverse("answer_evidence", args=["northvale", asked.pk])
    return cast.here.client("contributor").post(url, {"add": "file", "file": big, "title": ""})


def kept(cast: Cast) -> int:
    with cast.here.as_("auditor") as access:
        return Evidence.objects.within(access).count()


def test_a_body_of_20_megabytes_is_refused_kindly(
    cast: Cast, files_folder: Path, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    response = send(cast, 20)
    assert response.status_code == 413
    said = response.content.decode()
    assert "20 MB, and 10 MB is the most here" in said
    assert "Nothing of it was kept" in said
    assert kept(cast) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_little_too_large_is_said_at_the_file(cast: Cast) -> None:
    response = send(cast, 10)
    assert response.status_code == 302
    with cast.here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).get(action=cast.here.actions[1])
    big = SimpleUploadedFile("big.txt", b"a" * (10 * MEBIBYTE + 1))
    url = reverse("answer_evidence", args=["northvale", asked.pk])
    refused = cast.here.client("contributor").post(url, {"add": "file", "file": big})
    assert refused.status_code == 422
    assert "10 MB is the most" in refused.content.decode()
    assert kept(cast) == 1


@pytest.mark.parametrize(("path", "megabytes", "status"), [("imports/", 31, 422), ("imports/", 32, 413), ("", 12, 413)])
def test_a_plans_file_may_be_larger(cast: Cast, path: str, megabytes: int, status: int) -> None:
    body = b"a" * megabytes * MEBIBYTE
    client = cast.here.client("coordinator")
    response = client.post(f"/p/northvale/{path}", body, content_type="application/octet-stream")
    assert response.status_code == status
