"""Who acts, and what that actor may do.

Pure. Permission comes from holdings alone (a person in a post, from–until) and is refused by default.
`may` decides about one act on one record; its twin `records.queries.visible` finds rows, and the database
function decides again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from serentak.agencies.rules.bodies import Body, administered

ADMINISTRATOR, UNIT_ADMINISTRATOR = "administrator", "unit_administrator"
"""The roles whose holders change posts, everywhere or in their own body; the database knows the same."""
ADMINISTRATORS = (ADMINISTRATOR, UNIT_ADMINISTRATOR)
PROGRAMMER = "programmer"
"""The role that gives machines of its body keys and changes nothing else; the database knows the same."""
COORDINATOR = "coordinator"
"""The role that announces to everyone, as an administrator does; the database knows the same."""
AUDITOR = "auditor"
"""The role that sees who opened personal data; the database knows the same."""

DEFINITIVE, MACHINE, DELEGATED = "definitive", "machine", "an"
"""The kinds of holding that the program itself knows; the others, all acting, are the content's. A machine
holds a post of the role of that name, for named acts, until a day."""
UNLETTERED = (DEFINITIVE, MACHINE)
"""The kinds that need no letter; of any other the table refuses a row without letter and last day."""

OPEN, PARTY, AGENCY = "open", "party", "agency"
"""How a move is tied to a record: not at all, as a party, as a party from the responsible body."""


@dataclass(frozen=True)
class Held:
    """A holding in force: this person in this post of this body. `person` is None for machines; of who was
    elected, `district` is the electoral district (an id of the content).

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
    district: str | None = None

    def permits(self, act: str) -> bool:
        """Whether this manner of holding the post leaves its holder the act; the role is asked elsewhere."""
        return act not in self.barred_acts and (self.only_acts is None or act in self.only_acts)


@dataclass(frozen=True)
class Actor:
    """Who acts in this request, and the proof that the database function checks again.

    `secret` is the session cookie's, the slip code's or the machine key's bytes, empty for public
    and clock; `holdings` are all that this person has now, whichever the request acts in. `limits`: of a body
    that a split divided by record type, the types answered for (`types_of`). `heir_of`: ended holdings of the
    same role, each with its body, whose work comes to this post."""

    credential: str
    secret: bytes = b""
    person: int | None = None
    holding: Held | None = None
    answers_for: frozenset[int] = frozenset()
    scopes: tuple[str, ...] = ()
    holdings: frozenset[int] = frozenset()
    limits: Mapping[int, str] = field(default_factory=dict, hash=False)
    heir_of: Mapping[int, int] = field(default_factory=dict, hash=False)

    @property
    def typed(self) -> dict[str, str]:
        """The scopes that hold for some record types only, with the expression those match."""
        pools = {f"q:{body}:{self.role}": types for body, types in self.limits.items()}
        ended = {f"h:{h}": self.limits[body] for h, body in self.heir_of.items() if body in self.limits}
        return pools | ended

    def answers(self, body: int, record_type: str) -> bool:
        """Whether its body answers for that one's records of this type."""
        return body in self.answers_for and re.match(self.limits.get(body, ""), record_type) is not None

    def takes_part(self, parties: Iterable[str], record_type: str) -> bool:
        """Whether one of these parties of a record of this type is the actor."""
        typed = self.typed
        own = (scope for scope in parties if scope in self.scopes)
        return any(re.match(typed.get(scope, ""), record_type) for scope in own)

    @property
    def citizen(self) -> "Actor":
        """The same person for what is one's own: without a post, whatever this one holds."""
        return PUBLIC if self.person is None else citizen(self.secret, self.person)

    @property
    def account(self) -> str | None:
        """The scope of what is one's own; None in a post, and for who is not signed in."""
        return f"p:{self.person}" if self.person is not None and self.holding is None else None

    @property
    def announces_to_everyone(self) -> bool:
        """Whether what this actor announces is to everyone; an agency's own administrator speaks for it."""
        return self.role != UNIT_ADMINISTRATOR

    @property
    def role(self) -> str:
        """The role moves are written for: that of the post, or what an actor without a post is."""
        if self.holding is not None:
            return self.holding.role
        return "applicant" if self.person is not None else self.credential


PUBLIC = Actor("public")
CLOCK = Actor("clock")
WORKER = Actor("worker")
"""The worker where it does what an act left to it, not because a day came."""
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


def scopes_of(
    person: int | None, holding: Held | None, answering: frozenset[int], heir_of: Iterable[int] = ()
) -> tuple[str, ...]:
    """The names under which records know this actor: in a post its holding, the pools of its role, and the
    ended holdings whose work came back to those pools; else its person. What somebody filed as a citizen is
    not seen in a post (twin of records_is_party)."""
    if holding is None:
        return () if person is None else (f"p:{person}",)
    pools = (f"q:{body}:{holding.role}" for body in sorted(answering))
    return (f"h:{holding.id}", *pools, *(f"h:{ended}" for ended in sorted(heir_of)))


def staff(
    secret: bytes,
    holding: Held,
    answering: frozenset[int],
    others: Iterable[Held] = (),
    limits: Mapping[int, str] | None = None,
    heir_of: Mapping[int, int] | None = None,
) -> Actor:
    """A person acting in a post, who may hold others; its body answers for some within `limits`, and the post
    for what the holdings of `heir_of` (with their bodies) left."""
    left = heir_of or {}
    scopes = scopes_of(holding.person, holding, answering, left)
    holdings = frozenset(post.id for post in (holding, *others))
    return Actor("session", secret, holding.person, holding, answering, scopes, holdings, limits or {}, left)


def machine(
    secret: bytes,
    holding: Held,
    answering: frozenset[int],
    limits: Mapping[int, str] | None = None,
    heir_of: Mapping[int, int] | None = None,
) -> Actor:
    """A machine that showed its key, in the one holding that this opens."""
    return replace(staff(secret, holding, answering, (), limits, heir_of), credential="key")


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
    record_type = move.act.partition(".")[0]
    if record is None or not actor.takes_part(record.parties, record_type):
        return False
    return move.scope == PARTY or (move.scope == AGENCY and actor.answers(record.agency, record_type))


def administers(actor: Actor, bodies: Iterable[Body]) -> frozenset[int]:
    """The bodies whose posts and people this actor administers: every one, those of an agency's own
    administrator, or none. Nobody administers on another's behalf."""
    if actor.holding is None or actor.holding.kind == DELEGATED:
        return frozenset()
    if actor.role == ADMINISTRATOR:
        return frozenset(body.id for body in bodies)
    return administered(actor.answers_for, bodies) if actor.role == UNIT_ADMINISTRATOR else frozenset()


def connects(actor: Actor, bodies: Iterable[Body]) -> frozenset[int]:
    """The bodies whose machines this actor gives keys: those administered, and for a programmer those an
    agency's own administrator would."""
    if actor.role == PROGRAMMER and actor.holding is not None and actor.holding.kind != DELEGATED:
        return administered(actor.answers_for, bodies)
    return administers(actor, bodies)


def announces(actor: Actor, bodies: Iterable[Body]) -> frozenset[int]:
    """The bodies whose announcements this actor gives and withdraws: the own one with its units and those it
    answers for. Twin of the database's agencies_announces."""
    if actor.holding is None or actor.holding.kind == DELEGATED:
        return frozenset()
    known = actor.role in (*ADMINISTRATORS, COORDINATOR)
    return administered(actor.answers_for, bodies) if known else frozenset()


def may_staff(actor: Actor, area: frozenset[int], seat: Seat, person: int | None = None) -> bool:
    """Whether this actor opens, closes and fills that seat (with this person), given the `area` it
    administers. Twin of the database's agencies_may for posts and holdings."""
    if seat.organisation not in area:
        return False
    return actor.role == ADMINISTRATOR or not (
        seat.role in ADMINISTRATORS or person == actor.person is not None
    )


def may_appoint(actor: Actor, area: frozenset[int], seat: Seat, account: Account) -> bool:
    """Whether this actor puts the person of that account into the seat. An agency's own administrator takes
    in only who holds a post somewhere or was invited in its area: to appoint a citizen, or who just left his
    last post, would be to get hold of that account (`may_tend`)."""
    known = bool(account.seats) or account.invited_by in area
    return may_staff(actor, area, seat, account.person) and (actor.role == ADMINISTRATOR or known)


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
