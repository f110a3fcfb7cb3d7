"""The plan as data: the tables of HOUSE.md, read once, that every other check is generated from.

A table is found by the heading above it. A cell is read as plain text; `names(cell)` gives the words in
backticks. Whoever changes the house changes HOUSE.md, and the checks follow; they hold no list of their own.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Row = dict[str, str]


def table(text: str, heading: str) -> list[Row]:
    """Rows of the first table under `## heading`, each a dict by column title; ValueError without one."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    lines = [line for line in section[1].splitlines() if line.startswith("|")] if section else []
    if len(lines) < 3:
        raise ValueError(f"no table under the heading {heading!r}")
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    titles, _, *rest = rows
    return [dict(zip(titles, row, strict=True)) for row in rest]


def names(cell: str) -> list[str]:
    """The words in backticks of a cell, in order."""
    return re.findall(r"`([^`]+)`", cell)


@dataclass(frozen=True)
class Name:
    """One line of the names table: a module a room has beside the stairs, and who may come in by it."""

    room: str
    module: str
    stair: str
    pure: bool
    door: frozenset[str] | None  # None: closed; {"all"}: any higher room; else the rooms named


@dataclass(frozen=True)
class Plan:
    """Everything the tables of HOUSE.md say about modules."""

    floors: tuple[tuple[str, ...], ...]  # top to bottom
    stairs: tuple[str, ...]  # top to bottom
    open_stairs: dict[str, frozenset[str]]  # stair -> {"all"} or the rooms that may come in by it
    names: tuple[Name, ...]

    @property
    def rooms(self) -> tuple[str, ...]:
        return tuple(room for floor in self.floors for room in floor)

    def floor(self, room: str) -> int:
        """0 is the top floor."""
        return next(i for i, floor in enumerate(self.floors) if room in floor)

    def door(self, room: str, module: str) -> frozenset[str]:
        """Which rooms may import `room.module`: {"all"}, some, or none."""
        for name in self.names:
            if (name.room, name.module) == (room, module):
                return name.door or frozenset()
        return self.open_stairs.get(module, frozenset())

    def may_enter(self, who: str, room: str, module: str) -> bool:
        """May the room `who` import `room.module`? Its own always; another's from above and by a door."""
        if who == room:
            return True
        door = self.door(room, module)
        return self.floor(who) < self.floor(room) and ("all" in door or who in door)


def read(text: str) -> Plan:
    """The plan from the text of HOUSE.md."""
    stairs = table(text, "Stairs")
    return Plan(
        floors=tuple(tuple(names(row["rooms"])) for row in table(text, "Floors")),
        stairs=tuple(names(row["stair"])[0] for row in stairs),
        open_stairs={names(row["stair"])[0]: door for row in stairs if (door := _door(row["door"]))},
        names=tuple(
            Name(
                names(row["room"])[0],
                module,
                names(row["stair"])[0],
                row["pure"] == "pure",
                _door(row["door"]),
            )
            for row in table(text, "Names")
            for module in names(row["modules"])
        ),
    )


def _door(cell: str) -> frozenset[str] | None:
    if cell == "open":
        return frozenset({"all"})
    return frozenset(names(cell)) or None


@cache
def house_text() -> str:
    return (ROOT / "HOUSE.md").read_text()


@cache
def plan() -> Plan:
    """The plan of this checkout."""
    return read(house_text())
