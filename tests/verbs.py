"""Every verb and every read with the permission that it asks for, found out by calling each with an actor who notes the
question and goes no further. What scripts/mutate_permissions.py breaks here, tests/test_verbs.py sees."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

from django.db import transaction

import partners
import plans.queries
import plans.services
import reporting.queries
import reporting.services
from partners.roles import Permission
from partners.tenancy import Access
from plans.services.updates import Answer

Verb = Callable[..., Any]
PACKAGES = (plans.services, plans.queries, reporting.services, reporting.queries)
LAYERS = ("services", "queries", "webhooks")
# Arguments that a verb looks at before it asks.
GIVEN: dict[str, Any] = {
    "answer": Answer("green", "Went well."),
    "reason": "Because.",
    "confirmed": (),
    "content": b"Action\tLead\nMeet\tPolice",
    "name": "plan.txt",
}


class Asked(Exception):
    """The verb asked; nothing was done."""


class Doubter(Access):
    """An actor whose every right is in doubt: notes what is asked, and stops the verb where it insists."""

    asked: list[Permission]

    def may(self, permission: Permission) -> bool:
        self.asked.append(permission)
        return False

    def require(self, permission: Permission) -> None:
        self.asked.append(permission)
        raise Asked


def modules() -> Iterator[ModuleType]:
    """The modules in which verbs and reads live, of every app."""
    for package in (*PACKAGES, partners):
        for found in pkgutil.iter_modules(package.__path__):
            if package in PACKAGES or found.name in LAYERS:
                yield importlib.import_module(f"{package.__name__}.{found.name}")


def verbs() -> dict[str, Verb]:
    """By full name: "plans.services.rounds.open_round"."""
    return {
        f"{module.__name__}.{name}": found
        for module in modules()
        for name, found in vars(module).items()
        if not name.startswith("_")
        and inspect.isfunction(found)
        and found.__module__ == module.__name__
        and {"by", "access"} & set(inspect.signature(found).parameters)
    }


def asks(verb: Verb) -> tuple[Permission, ...]:
    """The permissions that a verb asks for, up to the first that it insists on; () when it asks for none."""
    partnership = MagicMock(pk=uuid.uuid4())
    actor = Doubter(partnership=partnership, granted=frozenset(), actor_name="Nobody", who="nobody")
    object.__setattr__(actor, "asked", [])
    parameters = inspect.signature(verb).parameters
    values = {
        name: actor if name in ("by", "access") else GIVEN.get(name, MagicMock())
        for name, parameter in parameters.items()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        and (parameter.default is parameter.empty or name in ("by", "access"))
    }
    try:
        with transaction.atomic():
            list(found) if inspect.isgenerator(found := verb(**values)) else None
    except Exception:  # what a verb does without its objects is not looked at here
        return tuple(actor.asked)
    return tuple(actor.asked)
