"""Who sees which record: the only door to rows, and the twin of `agencies.rules.may`.

A record is seen by whoever holds a scope that takes part in it. Lists go through the same table (`inbox`);
what a record says comes from the database function that asks again (`contents`).
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.records.models import Party, Record


def visible(actor: Actor) -> QuerySet[Record]:
    """The records that this actor takes part in."""
    typed = actor.typed
    found = Q(_part([scope for scope in actor.scopes if scope not in typed]))
    for scope, types in typed.items():
        found |= Q(_part([scope]), type__regex=types)
    return Record.objects.filter(found)


def _part(scopes: list[str]) -> Exists:
    return Exists(Party.objects.filter(record=OuterRef("id"), scope__in=scopes))


def found_by_number(actor: Actor, number: str) -> UUID | None:
    """The record of this number, if this actor sees it; a sealed one is named by no other record."""
    found = visible(actor).filter(number=number).exclude(access_class="sealed")
    return found.values_list("id", flat=True).first()


def numbers_of(actor: Actor, records: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of those of these records that this actor sees."""
    found = visible(actor).filter(id__in=list(records)) if records else Record.objects.none()
    return dict(found.values_list("id", "number"))


def number_of(record: UUID) -> str:
    """The number of a record, for those who read that it is linked to theirs."""
    return Record.objects.values_list("number", flat=True).get(id=record)


def seen(actor: Actor, record: UUID) -> Record:
    """The header of a record this actor may see; Refusal 404 for one that is not there or not theirs, so
    that nobody learns which numbers exist."""
    row = visible(actor).filter(id=record).first() if actor.scopes else None
    if row is None:
        raise hidden()
    return row


def sees(actor: Actor, record: UUID) -> bool:
    """Whether this record takes part among the actor's; no refusal, for pages that offer the way to it."""
    return visible(actor).filter(id=record).exists()


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
