"""Whose a record is: the account of the person who filed it or took it in, and nobody else's.

Pure. A move that joins the applicant gives the record to the person who acts; one that lets the applicant
leave takes it out of the account. The person stands in the identity part alone, never of an anonymous record,
and goes with an erasure. The database function decides it again (`records_takes_over`).
"""

from collections.abc import Collection, Mapping
from typing import Any

from serentak.lib.refusal import Refusal
from serentak.records.rules import APPLICANT, Move, RecordType, Text

ANONYMOUS = "anonymous"


def owned(scopes: Collection[str]) -> bool:
    """Whether a record with these parties is in somebody's account."""
    return any(scope.startswith("p:") for scope in scopes)


def naming(kind: RecordType, content: Mapping[str, Any]) -> str:
    """How the reporter is named; of a type that does not ask, nobody is kept."""
    return str(content.get(kind.visibility_field or "", ANONYMOUS))


def barred(
    kind: RecordType, move: Move, content: Mapping[str, Any], scopes: Collection[str], acts: Collection[str]
) -> Refusal | None:
    """Why a record that stands (content, parties, acts so far) cannot come into an account; None when it can,
    or when the move is about something else."""
    if APPLICANT not in move.join or not acts:
        return None
    if owned(scopes):
        return Refusal("in_an_account", TAKEN, status=409, remedy=ASK)
    if naming(kind, content) == ANONYMOUS:
        return Refusal("anonymous", NOBODY, status=409, remedy=KEEP)
    erased = any(done is not None and done.erases for done in map(kind.move_of, acts))
    return Refusal("erased", ERASED, status=409, remedy=KEEP) if erased else None


def identity(
    kind: RecordType, move: Move, content: Mapping[str, Any], values: Mapping[str, Any], account: str | None
) -> dict[str, Any] | None:
    """The identity part after the act: who reported, and whose account has the record (`account`, its
    scope). Without `persons` those stay as they were. None: the act does not write it, or
    there is nobody to write down."""
    if "identity" not in move.parts or naming(kind, content) == ANONYMOUS:
        return None
    joins = account is not None and APPLICANT in move.join
    parties = [{"scope": account, "role": APPLICANT, "open": False, "due": None}] if joins else []
    asked = {f.personal: f.id for f in kind.personal() if f.id in move.sets}
    if not asked:
        return {"parties": parties}
    given = {name: values[field] for name, field in asked.items() if field in values}
    given |= given.pop("nik", {})  # sealed, and its keyed hash beside it
    persons = [{"person": 1, "visibility": naming(kind, content), **given}] if given else []
    return {"persons": persons, "parties": parties} if persons or parties else None


TAKEN: Text = {
    "id": "Laporan ini sudah masuk ke sebuah akun.",
    "en": "This report is in an account already.",
}
ASK: Text = {
    "id": "Kalau itu akun Anda yang lain, keluarkan dulu di sana. Bukan? Tanyakan di halaman lacak.",
    "en": "If that is your other account, take it out there first. If not, ask on the tracking page.",
}
NOBODY: Text = {
    "id": "Laporan tanpa nama tidak masuk ke akun siapa pun, supaya tetap tanpa nama.",
    "en": "An anonymous report comes into nobody's account, so that it stays anonymous.",
}
ERASED: Text = {
    "id": "Identitas pelapor laporan ini sudah dihapus, jadi tidak bisa masuk ke akun.",
    "en": "The reporter's identity was erased here, so it cannot come into an account.",
}
KEEP: Text = {
    "id": "Simpan tanda terimanya: nomor dan kode tetap membukanya di halaman lacak.",
    "en": "Keep the slip: number and code still open it on the tracking page.",
}
