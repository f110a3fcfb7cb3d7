"""Figures of a period by record type and body: what came in, what was decided, in time, what still waits.

Pure. What a day brought stands under the body that the entries name. Whose it is, the register says: of the
body that answered for that one on that day, or of whoever answers for it today. Small figures of a
confidential type are for those who answer for them; sealed records are counted nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from serentak.agencies.register import Register
from serentak.agencies.rules import Actor, Body, kind_order
from serentak.law.dates import Text
from serentak.lib.words import read_day
from serentak.records.rules import RecordType

SMALL = 5
"""Figures below this one say too much of single cases of a confidential type."""
WHOLE = ("coordinator", "secretary", "governor")
"""Roles that see every figure as it is; a head sees those of the own body."""


@dataclass(frozen=True)
class Tally:
    """`came`: records opened at or handed over to a body; `decided`: acts that decide, `in_time` those before
    the deadline; `running`: records that wait for a decision at the end."""

    came: int = 0
    decided: int = 0
    in_time: int = 0
    running: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        mine, theirs = vars(self), vars(other)
        return Tally(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True)
class Sum:
    """What the days of one era brought to the body that entries name; eras end where bodies change."""

    type: str
    agency: int
    era: int
    tally: Tally


@dataclass(frozen=True)
class Line:
    """The figures of a body, or of several that a split left without naming one."""

    bodies: tuple[Body, ...]
    tally: Tally


@dataclass(frozen=True)
class Asked:
    """A period of whole days, both included; `today`: for the bodies of today, not those of then. `wrong` by
    field (dari, sampai)."""

    first: date
    last: date
    today: bool
    body: int | None
    wrong: Mapping[str, Text]


def settling(kinds: Iterable[RecordType]) -> dict[str, dict[str, list[str]]]:
    """By type: the acts that `decides`, and the states that are `settled`, after them or at the end."""
    found = {}
    for kind in kinds:
        deciding = [move for move in kind.moves if move.decides]
        after = {move.state_after(state) for move in deciding for state in move.origins}
        ends = {state.id for state in kind.states.values() if state.end}
        found[kind.name] = {"decides": [move.act for move in deciding], "settled": sorted(after | ends)}
    return found


def eras(register: Register) -> list[date]:
    """The days on which bodies ended, ascending: between two of them nobody's successor changes."""
    return sorted({body.valid_until for body in register.bodies.values() if body.valid_until})


def fold(sums: Iterable[Sum], register: Register, end: date, on: date | None) -> dict[str, list[Line]]:
    """The lines of each type in the order of the list. `end` is the last day of the period; `on` the day
    whose bodies are asked, None for those of each act's own day."""
    found: dict[tuple[str, tuple[Body, ...]], Tally] = {}
    began = [date.min, *eras(register)]
    for one in sums:
        day = began[one.era]
        happened = Tally(one.tally.came, one.tally.decided, one.tally.in_time)
        for tally, asked in ((happened, on or day), (Tally(running=one.tally.running), on or end)):
            bodies = register.heirs(one.agency, asked, one.type) or (register.bodies[one.agency],)
            key = one.type, tuple(sorted(bodies, key=_place))
            found[key] = found.get(key, Tally()) + tally
    lines: dict[str, list[Line]] = {}
    for (type, bodies), tally in sorted(found.items(), key=lambda row: [_place(b) for b in row[0][1]]):
        if tally != Tally():
            lines.setdefault(type, []).append(Line(bodies, tally))
    return lines


def _place(body: Body) -> tuple[int, int]:
    return kind_order(body.kind), body.id


def shown(line: Line, kind: Mapping[str, Any], by: Actor) -> dict[str, int | None]:
    """The figures of a line that this actor may see, by name; None stands for a small one that is kept."""
    role, own = by.role, by.holding and by.holding.organisation
    whole = role in WHOLE or role == "head" and own in {body.id for body in line.bodies}
    open_to_all = kind["class"] in ("public", "internal") or whole
    return {name: n if open_to_all or not 0 < n < SMALL else None for name, n in vars(line.tally).items()}


def read(query: Mapping[str, str], today: date) -> Asked:
    """What an address asks: dari, sampai, menurut (kini), instansi; without days, this year so far."""
    days, wrong = {"dari": date(today.year, 1, 1), "sampai": today}, {}
    for name in days:
        typed = query.get(name, "").strip()[:20]
        found = read_day(typed) if typed else days[name]
        if found is None:
            wrong[name] = {"id": "Tulis tanggal seperti 31-12-2025.", "en": "Write a day like 31-12-2025."}
        days[name] = found or days[name]
    if days["dari"] > days["sampai"]:
        wrong["sampai"] = {
            "id": "Hari terakhir mendahului hari pertama.",
            "en": "The last day is before the first.",
        }
    body = query.get("instansi", "")
    number = int(body) if body.isdecimal() and len(body) < 10 else None
    return Asked(days["dari"], days["sampai"], query.get("menurut") == "kini", number, wrong)


def periods(today: date) -> list[tuple[str, date, date]]:
    """The periods offered, with first and last day: month, quarter and year that run, and those before."""
    found = []
    for name, months in (("month", 1), ("quarter", 3), ("year", 12)):
        first = date(today.year, (today.month - 1) // months * months + 1, 1)
        last = _month_after(first, months) - timedelta(days=1)
        before = _month_after(first, -months)
        found += [(name, first, last), (f"last_{name}", before, first - timedelta(days=1))]
    return found


def _month_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
