"""What must hold of the fields of a record type: its kind understands what each says, conditions can be met.

A condition looks at a field of a kind that its test fits, with a value that field can have, and that is asked
before the field it shows.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from serentak.law.dates import is_day
from serentak.law.record_type.document import Problems, TypeDocument
from serentak.law.strict import Path

Row = Mapping[str, Any]

WORDS, FIGURES = ("text", "long_text"), ("number", "money")
ONE_OF = ("choice", "reference")
_KINDS: dict[str, tuple[str, ...]] = {
    "max": (*WORDS, *FIGURES),
    "min": FIGURES,
    "decimals": ("number",),
    "unit": ("number",),
    "choices": ("choice",),
    "default": ("choice",),
    "codes": ("reference",),
    "past": ("date",),
    "future": ("date",),
    "text": ("declaration",),
    "not_own": ("organisation",),
    "max_files": ("files",),
    "max_bytes": ("files",),
    "types": ("files",),
}
"""Which kinds understand a key."""
_INDEXED = {
    "number": (*FIGURES, "organisation"),
    "date": ("date",),
    "text": ("text", "phone", "email", *ONE_OF),
}
"""Which kinds an index can hold, by its sort."""
_WHOLE = ("place", "files")
"""Kinds of which a condition can only ask whether they are empty."""


def problems(kind: TypeDocument) -> Problems:
    """Everything wrong in the fields of content and payload."""
    for group in ("fields", "payload"):
        for index, row in enumerate(kind.data[group]):
            yield from _field(kind, (group, index), row)
    yield from _order(kind)


def _field(kind: TypeDocument, path: Path, row: Row) -> Problems:
    yield from _understood(kind, path, row)
    yield from _options(kind, path, row)
    for role in row.get("by", ()):
        yield from kind.role((*path, "by"), role)
    for condition in _rows(row):
        yield from _condition(kind, (*path, "when"), condition)
    if "codes" in row and kind.names.lacks("references", row["codes"]):
        yield kind.lacking((*path, "codes"), "list", "references", row["codes"])
    if row.get("min", 0) > row.get("max", row.get("min", 0)):
        yield kind.document.problem((*path, "max"), "'max' is below 'min'", "swap them")
    yield from _marks(kind, path, row)
    yield from _nik(kind, path, row)


def _understood(kind: TypeDocument, path: Path, row: Row) -> Problems:
    for key in row:
        if row["kind"] not in _KINDS.get(key, (row["kind"],)):
            yield kind.document.problem(
                (*path, key), f"a {row['kind']} field has no '{key}'", "remove it, or choose another kind"
            )
    if "index" in row and row["kind"] not in _INDEXED[row["index"]]:
        yield kind.document.problem(
            (*path, "index"), f"a {row['kind']} is not indexed as {row['index']}", "choose another or none"
        )


def _options(kind: TypeDocument, path: Path, row: Row) -> Problems:
    options = [choice["id"] for choice in row.get("choices", ())]
    if "default" in row and options:
        yield from kind.need((*path, "default"), row["default"], options, "choice")
    if len(options) != len(set(options)):
        yield kind.document.problem((*path, "choices"), "a choice stands twice", "rename one")
    for index, choice in enumerate(row.get("choices", ())):
        for role in choice.get("by", ()):
            yield from kind.role((*path, "choices", index, "by"), role)


def _nik(kind: TypeDocument, path: Path, row: Row) -> Problems:
    """A NIK is asked under a law, and goes to the private row alone, where it is sealed and erased."""
    if (
        (row["kind"] == "nik") != (row.get("personal") == "nik")
        or row["kind"] == "nik"
        and path[0] != "fields"
    ):
        yield kind.document.problem(
            (*path, "kind"),
            "a NIK stands in the private row alone",
            "write kind and personal: nik, in 'fields'",
        )
    if row["kind"] == "nik" and "law" not in row:
        yield kind.document.problem(
            path, "a NIK is asked without a law", "cite the law that lets it be asked"
        )


def _marks(kind: TypeDocument, path: Path, row: Row) -> Problems:
    """What is personal is neither searched nor public; specific data is asked under a law alone."""
    personal = "personal" in row or "protected" in row
    if personal and "index" in row:
        yield kind.document.problem(
            (*path, "index"), "a personal field may not be searched", "remove 'index'"
        )
    if personal and row.get("public"):
        yield kind.document.problem((*path, "public"), "a personal field is not public", "remove 'public'")
    if row.get("protected") == "specific" and "law" not in row:
        yield kind.document.problem(
            path, "specific personal data is asked without a law", "cite the law that lets it be asked"
        )


def _rows(row: Row) -> Iterator[Row]:
    for rows in row.get("when", {}).values():
        yield from rows


def _condition(kind: TypeDocument, path: Path, row: Row) -> Problems:
    known = kind.content if path[0] == "fields" else kind.content | kind.payload
    if row["field"] not in known:
        yield from kind.need(path, row["field"], known, "field")
        return
    field = known[row["field"]]
    (test,) = row.keys() - {"field"}
    if test == "empty":
        return
    if field["kind"] in _WHOLE or test in ("more", "less") and field["kind"] not in (*FIGURES, "date"):
        yield kind.document.problem(
            path, f"'{test}' says nothing of the {field['kind']} field '{row['field']}'", "use another test"
        )
        return
    for value in row["one_of"] if test == "one_of" else (row[test],):
        yield from _value(kind, path, field, value)


def _value(kind: TypeDocument, path: Path, field: Row, value: Any) -> Problems:
    options = [choice["id"] for choice in field.get("choices", ())]
    if field["kind"] == "reference":
        options = sorted(kind.names.codes.get(field.get("codes", ""), ()))
    if options:
        yield from kind.need(path, value, options, "choice")
    elif field["kind"] == "declaration" and value is not True:
        yield kind.document.problem(
            path, "a declaration is agreed to or empty", "write 'is: true' or 'empty'"
        )
    elif field["kind"] in (*FIGURES, "organisation") and not isinstance(value, int):
        yield kind.document.problem(path, f"'{value}' is no whole number", "write it without quotes")
    elif field["kind"] == "date" and not (isinstance(value, str) and is_day(value)):
        yield kind.document.problem(path, f"'{value}' is no day", "write it as YYYY-MM-DD")


def _order(kind: TypeDocument) -> Problems:
    """Conditions are judged in the order of the form: what one looks at comes before."""
    every = kind.content | kind.payload
    for index, move in enumerate(kind.data["moves"]):
        asked = [*move.get("sets", ()), *move.get("asks", ())]
        for place, name in enumerate(asked):
            for row in _rows(every.get(name, {})):
                if row["field"] in asked[place:]:
                    yield kind.document.problem(
                        ("moves", index, "sets" if name in kind.content else "asks"),
                        f"'{name}' depends on '{row['field']}', which is asked after it",
                        f"put '{row['field']}' before it",
                    )
