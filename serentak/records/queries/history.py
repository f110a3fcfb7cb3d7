"""A record with what happened to it: header, type, acts, content, parties. Five statements at most.

The one loader of pages and of `actions.perform`, so that both judge by the same facts. Who may load which
record is decided here by credential; personal data is not loaded at all.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from serentak.agencies.rules import Actor
from serentak.ledger import queries as ledger
from serentak.records.clock import Step
from serentak.records.lifecycle import Party, Standing
from serentak.records.models import Party as PartyRow
from serentak.records.models import Record
from serentak.records.queries import types
from serentak.records.queries.contents import contents, payloads, several
from serentak.records.queries.visible import hidden, seen
from serentak.records.rules import RecordType


@dataclass(frozen=True)
class Loaded:
    """`acts` oldest first, `visibility` that of the reporter's private row (None: there is none)."""

    header: Record
    kind: RecordType
    acts: Sequence[ledger.Act]
    content: Mapping[str, Any]
    parties: tuple[Party, ...]
    visibility: str | None
    mail: bool

    @property
    def steps(self) -> tuple[Step, ...]:
        """The acts as the clocks read them."""
        return tuple(Step(a.act, a.moment, a.state, a.text.get("post")) for a in self.acts)

    def standing(self) -> Standing:
        """The record before its next act, for `lifecycle`."""
        prepared = {a.act: a.payload for a in self.acts}
        return Standing(
            self.header.id,
            self.header.state,
            self.header.agency,
            self.header.region,
            self.header.version,
            self.content,
            self.parties,
            self.steps,
            prepared,
            self.mail,
            {a.act: a.holding for a in self.acts},
        )


def header_for(actor: Actor, record: UUID) -> Record:
    """The header, if this actor's credential opens it; Refusal 404 otherwise."""
    if actor.credential == "slip":
        row = Record.objects.filter(id=record, slip=hashlib.sha256(actor.secret).digest()).first()
    elif actor.credential in ("clock", "worker"):
        row = Record.objects.filter(id=record).first()
    else:
        return seen(actor, record)
    if row is None:
        raise hidden()
    return row


def load(actor: Actor, header: Record) -> Loaded:
    """Everything about a record but its reporter; Refusal 404 for one this actor takes no part in. Three
    statements, and one for a type not yet known."""
    said = contents(actor, header.id)
    if said is None:
        raise hidden()
    rows = PartyRow.objects.filter(record=header.id).order_by("scope", "role")
    return Loaded(
        header=header,
        kind=types.at_version(header.type, header.type_version),
        acts=ledger.history(header.id, said.payloads),
        content=said.content,
        parties=tuple(Party(row.scope, row.role, row.open, row.due) for row in rows),
        visibility=said.visibility,
        mail=said.mail,
    )


def load_several(actor: Actor, headers: Sequence[Record]) -> dict[UUID, Loaded]:
    """Those of these records in which this actor takes part, as far as it takes to judge an act: what was
    said of acts that somebody else confirms, of the reporter nothing. Four statements."""
    ids = [header.id for header in headers]
    said = several(actor, ids)
    parties: dict[UUID, list[Party]] = {}
    for row in PartyRow.objects.filter(record__in=ids).order_by("record", "scope", "role"):
        parties.setdefault(row.record, []).append(Party(row.scope, row.role, row.open, row.due))
    acts = ledger.histories(ids, {})
    kinds = {h.id: types.at_version(h.type, h.type_version) for h in headers}
    told = payloads(actor, [a.entry for id in ids for a in acts[id] if _awaits(kinds[id], a.act)])
    return {
        h.id: Loaded(
            header=h,
            kind=kinds[h.id],
            acts=[replace(act, payload=told.get(act.entry, {})) for act in acts[h.id]],
            content=said[h.id].content,
            parties=tuple(parties.get(h.id, ())),
            visibility=None,
            mail=False,
        )
        for h in headers
        if h.id in said
    }


def _awaits(kind: RecordType, act: str) -> bool:
    """Whether this act waits for somebody else: a proposal, or what another act confirms."""
    move = kind.move_of(act)
    return move is not None and (move.proposes is not None or any(m.confirms == act for m in kind.moves))
