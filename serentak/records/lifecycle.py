"""What an act does to a record: who may take which arrow, and everything that stands after it, as a value.

Pure: `outcome` is computed and tested without a database; `actions.perform` hands it to the database
function, which checks it again. Nothing here reads or writes. Days are in `clock`, answers in `fields`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from serentak.agencies.rules import Actor, MoveFacts, RecordFacts, may
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.records import belonging, clock, letters, proposals
from serentak.records.rules import APPLICANT, Field, Move, RecordType, State

Route = Callable[[Mapping[str, Any], Any, Any], int]
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The deadline of the parties of an open record that has none: lists run over deadlines."""
ASIDE = datetime(9999, 12, 31, 12, tzinfo=UTC)
"""The deadline of the parties of a record that waits aside: one range of the index of lists, after all
others. The record's own deadline runs on."""


@dataclass(frozen=True)
class Party:
    """A scope that sees the record, as what; `open`: it must act, by `due`."""

    scope: str
    role: str
    open: bool
    due: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """A record before an act; the default is a record not yet opened.

    `prepared` is the newest payload of each act, `prepared_in` the holding it was done in, `mail` whether
    news can be sent."""

    id: UUID
    state: str = ""
    agency: int | None = None
    region: str | None = None
    version: int = 0
    content: Mapping[str, Any] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    steps: tuple[clock.Step, ...] = ()
    prepared: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    mail: bool = False
    prepared_in: Mapping[str, int | None] = field(default_factory=dict)

    def facts(self) -> RecordFacts | None:
        """What `agencies.rules.may` needs to know."""
        if self.agency is None:
            return None
        return RecordFacts(self.agency, self.scopes())

    def scopes(self) -> frozenset[str]:
        """Those who take part."""
        return frozenset(party.scope for party in self.parties)


@dataclass(frozen=True)
class Outcome:
    """Everything after the act. None in a part: the act does not write it. `parties` is the after-image."""

    state: str
    agency: int
    region: str | None
    due: datetime | None
    law: str | None
    content: Mapping[str, Any] | None
    identity: Mapping[str, Any] | None
    parties: tuple[Party, ...] | None
    payload: Mapping[str, Any] | None
    jobs: tuple[Mapping[str, Any], ...]


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
    if own_work(move, standing, actor) or _barred(kind, move, standing) or done(move, standing):
        return False
    return not standing.steps or clock.may_still(kind, move, standing.steps, law, at)


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
    take it again."""
    mine = {p.role for p in standing.parties if actor.holding and p.scope == f"h:{actor.holding.id}"}
    return [
        move
        for move in kind.moves
        if move.assigned(actor.role) not in mine and permitted(kind, move, standing, actor, law, at)
    ]


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


def outcome(
    kind: RecordType,
    move: Move,
    standing: Standing,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    at: datetime,
    law: Any,
    route: Route,
    owner: int | None = None,
) -> Outcome:
    """What stands after the act. `values` are checked answers (`fields.check`), `law` the content library,
    `route` the type's function that finds the agency a record comes to, `owner` whose account gets it when
    a post opens it."""
    content = _content(kind, move, standing, actor.role, values)
    agency = _agency(kind, move, standing, content, values, route, law, at)
    state = move.state_after(standing.state)
    step = clock.Step(move.act, at, state, actor.holding.post if actor.holding else None)
    due = clock.due(kind, (*standing.steps, step), content, law)
    identity = belonging.identity(kind, move, content, values, f"p:{owner}" if owner else actor.account)
    mail = standing.mail or any(person.get("email") for person in (identity or {}).get("persons", ()))
    return Outcome(
        state=state,
        agency=agency,
        region=_region(kind, content, law) or standing.region,
        due=due,
        law=move.law or (kind.law if move.decides else None),
        content=content if "content" in move.parts else None,
        identity=identity,
        parties=_parties(move, standing, actor, agency, _listed(kind.states[state], due))
        if "parties" in move.parts
        else None,
        payload=_payload(kind, move, standing, values, at, law),
        jobs=tuple(_jobs(kind, move, standing, mail)),
    )


def _content(
    kind: RecordType, move: Move, standing: Standing, role: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    fields: list[Field] = [kind.fields[name] for name in move.sets if not kind.fields[name].personal]
    rewritten = {f.id for f in fields if f.asked_of(role)}
    kept = {name: value for name, value in standing.content.items() if name not in rewritten}
    return kept | {f.id: values[f.id] for f in fields if f.id in values}


def _agency(
    kind: RecordType,
    move: Move,
    standing: Standing,
    content: Mapping[str, Any],
    values: Mapping[str, Any],
    route: Route,
    law: Any,
    at: datetime,
) -> int:
    if move.hands_over in kind.payload:
        return int(values[str(move.hands_over)])
    if standing.agency is None or move.hands_over:
        return route(content, law, local_day(at))
    return standing.agency


def _listed(state: State, due: datetime | None) -> datetime | None:
    """The deadline by which lists find a record in this state."""
    return ASIDE if state.aside else due if state.end else due or NEVER


def _region(kind: RecordType, content: Mapping[str, Any], law: Any) -> str | None:
    for f in kind.fields.values():
        district = content[f.id].get("district") if f.kind == "place" and content.get(f.id) else None
        if district:
            regency: str = law.regions.regency_of(district)
            return regency
    return None


def _parties(
    move: Move, standing: Standing, actor: Actor, agency: int, due: datetime | None
) -> tuple[Party, ...]:
    part = move.assigned(actor.role)
    stay: dict[tuple[str, str], bool] = {
        (p.scope, p.role): p.open
        for p in standing.parties
        if p.role not in move.leave
        and not p.scope.startswith("p:")
        and not (p.role == part and p.scope.startswith("h:"))
    }
    for role in (role for role in move.join if role != APPLICANT):
        stay.setdefault((f"q:{agency}:{role}", role), False)
    if part and actor.holding:
        stay[f"h:{actor.holding.id}", part] = False
    if move.open is not None:
        stay = {key: _must_act(key, move.open, stay) for key in stay}
    return tuple(Party(scope, role, must, due) for (scope, role), must in sorted(stay.items()))


def _must_act(key: tuple[str, str], roles: Sequence[str], every: Mapping[tuple[str, str], bool]) -> bool:
    """A role must act through the person who took the case, through its pool while nobody has."""
    scope, role = key
    taken = any(other == role and s.startswith("h:") for s, other in every)
    return role in roles and (scope.startswith("h:") or not taken)


def _payload(
    kind: RecordType, move: Move, standing: Standing, values: Mapping[str, Any], at: datetime, law: Any
) -> Mapping[str, Any] | None:
    if move.confirms:
        return standing.prepared[move.confirms]
    if move.proposes:
        return proposals.payload(kind, move, values, clock.end(str(kind.prepared_days), at, law))
    said = (*move.asks, *move.tells)
    return {name: values[name] for name in said if name in values} if said else None


def _jobs(kind: RecordType, move: Move, standing: Standing, mail: bool) -> Iterator[dict[str, Any]]:
    """What the worker does after the act: it draws the letter, it tells the reporter."""
    act = {"record": str(standing.id), "version": standing.version + 1}
    if kind.letter is not None and move.act == kind.letter.at:
        yield {"task": "records.letter", "args": act}
    if move.notify and mail:
        yield {"task": "records.news", "args": act}
