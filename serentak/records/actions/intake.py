"""All rows of a spreadsheet at once: each is an act through `perform`, all in one transaction, or none.

One sheet of a type at a time: the plan is made again behind a lock, from what stands then, so that two people
do not open the same record twice. No job of the worker does it: each act needs the proof of who asks, which
never lies in a queue, and in batches half of a sheet would be seen before the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from serentak.agencies.rules import Actor
from serentak.lib.refusal import OPEN_AGAIN, Refusal
from serentak.records import intake
from serentak.records.actions.act import perform
from serentak.records.intake import SAME, Asked, Outcome, Plan
from serentak.records.queries.intake import FILE, Rows, asked


def take_in(
    *,
    type: str,
    rows: Rows,
    columns: Mapping[int, str],
    same: Mapping[str, str],
    looked_at: str,
    by: Actor,
    at: datetime,
    key: UUID,
) -> Plan:
    """Does what the rows say and do not find; the plan as it was done. `looked_at` is the digest of the plan
    that was shown: when another would be carried out now, Refusal `stale` (409). A row that is refused after
    all is named, and nothing was recorded."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"serentak import {type}"])
        whole = asked(type, columns, same, rows, by, at=at)
        plan = intake.plan(rows, whole)
        if plan.wrong or plan.digest != looked_at:
            raise _changed()
        for one in plan.outcomes:
            if one.does != SAME:
                _do(one, whole, by, at, uuid5(key, str(one.line)))
    return plan


def _do(one: Outcome, whole: Asked, by: Actor, at: datetime, key: UUID) -> None:
    known = one.known
    act = str(whole.kind.sheet.update) if known else FILE
    try:
        perform(
            known.record if known else None,
            act,
            one.data,
            by=by,
            at=at,
            key=key,
            type=whole.kind.name,
            version=known.version if known else None,
        )
    except Refusal as no:
        text = {
            "id": f"Baris {one.line} ditolak. Belum ada satu baris pun yang dicatat.",
            "en": f"Row {one.line} was refused. Not one row was recorded.",
        }
        raise Refusal(no.code, text, remedy=no.text, law=no.law, status=no.status) from no


def _changed() -> Refusal:
    text = {
        "id": "Yang tercatat berubah sejak berkas ini diperiksa. Belum ada satu baris pun yang dicatat.",
        "en": "What is recorded changed since this file was checked. Not one row was recorded.",
    }
    return Refusal("stale", text, remedy=OPEN_AGAIN, status=409)
