"""A server as in production: several gunicorn processes on a real database, asked over HTTP from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import urllib3
from django.db import connection

from tests.cast import Cast

BASE = Path(__file__).resolve().parents[2]
WORKERS = 4


@dataclass(frozen=True)
class Tracker:
    """A running installation. `http` keeps enough connections for fifty clients at once."""

    url: str
    http: urllib3.PoolManager
    environment: dict[str, str]

    def work(self) -> None:
        """Do what waits in the queue, in a process of its own."""
        subprocess.run(
            [sys.executable, "manage.py", "worker", "--once"], cwd=BASE, env=self.environment, check=True, timeout=120
        )


def environment() -> dict[str, str]:
    """This environment, with the addresses of the tests' own database."""
    database = connection.settings_dict
    place = quote(database["HOST"] or "", safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    path = f"@{place}{port}/{database['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": f"postgres://tracker_app{path}",
        "DATABASE_OWNER_URL": f"postgres://tracker_owner{path}",
        "API_RATE_PER_MINUTE": "1000000",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def tracker(live_cast: Cast) -> Iterator[Tracker]:
    """The installation with the cast in it; stopped at the test's end."""
    port, values = free_port(), environment()
    command = [
        str(Path(sys.executable).with_name("gunicorn")), "prevent_tracker.wsgi", f"--workers={WORKERS}",
        "--no-control-socket", "--log-level=warning", f"--bind=127.0.0.1:{port}", "--timeout=60",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=BASE, env={**values, "SITE_URL": f"http://127.0.0.1:{port}"})
    http = urllib3.PoolManager(maxsize=60, retries=False, timeout=60)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz/", http, server)
        yield Tracker(f"http://127.0.0.1:{port}", http, values)
    finally:
        http.clear()
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, http: urllib3.PoolManager, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            pytest.fail(f"the server ended with exit code {server.returncode}")
        try:
            if http.request("GET", url, timeout=5).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within half a minute")
