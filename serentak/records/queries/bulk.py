"""One act on many records of a type: which acts can be done so, on which records, and why not on the others.

The same judgement as of one record (`lifecycle.choose`), over records loaded together: as many statements for
five hundred as for one. What an act says is asked once; acts that want files, confirm what was read, or sign
are done record by record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.refusal import Refusal
from serentak.records import lifecycle
from serentak.records.fields import asked
from serentak.records.models import Record
from serentak.records.queries import rows
from serentak.records.queries.history import load_several
from serentak.records.queries.lists import Statement
from serentak.records.queries.rows import Row
from serentak.records.rules import Move, RecordType

MOST = 500
"""Records with one press."""


@dataclass(frozen=True)
class Candidate:
    """A record of the list, and why the act cannot be done on it (None: it can)."""

    row: Row
    refusal: Refusal | None


def moves(kind: RecordType, actor: Actor) -> list[Move]:
    """The acts of a type that this role may do on many, one arrow for each name."""
    found: dict[str, Move] = {}
    for move in kind.moves:
        if actor.role in move.by and "" not in move.origins and _alike(kind, move, actor.role):
            found.setdefault(move.act, move)
    return list(found.values())


def _alike(kind: RecordType, move: Move, role: str) -> bool:
    """Whether it says the same on each record, and nothing has to be read or brought for it."""
    files = any(f.kind == "files" and f.required for f in asked(kind, move, role))
    signs = kind.letter is not None and move.act == kind.letter.sign
    return not (move.confirms or move.erases or move.link or files or signs)


def preview(actor: Actor, made: Statement, act: str, *, at: datetime) -> tuple[list[Candidate], bool]:
    """The first MOST records of a list, each with the refusal of this act if it has one, and whether the list
    is longer."""
    with connection.cursor() as db:
        db.execute(made.text, made.arguments)
        found = db.fetchall()
    shown = rows.said(found[:MOST], at)
    why = refusals(actor, [row.record for row in shown], act, at=at)
    return [Candidate(row, why.get(row.record)) for row in shown if row.record in why], len(found) > MOST


def refusals(actor: Actor, records: Sequence[UUID], act: str, *, at: datetime) -> dict[UUID, Refusal | None]:
    """Why this act cannot be done now on each of these records that the actor takes part in."""
    headers = list(Record.objects.filter(id__in=records))
    found: dict[UUID, Refusal | None] = {}
    for id, loaded in load_several(actor, headers).items():
        try:
            lifecycle.choose(loaded.kind, act, loaded.standing(), actor, law.library(), at)
            found[id] = None
        except Refusal as no:
            found[id] = no
    return found
