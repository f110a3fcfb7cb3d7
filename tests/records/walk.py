"""A complaint walked in memory: the same outcome that the database would be given, applied to a value."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from serentak.agencies.rules import PUBLIC, Actor, Held, staff
from serentak.cases.rules import intake_agency
from serentak.law import packs
from serentak.lib.clock import WITA, local_day
from serentak.lib.ids import uuid7
from serentak.records import fields, lifecycle
from serentak.records.clock import Step
from serentak.records.kinds import Given
from serentak.records.lifecycle import Outcome, Standing
from serentak.records.rules import RecordType, record_type

START = datetime(2026, 11, 2, 9, 0, tzinfo=WITA)
OTHER = uuid7()
SLIP = Actor("slip", b"ABCDEFGHIJ")
CLOCK = Actor("clock")


@cache
def library() -> packs.Library:
    return packs.load(Path(__file__).resolve().parents[2] / "content")


@cache
def complaint() -> RecordType:
    return record_type(library().record_types["complaint"])


def organisation(code: str) -> int:
    return next(row["id"] for row in library().organisations if row["code"] == code)


def post(id: int, role: str, code: str) -> Actor:
    body = organisation(code)
    held = Held(id, id, id, f"Jabatan {id}", role, body, code, "definitive")
    return staff(b"s", held, frozenset({body}))


VERIFIER = post(1, "verifier", "kominfo")
OFFICER = post(2, "officer", "pupr")
HEAD = post(3, "head", "pupr")
STRANGER = post(4, "officer", "dinkes")
INSPECTOR = post(5, "verifier", "inspektorat")
REPORT: Mapping[str, Any] = {
    "about": "Jalan berlubang",
    "story": "Sejak tiga minggu.",
    "category": "jalan",
    "place": {"district": "76.02.04"},
    "naming": "confidential",
    "reporter_name": "Sitti",
    "reporter_email": "s@contoh.id",
}


def given(actor: Actor, at: datetime) -> Given:
    own = actor.holding.organisation if actor.holding else None
    return Given(
        library(),
        local_day(at),
        actor.role,
        lambda number: OTHER if number == "ADU-2026-000001" else None,
        lambda body: any(row["id"] == body for row in library().bodies(local_day(at))),
        own,
    )


def answers(
    act: str, raw: Mapping[str, Any], *, by: Actor, standing: Standing, at: datetime = START
) -> fields.Answers:
    kind = complaint()
    move = kind.move(act, standing.state)
    assert move is not None
    return fields.check(kind, move, by.role, raw, before=standing.content, given=given(by, at))


def outcome(standing: Standing, act: str, raw: Mapping[str, Any], by: Actor, at: datetime) -> Outcome:
    kind = complaint()
    move = lifecycle.choose(kind, act, standing, by, library(), at)
    found = answers(act, raw, by=by, standing=standing, at=at)
    assert not found.errors, found.errors
    return lifecycle.outcome(
        kind, move, standing, by, found.values, at=at, law=library(), route=intake_agency
    )


def after(standing: Standing, act: str, raw: Mapping[str, Any], by: Actor, at: datetime) -> Standing:
    made = outcome(standing, act, raw, by, at)
    return replace(
        standing,
        state=made.state,
        agency=made.agency,
        region=made.region,
        version=standing.version + 1,
        content=standing.content if made.content is None else made.content,
        parties=standing.parties if made.parties is None else made.parties,
        steps=(*standing.steps, Step(act, at, made.state, by.holding.post if by.holding else None)),
        prepared={**standing.prepared, act: made.payload or {}},
        prepared_in={**standing.prepared_in, act: by.holding.id if by.holding else None},
        mail=standing.mail or bool(made.identity and made.identity["persons"][0].get("email")),
    )


PATH: list[tuple[str, Mapping[str, Any], Actor]] = [
    ("file", REPORT, PUBLIC),
    ("ask", {"question": "Di mana tepatnya?"}, VERIFIER),
    ("reply", {"note": "Depan pasar."}, SLIP),
    ("forward", {"target": "", "public_summary": "Jalan berlubang.", "category": "jalan"}, VERIFIER),
    ("take", {}, OFFICER),
    ("ask_more", {"question": "Masih berlubang?"}, OFFICER),
    ("answer_question", {"note": "Masih."}, SLIP),
    ("progress", {"note": "Ditinjau."}, OFFICER),
    ("prepare", {"answer": "Ditambal 4 November."}, OFFICER),
    ("confirm", {}, HEAD),
    ("rate", {"rating": "4"}, SLIP),
]


def walked(until: str, *, step: timedelta = timedelta(hours=3)) -> Standing:
    """The usual way of a complaint, up to and with this act."""
    standing, at = Standing(uuid7()), START
    for act, raw, by in PATH:
        sent = dict(raw) | ({"target": str(organisation("pupr"))} if act == "forward" else {})
        standing = after(standing, act, sent, by, at)
        if act == until:
            return standing
        at += step
    raise AssertionError(until)
