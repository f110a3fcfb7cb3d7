"""Who sees which record: the only door to rows, and the twin of `agencies.rules.may`.

A record is seen by whoever holds a scope that takes part in it. Lists go through the same table
(`inbox`); reads of personal data leave a row of `ledger_access` here.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.records.models import Party, Record

PURPOSE = "handling"


def visible(scopes: Iterable[str]) -> QuerySet[Record]:
    """The records that these scopes take part in."""
    part = Party.objects.filter(record=OuterRef("id"), scope__in=list(scopes))
    return Record.objects.filter(Exists(part))


def found_by_number(scopes: Iterable[str], number: str) -> UUID | None:
    """The record of this number, if these scopes see it."""
    return visible(scopes).filter(number=number).values_list("id", flat=True).first()


def number_of(record: UUID) -> str:
    """The number of a record, for those who read that it is linked to theirs."""
    return Record.objects.values_list("number", flat=True).get(id=record)


def seen(actor: Actor, record: UUID) -> Record:
    """The header of a record this actor may see; Refusal 404 for one that is not there or not theirs, so
    that nobody learns which numbers exist."""
    row = visible(actor.scopes).filter(id=record).first() if actor.scopes else None
    if row is None:
        raise hidden()
    return row


def hidden() -> Refusal:
    """The one answer for a record that is not there and for one that is not shown."""
    return Refusal(
        "not_found",
        {
            "id": "Berkas ini tidak ada, atau bukan bagian Anda.",
            "en": "This record does not exist, or is not yours to see.",
        },
        status=404,
        remedy={
            "id": "Periksa nomornya, atau pilih jabatan lain di kanan atas.",
            "en": "Check its number, or choose another post at the top right.",
        },
    )


def note_access(actor: Actor, record: UUID, at: datetime) -> None:
    """Write down that personal data of a record was shown to a person in a post: one row an hour."""
    if actor.holding is None or actor.person is None:
        raise ValueError("personal data is shown to persons in posts only")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_access (moment, person, record, purpose, holding)"
            " VALUES (date_trunc('hour', %s::timestamptz), %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [at, actor.person, record, PURPOSE, actor.holding.id],
        )
