"""What the rows of a spreadsheet are compared with: the type, what its columns can fill, the records their
keys name. A fixed number of statements, however many rows there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from serentak.agencies import directory
from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import fields, intake, lifecycle
from serentak.records.intake import Asked, Bodies, Known, Target
from serentak.records.models import FieldIndex
from serentak.records.queries import contents, types
from serentak.records.queries.given import given_for
from serentak.records.queries.visible import visible
from serentak.records.rules import Move, RecordType

FILE = "file"
"""The act that a row does where it finds no record."""
Rows = Sequence[tuple[int, Sequence[str]]]


def opened_by_rows(type: str, by: Actor, *, at: datetime) -> tuple[RecordType, Move, list[Target]]:
    """The type, its act that opens a record, and what a column can fill; Refusal when this actor may not
    open one, or only with files. No statement is sent."""
    kind = types.of(type, at=at)
    move = lifecycle.choose(kind, FILE, lifecycle.Standing(uuid7()), by, law.library(), at)
    if any(f.kind == "files" and f.required and f.when is None for f in fields.asked(kind, move, by.role)):
        raise Refusal(
            "needs_files",
            {
                "id": "Jenis ini meminta berkas, dan baris lembar kerja tidak membawanya.",
                "en": "This type asks for files, and a row of a spreadsheet brings none.",
            },
            status=403,
            remedy={"id": "Masukkan satu per satu.", "en": "Enter them one by one."},
        )
    return kind, move, intake.targets(kind, move, by.role)


def importable(type: str, by: Actor, *, at: datetime) -> bool:
    """Whether rows can open records of this type for this actor."""
    try:
        opened_by_rows(type, by, at=at)
    except Refusal:
        return False
    return True


def asked(
    type: str, columns: Mapping[int, str], same: Mapping[str, str], rows: Rows, by: Actor, *, at: datetime
) -> Asked:
    """Everything rows are compared with. `columns` is column to target, `same` what fills a target without a
    column."""
    kind, move, targets = opened_by_rows(type, by, at=at)
    found = Asked(
        kind,
        move,
        by.role,
        {target.id: target for target in targets},
        columns,
        same,
        given_for(kind, move, by, at=at),
        _bodies(at),
    )
    keys = {key for _, row in rows if (key := intake.key_of(found, row)) is not None}
    return replace(found, known=_known(kind, keys, by)) if keys else found


def _known(kind: RecordType, keys: set[str], by: Actor) -> dict[str, Known]:
    """The records that these keys name, of those this actor sees; of several the newest."""
    index = FieldIndex.objects.filter(type=kind.name, field=kind.sheet.key, value_text__in=keys)
    named = {record: str(value) for record, value in index.values_list("record", "value_text")}
    rows = {row.id: row for row in visible(by).filter(id__in=named).order_by("id")}
    said = contents.several(by, list(rows))
    return {
        named[id]: Known(id, row.number, row.version, row.state, said[id].content)
        for id, row in rows.items()
        if id in said
    }


def _bodies(at: datetime) -> Bodies:
    """Every way to name a body of the day."""
    on = local_day(at)
    codes = {row["id"]: row["code"] for row in law.library().organisations}
    called: dict[str, set[int]] = {}
    for body in directory.directory(on).register.existing(on):
        names = {str(body.id), codes.get(body.id, ""), body.name.casefold(), body.short.casefold()}
        for name in names - {""}:
            called.setdefault(name, set()).add(body.id)
    return Bodies({name: frozenset(numbers) for name, numbers in called.items()})
