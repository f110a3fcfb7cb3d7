"""What the database refused, in words: who was faster, what is not allowed, which key was used twice.

What every database function refuses is in `lib.refusal`; here is what a record says of it.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import DatabaseError

from serentak.agencies.rules import Actor
from serentak.lib.refusal import OPEN_AGAIN, Refusal, refused
from serentak.lib.words import moments
from serentak.records.lifecycle import LOOK, NOT_ALLOWED, Standing
from serentak.records.queries.history import header_for, load
from serentak.records.rules import RecordType


def of(error: DatabaseError, stale: Refusal | Callable[[], Refusal]) -> Exception:
    """The refusal behind a database error, or the error itself."""
    made = refused(error, NOT_ALLOWED, LOOK)
    if isinstance(made, Refusal) and made.code == "stale":
        return stale if isinstance(stale, Refusal) else stale()
    return made


def changed(actor: Actor, record: UUID) -> Refusal:
    """The refusal of a version that is no longer the newest, from the record as it stands now."""
    loaded = load(actor, header_for(actor, record))
    return stale(loaded.kind, loaded.standing())


def stale(kind: RecordType, standing: Standing) -> Refusal:
    """The refusal of a version that is no longer the newest: names who changed what, and when."""
    last = standing.steps[-1]
    move = kind.move_of(last.act)
    what = move.sentence if move else kind.states[last.state].title
    when, who = moments(last.moment), last.post
    return Refusal(
        "stale",
        {
            "id": f"Berkas ini sudah berubah: {what['id']}{f', oleh {who}' if who else ''}, {when['id']}.",
            "en": f"This record has changed: {what['en']}{f', by {who}' if who else ''}, {when['en']}.",
        },
        status=409,
        remedy=OPEN_AGAIN,
        detail={"version": standing.version},
    )
