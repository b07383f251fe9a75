"""Who a command acts for, and what goes wrong there as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError
from psycopg2.errors import UndefinedTable

from partners.models import User
from partners.operators import member_with
from partners.roles import Role
from partners.tenancy import Access, acting
from prevent_tracker.core.errors import DomainError
from prevent_tracker.core.screening import screened


@contextmanager
def acting_for(email: str, partnership: str) -> Iterator[Access]:
    """The access of the named member, or of the partnership's first coordinator, for one transaction.

    Raises CommandError with one sentence for what the domain refuses and for a database that is not there."""
    try:
        user = _member(email) if email else member_with(partnership, Role.COORDINATOR)
        with acting(user, partnership) as access, screened(access):
            yield access
    except DomainError as error:
        raise CommandError(str(error)) from error
    except OperationalError as error:
        raise CommandError("The database does not answer: see that it runs, and what DATABASE_URL says.") from error
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        raise CommandError("The database has no tables of the tracker yet: run manage.py migrate.") from error


def _member(email: str) -> User:
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody here has the e-mail address {email}.")
    return user
