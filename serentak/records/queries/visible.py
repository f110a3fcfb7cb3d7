"""Who sees which record: the only door to rows, and the twin of `agencies.rules.may`.

A record is seen by whoever holds a scope that takes part in it. Lists go through the same table (`inbox`);
what a record says comes from the database function that asks again (`contents`).
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.records.models import Party, Record


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
