"""Who acts, what that actor may do, and which bodies an organisation answers for.

Pure. Permission comes from holdings alone (a person in a post, from–until) and is refused by default.
`may` decides about one act on one record; its twin `records.queries.visible(scopes)` finds rows, and the
database function decides again. Dates are half open: from the first day up to, not including, the last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serentak.law.dates import Text, covers

ADMINISTRATOR, UNIT_ADMINISTRATOR = "administrator", "unit_administrator"
"""The roles whose holders change posts, everywhere or in their own body; the database knows the same."""
ADMINISTRATORS = (ADMINISTRATOR, UNIT_ADMINISTRATOR)

DEFINITIVE, MACHINE, DELEGATED = "definitive", "machine", "an"
"""The kinds of holding that the program itself knows; the others, all acting, are the content's."""
UNLETTERED = (DEFINITIVE, MACHINE)
"""The kinds that need neither letter nor last day; of any other the table refuses a row without both."""

OPEN, PARTY, AGENCY = "open", "party", "agency"
"""How a move is tied to a record: not at all, as a party, as a party from the responsible body."""

KINDS: dict[str, Text] = {
    "sekretariat": {"id": "Sekretariat", "en": "Secretariats"},
    "inspektorat": {"id": "Inspektorat", "en": "Inspectorate"},
    "dinas": {"id": "Dinas", "en": "Agencies (dinas)"},
    "badan": {"id": "Badan", "en": "Boards (badan)"},
    "satuan": {"id": "Satuan", "en": "Units (satuan)"},
    "biro": {"id": "Biro Sekretariat Daerah", "en": "Bureaus of the regional secretariat"},
    "uptd": {"id": "Unit pelaksana teknis", "en": "Technical units (UPTD)"},
}
"""Kinds of bodies in the order of the list; the content's schema allows the same."""


@dataclass(frozen=True)
class Body:
    """A government body and the days it exists; `grade` and `source` say how certain that is."""

    id: int
    name: str
    short: str
    kind: str
    parent: int | None
    valid_from: date
    valid_until: date | None
    grade: str
    source: str

    @property
    def last_day(self) -> date | None:
        """The last day on which it existed or will exist."""
        return None if self.valid_until is None else self.valid_until - timedelta(days=1)


@dataclass(frozen=True)
class Succession:
    """`successor` took over from `predecessor`; with a `record_type`, only records of that type."""

    predecessor: int
    successor: int
    record_type: str | None = None


@dataclass(frozen=True)
class Held:
    """A holding in force: this person in this post of this body. `person` is None for machines.

    `post` as it is printed ("Plt. Kepala Dinas …"), `kind` a kind of holding of the content. Acts are named
    record type, dot, act: `only_acts` None means all of the role's, `barred_acts` are never among them."""

    id: int
    person: int | None
    post_id: int
    post: str
    role: str
    organisation: int
    organisation_name: str
    kind: str = DEFINITIVE
    valid_until: datetime | None = None
    only_acts: frozenset[str] | None = None
    barred_acts: frozenset[str] = frozenset()

    def permits(self, act: str) -> bool:
        """Whether this manner of holding the post leaves its holder the act; the role is asked elsewhere."""
        return act not in self.barred_acts and (self.only_acts is None or act in self.only_acts)


@dataclass(frozen=True)
class Actor:
    """Who acts in this request, and the proof that the database function checks again.

    `secret` is the session cookie's or the slip code's bytes, empty for public and clock; `holdings` are all
    that this person has now, whichever the request acts in."""

    credential: str
    secret: bytes = b""
    person: int | None = None
    holding: Held | None = None
    answers_for: frozenset[int] = frozenset()
    scopes: tuple[str, ...] = ()
    holdings: frozenset[int] = frozenset()

    @property
    def role(self) -> str:
        """The role moves are written for: that of the post, or what an actor without a post is."""
        if self.holding is not None:
            return self.holding.role
        return "applicant" if self.person is not None else self.credential


PUBLIC = Actor("public")
CLOCK = Actor("clock")
INSTALLER = Actor("installer")
"""The owner's login at installation, which the database knows by itself; no web request is ever this."""


@dataclass(frozen=True)
class MoveFacts:
    """What `may` needs of a move: for which role, how tied to the record (OPEN, PARTY, AGENCY), and its name
    in letters: record type, dot, act."""

    role: str
    scope: str
    act: str


@dataclass(frozen=True)
class RecordFacts:
    """What `may` needs of a record: the responsible body, and the scopes that take part."""

    agency: int
    parties: frozenset[str]


@dataclass(frozen=True)
class Seat:
    """What deciding about a post needs of it: its body and its role."""

    organisation: int
    role: str


@dataclass(frozen=True)
class Account:
    """What deciding about somebody's account needs of it: the seats held now or from a later day, and the
    body whose administrator invited the person (None: the province's)."""

    person: int
    seats: tuple[Seat, ...]
    invited_by: int | None


def ended(body: Body, on: date) -> bool:
    """Whether the body's last day lies before this one."""
    return body.valid_until is not None and body.valid_until <= on


def answers_for(
    organisation: int, bodies: Iterable[Body], successions: Iterable[Succession], on: date
) -> frozenset[int]:
    """The bodies whose records this one answers for: itself, and those it succeeded, through any number of
    mergers. A body not in force answers for nothing; a predecessor that still exists answers for itself.
    After a split both successors answer, until one is named per record type (then `record_type` decides,
    when records are handed over; such rows add nothing here)."""
    known = {body.id: body for body in bodies}
    own = known.get(organisation)
    if own is None or not covers(own.valid_from, own.valid_until, on):
        return frozenset()
    before: dict[int, list[int]] = {}
    for link in successions:
        if link.record_type is None and link.predecessor in known and ended(known[link.predecessor], on):
            before.setdefault(link.successor, []).append(link.predecessor)
    found, waiting = {organisation}, [organisation]
    while waiting:
        fresh = set(before.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def scopes_of(person: int | None, holding: Held | None, answering: frozenset[int]) -> tuple[str, ...]:
    """The names under which records know this actor: pools of its role, its holding, its person."""
    scopes = [] if person is None else [f"p:{person}"]
    if holding is not None:
        scopes.append(f"h:{holding.id}")
        scopes.extend(f"q:{body}:{holding.role}" for body in sorted(answering))
    return tuple(scopes)


def staff(secret: bytes, holding: Held, answering: frozenset[int], others: Iterable[Held] = ()) -> Actor:
    """A person acting in a post, who may hold others."""
    scopes = scopes_of(holding.person, holding, answering)
    holdings = frozenset(post.id for post in (holding, *others))
    return Actor("session", secret, holding.person, holding, answering, scopes, holdings)


def citizen(secret: bytes, person: int) -> Actor:
    """A person with an account and no post."""
    return Actor("session", secret, person, None, frozenset(), scopes_of(person, None, frozenset()))


def may(actor: Actor, move: MoveFacts, record: RecordFacts | None) -> bool:
    """Whether this actor may make this move on this record (None: a record not yet opened).

    The role must be the move's, and the act one that the manner of holding the post leaves (UU 30/2014).
    Beyond OPEN, one of the actor's scopes must be a party of the record, and for AGENCY its body must answer
    for the record's."""
    if actor.role != move.role or actor.holding is not None and not actor.holding.permits(move.act):
        return False
    if move.scope == OPEN:
        return True
    if record is None or record.parties.isdisjoint(actor.scopes):
        return False
    return move.scope == PARTY or (move.scope == AGENCY and record.agency in actor.answers_for)


def administers(actor: Actor, bodies: Iterable[Body]) -> frozenset[int]:
    """The bodies whose posts and people this actor administers: every one, those of an agency's own
    administrator, or none. Nobody administers on another's behalf."""
    if actor.holding is None or actor.holding.kind == DELEGATED:
        return frozenset()
    if actor.role == ADMINISTRATOR:
        return frozenset(body.id for body in bodies)
    return administered(actor.answers_for, bodies) if actor.role == UNIT_ADMINISTRATOR else frozenset()


def may_staff(actor: Actor, area: frozenset[int], seat: Seat, person: int | None = None) -> bool:
    """Whether this actor opens, closes and fills that seat (with this person), given the `area` it
    administers. Twin of the database's agencies_may for posts and holdings."""
    if seat.organisation not in area:
        return False
    return actor.role == ADMINISTRATOR or not (
        seat.role in ADMINISTRATORS or person == actor.person is not None
    )


def may_tend(actor: Actor, area: frozenset[int], account: Account) -> bool:
    """Whether this actor gives an account a start code, locks it, ends its sessions: whoever opens somebody's
    account could act as that person. So an agency's own administrator tends only whom no post reaches beyond
    its area and no administrator's post is given, or whom its agency invited and who holds none yet."""
    if not area or account.person == actor.person:
        return False
    if actor.role == ADMINISTRATOR:
        return True
    if not account.seats:
        return account.invited_by in area
    return all(may_staff(actor, area, seat) for seat in account.seats)


def administered(answering: Iterable[int], bodies: Iterable[Body]) -> frozenset[int]:
    """The bodies in which a unit administrator records posts: those the own body answers for, and their units
    through any number of levels."""
    found = set(answering)
    inside: dict[int, list[int]] = {}
    for body in bodies:
        if body.parent is not None:
            inside.setdefault(body.parent, []).append(body.id)
    waiting = list(found)
    while waiting:
        fresh = set(inside.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def kind_title(kind: str) -> Text:
    """The heading of a kind of bodies; a kind not in KINDS is its own heading."""
    return KINDS.get(kind, {"id": kind, "en": kind})


def kind_order(kind: str) -> int:
    """Where a kind stands in the list; unknown kinds come last."""
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def matches(body: Body, words: Iterable[str]) -> bool:
    """Whether every word (lower case) stands in one of the body's names."""
    named = f"{body.name} {body.short}".lower()
    return all(word in named for word in words)


def cycle(successions: Iterable[Succession]) -> tuple[int, ...]:
    """The bodies whose line of successors never ends because it runs into a ring, in order."""
    after: dict[int, set[int]] = {}
    for link in successions:
        after.setdefault(link.predecessor, set()).add(link.successor)
    while leaves := [body for body, next_bodies in after.items() if next_bodies.isdisjoint(after)]:
        for body in leaves:
            del after[body]
    return tuple(sorted(after))
