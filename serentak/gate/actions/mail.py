"""What leaves the house: mail. Called by jobs only, after the act that caused it was committed.

Texts are made by the rooms above; here nobody knows what a mail is about. A mail that the server refuses
raises, and the job tries again later. Of each a row is kept that names no person (`rules.masked`); an
administrator sends it, or a failed job, again through the database functions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.gate import rules
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import refused


@dataclass(frozen=True)
class Errand:
    """The job that sends a mail: its number, and what queues it anew."""

    job: int
    task: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


_TRIED = """
INSERT INTO gate_mail (job, moment, reference, masked, tries, task, args)
VALUES (%s, %s, %s, %s, 1, %s, %s::jsonb)
ON CONFLICT (job) DO UPDATE SET tries = gate_mail.tries + 1"""


def send(*, to: str, subject: str, body: str, errand: Errand, reference: str | None, at: datetime) -> None:
    """Send one plain mail to one address. `reference` is the number of the record it tells of, None for one
    that is sealed and for a letter about an account: then nothing is kept. May be sent twice when the
    worker is killed between sending and noting it; never by a retry of an act."""
    mail = EmailMessage(" ".join(subject.split()), body, to=[to])
    if reference is None:
        mail.send(fail_silently=False)
        return
    kept: list[Any] = [errand.job, at, reference, rules.masked(to), errand.task, json.dumps(errand.args)]
    with connection.cursor() as cursor:
        cursor.execute(_TRIED, kept)
        mail.send(fail_silently=False)
        cursor.execute("UPDATE gate_mail SET sent = %s WHERE job = %s", [at, errand.job])


def again(job: int | None, *, by: Actor) -> int:
    """Takes a failed job up again, or (None) every one that failed, the oldest 500; how many."""
    return int(_asked("gate_again", job, by))


def send_again(job: int, *, by: Actor) -> bool:
    """Queues a mail once more; False when nothing is left to queue."""
    return bool(_asked("gate_mail_again", job, by))


def _asked(function: str, job: int | None, by: Actor) -> Any:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {function}(%s, %s, %s)", [by.secret, by.holding.id if by.holding else None, job]
            )
            return cursor.fetchone()[0]
    except DatabaseError as error:
        raise refused(error, rules.NOT_ALLOWED) from error


def sweep(*, at: datetime) -> int:
    """Forgets mail and messages older than `gate.mail_days`, jobs that failed before then and will not come
    back by themselves, and failures whose job is gone; how many rows."""
    days = int(law.library().value("gate.mail_days", local_day(at)).value)
    old, gone = at - timedelta(days=days), 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM gate_mail WHERE moment < %s", [old])
        gone += cursor.rowcount
        cursor.execute("DELETE FROM gate_delivery WHERE moment < %s AND due IS NULL", [old])
        gone += cursor.rowcount
        cursor.execute(
            "DELETE FROM procrastinate_jobs j USING gate_failure f"
            " WHERE f.job = j.id AND j.status = 'failed' AND f.moment < %s",
            [old],
        )
        gone += cursor.rowcount
        cursor.execute(
            "DELETE FROM gate_failure f WHERE NOT EXISTS"
            " (SELECT 1 FROM procrastinate_jobs j WHERE j.id = f.job)"
        )
        return int(gone + cursor.rowcount)
