"""What the cells of a row say, as a form would have sent it: spelling is forgiven, nothing is guessed.

Days as people write them or as a workbook counts them; choices, codes, bodies and places by code or name.
What a field then accepts is `fields.check`'s to say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, timedelta
from typing import Any

from serentak.law.regions import Region, Regions
from serentak.lib.words import read_day
from serentak.records.intake.columns import Target
from serentak.records.kinds import Given, Wrong
from serentak.records.rules import Field, Text

FIRST_DAY, SERIALS = date(1899, 12, 30), range(20_000, 80_000)
"""A workbook counts days from here; between 1954 and 2119 a bare number can be one."""
MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
_WRITTEN_OUT = re.compile(r"(?:[a-z]+ )?(\d{1,2}) ([a-z]{3,9})\.? (\d{4})", re.IGNORECASE)
TICKED = frozenset("ya y yes true 1 x v ✓ ✔ setuju".split())


@dataclass(frozen=True)
class Bodies:
    """The bodies of a day by what they may be called: number, code, name, short name (casefolded)."""

    called: Mapping[str, frozenset[int]] = default(default_factory=dict)


def data_of(
    cells: Iterable[tuple[Target, str]], given: Given, bodies: Bodies
) -> tuple[dict[str, Any], dict[str, Text]]:
    """Filled cells as an act's data, and what is wrong with some, both by field."""
    fields = {target.field.id: target.field for target, _ in cells}
    said: dict[str, dict[str, str]] = {}
    for target, cell in cells:
        said.setdefault(target.field.id, {})[target.part] = cell
    data: dict[str, Any] = {}
    wrong: dict[str, Text] = {}
    for name, parts in said.items():
        try:
            data[name] = _value(fields[name], parts, given, bodies)
        except Wrong as why:
            wrong[name] = why.text
    return data, wrong


def _value(field: Field, parts: Mapping[str, str], given: Given, bodies: Bodies) -> Any:
    if any(cell.startswith("=") for cell in parts.values()):
        raise Wrong(
            "Sel ini berisi rumus. Salin, lalu tempel sebagai nilai saja.",
            "This cell holds a formula. Copy it and paste its value alone.",
        )
    cell = parts.get("", "")
    match field.kind:
        case "place":
            return _place(parts, given.library.regions)
        case "date":
            return _day(cell)
        case "choice":
            return _named(cell, field.choices)
        case "reference":
            return _named(cell, given.library.references.on(str(field.codes), given.on))
        case "organisation":
            return _body(cell, bodies)
        case "declaration":
            return "true" if cell.casefold() in TICKED else ""
        case _:
            return cell


def _day(cell: str) -> str:
    """A day in ISO, or the cell as it stands: the field then says how to write it."""
    typed = " ".join(cell.replace(",", " ").split())
    if typed.isdecimal() and int(typed) in SERIALS:
        return (FIRST_DAY + timedelta(days=int(typed))).isoformat()
    if (found := read_day(typed)) is not None:
        return found.isoformat()
    if named := _WRITTEN_OUT.fullmatch(typed):
        months = [n for n, name in enumerate(MONTHS, 1) if name.startswith(named[2].casefold()[:3])]
        if months:
            return f"{named[3]}-{months[0]:02}-{int(named[1]):02}"
    return cell


def _named(cell: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """The id of the row that a cell names by id or label, with or without what stands in brackets."""
    asked = cell.casefold().strip()
    every = [(str(row["id"]), {str(row["id"]).casefold(), *_spellings(row["label"])}) for row in rows]
    found = [id for id, names in every if asked in names]
    return found[0] if len(found) == 1 else cell


def _spellings(label: Mapping[str, str]) -> set[str]:
    texts = {text.casefold() for text in label.values()}
    return texts | {re.sub(r"\s*\([^)]*\)", "", text) for text in texts}


def _body(cell: str, bodies: Bodies) -> str:
    found = bodies.called.get(cell.casefold(), frozenset())
    if len(found) > 1:
        numbers = ", ".join(str(number) for number in sorted(found))
        raise Wrong(
            f"Ada beberapa instansi bernama begitu. Tulis nomornya: {numbers}.",
            f"Several agencies are called so. Write the number: {numbers}.",
        )
    return str(next(iter(found))) if found else cell


def _place(parts: Mapping[str, str], regions: Regions) -> dict[str, str]:
    place = {part: cell.replace(",", ".") if part in ("lat", "lon") else cell for part, cell in parts.items()}
    if "district" in place:
        place["district"] = _region(place["district"], regions.districts())
    if "village" in place:
        place["village"] = _region(place["village"], regions.villages(place.get("district", "")))
    return place


_KIND = re.compile(r"^(kec(amatan)?|desa|kel(urahan)?)\.?\s+")


def _region(cell: str, among: Iterable[Region]) -> str:
    asked = _KIND.sub("", cell.casefold())
    found = [region for region in among if asked in (region.code, region.name.casefold())]
    if len(found) > 1:
        codes = ", ".join(region.code for region in found)
        raise Wrong(
            f"Ada beberapa yang bernama begitu. Tulis kodenya: {codes}.",
            f"Several are called so. Write the code: {codes}.",
        )
    if not found:
        raise Wrong(
            f"“{cell[:40]}” tidak ada dalam daftar wilayah provinsi ini. Tulis namanya atau kodenya.",
            f"“{cell[:40]}” is not in this province's list. Write its name or code.",
        )
    return found[0].code
