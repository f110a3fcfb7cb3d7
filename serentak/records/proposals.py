"""What waits for a head: the newest proposal of a record, and whether it can still be confirmed.

Pure. Confirming takes the proposed values as they are; the database compares them with what is written
and refuses whoever prepared them (`records_basis`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from serentak.lib import words
from serentak.lib.clock import rfc3339
from serentak.lib.refusal import Refusal
from serentak.records.clock import Step
from serentak.records.rules import Move, RecordType, Text
from serentak.records.rules.proposing import EXPIRES


@dataclass(frozen=True)
class Proposal:
    """`move` is the act proposed, `values` what it would write, `holding` the one it was prepared in,
    `changed`: something happened since."""

    move: Move
    values: Mapping[str, Any]
    step: Step
    holding: int | None
    expires: datetime
    changed: bool

    def open(self, at: datetime) -> bool:
        """Whether there is still time and nothing happened since."""
        return not self.changed and at < self.expires


def payload(kind: RecordType, move: Move, values: Mapping[str, Any], expires: datetime) -> Mapping[str, Any]:
    """What a proposing act says: what its act would write, and until when. A content field it would empty is
    null, since to leave it is not the same."""
    target, role = kind.filled(move, "")
    emptied = {name: None for name in target.sets if kind.fields[name].asked_of(role)}
    said = {name: values[name] for name in move.asks if name in values}
    return {**emptied, **said, EXPIRES: rfc3339(expires)}


def pending(
    kind: RecordType,
    steps: Sequence[Step],
    payloads: Mapping[str, Mapping[str, Any]],
    holdings: Mapping[str, int | None],
) -> Proposal | None:
    """The proposal that neither was done nor sent back nor left behind by the record. `payloads` is the
    newest payload of each act, `holdings` the holding it was done in."""
    since: list[str] = []
    for step in reversed(steps):
        move = kind.move_of(step.act)
        if step.state != steps[-1].state or move is None or move.returns or move.proposes in since:
            return None
        if move.proposes:
            values, expires = without_end(payloads[step.act])
            target, _ = kind.filled(move, "")
            by = holdings.get(step.act)
            return Proposal(target, values, step, by, expires or step.moment, bool(since))
        since.append(step.act)
    return None


def without_end(said: Mapping[str, Any]) -> tuple[Mapping[str, Any], datetime | None]:
    """The proposed values that are not empty, and until when they can be confirmed, as the payload says."""
    values = {name: said[name] for name in said if name != EXPIRES and said[name] is not None}
    return values, datetime.fromisoformat(said[EXPIRES]) if EXPIRES in said else None


def confirmed(
    found: Proposal | None, move: Move, holdings: Collection[int], at: datetime
) -> Mapping[str, Any]:
    """The values that confirming this act writes, for a person who has these holdings; Refusal when they
    cannot be confirmed any more, or not by this person."""
    if found is None or found.changed or found.move.act != move.act:
        raise Refusal("proposal_gone", GONE, status=409, remedy=AGAIN)
    if found.holding in holdings:
        raise Refusal("own_work", OWN, status=403, remedy=AGAIN)
    if not found.open(at):
        when = words.moments(found.expires)
        raise Refusal(
            "proposal_expired",
            {
                "id": f"Konsep ini hanya bisa disahkan sampai {when['id']}.",
                "en": f"This proposal could be confirmed until {when['en']}.",
            },
            status=409,
            remedy=AGAIN,
        )
    return found.values


OWN: Text = {
    "id": "Yang Anda siapkan sendiri disahkan orang lain.",
    "en": "What you prepared yourself is confirmed by somebody else.",
}
GONE: Text = {
    "id": "Konsep ini tidak ada lagi, atau berkasnya berubah sejak disiapkan.",
    "en": "This proposal is gone, or the record changed since it was prepared.",
}
AGAIN: Text = {
    "id": "Buka berkasnya: kirim sendiri, atau kembalikan konsepnya supaya disiapkan lagi.",
    "en": "Open the record: do it yourself, or send the proposal back to be prepared again.",
}
