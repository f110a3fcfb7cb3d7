"""One record as the person handling it sees it: what it says, who reported, what happened, what to do now.

Seven to thirteen statements. The reporter's data is read only when this post may see it and has said what
for, where the type asks that; each time leaves a row of `ledger_access`.
Only acts that this actor may do now are offered; the database decides again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from serentak.agencies import queries as agencies
from serentak.agencies.rules import MACHINE, Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.records import clock, lifecycle
from serentak.records.lifecycle import Party
from serentak.records.queries.alike import Twin, twins
from serentak.records.queries.contents import identity
from serentak.records.queries.form import FieldView, views
from serentak.records.queries.history import Loaded, load
from serentak.records.queries.letter import address_of
from serentak.records.queries.names import now_called, organisation_name, role_title
from serentak.records.queries.proposal import ProposalView, as_typed, proposal_view, said
from serentak.records.queries.templates import Kept, kept
from serentak.records.queries.timeline import FileView, Row, TimelineItem, files, rows, timeline, words
from serentak.records.queries.visible import hidden, seen
from serentak.records.rules import HANDLING, PERSONAL, Field, Move, RecordType, State, Text, sees_identity
from serentak.records.rules.lettering import DRAWN, UNSIGNED


@dataclass(frozen=True)
class ActView:
    """An act to offer: `confirms` is the prepared text it repeats, `files` its own or the letter to sign,
    `version` what this page saw, `key` the
    form's key for retries; `tone` is danger for what ends or erases; `online`:
    the letter may be signed at BSrE's service."""

    act: str
    title: Text
    hint: Text | None
    fields: list[FieldView]
    confirms: tuple[Row, ...] | None
    files: tuple[FileView, ...]
    version: int
    key: UUID
    tone: str | None
    decides: bool
    online: bool


@dataclass(frozen=True)
class PartyView:
    """Who takes part: as what, which body or post, whether it must act, and whether the post's holder `left`
    an open record: then those of its role must act. `due`: its own day, where others who were asked the same
    have another; `answered`: it has, and others have not."""

    role: Text
    name: str
    open: bool
    left: bool = False
    due: datetime | None = None
    answered: bool = False


@dataclass(frozen=True)
class RecordPage:
    """A record for the desk. `agency_now`: who answers now for the body of an open one that ended.
    `reporter` are rows of personal data, or None and `reporter_hidden` says why; `purposes` (id, label, hint)
    are what to choose from to see them; `waits`: the next word is the reporter's, `letter`:
    where it is checked, `twins` what may be the same, `templates`
    texts for an answer."""

    record: UUID
    number: str
    kind: RecordType
    title: str
    state: State
    agency_name: str
    agency_now: str | None
    due: datetime | None
    late_days: int | None
    waits: bool
    closed: datetime | None
    content: tuple[tuple[Field, Text, Text | str], ...]
    files: tuple[FileView, ...]
    reporter: tuple[Row, ...] | None
    reporter_hidden: Text | None
    purposes: tuple[Mapping[str, Any], ...]
    parties: tuple[PartyView, ...]
    timeline: list[TimelineItem]
    acts: list[ActView]
    proposal: ProposalView | None
    clocks: list[clock.ClockView]
    letter: str | None
    twins: list[Twin]
    version: int
    templates: list[Kept]
    now: datetime


def record_page(actor: Actor, record: UUID, *, at: datetime, purpose: str | None = None) -> RecordPage:
    """The record for this actor; Refusal 404 when it is not theirs to see. `purpose` is what the identity is
    opened for: one of the type's, or nothing is shown."""
    if actor.holding is None:  # the page of the desk: what a citizen may read stands on the tracking page
        raise hidden()
    loaded = load(actor, seen(actor, record))
    kind, header = loaded.kind, loaded.header
    reporter, why = _reporter(loaded, actor, at, purpose or ("" if kind.reasons else HANDLING))
    offered = lifecycle.allowed(kind, loaded.standing(), actor, law.library(), at)
    return RecordPage(
        record=header.id,
        number=header.number,
        kind=kind,
        title=title_of(loaded),
        state=kind.states[header.state],
        agency_name=organisation_name(header.agency),
        agency_now=agency_now(loaded, at),
        due=header.due,
        late_days=clock.late_days(header.due, header.closed, at, law.library().calendar),
        waits=waits(loaded),
        closed=header.closed,
        content=_content(loaded, actor.role),
        files=tuple(files(loaded.content)),
        reporter=reporter,
        reporter_hidden=why,
        purposes=tuple({"hint": None, **row} for row in kind.reasons) if why is ASKED else (),
        parties=_parties(loaded, at),
        timeline=timeline(kind, loaded.acts, for_reporter=False),
        acts=[_offer(loaded, move, actor, at) for move in offered],
        proposal=proposal_view(loaded, actor, offered, at),
        clocks=clock.views(kind, loaded.steps, loaded.content, law.library(), at),
        letter=address_of(loaded),
        twins=_twins(loaded, actor, offered, at),
        version=header.version,
        templates=kept(actor, kind.name),
        now=at,
    )


def _twins(loaded: Loaded, actor: Actor, offered: list[Move], at: datetime) -> list[Twin]:
    """What may be the same, for a post that may join it now."""
    joins = any(move is loaded.kind.joining() for move in offered)
    return twins(actor, loaded, at=at) if joins else []


def waits(loaded: Loaded) -> bool:
    """Whether the reporter is asked something now, or the state is over by itself if nothing comes."""
    state = loaded.kind.states[loaded.header.state]
    return state.waiting or state.days is not None


def _content(loaded: Loaded, role: str) -> tuple[tuple[Field, Text, Text | str], ...]:
    """Every field with a value, with label and words; title and naming stand elsewhere on the page."""
    elsewhere = (loaded.kind.title_field(), loaded.kind.visibility_field)
    fields = [f for f in loaded.kind.fields.values() if not f.personal and f.id not in elsewhere]
    return tuple((f, f.words_for(role), text) for f in fields for _, text in rows([f], loaded.content))


def title_of(loaded: Loaded) -> str:
    """What the record is called in lists."""
    return str(loaded.content.get(loaded.kind.title_field() or "", ""))


def offers(loaded: Loaded, actor: Actor, at: datetime) -> list[ActView]:
    """The acts this actor may do now, each with its form."""
    standing = loaded.standing()
    moves = lifecycle.allowed(loaded.kind, standing, actor, law.library(), at)
    return [_offer(loaded, move, actor, at) for move in moves]


def _offer(loaded: Loaded, move: Move, actor: Actor, at: datetime) -> ActView:
    kind = loaded.kind
    standing = loaded.standing()
    prepared = standing.prepared.get(move.confirms or "", {})
    typed = as_typed(kind, lifecycle.proposal(kind, standing), move)
    title, hint = move.words_for(actor.role)
    ends = move.erases or move.decides and kind.states[move.state_after(standing.state)].end
    signs = kind.letter is not None and move.act == kind.letter.sign
    shown = {UNSIGNED: standing.prepared[DRAWN][UNSIGNED]} if signs else prepared
    return ActView(
        move.act,
        title,
        hint,
        views(kind, move, actor, at=at, content=loaded.content, values=typed, errors={}),
        said(kind, prepared) if move.confirms else None,
        tuple(files(shown)),
        loaded.header.version,
        uuid7(),
        "danger" if ends else None,
        move.decides,
        signs and settings.SERENTAK.esign is not None,
    )


def _reporter(
    loaded: Loaded, actor: Actor, at: datetime, purpose: str
) -> tuple[tuple[Row, ...] | None, Text | None]:
    kind = loaded.kind
    if loaded.visibility is None:
        erased = any(move and move.erases for move in map(kind.move_of, (a.act for a in loaded.acts)))
        return None, ERASED if erased else ANONYMOUS
    if not sees_identity(kind, actor.role, loaded.visibility):
        return None, CONFIDENTIAL
    if purpose not in kind.purposes:
        return None, ASKED
    row = identity(actor, loaded.header.id, purpose, at)
    if row is None:
        return None, ERASED
    fields = {f.personal: f for f in kind.personal()}
    known = ((fields[name], said) for name in PERSONAL if name in fields and (said := row[name]))
    return tuple((f.label, words(f, said)) for f, said in known), None


ANONYMOUS: Text = {
    "id": "Pelapor memilih tanpa nama. Tidak ada data pribadi yang disimpan.",
    "en": "The reporter chose to stay anonymous. No personal data is stored.",
}
ERASED: Text = {"id": "Data pribadi pelapor sudah dihapus.", "en": "The reporter's personal data was erased."}
ASKED: Text = {
    "id": "Nama pelapor tertutup. Pilih dulu untuk apa Anda membukanya; pilihan itu tercatat.",
    "en": "The reporter's name is closed. First choose what you open it for; the choice is written down.",
}
CONFIDENTIAL: Text = {
    "id": "Pelapor minta namanya dirahasiakan. Hanya pemeriksa pengaduan yang melihatnya.",
    "en": "The reporter asked to stay confidential. Only the complaints verifier sees the name.",
}


def _parties(loaded: Loaded, at: datetime) -> tuple[PartyView, ...]:
    posts = _posts(loaded.parties, at)
    left = {p.scope for p in loaded.parties if _left(p.scope, posts) and loaded.header.closed is None}
    taken = {p.role for p in loaded.parties if p.scope.startswith("h:") and p.scope not in left}
    back = {p.role for p in loaded.parties if p.scope in left and p.open}
    now = _now_called(loaded, at)
    asked = {role for m in loaded.kind.moves if m.asks_body for role in m.join}
    asked &= {p.role for p in loaded.parties if p.open}
    views = []
    for p in loaded.parties:
        if p.scope.startswith("h:"):
            name = posts[int(p.scope[2:])].post
            views.append(PartyView(role_title(p.role), name, p.open and p.scope not in left, p.scope in left))
        elif p.scope.startswith("q:") and p.role not in taken:
            body = int(p.scope.split(":")[1])
            name = now.get(body) or organisation_name(body)
            answered = p.role in asked and not p.open
            due = p.due if p.role in asked and p.open else None
            views.append(PartyView(role_title(p.role), name, p.open or p.role in back, False, due, answered))
    return tuple(views)


def agency_now(loaded: Loaded, at: datetime) -> str | None:
    """Who answers now for the body of an open record that ended; what was decided keeps the old name."""
    return _now_called(loaded, at).get(loaded.header.agency)


def _now_called(loaded: Loaded, at: datetime) -> dict[int, str]:
    if loaded.header.closed is not None:
        return {}
    pools = {int(p.scope.split(":")[1]) for p in loaded.parties if p.scope.startswith("q:")}
    return now_called(pools | {loaded.header.agency}, loaded.kind.name, local_day(at))


def _posts(parties: Iterable[Party], at: datetime) -> dict[int, agencies.PostHeld]:
    holdings = {int(p.scope[2:]) for p in parties if p.scope.startswith("h:")}
    return agencies.posts_held(holdings, at=at) if holdings else {}


def _left(scope: str, posts: Mapping[int, agencies.PostHeld]) -> bool:
    return scope.startswith("h:") and posts[int(scope[2:])].ended


def held_by(loaded: Loaded, at: datetime) -> Text | str | None:
    """Who has the record: the post that must act, the role whose pool must, else whoever took it. None while
    it lies in a pool from which somebody is to take it, also because the post's holder left."""
    open_now = [p for p in loaded.parties if p.open]
    others = [p for p in loaded.parties if p.role != MACHINE]  # a system follows what it filed, no more
    posts = list(_posts(open_now or others, at).values())
    if posts and not (open_now and posts[0].ended):
        return posts[0].post
    takers = {m.assign for m in loaded.kind.moves if loaded.header.state in m.origins}
    return next((role_title(p.role) for p in open_now if p.role not in takers), None)
