"""Posts of bodies: opened and closed; and the first administrator, before whom nobody could open any."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from serentak.agencies import queries
from serentak.agencies.actions.act import ending, invalid, law_of, new, perform, row_of
from serentak.agencies.actions.holdings import appoint
from serentak.agencies.models import Post
from serentak.agencies.rules import ADMINISTRATOR, INSTALLER, Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people.actions.accounts import open_account

_ELSEWHERE = {
    "id": "Jabatan dengan peran ini tidak ada di instansi ini.",
    "en": "A post of this role does not stand in this agency.",
}


def open_post(
    *, organisation: int, title: str, role: str, since: date, by: Actor, at: datetime, key: UUID
) -> int:
    """Opens a post in a body from a day on; returns its number. `role` is one of the content whose posts
    stand in that body."""
    queries.organisation(organisation)
    if role not in law.library().roles:
        raise invalid({"role": {"id": f"Tidak ada peran {role}.", "en": f"There is no role {role}."}})
    if not queries.stands(role, organisation, queries.register()):
        raise invalid({"role": _ELSEWHERE})
    if not title.strip():
        raise invalid({"title": {"id": "Tulis nama jabatannya.", "en": "Write what the post is called."}})
    row = {
        "organisation": organisation,
        "title": title.strip(),
        "role": role,
        "valid_from": since.isoformat(),
        "valid_until": None,
    }
    (post,) = perform("open_post", [new(Post, row)], by=by, at=at, key=key, law=law_of(role))
    return post


def close_post(
    *, post: int, until: date, by: Actor, at: datetime, key: UUID, version: int | None = None
) -> None:
    """Closes a post: `until` is the first day on which it is gone. Its holders then may nothing. `version` is
    the one its row was read in, so that a change in between is told."""
    found = row_of(Post, post)
    change = ending(found, until.isoformat(), version)
    perform("close_post", [change], by=by, at=at, key=key, law=law_of(found.role))


def first_administrator(
    *, username: str, name: str, password: str, organisation: int, at: datetime, email: str = ""
) -> int:
    """Opens the account, the post and the holding of the first administrator; returns the holding's number.

    For the installing login, once: later ones are appointed by an administrator in office."""
    if queries.holders_of_role(ADMINISTRATOR, at=at):
        raise Refusal(
            "administrator_exists",
            {"id": "Sudah ada administrator.", "en": "There is an administrator already."},
            remedy={"id": "Mintalah dia mengangkat Anda.", "en": "Ask that person to appoint you."},
            status=409,
        )
    with transaction.atomic():
        person = open_account(username=username, name=name, password=password, email=email, at=at)
        post = open_post(
            organisation=organisation,
            title=law.library().roles[ADMINISTRATOR]["title"]["id"],
            role=ADMINISTRATOR,
            since=local_day(at),
            by=INSTALLER,
            at=at,
            key=uuid7(),
        )
        return appoint(person=person, post=post, since=at, by=INSTALLER, at=at, key=uuid7())
