"""What must hold of the clocks of a record type: acts, settings, dates, classes and extensions that exist."""

from typing import Any

from serentak.law.record_type.document import Problems, TypeDocument
from serentak.law.strict import Path


def problems(kind: TypeDocument) -> Problems:
    """Everything wrong with the clocks of one record type."""
    for c, clock in enumerate(kind.data.get("clocks", ())):
        for s, stage in enumerate(clock["stages"]):
            path: Path = ("clocks", c, "stages", s)
            for key in ("from", "until"):
                for act in stage[key]:
                    yield from kind.need((*path, key), act, kind.acts, "act")
            if ("days" in stage) == ("date" in stage):
                yield kind.document.problem(path, "a stage has days or a date", "write either of them")
            if "days" in stage:
                yield from kind.setting((*path, "days"), stage["days"], ("working_days", "hours"))
            yield from _date(kind, path, stage)
            yield from _varies(kind, (*path, "varies"), stage.get("varies"))
            yield from _extends(kind, (*path, "extends"), stage.get("extends", {}))


def _date(kind: TypeDocument, path: Path, stage: dict[str, Any]) -> Problems:
    """A day that lies ahead and is always said; the clock's own act would begin it with a day gone by."""
    if "date" not in stage:
        return
    ahead = {name for name, row in kind.content.items() if row.get("future") and row.get("required")}
    yield from kind.need((*path, "date"), stage["date"], ahead, "required date field with 'future'")
    said = {name for name, move in kind.acts.items() if stage["date"] in move.get("sets", ())}
    if all(name in said for name, move in kind.acts.items() if "" in move["from"]):
        said = {name for name, move in kind.acts.items() if "clock" not in move["by"]}
    for act in stage["from"]:
        if act in kind.acts and act not in said:
            yield kind.document.problem(
                (*path, "date"), f"'{act}' does not say '{stage['date']}'", "add it to 'sets' of the act"
            )


def _varies(kind: TypeDocument, path: Path, varies: dict[str, Any] | None) -> Problems:
    """Days by the value of a choice: each choice has its setting, so that none falls to another's days."""
    if varies is None:
        return
    choices = {name: row["choices"] for name, row in kind.content.items() if row["kind"] == "choice"}
    yield from kind.need((*path, "field"), varies["field"], choices, "choice field")
    options = {choice["id"] for choice in choices.get(varies["field"], ())}
    for value, setting in varies["days"].items():
        yield from kind.need((*path, "days", value), value, options, "choice")
        yield from kind.setting((*path, "days", value), setting)
    for value in sorted(options - varies["days"].keys()):
        yield kind.document.problem((*path, "days"), f"no days for '{value}'", "name its setting")


def _extends(kind: TypeDocument, path: Path, extends: dict[str, str]) -> Problems:
    """What extends a clock is done once, or the clock would have no end."""
    for act, setting in extends.items():
        yield from kind.need((*path, act), act, kind.acts, "act")
        yield from kind.setting((*path, act), setting)
        if not kind.acts.get(act, {"once": True}).get("once"):
            yield kind.document.problem(
                (*path, act), f"'{act}' may be repeated", "write once: true in the move"
            )
