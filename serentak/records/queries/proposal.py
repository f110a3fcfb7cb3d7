"""What staff prepared on a record, as those read it who confirm it and those who prepared it.

No statement of its own. The list over all records is `confirmations`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies.rules import Actor
from serentak.lib.ids import uuid7
from serentak.records import lifecycle
from serentak.records.proposals import OWN, Proposal
from serentak.records.queries.history import Loaded
from serentak.records.queries.timeline import FileView, Row, files, rows, words
from serentak.records.rules import Move, RecordType, Text


@dataclass(frozen=True)
class ProposalView:
    """`mine`: this actor may confirm it, unless `closed` says why not; `version` what this page saw,
    `key` the form's key for retries."""

    act: str
    title: Text
    hint: Text | None
    post: str
    moment: datetime
    expires: datetime
    said: tuple[Row, ...]
    files: tuple[FileView, ...]
    mine: bool
    closed: Text | None
    version: int
    key: UUID


def proposal_view(loaded: Loaded, actor: Actor, offered: list[Move], at: datetime) -> ProposalView | None:
    """The proposal that waits on this record, if there is one; `offered` are the acts this actor may do."""
    kind = loaded.kind
    found = lifecycle.proposal(kind, loaded.standing())
    if found is None:
        return None
    return ProposalView(
        act=found.move.act,
        title=found.move.title,
        hint=found.move.hint,
        post=found.step.post or "",
        moment=found.step.moment,
        expires=found.expires,
        said=said(kind, found.values),
        files=tuple(files(found.values)),
        mine=found.move.act in {move.act for move in offered},
        closed=_closed(found, actor, at),
        version=loaded.header.version,
        key=uuid7(),
    )


def said(kind: RecordType, values: Mapping[str, Any]) -> tuple[Row, ...]:
    """What was prepared, in words, in the order of its form."""
    return tuple(rows((f for f in (*kind.fields.values(), *kind.payload.values()) if f.id in values), values))


def as_typed(kind: RecordType, found: Proposal | None, move: Move) -> Mapping[str, Any]:
    """The proposed values as its form is filled: for whoever changes them. Files are sent anew."""
    if found is None or found.move.act not in (move.act, move.proposes):
        return {}
    fields = {name: kind.field(name) for name in found.values}
    return {
        name: words(f, found.values[name]) if f.kind == "record" else found.values[name]
        for name, f in fields.items()
        if f is not None and f.kind != "files"
    }


def _closed(found: Proposal, actor: Actor, at: datetime) -> Text | None:
    if found.changed:
        return CHANGED
    if actor.role in found.move.by and found.holding in actor.holdings:
        return OWN
    return None if found.open(at) else EXPIRED


CHANGED: Text = {
    "id": "Berkasnya berubah sejak konsep ini disiapkan, jadi konsep ini tidak bisa disahkan lagi.",
    "en": "The record changed since this was prepared, so it can no longer be confirmed.",
}
EXPIRED: Text = {
    "id": "Waktu pengesahannya sudah lewat, jadi konsep ini tidak bisa disahkan lagi.",
    "en": "Its time is over, so it can no longer be confirmed.",
}
