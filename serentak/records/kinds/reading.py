"""How each kind of field reads what was typed. It forgives spelling (spaces, +62), guesses nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from serentak.lib.telephone import number
from serentak.records.kinds import nik
from serentak.records.kinds.figures import figure
from serentak.records.kinds.given import Given, Wrong, clean
from serentak.records.rules import Field

LATITUDE, LONGITUDE = (-11_500_000, 6_500_000), (94_000_000, 142_000_000)
EARLIEST = date(1900, 1, 1)
FURTHEST = timedelta(days=5 * 365)  # calendars count working days only so far ahead
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{0,30})?")  # no exponent: one of six digits costs minutes


def _text(raw: Any, field: Field, given: Given) -> str:
    return " ".join(clean(raw).split())


def _long_text(raw: Any, field: Field, given: Given) -> str:
    return clean(raw)


def _date(raw: Any, field: Field, given: Given) -> str | None:
    named = isinstance(raw, Mapping)
    keys = ("year", "month", "day")
    parts = [clean(str(raw.get(key, ""))) for key in keys] if named else clean(raw).split("-")
    if not any(parts):
        return None
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts) or not _short(parts):
        raise Wrong(
            "Tulis tanggal dengan angka, misalnya 27 3 2026.",
            "Write the date in figures, for example 27 3 2026.",
        )
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        raise Wrong("Tanggal ini tidak ada di kalender.", "There is no such day in the calendar.") from None
    if day < EARLIEST:
        raise Wrong(
            "Tahunnya terlalu lama. Tulis tahun lengkap, misalnya 2026.",
            "The year is too early. Write it in full, for example 2026.",
        )
    if field.past and day > given.on:
        raise Wrong(
            "Tanggal ini belum terjadi. Pilih hari ini atau sebelumnya.",
            "That day is still to come. Choose today or earlier.",
        )
    if field.future and not given.on <= day <= given.on + FURTHEST:
        raise Wrong(
            "Pilih hari ini atau sesudahnya, paling jauh lima tahun lagi.",
            "Choose today or later, at most five years ahead.",
        )
    return day.isoformat()


def _short(parts: list[str]) -> bool:
    return len(parts[0]) == 4 and all(len(part) <= 2 for part in parts[1:])


NOWHERE = Wrong(
    "Pilih kecamatan, atau pakai posisi ponsel.", "Choose a district, or use your phone's position."
)


def _place(raw: Any, field: Field, given: Given) -> dict[str, Any] | None:
    if not isinstance(raw, Mapping):
        raise NOWHERE
    if set(raw) - {"district", "village", "landmark", "lat", "lon"}:
        raise Wrong("Bagian lokasi ini tidak dikenal.", "This part of a place is not known.")
    typed = {key: clean(str(value)) for key, value in raw.items() if value not in (None, "")}
    place: dict[str, Any] = {key: typed[key] for key in ("district", "village", "landmark") if typed.get(key)}
    if typed.get("lat") or typed.get("lon"):
        place["lat"] = _degrees(typed.get("lat", ""), LATITUDE)
        place["lon"] = _degrees(typed.get("lon", ""), LONGITUDE)
    _known_region(place, given)
    if place and not ("district" in place or "lat" in place):
        raise NOWHERE
    return place or None


def _known_region(place: Mapping[str, Any], given: Given) -> None:
    regions, district, village = given.library.regions, place.get("district"), place.get("village")
    if district and not (district.count(".") == 2 and regions.exists(district)):
        raise Wrong("Pilih kecamatan dari daftar.", "Choose a district from the list.")
    if village and not (district and village in {v.code for v in regions.villages(district)}):
        raise Wrong(
            "Desa ini tidak ada di kecamatan yang dipilih. Pilih lagi desanya.",
            "That village is not in the chosen district. Choose the village again.",
        )


def _degrees(typed: str, bounds: tuple[int, int]) -> int:
    if not DEGREES.fullmatch(typed):
        raise Wrong(
            "Posisi ini tidak terbaca. Pilih kecamatan dari daftar.",
            "The position cannot be read. Choose a district from the list.",
        )
    value = int((Decimal(typed) * 1_000_000).to_integral_value())
    if not bounds[0] <= value <= bounds[1]:
        raise Wrong(
            "Posisi ini di luar Indonesia. Pilih kecamatan dari daftar.",
            "The position is outside Indonesia. Choose a district from the list.",
        )
    return value


def _organisation(raw: Any, field: Field, given: Given) -> int | None:
    typed = clean(str(raw))
    if not typed:
        return None
    if re.fullmatch(r"[1-9][0-9]{0,8}", typed) and given.exists(int(typed)):
        return _taker(int(typed), field, given)
    raise Wrong("Pilih instansi dari daftar.", "Choose an agency from the list.")


def _taker(body: int, field: Field, given: Given) -> int:
    if field.not_own and body == given.own:
        raise Wrong(
            "Instansi Anda sendiri tidak bisa dipilih di sini.", "Your own agency cannot be chosen here."
        )
    if field.not_own and given.bodies is not None and body not in given.bodies:
        raise Wrong(
            "Instansi ini belum punya petugas dan kepala yang terdaftar. Pilih instansi lain.",
            "This agency has no officer and head registered yet. Choose another one.",
        )
    return body


def _figure(raw: Any, field: Field, given: Given) -> int | None:
    return figure(raw, field)


def _reference(raw: Any, field: Field, given: Given) -> str | None:
    typed = clean(raw)
    if typed and typed not in {row["id"] for row in given.library.references.on(str(field.codes), given.on)}:
        raise Wrong("Pilih salah satu dari daftar.", "Choose one from the list.")
    return typed


def _choice(raw: Any, field: Field, given: Given) -> str:
    typed = _text(raw, field, given)
    known = {c["id"] for c in field.choices}
    if typed in known - {c["id"] for c in field.choices_for(given.role, given.on)}:
        raise Wrong(
            "Pilihan ini tidak dipakai di sini. Pilih yang lain.", "This is not used here. Choose another."
        )
    return typed


def _phone(raw: Any, field: Field, given: Given) -> str | None:
    return telephone(raw)


def telephone(raw: Any) -> str | None:
    """A telephone number as it is kept, with country code, however it was typed; None for nothing."""
    typed = clean(raw)
    kept = number(typed)
    if typed and kept is None:
        raise Wrong(
            "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890.",
            "Write the phone number in figures, for example 0812 3456 7890.",
        )
    return kept


def _nik(raw: Any, field: Field, given: Given) -> str | None:
    return nik.read(raw)


def _declaration(raw: Any, field: Field, given: Given) -> bool | None:
    return raw in (True, "true") or None


def _record(raw: Any, field: Field, given: Given) -> str | None:
    typed = clean(raw).upper()
    found = given.find(typed) if typed else None
    if typed and found is None:
        raise Wrong(
            "Nomor ini tidak ditemukan di antara berkas yang boleh Anda lihat.",
            "This number is not among the records you may see.",
        )
    return str(found) if found else None


def _files(raw: Any, field: Field, given: Given) -> Any:
    return raw or None


READERS: dict[str, Callable[[Any, Field, Given], Any]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _figure,
    "money": _figure,
    "choice": _choice,
    "reference": _reference,
    "date": _date,
    "place": _place,
    "organisation": _organisation,
    "phone": _phone,
    "email": _text,
    "nik": _nik,
    "files": _files,
    "declaration": _declaration,
    "record": _record,
}


def read(raw: Any, field: Field, given: Given) -> Any:
    """The canonical value of what was typed, None when it is empty; raises Wrong."""
    value = None if raw is None else READERS[field.kind](raw, field, given)
    return None if value in ("", []) else value
