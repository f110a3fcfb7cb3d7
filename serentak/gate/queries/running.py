"""How the queue and the mail stand, as the province's administrator sees them; the database asks for the role
again.

Nothing here names a record that is sealed, or anybody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.gate import rules
from serentak.lib.refusal import refused

PAGE = 50
Row = TypeVar("Row")
SILENT = timedelta(minutes=1)  # six heartbeats of the worker
STATES = ("failed", "doing", "todo")


@dataclass(frozen=True)
class Queue:
    """How many jobs wait, are being done, failed, were taken by a worker that is silent. `oldest`: since when
    the one that waits longest could have run; `heartbeat`: the last sign of life of any worker; `unsent`:
    mail that was tried ten minutes ago and did not get through, up to 1,000."""

    waiting: int
    oldest: datetime | None
    doing: int
    failed: int
    stalled: int
    heartbeat: datetime | None
    unsent: int

    def alive(self, at: datetime) -> bool:
        """Whether a worker gave a sign of life within the last minute."""
        return self.heartbeat is not None and at - self.heartbeat < SILENT


@dataclass(frozen=True)
class Job:
    """A job: its task, how often it was tried, its last event, when it is due; `again`: may be taken up."""

    id: int
    task: str
    stalled: bool
    tries: int
    since: datetime | None
    due: datetime | None
    error: str | None
    again: bool


@dataclass(frozen=True)
class Mail:
    """A mail: of which record, to which masked address. `state` is that of its job (None: it is done),
    `error` the kind of its last failure."""

    job: int
    moment: datetime
    reference: str
    masked: str
    tries: int
    sent: datetime | None
    state: str | None
    error: str | None


def queue(by: Actor) -> Queue:
    """The queue in figures; refused to anybody but the administrator."""
    (row,) = _rows("gate_queue", by)
    return Queue(*row)


def jobs(by: Actor, state: str, *, before: int | None = None) -> tuple[list[Job], int | None]:
    """A page of jobs in one of STATES, the newest first, and the number the next one begins before."""
    return _paged([Job(*row) for row in _rows("gate_jobs", by, state, before)], "id")


def mails(
    by: Actor, *, unsent: bool = False, reference: str | None = None, before: int | None = None
) -> tuple[list[Mail], int | None]:
    """A page of mail, the newest first, and the number the next one begins before."""
    return _paged([Mail(*row) for row in _rows("gate_mails", by, unsent, reference, before)], "job")


def _paged(rows: list[Row], number: str) -> tuple[list[Row], int | None]:
    more = len(rows) > PAGE
    return rows[:PAGE], getattr(rows[PAGE - 1], number) if more else None


def _rows(function: str, by: Actor, *asked: Any) -> list[tuple[Any, ...]]:
    values = [by.secret, by.holding.id if by.holding else None, *asked]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {function}({', '.join(['%s'] * len(values))})", values)
            return list(cursor.fetchall())
    except DatabaseError as error:
        raise refused(error, rules.NOT_ALLOWED) from error
