"""What must hold inside and between packs: names are unique, dates do not overlap, nothing cited is missing.

Works on documents that already have the shape of their kind. The record type has rules enough for a module
of its own, `record_type`, and so have the lists of scored units.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from serentak.law.dates import overlaps
from serentak.law.names import Names, newest, of_kind
from serentak.law.strict import Document, Path, Problem

Found = dict[Any, tuple[Document, Path]]

_UNIQUE = (
    ("laws", "laws", "id", "law"),
    ("roles", "roles", "id", "role"),
    ("holding_kinds", "kinds", "id", "kind of holding"),
    ("agencies", "organisations", "id", "organisation"),
    ("agencies", "organisations", "code", "code"),
    ("electoral_districts", "districts", "id", "electoral district"),
)


def problems(documents: Sequence[Document], names: Names) -> list[Problem]:
    """Everything wrong within and between documents of sound shape."""
    found = [problem for document in documents for problem in _laws_cited(document, names)]
    found += _versions(documents)
    documents = newest(documents)
    found += _unique(documents)
    found += _settings(of_kind(documents, "settings"))
    found += _laws(of_kind(documents, "laws"))
    found += _roles(of_kind(documents, "roles"), names)
    found += _electoral(of_kind(documents, "electoral_districts"), of_kind(documents, "regions"))
    found += _holding_kinds(of_kind(documents, "holding_kinds"), names)
    found += _organisations(of_kind(documents, "agencies"), names)
    found += _regions(of_kind(documents, "regions"))
    found += _calendars(of_kind(documents, "calendar"))
    for document in of_kind(documents, "office_hours"):
        found += _hours(document)
    for document in of_kind(documents, "government"):
        found += _government(document, names)
    return found


def _once(found: Found, key: Any, document: Document, path: Path, what: str) -> Iterator[Problem]:
    """A problem when this key has been seen before, naming where."""
    if key in found:
        first, place = found[key]
        line = first.problem(place, "", "").line
        yield document.problem(
            path, f"{what} '{key}' stands twice", f"the other is {first.file}:{line}; keep one"
        )
    else:
        found[key] = (document, path)


def _laws_cited(document: Document, names: Names) -> Iterator[Problem]:
    for path, name in _citations(document.data, ()):
        if names.lacks("laws", name):
            yield document.problem(path, f"law '{name}' is not in the content", names.remedy("laws", name))


def _citations(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("law", "amends", "replaces") and isinstance(item, str):
                yield (*path, key), item
            yield from _citations(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _citations(item, (*path, index))


def _versions(documents: Sequence[Document]) -> Iterator[Problem]:
    """One file per kind, name and version; a later version starts later."""
    found: Found = {}
    starts: dict[tuple[str, str], str] = {}
    for document in sorted(documents, key=lambda d: (d.data["kind"], d.data["name"], d.data["version"])):
        data = document.data
        yield from _once(
            found, f"{data['kind']}/{data['name']}/{data['version']}", document, ("version",), "pack"
        )
        before = starts.get((data["kind"], data["name"]))
        if before is not None and data["start"] <= before:
            yield document.problem(
                ("start",),
                f"version {data['version']} does not start after the one before",
                f"give it a start after {before}",
            )
        starts[data["kind"], data["name"]] = data["start"]


def _settings(documents: Sequence[Document]) -> Iterator[Problem]:
    found: Found = {}
    for document in documents:
        for name, setting in document.data["settings"].items():
            path: Path = ("settings", name)
            yield from _once(found, name, document, path, "setting")
            yield from _overlaps(document, (*path, "values"), setting["values"])
            kinds = {type(row["value"]) for row in setting["values"]}
            wanted = {"text": str, "yes_no": bool}.get(setting["unit"], int)
            if kinds != {wanted}:
                yield document.problem(
                    (*path, "values"),
                    f"a value of {name} does not fit its unit {setting['unit']}",
                    f"write each as {wanted.__name__}",
                )


def _overlaps(document: Document, path: Path, rows: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    for index, row in enumerate(rows):
        yield from _ends(document, (*path, index), row)
    for i, j in overlaps(rows):
        other = document.problem((*path, i, "start"), "", "").line
        what = f"it overlaps the value in line {other}"
        yield document.problem(
            (*path, j, "start"), what, "end the earlier one with 'until' on or before this start"
        )


def _ends(document: Document, path: Path, row: dict[str, Any]) -> Iterator[Problem]:
    if "until" in row and row["until"] <= row["start"]:
        yield document.problem((*path, "until"), "it ends before it starts", "put 'until' after 'start'")


def _unique(documents: Sequence[Document]) -> Iterator[Problem]:
    for kind, group, key, what in _UNIQUE:
        found: Found = {}
        for document in of_kind(documents, kind):
            for index, row in enumerate(document.data[group]):
                yield from _once(found, row[key], document, (group, index, key), what)


def _laws(documents: Sequence[Document]) -> Iterator[Problem]:
    for document in documents:
        for index, law in enumerate(document.data["laws"]):
            yield from _ends(document, ("laws", index), law)
            found: Found = {}
            for n, part in enumerate(law.get("articles", ())):
                path = ("laws", index, "articles", n, "article")
                yield from _once(found, f"{law['id']}-{part['article']}", document, path, "article")


def _roles(documents: Sequence[Document], names: Names) -> Iterator[Problem]:
    for document in documents:
        for index, row in enumerate(document.data["roles"]):
            for n, code in enumerate(row.get("bodies", ())):
                if names.lacks("agencies", code):
                    what = f"no organisation with code '{code}'"
                    yield document.problem(
                        ("roles", index, "bodies", n), what, "write a code from content/agencies"
                    )


def _electoral(documents: Sequence[Document], regions: Sequence[Document]) -> Iterator[Problem]:
    known = {regency["code"] for document in regions for regency in document.data["regencies"]}
    for document in documents:
        for index, row in enumerate(document.data["districts"]):
            yield from _ends(document, ("districts", index), row)
            for n, code in enumerate(row["regencies"]):
                if regions and code not in known:
                    path: Path = ("districts", index, "regencies", n)
                    yield document.problem(path, f"no regency '{code}'", "write a code from content/regions")


def _holding_kinds(documents: Sequence[Document], names: Names) -> Iterator[Problem]:
    """The three kinds the program knows are there, every other says so before the post, and acts exist."""
    for document in documents:
        rows = document.data["kinds"]
        for missing in {"definitive", "machine", "an"} - {row["id"] for row in rows}:
            yield document.problem(("kinds",), f"kind of holding '{missing}' is missing", "add it")
        for index, row in enumerate(rows):
            path: Path = ("kinds", index)
            if ("prefix" in row) == (row["id"] in ("definitive", "machine")):
                what = "must not have" if "prefix" in row else "lacks"
                remedy = "only definitive and machine stand without one"
                yield document.problem((*path, "id"), f"'{row['id']}' {what} a prefix", remedy)
            for n, act in enumerate(row.get("bars", ())):
                if "record_type" not in names.incomplete and act not in names.acts:
                    remedy = "write the record type, a dot, and one of its acts"
                    yield document.problem((*path, "bars", n), f"no act '{act}'", remedy)


def _organisations(documents: Sequence[Document], names: Names) -> Iterator[Problem]:
    rows = {row["id"]: row for document in documents for row in document.data["organisations"]}
    for document in documents:
        for index, row in enumerate(document.data["organisations"]):
            yield from _ends(document, ("organisations", index), row)
            if row.get("parent", row["id"]) not in rows or row.get("parent") == row["id"]:
                yield document.problem(
                    ("organisations", index, "parent"),
                    f"no organisation {row['parent']} to belong to",
                    "write the id of another organisation in the content",
                )
        for index, link in enumerate(document.data["successions"]):
            yield from _succession(document, index, link, rows, names)


def _succession(
    document: Document, index: int, link: dict[str, Any], rows: dict[int, dict[str, Any]], names: Names
) -> Iterator[Problem]:
    for end in ("predecessor", "successor"):
        if link[end] not in rows:
            yield document.problem(
                ("successions", index, end),
                f"no organisation {link[end]}",
                "write the id of an organisation in the content",
            )
            return
    ended, begun = rows[link["predecessor"]].get("until"), link["start"]
    if ended is None or ended > begun:
        yield document.problem(
            ("successions", index),
            f"organisation {link['predecessor']} has not ended by {begun}",
            "give it an 'until' on or before the start of the succession",
        )
    kind = link.get("record_type")
    if kind is not None and names.lacks("record_type", kind):
        yield document.problem(
            ("successions", index, "record_type"), f"no record type '{kind}'", "mend the name"
        )


def _regions(documents: Sequence[Document]) -> Iterator[Problem]:
    found: Found = {}
    for document in documents:
        for code, inside, path in _codes(document.data):
            yield from _once(found, code, document, path, "region")
            if code.rpartition(".")[0] != inside:
                yield document.problem(
                    path, f"code '{code}' does not lie in {inside}", f"it must be {inside}. and its own part"
                )


def _codes(pack: dict[str, Any]) -> Iterator[tuple[str, str, Path]]:
    """Each code of a pack, the code it must lie in, and its place."""
    for r, regency in enumerate(pack["regencies"]):
        path: Path = ("regencies", r)
        yield regency["code"], pack["province"], (*path, "code")
        for d, district in enumerate(regency["districts"]):
            below = (*path, "districts", d)
            yield district["code"], regency["code"], (*below, "code")
            for code in district["villages"]:
                yield code, district["code"], (*below, "villages", code)


def _calendars(documents: Sequence[Document]) -> Iterator[Problem]:
    found: Found = {}
    years: Found = {}
    for document in documents:
        year = document.data["year"]
        yield from _once(years, year, document, ("year",), "calendar of")
        for index, row in enumerate(document.data["days"]):
            path: Path = ("days", index, "day")
            yield from _once(found, row["day"], document, path, "day")
            if not row["day"].startswith(str(year)):
                yield document.problem(
                    path, f"{row['day']} is not in {year}", "move it to the pack of its year"
                )


def _hours(document: Document) -> Iterator[Problem]:
    found: Found = {}
    for o, office in enumerate(document.data["offices"]):
        yield from _once(found, office["id"], document, ("offices", o, "id"), "office")
        for season in ("ordinary", "ramadan"):
            chosen = [n for n, row in enumerate(office["hours"]) if row["season"] == season]
            for _, j in overlaps([office["hours"][n] for n in chosen]):
                yield document.problem(
                    ("offices", o, "hours", chosen[j], "start"),
                    f"two {season} hours on one day",
                    "end the earlier with 'until' on or before the start of the later",
                )
        if not any(row["season"] == "ordinary" for row in office["hours"]):
            yield document.problem(("offices", o), "no ordinary hours", "add hours with season: ordinary")
        for n, row in enumerate(office["hours"]):
            for week in ("monday_to_thursday", "friday"):
                flat = [moment for span in row[week] for moment in span]
                if flat != sorted(set(flat)):
                    yield document.problem(
                        ("offices", o, "hours", n, week),
                        "the times do not follow one another",
                        "write each span from earlier to later, in order, without touching",
                    )
    yield from _overlaps(document, ("seasons",), document.data["seasons"])


def _government(document: Document, names: Names) -> Iterator[Problem]:
    if names.lacks("regions", document.data["code"]):
        yield document.problem(
            ("code",), "no regions of this province", "mend the code or add content/regions"
        )
    for key in ("verifier", "verifier_of_verifier"):
        code = document.data[key]
        if names.lacks("agencies", code):
            yield document.problem(
                (key,), f"no organisation with code '{code}'", "write a code from content/agencies"
            )
