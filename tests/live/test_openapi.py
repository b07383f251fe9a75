"""schemathesis asks a live server everything that its OpenAPI document allows, and much that it forbids: every check is
on, and so are chains of calls by the document's links."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cast import Cast

from .conftest import Tracker

EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "10")


def test_the_document_and_the_server_agree(tracker: Tracker, live_cast: Cast, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    key = f"Authorization: Bearer {live_cast.here.key}"
    done = subprocess.run(
        [
            str(program), "run", f"{tracker.url}/api/v1/schema/", "--header", key,
            "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--mode", "all",
            "--max-examples", EXAMPLES, "--seed", "1", "--workers", "2", "--continue-on-failure", "--warnings", "off",
            "--no-color", "--report", "junit", "--report-dir", str(tmp_path),
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
