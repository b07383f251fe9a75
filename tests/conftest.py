"""All tests run as the application's role, on a real PostgreSQL.

Only making, emptying and dropping the test database is the owner's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from prevent_tracker.core.database import APPLICATION, as_owner

from .cast import Cast, build_cast

# The examples are no package: their folder is put where Python looks for modules, as it is for who runs them.
sys.path.insert(0, str(django_settings.BASE_DIR / "examples"))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database as its owner (--reuse-db keeps it); hand it to the tests as the application's role."""
    kept = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    with django_db_blocker.unblock():
        with as_owner():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=kept)
            set_demo_day()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (APPLICATION, False, False)
    yield
    with django_db_blocker.unblock(), as_owner():
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0, keepdb=kept)


def set_demo_day() -> None:
    """The database's clock stands where Python's does."""
    if django_settings.DEMO_TODAY is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_democlock (id, today) VALUES (true, %s)"
                " ON CONFLICT (id) DO UPDATE SET today = excluded.today",
                [django_settings.DEMO_TODAY],
            )


_empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # not in the stubs


def _empty_as_owner(self: TransactionTestCase) -> None:
    with as_owner():
        _empty(self)
        set_demo_day()


TransactionTestCase._fixture_teardown = _empty_as_owner  # type: ignore[attr-defined]  # TRUNCATE needs the owner


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def files_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, files_folder: Path) -> None:
    settings.MEDIA_ROOT = str(files_folder)


@pytest.fixture
def cast(db: None) -> Cast:
    """Two partnerships, everybody in the first, a stranger from the second (tests/cast.py)."""
    return build_cast()


@pytest.fixture
def live_cast(transactional_db: None) -> Cast:
    """The cast, committed: for live servers, workers and threads."""
    return build_cast()
