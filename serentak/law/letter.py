"""What must hold of the letter of a record type: what it names exists, and no person is shown.

How it is drawn, signed and read is the engine's, in `records`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from serentak.law.strict import Document, Path, Problem

PLACE = re.compile(r"\{([^{}]*)\}")
"""Where a merge field stands in a paragraph."""
KNOWN = frozenset({"agency"})
"""Merge fields that are no field of the type."""

Rows = Mapping[str, Mapping[str, Any]]
Problems = Iterator[Problem]


def problems(document: Document, content: Rows, payload: Rows, acts: Rows) -> Problems:
    """Everything wrong inside the letter of a record type of sound shape, if it has one."""
    letter = document.data.get("letter")
    if letter is None:
        return
    named = [key for key in ("at", "sign", "withdraw") if key in letter]
    yield from (p for key in named for p in _need(document, ("letter", key), letter[key], acts, "act"))
    if all(letter[key] in acts for key in named):
        yield from _acts(document, letter, acts)
        asked = acts[letter["at"]].get("asks", ())
        merged = {**content, **{name: payload[name] for name in asked if name in payload}}
        yield from _fields(document, letter, content, merged)
        yield from _need(
            document,
            ("letter", "number"),
            letter["number"],
            set(asked) & set(payload),
            "field asked by the act",
        )


def _need(document: Document, path: Path, name: str, known: Iterable[str], what: str) -> Problems:
    if name not in known:
        yield document.problem(path, f"no {what} '{name}'", f"write one of {', '.join(sorted(known))}")


def _acts(document: Document, letter: Mapping[str, Any], acts: Rows) -> Problems:
    """It is drawn for whoever signs it, on a record that waits for that, and a sealed one shows nothing."""
    at, sign = acts[letter["at"]], acts[letter["sign"]]
    wrong = {
        "one role of a post signs": len(sign["by"]) != 1 or "agency" not in sign["by"].values(),
        "whoever signs decides on it first": set(at["by"]) != set(sign["by"]),
        "nobody prepares the signature of another": "prepared_by" in sign,
        "it is signed where it was drawn": at["to"] not in sign["from"],
        "a sealed record has none": document.data["class"] == "sealed",
    }
    for rule in (rule for rule, broken in wrong.items() if broken):
        yield document.problem(
            ("letter", "sign"), f"this letter cannot be signed: {rule}", "mend the acts it names"
        )


def _fields(document: Document, letter: Mapping[str, Any], content: Rows, merged: Rows) -> Problems:
    for index, name in enumerate(letter.get("public", ())):
        path: Path = ("letter", "public", index)
        yield from _need(document, path, name, content, "content field")
        if "personal" in content.get(name, {}):
            yield document.problem(path, f"'{name}' is about a person", "leave it out: anybody reads this")
    for key in ("from", "until"):
        if key in letter.get("valid", {}):
            dates = [name for name, row in merged.items() if row["kind"] == "date"]
            yield from _need(document, ("letter", "valid", key), letter["valid"][key], dates, "date field")
    for index, part in enumerate(letter["body"]):
        for where, name in _merged(part):
            path = ("letter", "body", index, *where)
            yield from _need(document, path, name, {*merged, *KNOWN}, "merge field")
            if merged.get(name, {}).get("kind") == "files":
                yield document.problem(path, f"'{name}' holds files", "a letter prints words; leave it out")


def _merged(part: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The merge fields of a part of the body, and where they stand in it."""
    yield from ((("rows", n), name) for n, name in enumerate(part.get("rows", ())))
    yield from ((("text",), name) for name in PLACE.findall(part.get("text", "")))
