"""Content packs: read every YAML file of `content/`, refuse what is wrong, all at once, and give the Library.

A pack says what it is (kind, name, version), since when, how certainly and on whose word. Its shape is the
JSON Schema of its kind in `content/schema/`; what a schema cannot say is in `rules`, `record_type` and
`scored_units`. Writes nothing: which packs are in use is logged by `site`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from serentak.law import record_type, references, rules, scored_units
from serentak.law.calendar import Calendar
from serentak.law.dates import Text, Value, covers, day, in_force, series
from serentak.law.names import Names
from serentak.law.references import References
from serentak.law.regions import Regions
from serentak.law.schemas import Schemas
from serentak.law.strict import Document, Problem, read
from serentak.lib.canonical import canonical


class ContentError(Exception):
    """Content that may not be used: `problems` lists all of them, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Pack:
    """One file of content. `hash` is the SHA-256 (hex) of its canonical bytes, `path` is relative to the
    folder, `data` everything it says, its header included."""

    kind: str
    name: str
    version: int
    start: date
    grade: str
    source: str
    hash: str
    path: str
    data: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Law:
    """A law as cited: `short` is its usual name with the article, `title` what it is about."""

    id: str
    title: Text
    short: str
    grade: str
    source: str
    start: date
    note: Text | None = None


class Library:
    """All packs of one content folder, checked, with the ways in which the other rooms ask for them."""

    def __init__(self, packs: list[Pack]) -> None:
        self.packs = sorted(packs, key=lambda pack: (pack.kind, pack.name, pack.version))

    def of(self, kind: str) -> list[Pack]:
        """The newest version of each pack of a kind, by name; it says the past too."""
        newest: dict[str, Pack] = {}
        for pack in self.packs:
            if pack.kind == kind:
                newest[pack.name] = pack
        return list(newest.values())

    def pack(self, kind: str, name: str) -> Pack:
        """The newest version of one pack; KeyError when there is none."""
        for pack in self.of(kind):
            if pack.name == name:
                return pack
        raise KeyError(f"no pack {kind}/{name}")

    @cached_property
    def _values(self) -> dict[str, list[Value]]:
        out: dict[str, list[Value]] = {}
        for pack in self.of("settings"):
            for name, setting in pack.data["settings"].items():
                out[name] = [
                    Value(
                        name,
                        setting["title"],
                        row["value"],
                        setting["unit"],
                        start,
                        until,
                        row["grade"],
                        row["source"],
                        row.get("law", setting.get("law")),
                        row.get("note", setting.get("note")),
                    )
                    for start, until, row in series(setting["values"])
                ]
        return out

    def value(self, name: str, on: date) -> Value:
        """The value of a setting in force on a day; KeyError for an unknown name, NotInForce without one."""
        return in_force(name, self._values[name], on)

    def values(self, name: str) -> list[Value]:
        """All values of a setting, past and coming, by first day."""
        return self._values[name]

    def value_names(self) -> list[str]:
        """The names of all settings, sorted."""
        return sorted(self._values)

    @cached_property
    def _laws(self) -> dict[str, Law]:
        out: dict[str, Law] = {}
        for pack in self.of("laws"):
            for row in pack.data["laws"]:
                start = day(row["start"])
                out[row["id"]] = Law(
                    row["id"], row["title"], row["short"], row["grade"], row["source"], start, row.get("note")
                )
                for part in row.get("articles", ()):
                    name = f"{row['id']}-{part['article']}"
                    out[name] = Law(
                        name,
                        part["title"],
                        f"{row['short']} Pasal {part['article']}",
                        part["grade"],
                        part["source"],
                        start,
                        part.get("note"),
                    )
        return out

    def law(self, id: str) -> Law:
        """A law or one of its articles by id; KeyError when it is not in the content."""
        return self._laws[id]

    @property
    def laws(self) -> Mapping[str, Law]:
        """All laws and articles by id."""
        return self._laws

    @cached_property
    def regions(self) -> Regions:
        """Regencies, districts and villages."""
        return Regions([pack.data for pack in self.of("regions")])

    @cached_property
    def references(self) -> References:
        """Lists of codes."""
        return References({pack.name: pack.data for pack in self.of("references")})

    def electoral_districts(self, on: date) -> list[dict[str, Any]]:
        """The electoral districts of a day: id, title, regencies (codes), seats (None: unknown), note."""
        rows = [row for pack in self.of("electoral_districts") for row in pack.data["districts"]]
        return [
            {"seats": None, "note": None} | row
            for row in rows
            if covers(day(row["start"]), day(row["until"]) if "until" in row else None, on)
        ]

    def scored_units(self, on: date) -> dict[str, Any] | None:
        """The list of scored units of a day, None without one: name, title, start, until (None: open), decree
        (number, date; None: not known), grade, source, note, units (id, title, body: code or None, note)."""
        lists = [pack.data for pack in self.packs if pack.kind == "scored_units"]
        for start, until, row in series(lists):
            if covers(start, until, on):
                known = row["decree"] != "unknown"
                decree = row["decree"] | {"date": day(row["decree"]["date"])} if known else None
                units = [{"body": None, "note": None} | unit for unit in row["units"]]
                said = {"start": start, "until": until, "decree": decree, "units": units}
                return {"note": None} | row | said
        return None

    @cached_property
    def organisations(self) -> list[dict[str, Any]]:
        """Rows of id, code, name, short, kind, parent, start, until (ISO text), grade, source, note."""
        return [
            {"parent": None, "until": None, "note": None} | row
            for pack in self.of("agencies")
            for row in pack.data["organisations"]
        ]

    def bodies(self, on: date) -> list[dict[str, Any]]:
        """The organisations that exist on a day."""
        return [
            row
            for row in self.organisations
            if covers(day(row["start"]), day(row["until"]) if row["until"] else None, on)
        ]

    def body_named(self, code: str, on: date) -> int:
        """The number of the body with this code that exists on the day; LookupError when none does."""
        for row in self.bodies(on):
            if row["code"] == code:
                return int(row["id"])
        raise LookupError(f"no body {code} exists on {on.isoformat()}")

    @cached_property
    def successions(self) -> list[dict[str, Any]]:
        """Rows of predecessor, successor, record_type (None: all), start, grade, source, note."""
        return [
            {"record_type": None, "note": None} | row
            for pack in self.of("agencies")
            for row in pack.data["successions"]
        ]

    @cached_property
    def record_types(self) -> dict[str, dict[str, Any]]:
        """The newest definition of each record type, by name."""
        return {pack.name: pack.data for pack in self.of("record_type")}

    @cached_property
    def roles(self) -> dict[str, dict[str, Any]]:
        """Title, may (what it may do), law, single (one holder at a time), second_factor (first day on which
        the password alone opens no such post, or None), sole (one post at a time), elected (holders have an
        electoral district) and bodies (codes of where posts stand; None: anywhere) of each role, by id."""
        whole = {"single": False, "second_factor": None, "sole": False, "elected": False, "bodies": None}
        return {row["id"]: whole | row for pack in self.of("roles") for row in pack.data["roles"]}

    @cached_property
    def holding_kinds(self) -> dict[str, dict[str, Any]]:
        """Title, prefix (None: none), law, longest (days, grade, source; None: unknown) and bars (names of
        acts) of each manner of holding a post, by id."""
        whole: dict[str, Any] = {"prefix": None, "longest": None, "bars": []}
        return {row["id"]: whole | row for pack in self.of("holding_kinds") for row in pack.data["kinds"]}

    @cached_property
    def administration(self) -> dict[str, Text]:
        """Titles of the acts of administration that a manner of holding may bar, by name."""
        rows = (row for pack in self.of("holding_kinds") for row in pack.data["acts"])
        return {f"agencies.{row['id']}": row["title"] for row in rows}

    @cached_property
    def government(self) -> dict[str, Any]:
        """The government that runs this installation: title, short, zone, domain, whose verifier is whose."""
        return self.of("government")[0].data

    @cached_property
    def calendar(self) -> Calendar:
        """Working days and office hours."""
        hours = self.of("office_hours")
        return Calendar([p.data for p in self.of("calendar")], [p.data for p in hours])


def load(folder: Path) -> Library:
    """Read and check all packs below `folder` (its `schema` and `tests` folders aside).

    Raises ContentError with every problem of every file; a Library is only given for content without any."""
    documents = [
        read(str(path.relative_to(folder)), path.read_bytes())
        for path in sorted(folder.rglob("*.yaml"))
        if not {"tests", "schema"} & set(path.relative_to(folder).parts)
    ]
    schemas = Schemas(folder / "schema")
    problems = [problem for document in documents for problem in schemas.problems(document)]
    wrong = {problem.file for problem in problems}
    sound = [document for document in documents if document.file not in wrong]
    unsound = {str(d.data.get("kind")) for d in documents if d.file in wrong and isinstance(d.data, dict)}
    names = Names.of(sound, unsound)
    problems += rules.problems(sound, names)
    problems += scored_units.problems(sound, names)
    problems += references.problems(sound)
    for document in sound:
        if document.data["kind"] == "record_type":
            problems += record_type.problems(document, names)
    if problems:
        raise ContentError(problems)
    return Library([_pack(document) for document in documents])


def _pack(document: Document) -> Pack:
    data = document.data
    digest = hashlib.sha256(canonical(data)).hexdigest()
    return Pack(
        data["kind"],
        data["name"],
        data["version"],
        day(data["start"]),
        data["grade"],
        data["source"],
        digest,
        document.file,
        data,
    )
