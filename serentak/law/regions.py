"""Regions of the province: regencies, districts and villages by dotted Kemendagri code.

The statistics office (BPS) numbers the regencies differently, so a regency carries both codes.
Boundaries and populations are not kept here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Region:
    """`code` as "76.02" (regency), "76.02.04" (district) or "76.02.04.2001" (village); `kind` is kabupaten,
    kota, kecamatan, kelurahan or desa; `bps` the statistics office's code of a regency."""

    code: str
    name: str
    kind: str
    bps: str | None = None


class Regions:
    """Looked up by code; an unknown code raises KeyError, ask `exists` first."""

    def __init__(self, packs: Sequence[dict[str, Any]]) -> None:
        self._all: dict[str, Region] = {}
        self._inside: dict[str, list[Region]] = {"": []}
        for pack in packs:
            for regency in pack["regencies"]:
                self._add("", Region(regency["code"], regency["name"], regency["kind"], regency["bps"]))
                for district in regency["districts"]:
                    self._add(regency["code"], Region(district["code"], district["name"], "kecamatan"))
                    for code, name in district["villages"].items():
                        kind = "kelurahan" if code.split(".")[3].startswith("1") else "desa"
                        self._add(district["code"], Region(code, name, kind))

    def _add(self, parent: str, region: Region) -> None:
        self._all[region.code] = region
        self._inside.setdefault(parent, []).append(region)
        self._inside.setdefault(region.code, [])

    def regencies(self) -> list[Region]:
        """All regencies, by code."""
        return self._inside[""]

    def districts(self, regency: str | None = None) -> list[Region]:
        """Districts of a regency, or of all, by code."""
        chosen = [regency] if regency else [r.code for r in self.regencies()]
        return [district for code in chosen for district in self._inside.get(code, [])]

    def villages(self, district: str) -> list[Region]:
        """Villages (desa and kelurahan) of a district, by code; none for an unknown one."""
        return self._inside.get(district, []) if district.count(".") == 2 else []

    def name(self, code: str) -> str:
        """The name without its kind."""
        return self._all[code].name

    def get(self, code: str) -> Region:
        """The region with this code."""
        return self._all[code]

    def exists(self, code: str) -> bool:
        """Whether a code of any level is known."""
        return code in self._all

    def regency_of(self, code: str) -> str:
        """The code of the regency in which a region lies."""
        return ".".join(self._all[code].code.split(".")[:2])
