"""A record type as the checks read it: the names it defines, and how they say that one is missing."""

from collections.abc import Iterable, Iterator
from typing import Any

from serentak.law.names import Names
from serentak.law.strict import Document, Path, Problem

DOORS = frozenset({"public", "slip", "applicant", "clock"})
"""Who may act without a post: anyone, a slip's holder, a signed-in citizen, the worker's clock, a program."""

Problems = Iterator[Problem]


class TypeDocument:
    """A record type with the names it defines, and its way to say that one is missing."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.data: dict[str, Any] = document.data
        self.names = names
        self.content = {row["id"]: row for row in self.data["fields"]}
        self.payload = {row["id"]: row for row in self.data["payload"]}
        self.states = {row["id"]: row for row in self.data["states"]}
        self.acts = {row["act"]: row for row in self.data["moves"]}

    def need(self, path: Path, name: str, known: Iterable[str], what: str) -> Problems:
        options = sorted(known)
        if name not in options:
            yield self.document.problem(path, f"no {what} '{name}'", f"write one of {', '.join(options)}")

    def lacking(self, path: Path, what: str, kind: str, name: str) -> Problem:
        return self.document.problem(path, f"no {what} '{name}'", self.names.remedy(kind, name))

    def setting(self, path: Path, name: str, units: tuple[str, ...] = ("working_days",)) -> Problems:
        if self.names.lacks("settings", name):
            yield self.lacking(path, "setting", "settings", name)
        elif self.names.settings.get(name, units[0]) not in units:
            yield self.document.problem(
                path, f"setting '{name}' does not count {' or '.join(units)}", "name one that does"
            )

    def role(self, path: Path, name: str) -> Problems:
        if name not in DOORS and self.names.lacks("roles", name):
            yield self.lacking(path, "role", "roles", name)
