"""One record as its reporter sees it, opened with number and code or from the account that has it.

Where it is, who has it, until when, why late, what comes next, the answer. Nothing here is about a person
but what the reporter wrote; a wrong code and an unknown number get the same answer.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.records import clock
from serentak.records.models import Record
from serentak.records.queries import types
from serentak.records.queries.alike import First, first
from serentak.records.queries.history import Loaded, load
from serentak.records.queries.letter import address_of
from serentak.records.queries.names import organisation_name
from serentak.records.queries.page import ActView, agency_now, held_by, offers, title_of, waits
from serentak.records.queries.timeline import FileView, Row, TimelineItem, files, prepared_by, rows, timeline
from serentak.records.queries.visible import hidden, seen
from serentak.records.rules import RecordType, Text

Coming = tuple[datetime | None, Text]


@dataclass(frozen=True)
class Late:
    """Why it is late, as an officer wrote it after the deadline; all None when nobody did."""

    text: Text | str | None
    post: Text | str | None
    moment: datetime | None


@dataclass(frozen=True)
class Answer:
    """The confirmed answer, and the two posts that stand for it."""

    text: str
    files: tuple[FileView, ...]
    prepared_by: Text | str
    confirmed_by: Text | str
    moment: datetime
    sealed: int | None


@dataclass(frozen=True)
class SlipCard:
    """What the slip prints beside number and code."""

    record: UUID
    number: str
    title: str
    naming: Text | None
    opened: datetime
    entry: int
    sealed: int | None


@dataclass(frozen=True)
class TrackingPage:
    """A record for its reporter. `step` counts from 1, `reached` are the steps it came to, `agency_now` is
    RecordPage's, `coming` what happens next and by when; `yours`: the next word is the reporter's, `asked`
    the question it should answer; `letter`: where the letter is checked that went out,
    `first` the one this was joined with."""

    record: UUID
    type: str
    number: str
    title: str
    state: str
    state_title: Text
    step: int
    reached: frozenset[int]
    steps: tuple[Text, ...]
    ended: bool
    agency_name: str
    agency_now: str | None
    post: Text | str | None
    yours: bool
    asked: TimelineItem | None
    clocks: list[clock.ClockView]
    late: Late | None
    coming: list[Coming]
    content: tuple[Row, ...]
    files: tuple[FileView, ...]
    timeline: list[TimelineItem]
    answer: Answer | None
    acts: list[ActView]
    naming: Text | None
    opened: datetime
    entry: int
    sealed: int | None
    letter: str | None
    first: First | None


def actor_of(number: str, code: str) -> tuple[Actor, Record]:
    """Who holds the slip, and its record; Refusal 404 when they do not belong together. Codes are compared
    by hash and in constant time; how often one may try is the door's to limit."""
    row = Record.objects.filter(number=number).first()
    if row is None or not _fits(row.slip, code):
        raise hidden()
    return Actor("slip", code.encode()), row


_CARD = """
SELECT r.id, r.type, r.type_version, r.opened, r.entry, l.position, c.content
FROM records_record r CROSS JOIN LATERAL records_read('slip', %s, NULL, r.id) c
LEFT JOIN ledger_leaf l ON l.entry = r.entry WHERE r.number = %s"""


def card(number: str, code: str) -> SlipCard:
    """What a slip prints; Refusal 404 as `by_slip`. One statement, since it follows every filing."""
    with connection.cursor() as cursor:
        cursor.execute(_CARD, [code.encode(), number])
        row = cursor.fetchone()
    if row is None:
        raise hidden()
    record, name, version, opened, entry, sealed, body = row
    kind, content = types.at_version(name, version), json.loads(body)
    title = str(content.get(kind.title_field() or "", ""))
    return SlipCard(record, number, title, _naming(kind, content), opened, entry, sealed)


def _fits(stored: bytes | memoryview | None, code: str) -> bool:
    """Whether a code is the one whose hash is stored; constant time. No slip was given: none fits."""
    return hmac.compare_digest(bytes(stored or b""), hashlib.sha256(code.encode()).digest())


def by_slip(number: str, code: str, *, at: datetime) -> tuple[Actor, TrackingPage]:
    """The record of a slip for its reporter, and the reporter as actor; seven statements."""
    actor, row = actor_of(number, code)
    return actor, _page(load(actor, row), actor, at)


def by_account(actor: Actor, record: UUID, *, at: datetime) -> TrackingPage:
    """The same page of a record that is in this actor's account; Refusal 404 of any other."""
    return _page(load(actor, seen(actor, record)), actor, at)


def _page(loaded: Loaded, actor: Actor, at: datetime) -> TrackingPage:
    kind, header = loaded.kind, loaded.header
    state = kind.states[header.state]
    clocks = clock.views(kind, loaded.steps, loaded.content, law.library(), at)
    items = timeline(kind, loaded.acts, for_reporter=True)
    own = [f for f in kind.fields.values() if f.by is None and not f.personal]
    return TrackingPage(
        record=header.id,
        type=kind.name,
        number=header.number,
        title=title_of(loaded),
        state=header.state,
        state_title=state.citizen,
        step=state.step,
        reached=frozenset(kind.states[step.state].step for step in loaded.steps),
        steps=kind.steps,
        ended=state.end,
        agency_name=organisation_name(header.agency),
        agency_now=agency_now(loaded, at),
        post=held_by(loaded, at),
        yours=waits(loaded),
        asked=_asked(loaded, items),
        clocks=clocks,
        late=_late(clocks, items),
        coming=list(_coming(loaded, clocks)),
        content=tuple(rows(own, loaded.content)),
        files=tuple(files(loaded.content)),
        timeline=items,
        answer=_answer(loaded),
        acts=offers(loaded, actor, at),
        naming=_naming(kind, loaded.content),
        opened=header.opened,
        entry=header.entry,
        sealed=loaded.acts[-1].position,
        letter=_letter(loaded),
        first=first(actor, loaded),
    )


def shown_files(page: TrackingPage) -> dict[str, FileView]:
    """The files the reporter may open, by hash."""
    every = [*page.files, *(file for item in page.timeline for file in item.files)]
    return {file.hash: file for file in every}


def _late(clocks: list[clock.ClockView], items: list[TimelineItem]) -> Late | None:
    overdue = [c for c in clocks if c.late and c.stopped is None]
    if not overdue:
        return None
    since = min(c.due for c in overdue)
    for item in items:
        if item.moment > since and item.payload and isinstance(item.post, str):
            return Late(item.payload[0][1], item.post, item.moment)
    return Late(None, None, None)


def _coming(loaded: Loaded, clocks: list[clock.ClockView]) -> Iterator[Coming]:
    """What the reporter may do before it happens by itself, else the stage that runs."""
    kind, header = loaded.kind, loaded.header
    alone = kind.by_itself(header.state)
    if alone is not None:
        yield header.due, alone.ahead or alone.sentence
    elif not kind.states[header.state].end:
        yield from ((c.due, c.stage) for c in [c for c in clocks if c.stopped is None][:1])


def _asked(loaded: Loaded, items: list[TimelineItem]) -> TimelineItem | None:
    """The question that waits for the reporter."""
    if not loaded.kind.states[loaded.header.state].waiting:
        return None
    asking = {move.act for move in loaded.kind.moves if move.to == loaded.header.state}
    return next((item for item in items if item.act in asking and item.payload), None)


def _answer(loaded: Loaded) -> Answer | None:
    """The newest decision in words, while the record has not gone back behind it."""
    kind = loaded.kind
    for n, act in reversed(list(enumerate(loaded.acts))):
        move = kind.move_of(act.act)
        if kind.states[act.state].step > kind.states[loaded.header.state].step:
            return None
        if move is not None and (move.confirms or move.decides):
            said = (f for name in act.payload if (f := kind.payload.get(name)) and f.kind == "long_text")
            if (field := next(said, None)) is None:
                return None
            return Answer(
                act.payload[field.id],
                tuple(files(act.payload)),
                prepared_by(move, loaded.acts[:n]) or "",
                _post(act.text),
                act.moment,
                act.position,
            )
    return None


def _letter(loaded: Loaded) -> str | None:
    letter = loaded.kind.letter
    signed = letter is not None and any(act.act == letter.sign for act in loaded.acts)
    return address_of(loaded) if signed else None


def _post(text: dict[str, Any]) -> str:
    return str(text.get("post") or "")


def _naming(kind: RecordType, content: Mapping[str, Any]) -> Text | None:
    field = kind.fields.get(kind.visibility_field or "")
    value = content.get(field.id) if field else None
    return next((c["label"] for c in field.choices if c["id"] == value), None) if field else None
