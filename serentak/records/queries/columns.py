"""The columns a list can have: what every record has, and the fields of one type; never a personal one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from serentak.records.queries.rows import Row
from serentak.records.queries.timeline import words
from serentak.records.rules import Field, RecordType, Text

NO_COLUMN = ("files", "record")
"""Kinds of fields that are no text of their own."""


@dataclass(frozen=True)
class Column:
    """`id` as addresses name it, `read` what a row has under it: a text in one or two languages, a moment."""

    id: str
    title: Text
    read: Callable[[Row, Mapping[str, Any]], Any]
    field: Field | None = None


def _own(id: str, title: Text, read: Callable[[Row], Any]) -> Column:
    return Column(id, title, lambda row, content: read(row))


EVERY = (
    _own("number", {"id": "Nomor", "en": "Number"}, lambda row: row.number),
    _own("title", {"id": "Perihal", "en": "Subject"}, lambda row: row.title),
    _own("type", {"id": "Jenis", "en": "Type"}, lambda row: row.kind.title),
    _own("region", {"id": "Kabupaten", "en": "Regency"}, lambda row: row.region_name),
    _own("state", {"id": "Tahap", "en": "Stage"}, lambda row: row.state_title),
    _own("agency", {"id": "Instansi", "en": "Agency"}, lambda row: row.agency),
    _own("who", {"id": "Petugas", "en": "Officer"}, lambda row: row.who),
    _own("due", {"id": "Tenggat", "en": "Deadline"}, lambda row: row.due),
    _own("opened", {"id": "Masuk", "en": "Came in"}, lambda row: row.opened),
    _own("closed", {"id": "Selesai", "en": "Closed"}, lambda row: row.closed),
)
USUAL = ("number", "title", "type", "region", "state", "who", "due", "opened")
"""What a list shows unless somebody chose otherwise."""


def offered(kind: RecordType | None) -> list[Column]:
    """What can be chosen; with a type its fields too, but the one that is the title."""
    fields = kind.fields.values() if kind else ()
    named = (f for f in fields if not f.personal and f.kind not in NO_COLUMN and f.id != kind.title_field())  # type: ignore[union-attr]
    return [*EVERY, *(_of(f) for f in named)]


def _of(f: Field) -> Column:
    def read(row: Row, content: Mapping[str, Any]) -> Any:
        value = content.get(f.id)
        return None if value is None else words(f, value)

    return Column(f"f.{f.id}", f.desk or f.label, read, f)


def chosen(ids: Iterable[str], kind: RecordType | None) -> list[Column]:
    """The columns with these ids in the order they are offered, the number always; without any, the usual."""
    wanted = {"number", *ids}
    found = [column for column in offered(kind) if column.id in wanted]
    return found if len(found) > 1 else [column for column in EVERY if column.id in USUAL]
