"""Values in time: what a rule said on a day, since when, until when, how certainly and who says so.

A value holds from its first day until the day before the next one of the same name begins, or until the day
before its own `until`. Two values of one name on one day are refused when content is loaded, so a day has
one answer or none. Knows nothing of files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Text = dict[str, str]

GRADES: dict[str, Text] = {
    "confirmed": {"id": "Terbaca di halaman atau dokumen publik", "en": "Read in a public page or document"},
    "reported": {
        "id": "Diberitakan; naskah aslinya belum dibaca",
        "en": "Reported; the original was not read",
    },
    "inferred": {"id": "Disimpulkan dari keterangan lain", "en": "Inferred from other statements"},
    "background": {"id": "Pengetahuan umum; perlu diperiksa", "en": "General knowledge; to be checked"},
    "estimate": {"id": "Perkiraan; menunggu keputusan resmi", "en": "Estimate; awaits the official decision"},
    "unconfirmed": {"id": "Belum dapat dipastikan", "en": "Could not be confirmed yet"},
}


class NotInForce(LookupError):
    """No value of that name on that day; the message names both."""


@dataclass(frozen=True)
class Value:
    """One dated value. `unit` says what the number counts (working_days, minutes, bytes, …); `start` is the
    first day and `until` the first day on which it no longer holds (None: until further notice); `grade` is
    a key of GRADES; `law` the id of the law it rests on."""

    name: str
    title: Text
    value: int | str | bool
    unit: str
    start: date
    until: date | None
    grade: str
    source: str
    law: str | None = None
    note: Text | None = None


def day(text: str) -> date:
    """The day that an ISO date (YYYY-MM-DD) names."""
    return date.fromisoformat(text)


def is_day(text: str) -> bool:
    """Whether a text is an ISO date of the calendar."""
    try:
        return day(text).isoformat() == text
    except ValueError:
        return False


def covers(start: date, until: date | None, on: date) -> bool:
    """Whether a day lies from `start` up to, not including, `until`."""
    return start <= on and (until is None or on < until)


def series(rows: Sequence[dict[str, Any]]) -> list[tuple[date, date | None, dict[str, Any]]]:
    """Dated rows in order, each with its first day and the first day on which it is over."""
    ordered = sorted(rows, key=lambda row: str(row["start"]))
    out: list[tuple[date, date | None, dict[str, Any]]] = []
    for row, after in zip(ordered, [*ordered[1:], None], strict=True):
        ends = [day(text) for text in (row.get("until"), after["start"] if after else None) if text]
        out.append((day(row["start"]), min(ends, default=None), row))
    return out


def overlaps(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of rows that would both hold on some day: the same start, or an explicit `until` that
    reaches into the next one."""
    order = sorted(range(len(rows)), key=lambda i: str(rows[i]["start"]))
    for i, j in zip(order, order[1:], strict=False):
        until = rows[i].get("until")
        if rows[i]["start"] == rows[j]["start"] or (until is not None and until > rows[j]["start"]):
            yield i, j


def in_force(name: str, values: Sequence[Value], on: date) -> Value:
    """The one value that holds on a day; raises NotInForce when there is none."""
    for value in values:
        if covers(value.start, value.until, on):
            return value
    raise NotInForce(f"{name} has no value on {on.isoformat()}")
