"""The acts that follow from an account that may file: it takes a record in by number and code, and out again.

Pure. A record filed without an account, or at the desk, comes into one in any of its states.
"""

from collections.abc import Iterator, Sequence

from serentak.records.rules.shapes import APPLICANT, Move

LINK, UNLINK = "link_account", "unlink_account"


def moves(every: Sequence[Move], states: Sequence[str]) -> Iterator[Move]:
    """Both acts of a type that somebody signed in may file."""
    if not any("" in move.origins and APPLICANT in move.by for move in every):
        return
    yield Move(
        act=LINK,
        title={"id": "Masukkan ke Laporan saya", "en": "Add to My reports"},
        sentence={
            "id": "Pelapor memasukkan berkas ini ke akunnya",
            "en": "The reporter added this record to an account",
        },
        origins=tuple(states),
        to="same",
        by={APPLICANT: "open"},
        parts=("identity",),
        join=(APPLICANT,),
    )
    yield Move(
        act=UNLINK,
        title={"id": "Keluarkan dari Laporan saya", "en": "Take out of My reports"},
        sentence={
            "id": "Pelapor mengeluarkan berkas ini dari akunnya",
            "en": "The reporter took this record out of the account",
        },
        hint={
            "id": "Berkasnya tetap berjalan. Sesudah ini hanya nomor dan kode di tanda terima yang "
            "membukanya: simpan dulu keduanya.",
            "en": "The record goes on. After this only the number and code of its slip open it: keep both "
            "first.",
        },
        origins=tuple(states),
        to="same",
        by={APPLICANT: "party"},
        parts=("identity",),
        leave=(APPLICANT,),
    )
