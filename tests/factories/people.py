"""Accounts and sessions."""

from datetime import datetime
from itertools import count

from serentak.lib.clock import now
from serentak.people.actions.accounts import open_account
from serentak.people.actions.sessions import open_session

PASSWORD = "kapal besar berlayar"
_numbers = count(1)


def account(
    *,
    username: str | None = None,
    password: str = PASSWORD,
    at: datetime | None = None,
    invited_by: int | None = None,
) -> int:
    """An account of nobody in particular; returns the person's id."""
    number = next(_numbers)
    return open_account(
        username=username or f"orang{number}",
        name=f"Orang {number}",
        password=password,
        at=at or now(),
        invited_by=invited_by,
    )


def session(*, person: int | None = None, at: datetime | None = None) -> bytes:
    """An open session; returns its secret."""
    return open_session(person=person or account(), method="password", at=at or now())
