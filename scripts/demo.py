"""The demo: database, server and worker under one supervisor. `make demo` runs it as `python -m scripts.demo`.

Everything stops together: at Ctrl-C or SIGTERM (exit code 0), or when a part ends by itself (its name, exit code 1).
--reset deletes the embedded database and the outbox first.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from prevent_tracker import embedded

SERVER = ("gunicorn", "prevent_tracker.wsgi", "--workers=2", "--no-control-socket", "--log-level=warning")
WORKER = ("python", "manage.py", "worker")
BIN = os.path.dirname(sys.executable)
MAILS = embedded.BASE / ".data" / "mail"  # where the settings keep a trial's mails
# A child that outlives even a killed supervisor would hold the port.
WITH_PARENT = ("setpriv", "--pdeathsig=TERM")


class DemoError(Exception):
    """The demo cannot go on; the message is the line to show."""


class Parts:
    """The running parts, by name; each in a session of its own, so that Ctrl-C reaches the supervisor only."""

    def __init__(self, environment: Mapping[str, str], database: Path | None = None) -> None:
        self.environment, self.database = environment, database
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str) -> None:
        """Start a part and leave it running."""
        program = (os.path.join(BIN, command[0]), *command[1:])
        self.running[name] = subprocess.Popen(
            [*WITH_PARENT, *program], cwd=embedded.BASE, env=self.environment, start_new_session=True
        )

    def manage(self, *command: str) -> None:
        """Run a management command to its end."""
        name = f"manage.py {command[0]}"
        self.start(name, "python", "manage.py", *command)
        code = self.running[name].wait()
        del self.running[name]
        if code != 0:
            raise DemoError(f"{name} failed with exit code {code}, see above.")

    def check(self) -> None:
        """Raise `DemoError` when a part or the embedded database has ended."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise DemoError(f"The {name} ended by itself with exit code {process.returncode}.")
        if self.database and not embedded.answers(self.database):
            raise DemoError(f"The database ended by itself; {embedded.LOG} says why.")

    def stop(self) -> None:
        """Ask every part and its children to end, the last started first; kill what has not after 10 seconds."""
        for process in reversed(self.running.values()):
            self.send(process, signal.SIGTERM)
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            self.send(process, signal.SIGKILL)
            process.wait()

    def send(self, process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        """Send a signal to a part and its children, if any is left."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)


def free_port(text: str) -> int:
    """The port to serve at. Raises `DemoError` when it is no port or cannot be had."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise DemoError(f"PORT={text} is not a port: choose one, for example make demo PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise DemoError(f"Port {text} cannot be used ({error.strerror}): make demo PORT=8001") from error
    return int(text)


def prepare() -> Parts:
    """No part yet, and their environment: this one, with the embedded server's addresses unless it names another."""
    values = dict(os.environ)
    if not values.get("DATABASE_URL", "").startswith("embedded:"):
        return Parts(values)
    database = embedded.start()
    host = str(database).replace("/", "%2F")
    for name, role in (("DATABASE_URL", "tracker_app"), ("DATABASE_OWNER_URL", "tracker_owner")):
        values[name] = f"postgres://{role}@{host}/tracker"
    return Parts(values, database)


def wait_until_up(address: str, parts: Parts) -> None:
    """Return when the server answers with a healthy database. Raises `DemoError` after a minute."""
    for _ in range(300):
        parts.check()
        try:
            with urllib.request.urlopen(f"{address}/healthz/", timeout=5):  # noqa: S310  # our own address
                return
        except OSError:  # refused, or too slow to answer yet
            time.sleep(0.2)
    raise DemoError("The server did not answer within a minute.")


def run(port: int, parts: Parts) -> None:
    """Prepare the data, start the parts, and watch them until one ends."""
    parts.manage("migrate", "--verbosity=0")
    parts.manage("load_demo")
    parts.start("server", *SERVER, f"--bind=127.0.0.1:{port}")
    parts.start("worker", *WORKER)
    address = f"http://127.0.0.1:{port}"
    wait_until_up(address, parts)
    print("\nWho can sign in:\n", flush=True)
    parts.manage("demo_people")
    print(f"\nThe tracker is up at {address}/ until Ctrl-C.", flush=True)
    while True:
        parts.check()
        time.sleep(1)


def main() -> int:
    """Run the demo; the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parts = None
    try:
        port = free_port(os.environ.get("PORT", "8000"))
        if "--reset" in sys.argv[1:]:
            embedded.erase()
            shutil.rmtree(MAILS, ignore_errors=True)
        parts = prepare()
        run(port, parts)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
        return 0
    except (DemoError, embedded.ServerError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        if parts:
            parts.stop()
            if not embedded.release():
                print("The database stays up for another command that uses it, and stops with that.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
