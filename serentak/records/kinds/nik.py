"""The national identity number (NIK): what can be one, what looks odd in it, and how it is kept.

Pure; the file key comes as an argument. Six figures of region, the birth day (plus 40 for women), month and
year, four of sequence. Kept sealed with AES-256-GCM for its record alone, beside a keyed hash that finds it
again; nowhere in clear.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from serentak.records.kinds.given import Wrong, clean
from serentak.records.rules import Text

WOMEN = 40
_NONCE = 12


def read(raw: Any) -> str | None:
    """Its sixteen figures, None for nothing; raises Wrong for what cannot be one."""
    typed = re.sub(r"[\s.-]", "", clean(raw))
    if not typed:
        return None
    if not re.fullmatch("[0-9]{16}", typed):
        raise Wrong(
            "NIK terdiri atas 16 angka, seperti di KTP.", "A NIK has 16 figures, as on the identity card."
        )
    if not _born(typed) or typed.endswith("0000"):
        raise Wrong(
            "Tanggal lahir atau nomor urut di NIK ini tidak mungkin. Cocokkan lagi dengan KTP.",
            "The birth date or sequence in this NIK cannot be. Compare it with the identity card.",
        )
    return typed


def _born(nik: str) -> bool:
    """Whether its birth date is one, in the last century or in this."""
    day, month, year = (int(nik[n : n + 2]) for n in (6, 8, 10))
    for century in (1900, 2000):
        try:
            date(century + year, month, day - WOMEN if day > WOMEN else day)
        except ValueError:
            continue
        return True
    return False


def written(nik: str, regions: Any) -> Text:
    """In groups of four, with a word of warning where its district is none of the province's: a reason to
    look again, and no more."""
    groups = " ".join(nik[n : n + 4] for n in range(0, 16, 4))
    district = f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"
    if regions.exists(district):
        return {"id": groups, "en": groups}
    return {
        "id": f"{groups} (kode wilayah {district} di luar daftar provinsi ini; cocokkan dengan KTP)",
        "en": f"{groups} (region code {district} is not in this province's list; compare the identity card)",
    }


def kept(file_key: bytes, record: UUID, nik: str) -> Mapping[str, str]:
    """The columns of the private row, in hex: sealed for this record, and the hash that matches."""
    nonce = os.urandom(_NONCE)
    sealed = nonce + _cipher(file_key).encrypt(nonce, nik.encode(), record.bytes)
    return {"nik": sealed.hex(), "nik_hash": matching(file_key, nik).hex()}


def opened(file_key: bytes, record: UUID, sealed: bytes) -> str:
    """The number; ValueError when the bytes were changed, are another record's, or of another file key."""
    try:
        return _cipher(file_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], record.bytes).decode()
    except InvalidTag:
        raise ValueError("the sealed NIK does not open") from None


def matching(file_key: bytes, nik: str) -> bytes:
    """By which the same number is found again: without the file key no trying out finds it."""
    return hmac.digest(file_key, b"nik match " + nik.encode(), hashlib.sha256)


def _cipher(file_key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(file_key, b"nik seal", hashlib.sha256))
