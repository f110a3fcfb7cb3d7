"""What must hold of what rows of a spreadsheet are to a record type: an indexed key, an act for them."""

from typing import Any

from serentak.law.record_type.document import Problems, TypeDocument


def problems(kind: TypeDocument) -> Problems:
    """Everything wrong with what rows mean to one record type."""
    sheet = kind.data.get("sheet", {})
    if "key" in sheet:
        keys = [
            name for name, row in kind.content.items() if row["kind"] == "text" and row.get("index") == "text"
        ]
        yield from kind.need(("sheet", "key"), sheet["key"], keys, "indexed text field")
    for name in sheet.get("headings", {}):
        yield from kind.need(("sheet", "headings", name), name, kind.content, "field")
    if "update" in sheet:
        yield from kind.need(("sheet", "update"), sheet["update"], kind.acts, "act")
        yield from _update(kind, kind.acts.get(sheet["update"], {}), "key" in sheet)


def _update(kind: TypeDocument, move: dict[str, Any], key: bool) -> Problems:
    """An act that a row can fill again: content alone, all of which a sheet can carry."""
    fields = [kind.content.get(name, {}) for name in move.get("sets", ())]
    wrong = {
        "no row finds a record without 'key'": not key,
        "it opens a record": "" in move.get("from", ()),
        "it asks for more than content": bool(move.get("asks")),
        "a row carries no files": any(row.get("kind") == "files" for row in fields),
        "personal fields are not read back": any("personal" in row for row in fields),
    }
    for why in (why for why, is_so in wrong.items() if is_so):
        yield kind.document.problem(
            ("sheet", "update"), f"rows cannot do this act: {why}", "name another act"
        )
