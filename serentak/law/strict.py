"""YAML read strictly: one spelling for each value, and every value knows its line and column.

YAML guesses (`no` is false, `010` is eight, `1:30` is ninety, `76.02` is a number); law may not be guessed.
Plain text is a string, `true`, `false`, `null`, a whole number or an ISO date, which stays a string; what
could be read in another way must stand in quotes. Knows nothing of packs or schemas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9_.,:eE+-]*|0[xXoObB][0-9A-Fa-f_]+|[-+]?\.(inf|nan)", re.IGNORECASE)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ ]+[0-9]).*")
_WORDS = {"true": True, "false": False, "null": None}
_GUESSED = {"yes", "no", "on", "off", "y", "n", "~", "", "true", "false", "null"}
_QUOTE = "put it in quotes if it is text"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong at one place of a content file, and how to mend it; line and column count from 1."""

    file: str
    line: int
    what: str
    remedy: str
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.remedy}"


@dataclass
class Document:
    """What one file says: its value, where each part of it stands, and what is wrong with it."""

    file: str
    data: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, what: str, remedy: str) -> Problem:
        """A problem at the given path, or at the nearest thing around it that has a place."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Problem(self.file, line, what, remedy, column)


def read(file: str, text: str | bytes) -> Document:
    """Read one YAML document; everything refused is listed in `problems`, never raised."""
    document = Document(file)
    reader = _Reader(document, text)
    try:
        reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"not YAML: {error.problem or error.context}"
        remedy = "check indentation, quotes and colons; text with ': ' or ' #' in it needs quotes"
        document.problems.append(Problem(file, line, what, remedy, column))
    except yaml.YAMLError as error:
        document.problems.append(Problem(file, 1, f"not YAML: {error}", "save the file as UTF-8 text"))
    return document


class _Reader:
    """Builds values from the C parser's events, so that nothing is resolved by YAML's own rules."""

    def __init__(self, document: Document, text: str | bytes) -> None:
        self.out = document
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.out.problems.append(
                Problem(self.out.file, 1, "the file is empty", "write a pack or delete the file")
            )
            return
        self.out.data = self.value(next(self.events), ())
        next(self.events)
        rest = next(self.events)
        if not isinstance(rest, yaml.StreamEndEvent):
            self.refuse(rest, "a second document begins here", "one file holds one pack: remove the '---'")

    def value(self, event: Any, path: Path) -> Any:
        self.out.marks.setdefault(path, _place(event))
        if event.anchor is not None:
            name = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            self.refuse(
                event, f"{name} '{event.anchor}' is not allowed", "write the value out where it is used"
            )
            if name == "alias":
                return None
        if event.tag is not None:
            self.refuse(event, f"tag '{event.tag}' is not allowed", "remove the tag; quotes make text")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, path)
            if key in found:
                self.refuse(event, f"key '{key}' stands twice", "keep one of the two")
            self.out.marks.setdefault((*path, key), _place(event))
            found[key] = self.value(next(self.events), (*path, key))
        return found

    def key(self, event: Any, path: Path) -> str:
        """A key is always text, so `on` and `no` are fine here; merging (`<<`) is not."""
        if not isinstance(event, yaml.ScalarEvent):
            self.refuse(event, "a key must be plain text", "write a name before the colon")
            self.value(event, (*path, "?"))
            return "?"
        if event.value == "<<" or event.anchor is not None:
            self.refuse(
                event, f"key '{event.value}' with an anchor or merge is not allowed", "write the keys out"
            )
        return str(event.value)

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0] or _DATE.fullmatch(text):
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if text.lower() in _GUESSED:
            what = f"'{text}' can be read as yes, no or nothing" if text else "no value after the colon"
            self.refuse(event, what, f"write true, false or null, or {_QUOTE}")
        elif _NUMBER_LIKE.fullmatch(text) or _MOMENT.fullmatch(text):
            self.refuse(
                event,
                f"'{text}' can be read as more than one number or time",
                f"write a whole number without leading zero, or {_QUOTE}",
            )
        return text

    def refuse(self, event: Any, what: str, remedy: str) -> None:
        line, column = _place(event)
        self.out.problems.append(Problem(self.out.file, line, what, remedy, column))


def _place(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
