"""schemathesis asks a live server everything that its OpenAPI document allows, and much that it forbids: every check is
on, and so are chains of calls by the document's links."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from partners.roles import Scope
from partners.services import create_key
from plans.services.actions import LeadWords, add_action
from prevent_tracker.core import clock
from tests.cast import Cast, World

from .clients import Caller
from .conftest import Tracker

HERE = Path(__file__).resolve().parent
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "10")  # an operation and phase; `make schemathesis` asks 100
LISTS = ("partnerships", "agencies", "plans", "objectives", "actions", "rounds", "updates", "requests", "packs")


@pytest.mark.parametrize("phases", ["examples,coverage,fuzzing", "stateful"])
def test_the_document_and_the_server_agree(tracker: Tracker, live_cast: Cast, tmp_path: Path, phases: str) -> None:
    key = _key(live_cast.here)
    config = tmp_path / "schemathesis.toml"
    config.write_text(_filled((HERE / "schemathesis.toml").read_text(), Caller(tracker, key), phases))
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config), "run",
            f"{tracker.url}/api/v1/schema/", "--header", f"Authorization: Bearer {key}", "--checks", "all",
            "--phases", phases, "--mode", "all", "--max-examples", EXAMPLES, "--seed", "1", "--workers", "1",
            "--continue-on-failure", "--warnings", "off", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=3000,
    )  # fmt: skip
    (tmp_path / "said.txt").write_text(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


def _key(world: World) -> str:
    """A key that may do everything a key can, of an agency that is asked about many actions."""
    police = world.agencies["police"]
    with world.as_("coordinator") as by:
        for n in range(30):
            add_action(
                by=by, objective=world.objectives[2], text=f"Thing {n}.", leads=[LeadWords("Police", agency=police)]
            )
    with world.as_("administrator") as by:
        expiry = clock.now().replace(month=12)
        return create_key(by=by, agency=police, name="Everything", expires_at=expiry, scopes=tuple(Scope))[1]


def _filled(text: str, caller: Caller, phases: str) -> str:
    """The settings with rows that exist; chains of calls take their ids from earlier answers instead."""
    if phases == "stateful":
        text = "".join(
            line
            for line in text.splitlines(keepends=True)
            if not line.startswith(('"path.id"', '"query.plan"', '"body.action"'))
        )
    rows = {name: _rows(caller, name) for name in LISTS}
    asked = [row["action"]["id"] for row in rows["requests"]]
    position = base64.b64encode(f"p={asked[0]}".encode()).decode()
    known = [row["id"] for found in rows.values() for row in found[:8]]
    return text.replace("KNOWN", _quoted(known)).replace("ASKED", _quoted(asked)).replace("CURSOR", position)


def _rows(caller: Caller, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.ask("GET", f"/api/v1/{name}/?page_size=200").json()["results"]
    return found


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(json.dumps(value) for value in values)
