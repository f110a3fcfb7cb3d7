"""What the worker does by itself: the clock's arrows, news to the reporter, each day's figures, sweeps; and
what is computed again."""

import json
import re
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from serentak.agencies.rules import CLOCK
from serentak.gate import actions as gate
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import figures, files
from serentak.records.actions.act import perform
from serentak.records.models import File, Record
from serentak.records.queries import types
from serentak.records.queries.news import news

UNUSED_FILE = timedelta(days=1)
ANSWERED_KEY = timedelta(days=31)
CLOCK_BATCH = 500
COUNT_BATCH = 20_000


def tell(record: UUID, version: int, *, errand: gate.Errand, at: datetime, whose: UUID | None = None) -> bool:
    """Mail the reporter about the act that made this version, on this errand, or (`whose`) the reporter of a
    record joined with it; False when there is nobody to tell."""
    found = news(record, version, whose)
    if found is None:
        return False
    gate.send(
        to=found.to,
        subject=found.subject,
        body=found.body,
        errand=errand,
        reference=found.reference,
        at=at,
    )
    return True


def run_clock(*, at: datetime) -> int:
    """Take every automatic arrow that is due (the worker's login); how many. Records that somebody else
    moved meanwhile are left for the next round; other refusals are raised after the rest is done."""
    done, failed = 0, []
    for header, act in _overdue(at):
        try:
            perform(header.id, act, {}, by=CLOCK, at=at, key=uuid7(), version=header.version)
            done += 1
        except Refusal as no:
            failed += [no] if no.status != 409 else []
    if failed:
        raise ExceptionGroup(f"{len(failed)} records could not be moved by the clock", failed)
    return done


def _overdue(at: datetime) -> list[tuple[Record, str]]:
    found = []
    for kind in types.published():
        for move in (m for m in kind.moves if "clock" in m.by):
            rows = Record.objects.filter(type=kind.name, state__in=move.origins, closed=None, due__lte=at)
            found += [(row, move.act) for row in rows.order_by("due")[:CLOCK_BATCH]]
    return found


def count() -> int:
    """Take what was sealed since the last time into its day's figures (the worker's login); how many."""
    rules, done = json.dumps(figures.settling(types.published())), 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT records_count(%s, %s)", [rules, COUNT_BATCH])
            fresh = int(cursor.fetchone()[0])
            if not fresh:
                return done
            done += fresh


def rebuild() -> int:
    """Compute every row of the field index again from the content parts, and each day's figures from the log
    (the installing login); how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_rebuild()")
        rows = int(cursor.fetchone()[0])
    count()
    return rows


def sweep_files(*, at: datetime) -> int:
    """Remove files that no record names and nobody touched for a day; how many."""
    old = dict(files.older_than(settings.FILES_DIR, (at - UNUSED_FILE).timestamp()))
    digests = [bytes.fromhex(name) for name in old if re.fullmatch("[0-9a-f]{64}", name)]
    kept = {bytes(h).hex() for h in File.objects.filter(hash__in=digests).values_list("hash", flat=True)}
    gone = [path for name, path in old.items() if name not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def sweep_keys(*, at: datetime) -> int:
    """Forget keys answered more than a month ago (the guard asks for 30 days), and make room for the next
    month's reads; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_access_month(%s)", [local_day(at) + timedelta(days=31)])
        cursor.execute("DELETE FROM ledger_key WHERE moment < %s", [at - ANSWERED_KEY])
        return int(cursor.rowcount)
