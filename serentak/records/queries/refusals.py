"""What the database refused, in words: who was faster, what is not allowed, which key was used twice.

The function's SQLSTATE decides; anything it did not mean to say stays an error.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import DatabaseError

from serentak.lib.refusal import Refusal
from serentak.records.clock import moment_words
from serentak.records.lifecycle import LOOK, Standing
from serentak.records.models import Record
from serentak.records.queries.history import load
from serentak.records.rules import RecordType, Text

RELOAD: Text = {
    "id": "Buka lagi berkasnya, lihat yang berubah, lalu ulangi bila masih perlu.",
    "en": "Open the record again, look at what changed, and repeat it if it is still needed.",
}


def of(error: DatabaseError, stale: Refusal | Callable[[], Refusal]) -> Exception:
    """The refusal behind a database error, or the error itself."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state == "40001":
        return stale if isinstance(stale, Refusal) else stale()
    if state.startswith("22"):
        return Refusal(
            "bad_value",
            {
                "id": "Isi permintaan ini tidak bisa dicatat.",
                "en": "This request cannot be recorded.",
            },
            status=400,
            remedy=RELOAD,
            detail={"database": str(error.__cause__)},
        )
    made = KNOWN.get(state)
    if made is None or state == "23505" and "key used" not in str(error):
        return error
    return made()


KNOWN: dict[str, Callable[[], Refusal]] = {
    "28000": lambda: Refusal(
        "credential",
        {
            "id": "Sesi atau kode Anda sudah tidak berlaku.",
            "en": "Your session or code is no longer valid.",
        },
        status=401,
        remedy={"id": "Masuk lagi, lalu ulangi.", "en": "Sign in again, then repeat."},
    ),
    "42501": lambda: Refusal(
        "not_allowed",
        {
            "id": "Tindakan ini bukan wewenang Anda pada berkas ini.",
            "en": "You are not the one who may do this on this record.",
        },
        status=403,
        remedy=LOOK,
    ),
    "23505": lambda: Refusal(
        "key_used",
        {
            "id": "Kiriman dengan kunci ini sudah diterima dengan isi lain.",
            "en": "A request with this key was received with other content.",
        },
        status=409,
        remedy={
            "id": "Kalau ini kiriman baru, buka formulirnya sekali lagi.",
            "en": "If this is a new request, open the form again.",
        },
    ),
}


def changed(record: UUID) -> Refusal:
    """The refusal of a version that is no longer the newest, from the record as it stands now."""
    loaded = load(Record.objects.get(id=record))
    return stale(loaded.kind, loaded.standing())


def stale(kind: RecordType, standing: Standing) -> Refusal:
    """The refusal of a version that is no longer the newest: names who changed what, and when."""
    last = standing.steps[-1]
    move = kind.move_of(last.act)
    what = move.sentence if move else kind.states[last.state].title
    when, who = moment_words(last.moment), last.post
    return Refusal(
        "stale",
        {
            "id": f"Berkas ini sudah berubah: {what['id']}{f', oleh {who}' if who else ''}, {when['id']}.",
            "en": f"This record has changed: {what['en']}{f', by {who}' if who else ''}, {when['en']}.",
        },
        status=409,
        remedy=RELOAD,
        detail={"version": standing.version},
    )
