"""Posts and holdings; bodies come from the content, installed in the template."""

from datetime import date, datetime, timedelta

from serentak.agencies import actions, queries
from serentak.agencies.rules import Actor
from serentak.agencies.terms import DEFINITELY, Terms
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from tests.factories import people

SINCE = date(2026, 1, 5)


def post(
    *,
    by: Actor,
    organisation: str = "dikbud",
    role: str = "officer",
    title: str = "Petugas",
    since: date = SINCE,
) -> int:
    """A post in the body with this code."""
    return actions.open_post(
        organisation=queries.organisation_by_code(organisation),
        title=title,
        role=role,
        since=since,
        by=by,
        at=now(),
        key=uuid7(),
    )


def end(holding: int, *, by: Actor) -> None:
    """Ends a holding at once."""
    at = now()
    actions.end_holding(holding=holding, until=at, by=by, at=at, key=uuid7())


def terms(kind: str = "plt", *, days: int = 30, **limits: frozenset[str]) -> Terms:
    """Terms with a letter, until in so many days."""
    number = f"800.1/{kind}/2026"
    return Terms(kind, number, SINCE, now() + timedelta(days=days), **limits)


def holding(
    *,
    by: Actor,
    person: int | None = None,
    post: int,
    since: datetime | None = None,
    terms: Terms = DEFINITELY,
) -> int:
    """Somebody in a post, since yesterday."""
    return actions.appoint(
        person=person or people.account(),
        post=post,
        since=since or now() - timedelta(days=1),
        terms=terms,
        by=by,
        at=now(),
        key=uuid7(),
    )


def key(*, by: Actor, organisation: str = "dinkes", title: str = "Aplikasi", days: int = 30) -> bytes:
    """A key for filing complaints, of a system of the body with this code; its secret."""
    return actions.issue(
        organisation=queries.organisation_by_code(organisation),
        title=title,
        acts=frozenset({"complaint.file"}),
        until=now() + timedelta(days=days),
        by=by,
        at=now(),
        key=uuid7(),
    )


def announcement(
    *,
    by: Actor,
    title: str = "Loket tutup",
    audience: str = "public",
    since: int = 0,
    days: int = 3,
    english: str | None = None,
) -> int:
    """An announcement that begins in so many days and lasts so many; its number."""
    first = today() + timedelta(days=since)
    said = {"id": title} | ({"en": english} if english else {})
    return actions.announce(
        audience=audience,
        title=said,
        text=said,
        since=first,
        until=first + timedelta(days=days),
        by=by,
        at=now(),
        key=uuid7(),
    )
