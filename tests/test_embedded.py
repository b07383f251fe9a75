"""The embedded PostgreSQL starts with its first user, stops with its last, and is closed to the network.

Each test has a server of its own, below its temporary folder, used by processes of their own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parent.parent
USER = """
import sys, time
from prevent_tracker import embedded
print(embedded.start(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A local checkout's, without a database of its own."""
    local = {"SECRET_KEY": "local", "LOCAL": "true", "TRACKER_EMBEDDED_HOME": str(tmp_path / "postgres")}
    address = {
        "DATABASE_URL": "embedded://tracker_app@/tracker",
        "DATABASE_OWNER_URL": "embedded://tracker_owner@/tracker",
    }
    return {"PATH": os.environ["PATH"], **local, **address}


def new_user(environment: dict[str, str]) -> tuple[subprocess.Popen[str], str]:
    """A process that uses the server until its input ends, and the socket's directory that it was given."""
    user = subprocess.Popen(
        [sys.executable, "-c", USER],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout
    return user, user.stdout.readline().strip()


def end(user: subprocess.Popen[str]) -> None:
    user.communicate(timeout=10)


def wait_until_stopped(environment: dict[str, str], directory: str) -> bool:
    for _ in range(200):
        if not Path(directory).exists():
            return not (Path(environment["TRACKER_EMBEDDED_HOME"]) / "cluster" / "postmaster.pid").exists()
        time.sleep(0.05)
    return False


def manage(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, input="", capture_output=True, text=True
    )


def test_roles_and_closed_doors(environment: dict[str, str]) -> None:
    user, directory = new_user(environment)
    connection = psycopg2.connect(host=directory, user="tracker_app", dbname="tracker")
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolcanlogin, rolcreatedb, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles"
            " WHERE rolname LIKE 'tracker%' ORDER BY rolname"
        )
        assert cursor.fetchall() == [
            ("tracker_app", True, False, False),
            ("tracker_fn", False, False, False),
            ("tracker_owner", True, True, False),
        ]
        cursor.execute("SELECT pg_has_role('tracker_owner', 'tracker_fn', 'SET'), current_setting('listen_addresses')")
        assert cursor.fetchone() == (True, "")
    connection.close()
    assert Path(directory).stat().st_mode & 0o777 == 0o700
    end(user)
    assert wait_until_stopped(environment, directory)


def test_stops_with_its_last_user_however_that_went(environment: dict[str, str]) -> None:
    first, directory = new_user(environment)
    second, same = new_user(environment)
    assert same == directory
    end(first)
    time.sleep(0.3)
    psycopg2.connect(host=directory, user="tracker_app", dbname="tracker").close()
    second.send_signal(signal.SIGKILL)
    end(second)
    assert wait_until_stopped(environment, directory)


def test_users_starting_at_once_share_one_server(environment: dict[str, str]) -> None:
    users = [
        subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    directories = {user.stdout.readline().strip() for user in users if user.stdout}
    assert len(directories) == 1
    for user in users:
        end(user)
    assert wait_until_stopped(environment, directories.pop())


def test_data_survive_a_stop(environment: dict[str, str]) -> None:
    for statement in ("CREATE TABLE kept AS SELECT 1 AS n", "SELECT n FROM kept"):
        user, directory = new_user(environment)
        connection = psycopg2.connect(host=directory, user="tracker_owner", dbname="tracker")
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.rowcount
        connection.close()
        end(user)
        assert wait_until_stopped(environment, directory)
    assert rows == 1


@pytest.mark.parametrize("command", [("help",), ("check",), ("read_timescale",), ("spectacular",)])
def test_a_command_without_data_starts_no_database(environment: dict[str, str], command: tuple[str, ...]) -> None:
    done = manage(environment, *command)
    assert done.returncode == 0, done.stderr
    assert not Path(environment["TRACKER_EMBEDDED_HOME"]).exists()


def test_a_command_with_data_starts_and_stops_one(environment: dict[str, str]) -> None:
    done = manage(environment, "showmigrations", "core")
    assert done.returncode == 0, done.stderr
    assert "0001_initial" in done.stdout
    home = Path(environment["TRACKER_EMBEDDED_HOME"])
    assert (home / "cluster" / "PG_VERSION").read_text().strip() == "18"
    for _ in range(200):
        if not (home / "cluster" / "postmaster.pid").exists():
            break
        time.sleep(0.05)
    assert not (home / "cluster" / "postmaster.pid").exists()
