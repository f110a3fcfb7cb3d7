"""Every write of agencies: the list from the content, posts, and who holds them.

One act is one call of the database function, which decides again and writes the entries. Rows carry the
version they were read in: who was slower is told. Nothing is deleted; what is over gets its last day.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from serentak.agencies import queries
from serentak.agencies.models import Holding, Organisation, Post, Succession
from serentak.agencies.rules import ADMINISTRATOR, INSTALLER, Actor
from serentak.law import queries as law
from serentak.lib.canonical import canonical
from serentak.lib.clock import local_day, rfc3339
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal, refused
from serentak.people.actions.accounts import open_account

ENTRY_FILLS = {"subject", "version", "entry"}


@dataclass(frozen=True)
class Change:
    """A row of a recorded table as it shall stand; `version` is the one this change makes."""

    table: str
    subject: UUID
    version: int
    row: dict[str, Any]


def install(*, at: datetime) -> int:
    """Brings bodies and successions to what the content says; returns how many rows differed.

    For the installing login. A body missing from the content stays: it existed (`checks` tells)."""
    library = law.library()
    bodies = sorted(library.organisations, key=lambda row: row["parent"] is not None)  # parents first
    links = map(_succession, library.successions)
    found = [_difference(Organisation, {"id": row["id"]}, _organisation(row)) for row in bodies]
    found += [_difference(Succession, link, link) for link in links]
    changes = [change for change in found if change]
    if changes:
        _act("install", changes, by=INSTALLER, at=at, key=uuid7(), law=None)
    return len(changes)


def open_post(
    *, organisation: int, title: str, role: str, since: date, by: Actor, at: datetime, key: UUID
) -> int:
    """Opens a post in a body from a day on; returns its number. `role` is one of the content."""
    queries.organisation(organisation)
    roles = law.library().roles
    if role not in roles:
        raise _wrong("role", {"id": f"Tidak ada peran {role}.", "en": f"There is no role {role}."})
    row = {
        "organisation": organisation,
        "title": title.strip(),
        "role": role,
        "valid_from": since.isoformat(),
        "valid_until": None,
    }
    (post,) = _act("open_post", [_new(Post, row)], by=by, at=at, key=key, law=roles[role]["law"])
    return post


def close_post(*, post: int, until: date, by: Actor, at: datetime, key: UUID) -> None:
    """Closes a post: `until` is the first day on which it is gone. Its holders then may nothing."""
    found = Post.objects.filter(id=post).first() or _missing("post", post)
    _act("close_post", [_ending(found, until.isoformat())], by=by, at=at, key=key, law=_law_of(found.role))


def appoint(*, person: int, post: int, since: datetime, by: Actor, at: datetime, key: UUID) -> int:
    """Puts a person in a post from a moment on; returns the holding's number."""
    found = Post.objects.filter(id=post).first() or _missing("post", post)
    if Holding.objects.filter(person=person, post=post, valid_until=None).exists():
        raise Refusal(
            "already_held",
            {"id": "Orang ini sudah memegang jabatan itu.", "en": "This person already holds that post."},
            status=409,
        )
    row = {
        "person": person,
        "post": post,
        "kind": "definitive",
        "valid_from": rfc3339(since),
        "valid_until": None,
    }
    (holding,) = _act("appoint", [_new(Holding, row)], by=by, at=at, key=key, law=_law_of(found.role))
    return holding


def end_holding(*, holding: int, until: datetime, by: Actor, at: datetime, key: UUID) -> None:
    """Ends a holding: from the moment `until` its person may nothing by it."""
    found = Holding.objects.filter(id=holding).first() or _missing("holding", holding)
    role = Post.objects.values_list("role", flat=True).get(id=found.post)
    _act("end_holding", [_ending(found, rfc3339(until))], by=by, at=at, key=key, law=_law_of(role))


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


def _organisation(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("id", "name", "short", "kind", "parent", "grade", "source")}
    return kept | {"valid_from": row["start"], "valid_until": row["until"]}


def _succession(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("predecessor", "successor", "record_type")}


def _difference(model: type[Model], key: dict[str, Any], row: dict[str, Any]) -> Change | None:
    """The change that makes the row found by `key` what it should be; None when it is."""
    found = model._default_manager.filter(**key).first()
    if found is None:
        return _new(model, row)
    return None if _row(found) == row else _changed(found, row)


def _new(model: type[Model], row: dict[str, Any]) -> Change:
    return Change(model._meta.db_table, uuid7(), 1, row)


def _ending(found: Any, until: str) -> Change:
    return _changed(found, _row(found) | {"valid_until": until})


def _changed(found: Any, row: dict[str, Any]) -> Change:
    return Change(found._meta.db_table, found.subject, found.version + 1, row)


def _row(found: Model) -> dict[str, Any]:
    """A stored row as the database function takes it: days and moments as text."""
    names = [field.attname for field in found._meta.concrete_fields if field.attname not in ENTRY_FILLS]
    return {name: _written(getattr(found, name)) for name in names}


def _written(value: Any) -> Any:
    match value:
        case datetime():
            return rfc3339(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _law_of(role: str) -> str | None:
    """The law a role rests on; none for a role that content no longer has."""
    known = law.library().roles.get(role)
    return known["law"] if known else None


def _act(
    act: str, changes: list[Change], *, by: Actor, at: datetime, key: UUID, law: str | None
) -> list[int]:
    """One act: an entry per changed row, all or none. Returns the numbers of the rows."""
    facts = {"act": act, "law": law, "moment": rfc3339(at)}
    rows = [
        {"table": c.table, "subject": str(c.subject), "version": c.version, "row": c.row} for c in changes
    ]
    # A retry makes new subjects; the moment is the server's: neither tells one request from another.
    asked = canonical([act, law, [[row["table"], row["version"], row["row"]] for row in rows]])
    mac = hmac.new(settings.FILE_KEY, b"agencies" + asked, hashlib.sha256).digest()
    holding = by.holding.id if by.holding else None
    try:
        with transaction.atomic(), connection.cursor() as cursor:  # a refusal leaves the caller's intact
            cursor.execute(
                "SELECT ids FROM agencies_act(%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb)",
                [by.credential, by.secret, holding, key, mac, json.dumps(facts), json.dumps(rows)],
            )
            ids: list[int] = cursor.fetchone()[0]
    except DatabaseError as error:
        raise refused(error, NOT_ALLOWED) from error
    return ids


NOT_ALLOWED = {
    "id": "Hanya administrator yang mengatur jabatan.",
    "en": "Only an administrator changes posts.",
}


def _wrong(field: str, text: dict[str, str]) -> Refusal:
    return Refusal("invalid", text, fields={field: text})


def _missing(what: str, number: int) -> Any:
    raise Refusal(
        "not_found", {"id": f"Tidak ada {what} {number}.", "en": f"There is no {what} {number}."}, status=404
    )
