"""The cast: a citizen without account and the accounts of the demonstration, as tests use them.

The installer put them into the template; a session is opened in whichever database the test uses.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client

from serentak.agencies import actions
from serentak.agencies import queries as agencies
from serentak.agencies.rules import PUBLIC, Actor
from serentak.demo import rules
from serentak.demo.rules import ADMINISTRATOR, DEPUTY, SEATS, Seat
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.people import queries as accounts
from serentak.people.actions.sessions import open_session
from serentak.people.rules import COOKIE, DEMO_PASSWORD, cookie_of


@dataclass
class Account:
    """Somebody who signs in: a post of the demonstration, or a resident without one."""

    seat: Seat | rules.Resident
    password: str = DEMO_PASSWORD
    _secret: bytes = field(default=b"", repr=False)

    @property
    def username(self) -> str:
        return self.seat.username

    @property
    def secret(self) -> bytes:
        """The secret of this member's session, opened at first use."""
        if not self._secret:
            person = accounts.person_named(self.username)
            assert person is not None, self.username
            self._secret = open_session(person=person, method="password", at=now())
        return self._secret

    def actor(self) -> Actor:
        """Who acts when this account is signed in."""
        return agencies.actor_of(self.secret, None, now())[0]

    def client(self) -> Client:
        """A browser in which this account is signed in."""
        browser = Client()
        browser.cookies[COOKIE] = cookie_of(self.secret)
        return browser


@dataclass
class Member(Account):
    """One account in one of its posts."""

    seat: Seat

    @property
    def holding(self) -> int:
        """The number a form carries in `pos`."""
        _, held = agencies.actor_of(self.secret, None, now())
        body = agencies.organisation_by_code(self.seat.organisation)
        return next(post.id for post in held if (post.organisation, post.role) == (body, self.seat.role))

    def actor(self) -> Actor:
        """Who acts when this member is signed in and sits in this post."""
        return agencies.actor_of(self.secret, self.holding, now())[0]


class Citizen:
    """Somebody without account."""

    def actor(self) -> Actor:
        return PUBLIC

    def client(self) -> Client:
        return Client()


@dataclass
class Machine:
    """A system with a key that the programmer gave it."""

    by: Member
    acts: frozenset[str] = frozenset({"complaint.file"})
    _secret: bytes = field(default=b"", repr=False)

    @property
    def secret(self) -> bytes:
        """The secret of its key, made at first use."""
        if not self._secret:
            by = self.by.actor()
            assert by.holding is not None
            self._secret = actions.issue(
                organisation=by.holding.organisation, title="Aplikasi Peragaan", acts=self.acts,
                until=now() + timedelta(days=30), by=by, at=now(), key=uuid7(),
            )  # fmt: skip
        return self._secret

    def actor(self) -> Actor:
        """Who acts with its key."""
        found = agencies.machine_of(self.secret, now())
        assert found is not None
        return found

    def client(self) -> Client:
        """A program that shows the key."""
        return Client(headers={"authorization": f"Bearer {cookie_of(self.secret)}"})


class Cast:
    """By part: citizen, resident, verifier, officer, head, other_officer, other_head, inspector, …"""

    citizen: Citizen
    resident: Account
    other_resident: Account
    verifier: Member
    officer: Member
    head: Member
    other_officer: Member
    other_head: Member
    inspector: Member
    own_officer: Member
    own_head: Member
    section_head: Member
    front_desk: Member
    information_officer: Member
    deputy: Member
    unit_administrator: Member
    coordinator: Member
    programmer: Member
    helpdesk: Member
    assessor: Member
    auditor: Member
    secretary: Member
    governor: Member
    council_secretariat: Member
    legislator: Member
    other_legislator: Member
    licence_officer: Member
    licence_head: Member
    opinion_officer: Member
    own_adviser: Member
    scholarship_officer: Member
    scholarship_head: Member
    administrator: Member

    machine: Machine

    def __init__(self) -> None:
        self.citizen = Citizen()
        for seat in (*SEATS, DEPUTY, ADMINISTRATOR):
            setattr(self, seat.id, Member(seat))
        self.machine = Machine(self.programmer)
        for one in rules.RESIDENTS:
            setattr(self, one.id, Account(one))

    def members(self) -> dict[str, Member]:
        """Everybody with a post, by part."""
        return {name: member for name, member in vars(self).items() if isinstance(member, Member)}
