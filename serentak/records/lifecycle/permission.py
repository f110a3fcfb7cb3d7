"""Who may take which arrow now, and the refusals that say why not."""

from datetime import datetime
from typing import Any

from serentak.agencies.rules import Actor, MoveFacts, may
from serentak.lib.refusal import Refusal
from serentak.records import belonging, clock, letters, proposals
from serentak.records.lifecycle.standing import Standing
from serentak.records.rules import Move, RecordType


def proposal(kind: RecordType, standing: Standing) -> proposals.Proposal | None:
    """What staff prepared on this record and nobody has decided yet."""
    return proposals.pending(kind, standing.steps, standing.prepared, standing.prepared_in)


def permitted(kind: RecordType, move: Move, standing: Standing, actor: Actor, law: Any, at: datetime) -> bool:
    """Whether this actor may take this arrow now."""
    scope = move.by.get(actor.role)
    if scope is None or standing.state not in move.origins:
        return False
    facts = MoveFacts(actor.role, scope, f"{kind.name}.{move.act}")
    if not (may(actor, facts, standing.facts()) and _heard(kind, move, standing, actor.role)):
        return False
    if move.each and not asked(standing, actor):
        return False
    if move.counters and clock.led_here(standing.steps) not in move.counters:
        return False
    if own_work(move, standing, actor) or _barred(kind, move, standing) or done(move, standing):
        return False
    return not standing.steps or clock.may_still(kind, move, standing.steps, law, at)


def asked(standing: Standing, actor: Actor) -> bool:
    """Whether the word is this actor's."""
    return any(p.open and p.role == actor.role and p.scope in actor.scopes for p in standing.parties)


def own_work(move: Move, standing: Standing, actor: Actor) -> bool:
    """Whether the move would confirm what this very person prepared, in whichever post: two people see each
    answer. The database function also remembers holdings that have ended."""
    return bool(move.confirms) and standing.prepared_in.get(str(move.confirms)) in actor.holdings


def done(move: Move, standing: Standing) -> bool:
    """Whether a move that a record sees a single time was made already."""
    return move.once and any(step.act == move.act for step in standing.steps)


def _barred(kind: RecordType, move: Move, standing: Standing) -> Refusal | None:
    acts = [step.act for step in standing.steps]
    if (wait := letters.awaited(kind, move, standing.steps)) is not None:
        return wait
    return belonging.barred(kind, move, standing.content, standing.scopes(), acts)


def _heard(kind: RecordType, move: Move, standing: Standing, role: str) -> bool:
    """A proposal needs somebody it goes to; what is sent back is a proposal to this role."""
    if move.returns:
        found = proposal(kind, standing)
        return found is not None and role in found.move.by
    return not move.proposes or any(party.role in (move.open or ()) for party in standing.parties)


def allowed(kind: RecordType, standing: Standing, actor: Actor, law: Any, at: datetime) -> list[Move]:
    """The arrows this actor may take now, in the order of the type; who has taken the record is not asked to
    take it again,
    nor what lies in a pool to be put back there."""
    mine = {p.role for p in standing.parties if actor.holding and p.scope == f"h:{actor.holding.id}"}
    return [
        move
        for move in kind.moves
        if move.assigned(actor.role) not in mine
        and not _in_the_pool(move, standing)
        and permitted(kind, move, standing, actor, law, at)
    ]


def _in_the_pool(move: Move, standing: Standing) -> bool:
    """Whether a move would put work back into a pool in which it is: nobody is asked to."""
    back = set(move.leave) & set(move.join) if not move.hands_over else set()
    return bool(back) and not any(p.role in back and p.scope.startswith("h:") for p in standing.parties)


def choose(kind: RecordType, act: str, standing: Standing, actor: Actor, law: Any, at: datetime) -> Move:
    """The arrow of an act, or the Refusal that says why it cannot be taken."""
    move = arrow(kind, act, standing.state)
    if standing.steps and not clock.may_still(kind, move, standing.steps, law, at):
        raise Refusal(
            "too_late",
            {"id": "Waktu untuk tindakan ini sudah lewat.", "en": "The time for this act is over."},
            status=403,
            law=kind.law,
            remedy={
                "id": "Buat laporan baru dan sebut nomor ini.",
                "en": "File a new one and name this number.",
            },
        )
    if actor.role in move.by and actor.holding and not actor.holding.permits(f"{kind.name}.{act}"):
        raise Refusal(
            "not_in_holding",
            {
                "id": f"{actor.holding.post} tidak berwenang melakukan tindakan ini.",
                "en": f"{actor.holding.post} has no power to do this.",
            },
            status=403,
            law=law.holding_kinds[actor.holding.kind]["law"],
            remedy={
                "id": "Mintalah pemegang definitif jabatan itu, atau surat yang menyebut tindakan ini.",
                "en": "Ask the definitive holder of that post, or for a letter that names this act.",
            },
        )
    if done(move, standing):
        raise Refusal("done_already", DONE, status=409, law=kind.law, remedy=LOOK)
    if own_work(move, standing, actor):
        raise Refusal("own_work", proposals.OWN, status=403, law=kind.law, remedy=LOOK)
    if (barred := _barred(kind, move, standing)) is not None:
        raise barred
    if not permitted(kind, move, standing, actor, law, at):
        raise Refusal("not_allowed", NOT_ALLOWED, status=403, law=kind.law, remedy=LOOK)
    return move


def arrow(kind: RecordType, act: str, state: str) -> Move:
    """The arrow of an act from a state; Refusal when there is none."""
    move = kind.move(act, state)
    if move is None:
        raise Refusal(
            "no_move",
            {
                "id": "Tindakan ini tidak ada pada tahap berkas sekarang.",
                "en": "This act does not exist at the record's present stage.",
            },
            status=403,
            law=kind.law,
            remedy=LOOK,
        )
    return move


NOT_ALLOWED = {
    "id": "Tindakan ini bukan wewenang Anda pada berkas ini.",
    "en": "You are not the one who may do this on this record.",
}
DONE = {
    "id": "Tindakan ini hanya boleh sekali, dan sudah dilakukan pada berkas ini.",
    "en": "This act may be done once only, and this record has seen it.",
}
LOOK = {
    "id": "Buka lagi berkasnya: di sana tampil tindakan yang boleh Anda lakukan.",
    "en": "Open the record again: it shows what you may do.",
}
