"""docs/api.md, done as a newcomer would: every curl line is run, in order, by a shell against a live server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from partners.delivering import signed_headers
from plans.models import Update

from .cast import Cast
from .plans.feed_readers import settle

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
CURLS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
# What a reader is told to copy out of an answer: `export NAME=<...>`.
COPIED = re.findall(r"^export (\w+)=", GUIDE, re.MULTILINE)


class Shell:
    """Runs the guide's lines; `json` is the body of the last answer, `said` all that curl printed."""

    def __init__(self, address: str, key: str) -> None:
        self.environment = {"PATH": os.environ["PATH"], "TRACKER": address, "TRACKER_KEY": key}
        self.said = ""

    def run(self, line: str) -> None:
        script = f'curl() {{ command curl --silent --show-error --fail-with-body "$@"; }}\n{line}'
        done = subprocess.run(
            ["bash", "-euc", script], env=self.environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        self.said = done.stdout

    @property
    def json(self) -> Any:
        return json.loads(self.said[self.said.index("{") :])

    @property
    def etag(self) -> str:
        found = re.search(r"^etag: (.*?)\r?$", self.said, re.MULTILINE | re.IGNORECASE)
        assert found is not None
        return found[1]


@pytest.fixture
def shell(live_server: LiveServer, live_cast: Cast) -> Shell:
    if shutil.which("curl") is None:
        pytest.skip("no curl here: the documented lines are also sent by tests/plans/test_api_docs.py")
    return Shell(live_server.url, live_cast.here.key)


def test_from_a_key_to_an_update_and_on(shell: Shell, live_cast: Cast) -> None:
    keys, asked, answer, read, replace, batch, pages, now, follow = CURLS
    shell.run(keys)
    assert shell.json["results"][0]["answers_for"] == str(live_cast.here.agencies["police"].pk)
    shell.run(asked)
    shell.environment["ACTION"] = shell.json["results"][0]["action"]["id"]
    settle()
    shell.run(now)
    shell.environment["NEXT"] = shell.json["next"]
    shell.run(answer)
    assert shell.json["state"] == "submitted"
    shell.environment["UPDATE"] = shell.json["id"]
    shell.run(read)
    shell.environment["ETAG"] = shell.etag
    shell.run(replace)
    assert (shell.json["rag"], shell.json["version"]) == ("amber", 2)
    shell.run(batch)
    assert shell.json["results"][0]["status"] == 200
    shell.run(pages)
    assert set(shell.environment) == {"PATH", *COPIED}
    settle()
    shell.run(follow)
    assert [line["change"] for line in shell.json["results"] if line["kind"] == "update"] == [
        "made", "changed", "changed",
    ]  # fmt: skip
    with live_cast.here.as_("auditor") as by:
        assert Update.objects.within(by).get().narrative == "All eight teams."


def test_the_answer_sent_again_under_its_name_is_stored_once(shell: Shell, live_cast: Cast) -> None:
    shell.environment["ACTION"] = str(live_cast.here.actions[1].pk)
    for _ in range(2):
        shell.run(CURLS[2])
    with live_cast.here.as_("auditor") as by:
        assert Update.objects.within(by).get().version == 1


def test_the_check_of_a_webhook_tells_ours_from_others() -> None:
    [code] = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102  the guide's own lines
    secret, body = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", '{"id": "evt_1"}'
    headers = signed_headers(secret, "evt_1", int(time.time()), body)
    assert found["is_ours"](secret, headers, body.encode()) is True
    assert found["is_ours"](secret, headers, body.encode() + b" ") is False
    old = signed_headers(secret, "evt_1", int(time.time()) - 400, body)
    assert found["is_ours"](secret, old, body.encode()) is False
