"""The calendar: which days are working days, when offices are open, and how deadlines are counted.

Days are counted in the province's zone (WITA). A deadline of n working days ends when the office closes on
the n-th working day after the day it began. Years without a decree know weekends only, and every one of
their days says that it is estimated.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from serentak.law.dates import Text, covers, day
from serentak.law.dates import series as in_order
from serentak.lib.clock import WITA

Spans = list[tuple[time, time]]

_WEEKEND: Text = {"id": "Akhir pekan", "en": "Weekend"}
_MARGIN = 10  # years on either side of the decreed ones in which deadlines can still be counted


@dataclass(frozen=True)
class Holiday:
    """A day off by decree: `kind` is holiday or joint_leave, `law` the decree, `grade` a key of GRADES."""

    day: date
    kind: str
    name: Text
    grade: str
    source: str
    law: str

    @property
    def estimated(self) -> bool:
        """Whether the day may still move, since the decision on it has not been taken."""
        return self.grade == "estimate"


class Calendar:
    """Made from the packs of kind calendar and office_hours."""

    def __init__(self, years: Sequence[dict[str, Any]], hours: Sequence[dict[str, Any]]) -> None:
        self._years = {pack["year"] for pack in years}
        self._holidays = {row.day: row for pack in years for row in _holidays(pack)}
        self._seasons = [
            (day(row["start"]), day(row["until"]), row["season"]) for pack in hours for row in pack["seasons"]
        ]
        self._offices = {
            office["id"]: {
                season: in_order([row for row in office["hours"] if row["season"] == season])
                for season in {row["season"] for row in office["hours"]}
            }
            for pack in hours
            for office in pack["offices"]
        }

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day: Monday to Friday, no public holiday, no joint leave."""
        return day.weekday() < 5 and day not in self._holidays

    def why(self, day: date) -> Text | None:
        """Why a day is no working day; None for a working day."""
        if day in self._holidays:
            return self._holidays[day].name
        return _WEEKEND if day.weekday() >= 5 else None

    def estimated(self, day: date) -> bool:
        """Whether what is said of this day may still change: an estimate, or a year without a decree."""
        if day.year not in self._years:
            return True
        return day in self._holidays and self._holidays[day].estimated

    def years(self) -> list[int]:
        """The years for which there is a decree."""
        return sorted(self._years)

    def days(self, year: int) -> list[Holiday]:
        """The days off of a year by decree, in order."""
        return [row for on, row in sorted(self._holidays.items()) if on.year == year]

    def hours(self, day: date, office: str = "office") -> Spans:
        """When a kind of office works on this day, in WITA; empty when it does not work.

        KeyError for an unknown kind of office; LookupError when no hours are in force on that day."""
        if not self.is_working(day):
            return []
        season = next((name for start, until, name in self._seasons if covers(start, until, day)), "ordinary")
        kinds = self._offices[office]
        for start, until, row in kinds.get(season, kinds["ordinary"]):
            if covers(start, until, day):
                spans = row["friday" if day.weekday() == 4 else "monday_to_thursday"]
                return [(time.fromisoformat(opens), time.fromisoformat(shuts)) for opens, shuts in spans]
        raise LookupError(f"no hours of {office} on {day.isoformat()}")

    def closes(self, day: date, office: str = "office") -> datetime:
        """The moment at which the office closes on a working day (WITA)."""
        return datetime.combine(day, self.hours(day, office)[-1][1], tzinfo=WITA)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The end of office hours on the `days`-th working day after the day of `start`.

        The day of `start` never counts, at whatever hour it began; 0 gives the end of that day, or of the
        next working day when it is none. ValueError for a negative number, LookupError beyond the years
        that the calendar can count."""
        if days < 0:
            raise ValueError("a deadline cannot lie before its start")
        begun = start.astimezone(WITA).date().toordinal()
        at = bisect_left(self._working, begun) if days == 0 else bisect_right(self._working, begun) + days - 1
        if not self._working[0] <= begun or at >= len(self._working):
            raise LookupError(
                f"the calendar does not reach {days} working days from {start.date().isoformat()}"
            )
        return self.closes(date.fromordinal(self._working[at]))

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """How many working days lie after the day of `a` up to and including the day of `b`; negative when
        b is earlier than a."""
        first, last = (moment.astimezone(WITA).date().toordinal() for moment in (a, b))
        return bisect_right(self._working, last) - bisect_right(self._working, first)

    @cached_property
    def _working(self) -> list[int]:
        """All working days as ordinals: a deadline is a look-up in them."""
        first = date(min(self._years) - _MARGIN, 1, 1)
        last = date(max(self._years) + _MARGIN, 12, 31)
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [on.toordinal() for on in every if self.is_working(on)]


def _holidays(pack: dict[str, Any]) -> list[Holiday]:
    return [
        Holiday(
            day(row["day"]),
            row["type"],
            row["name"],
            row.get("grade", pack["grade"]),
            row.get("source", pack["source"]),
            row.get("law", pack["law"]),
        )
        for row in pack["days"]
    ]
