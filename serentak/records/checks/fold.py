"""A record as its entries say it must be: the slow, obvious reading of what `records_perform` does.

In Python, on purpose: the two must agree.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from serentak.ledger.verify.entries import Entry
from serentak.records.rules import RecordType

Rows = dict[tuple[Any, ...], dict[str, Any]]
CHILDREN = {
    "records_party": ("scope", "role"),
    "records_private": ("person",),
    "records_link": ("kind", "target"),
    "records_file": ("hash",),
    "records_field_index": ("field",),
}
LONGEST_INDEXED = 500


@dataclass
class Image:
    """A record as its entries say it must be: its header, and the rows of each child table by key."""

    header: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=lambda: {table: {} for table in CHILDREN})


Types = dict[str, RecordType]  # by "type/version", as entries name them


def fold(history: list[Entry], types: Types) -> Image:
    """The record after its entries, one after the other. Every text must be readable."""
    image = Image()
    for entry in history:
        kind = types[entry.text["type"]]
        _header(image.header, entry, closes=kind.states[entry.text["to"]].end)
        if "content" in entry.parts and image.header["class"] != "sealed":
            _index(image, entry, kind.searchable())
        _files(image.rows["records_file"], entry, kind.file_fields())
        link = next(
            (m.link for m in kind.moves if m.act == entry.act and entry.text["from"] in m.origins), None
        )
        _link(image.rows["records_link"], entry, link)
        _identity(image, entry)
        if "parties" in entry.parts:
            _parties(image.rows["records_party"], entry, entry.part("parties"), persons=False)
    if any(entry.act == "erase" for entry in history):
        image.rows["records_private"] = {}
        _parties(image.rows["records_party"], history[-1], [], persons=True)
    return image


def _header(header: dict[str, Any], entry: Entry, *, closes: bool) -> None:
    text = entry.text
    if not header:
        slip = entry.parts.get("slip")
        header |= {
            "id": str(entry.subject), "number": text["number"],
            "opened": moment(text["moment"]), "class": text["class"], "closed": None,
            "slip": slip.decode() if slip else None, "content_entry": entry.id,
        }  # fmt: skip
    name, version = text["type"].rsplit("/", 1)
    header |= {
        "type": name, "type_version": int(version), "state": text["to"], "agency": text["agency"],
        "region": text["region"], "due": moment(text["due"]), "version": entry.version, "entry": entry.id,
        "closed": (header["closed"] or moment(text["moment"])) if closes else None,
    }  # fmt: skip
    if "content" in text["commitments"]:
        header["content_entry"] = entry.id


def _index(image: Image, entry: Entry, searchable: dict[str, str]) -> None:
    content, kind = entry.part("content"), image.header["type"]
    image.rows["records_field_index"] = {
        (name,): {"type": kind, **_indexed(content[name], sort)}
        for name, sort in searchable.items()
        if content.get(name) is not None
    }


def _indexed(value: Any, sort: str) -> dict[str, Any]:
    empty = {"value_text": None, "value_number": None, "value_date": None}
    match sort:
        case "number":
            return empty | {"value_number": int(value)}
        case "date":
            return empty | {"value_date": date.fromisoformat(value).isoformat()}
        case _:
            text = value if isinstance(value, str) else json.dumps(value)
            return empty | {"value_text": text[:LONGEST_INDEXED]}


def _files(rows: Rows, entry: Entry, fields: list[str]) -> None:
    for name in fields:
        for part in ("content", "payload"):
            for file in (entry.part(part) or {}).get(name) or []:
                told = {"field": name, "type": file["type"], "size": int(file["size"]), "name": file["name"]}
                rows.setdefault((file["hash"],), told | {"entry": entry.id})


def _link(rows: Rows, entry: Entry, link: Mapping[str, str] | None) -> None:
    target = (entry.part("payload") or {}).get(link["field"]) if link else None
    if link and target:
        row = {"entry": entry.id, "valid_from": moment(entry.text["moment"]), "valid_until": None}
        rows.setdefault((link["kind"], str(UUID(target))), row)


def _identity(image: Image, entry: Entry) -> None:
    identity = entry.part("identity")
    if identity is None:
        return
    for person in identity.get("persons") or []:
        row: dict[str, Any] = dict.fromkeys(("name", "phone", "email", "address", "nik", "nik_hash"))
        row |= {name: value for name, value in person.items() if name != "person"}
        image.rows["records_private"][(int(person["person"]),)] = row | {"entry": entry.id}
    _parties(image.rows["records_party"], entry, identity.get("parties") or [], persons=True)


def _parties(rows: Rows, entry: Entry, after: list[dict[str, Any]], *, persons: bool) -> None:
    """The after-image replaces the parties of its kind; a row that says the same keeps its entry."""
    told = {(p["scope"], p["role"]): {"open": p["open"], "due": moment(p.get("due"))} for p in after}
    for key in [key for key in rows if key[0].startswith("p:") is persons and key not in told]:
        del rows[key]
    for key, row in told.items():
        old = rows.get(key)
        if old is None or (old["open"], old["due"]) != (row["open"], row["due"]):
            rows[key] = row | {"entry": entry.id}


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
