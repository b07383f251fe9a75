"""The demonstration's people with their passwords, and the keys of its agencies' systems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from partners.roles import ROLES, Role

from .files import PartnershipFile

KEYS_FILE = settings.BASE_DIR / ".data" / "demo_keys.txt"


class QuickHasher(Argon2PasswordHasher):
    """These passwords are printed, so a slow hash guards nothing; at the first sign-in Django stores a full one."""

    time_cost, memory_cost, parallelism = 1, 1024, 1


@dataclass(frozen=True)
class DemoPerson:
    """One line of the table: a role that somebody has in a partnership, and how to sign in."""

    partnership: str
    role: str
    name: str
    email: str
    password: str


def passwords(partnerships: Iterable[PartnershipFile]) -> dict[str, str]:
    """Password by e-mail address: one a person, though in several partnerships (then by the first one's key)."""
    found: dict[str, str] = {}
    for file in sorted(partnerships, key=lambda file: file.slug):
        for key, person in file.people.items():
            found.setdefault(person["email"].lower(), f"demo-{key}-2017")
    return found


def demo_people(partnerships: Iterable[PartnershipFile]) -> list[DemoPerson]:
    files = sorted(partnerships, key=lambda file: file.slug)
    secrets = passwords(files)
    return [
        DemoPerson(
            file.entry.entry("partnership")["short_name"],
            _role(person["role"], person.get("agency"), file),
            person["name"],
            person["email"],
            secrets[person["email"].lower()],
        )
        for file in files
        for person in file.people.values()
    ]


def _role(role: str, agency: str | None, file: PartnershipFile) -> str:
    label = ROLES[Role(role)].label
    return f"{label}, {file.agencies[agency]['short_name']}" if role == Role.CONTRIBUTOR and agency else label


def write_keys(partnership: str, tokens: dict[str, str], path: Path = KEYS_FILE) -> None:
    """Put a partnership's tokens into the file that only its owner may read: one line a key, tab-separated.

    What the file held of this partnership belonged to a database that is gone, and is replaced.
    """
    kept = [row for row in read_keys(path) if row[0] != partnership]
    rows = kept + [(partnership, agency, token) for agency, token in tokens.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def read_keys(path: Path = KEYS_FILE) -> list[tuple[str, str, str]]:
    """(partnership, agency, token) of every key in the file; none without a file."""
    if not path.exists():
        return []
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(partnership, agency, token) for partnership, agency, token in rows]
