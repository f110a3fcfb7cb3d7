"""Second factors: an app that a test holds in its hand."""

from dataclasses import dataclass, field
from datetime import datetime

from serentak.lib.clock import now
from serentak.people import totp
from serentak.people.actions import factors
from tests.factories import people


@dataclass
class App:
    """The app of a person: its secret, its recovery codes, the session its enrolment opened."""

    person: int
    secret: bytes = field(repr=False)
    recovery: list[str]
    session: bytes = field(repr=False)
    begun: datetime

    def code(self, steps: int = 1) -> str:
        """The code that counts so many steps after the enrolment's, which is used already."""
        return totp.code_at(self.secret, int(self.begun.timestamp()) // totp.STEP + steps)


def app(*, person: int | None = None, password: str = people.PASSWORD, at: datetime | None = None) -> App:
    """An app that is set up; without `person` of an account of its own."""
    whose, at = person or people.account(), at or now()
    token = factors.begin(person=whose, password=password, method="password", at=at)
    secret = factors.enrolling(person=whose, token=token)
    first = totp.code_at(secret, int(at.timestamp()) // totp.STEP)
    recovery, session = factors.enrol(person=whose, token=token, code=first, at=at)
    return App(whose, secret, recovery, session, at)
