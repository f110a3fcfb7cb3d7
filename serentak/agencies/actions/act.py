"""One act on the recorded tables of agencies: rows as they shall stand, through the database function.

What the function refuses comes back as a Refusal; anything it did not mean stays an error.
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

from serentak.agencies.rules import Actor, Held
from serentak.law import queries as law_queries
from serentak.lib.canonical import canonical
from serentak.lib.clock import rfc3339
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal, refused

ENTRY_FILLS = {"subject", "version", "entry"}


@dataclass(frozen=True)
class Change:
    """A row of a recorded table as it shall stand; `version` is the one this change makes."""

    table: str
    subject: UUID
    version: int
    row: dict[str, Any]


def new(model: type[Model], row: dict[str, Any]) -> Change:
    """The change that adds this row."""
    return Change(model._meta.db_table, uuid7(), 1, row)


def ending(found: Any, until: str, version: int | None = None) -> Change:
    """The change that gives a stored row its last day or moment; `version` is the one it was read in."""
    return changed(found, stored(found) | {"valid_until": until}, version)


def changed(found: Any, row: dict[str, Any], version: int | None = None) -> Change:
    """The change that makes a stored row this one; without a `version` it is the row as it stands."""
    return Change(found._meta.db_table, found.subject, (version or found.version) + 1, row)


def stored(found: Model) -> dict[str, Any]:
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


def law_of(role: str) -> str | None:
    """The law a role rests on; none for a role that content no longer has."""
    known = law_queries.library().roles.get(role)
    return known["law"] if known else None


def perform(
    act: str, changes: list[Change], *, by: Actor, at: datetime, key: UUID, law: str | None
) -> list[int]:
    """One act: an entry per changed row, all or none. Returns the numbers of the rows."""
    if by.holding is not None:
        refuse_barred(by.holding, f"agencies.{act}")
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


def refuse_barred(held: Held, act: str) -> None:
    """Refuses an act of administration that the manner of holding bars; the database refuses it too."""
    kind = law_queries.library().holding_kinds.get(held.kind)
    if act in held.barred_acts and kind is not None:
        title = law_queries.library().administration.get(act, {"id": act, "en": act})
        raise Refusal(
            "barred",
            {
                "id": f"Sebagai {held.post} Anda tidak berwenang untuk ini: {title['id']}.",
                "en": f"As {held.post} you may not do this: {title['en']}.",
            },
            law=kind["law"],
            remedy={
                "id": "Minta pejabat definitif, atau pengelola lain yang berwenang.",
                "en": "Ask the definitive holder, or another administrator.",
            },
            status=403,
        )


NOT_ALLOWED = {
    "id": "Jabatan Anda tidak berwenang mengubah ini. Jabatan diatur administrator, atau di"
    " instansi sendiri oleh pengelola kepegawaiannya.",
    "en": "Your post may not change this. Posts are managed by an administrator, within an agency by"
    " its own administrator.",
}


def invalid(fields: dict[str, dict[str, str]]) -> Refusal:
    """The answer to wrong input: each field with what is wrong; the first one is its text."""
    return Refusal("invalid", next(iter(fields.values())), fields=fields)


def row_of(model: Any, number: int) -> Any:
    """The stored row of this number; refuses with 404 when there is none."""
    found = model._default_manager.filter(id=number).first()
    if found is None:
        what = NAMED[model._meta.db_table]
        text = {"id": f"Tidak ada {what['id']} {number}.", "en": f"There is no {what['en']} {number}."}
        raise Refusal("not_found", text, status=404)
    return found


NAMED = {
    "agencies_post": {"id": "jabatan", "en": "post"},
    "agencies_holding": {"id": "pemangkuan", "en": "holding"},
    "agencies_announcement": {"id": "pengumuman", "en": "announcement"},
}
