"""Complaints in the database, walked by the cast: each act through `actions.perform`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies.queries import organisation_by_code
from serentak.agencies.rules import PUBLIC, Actor
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.records import actions
from serentak.records.actions import Done
from serentak.records.models import Record
from tests.cast import Cast
from tests.records.walk import REPORT


def file(
    by: Actor = PUBLIC,
    *,
    at: datetime | None = None,
    key: UUID | None = None,
    aside: str | None = None,
    **changes: Any,
) -> Done:
    raw = {name: value for name, value in {**REPORT, **changes}.items() if value is not None}
    return actions.perform(
        None, "file", raw, by=by, at=at or now(), key=key or uuid7(), type="complaint", aside=aside
    )


def act(
    record: UUID,
    name: str,
    by: Actor,
    raw: Mapping[str, Any] | None = None,
    *,
    at: datetime | None = None,
    key: UUID | None = None,
    version: int | None = None,
    files: Any = None,
    slip: str | None = None,
) -> Done:
    seen = Record.objects.get(id=record).version if version is None else version
    return actions.perform(
        record,
        name,
        raw or {},
        by=by,
        at=at or now(),
        key=key or uuid7(),
        version=seen,
        files=files,
        slip=slip,
    )


def slip(done: Done) -> Actor:
    assert done.code
    return Actor("slip", done.code.encode())


def forward(done: Done, cast: Cast, code: str = "pupr") -> Done:
    raw = {
        "target": str(organisation_by_code(code)),
        "public_summary": "Jalan berlubang.",
        "category": "jalan",
    }
    return act(done.subject, "forward", cast.verifier.actor(), raw)


def answered(cast: Cast, **changes: Any) -> Done:
    done = file(**changes)
    forward(done, cast)
    act(done.subject, "take", cast.officer.actor())
    act(done.subject, "prepare", cast.officer.actor(), {"answer": "Ditambal 4 November."})
    act(done.subject, "confirm", cast.head.actor())
    return done
