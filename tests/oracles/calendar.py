"""The calendar as a person counts it: one day after the other, with a finger on each."""

from collections.abc import Set
from datetime import date, timedelta

ONE = timedelta(days=1)


def working(day: date, off: Set[date]) -> bool:
    """Monday to Friday and not among the days off."""
    return day.isoweekday() in (1, 2, 3, 4, 5) and day not in off


def after(start: date, days: int, off: Set[date]) -> date:
    """The `days`-th working day after `start`; for 0 the first working day from `start` on."""
    day = start
    while days == 0 and not working(day, off):
        day += ONE
    while days > 0:
        day += ONE
        days -= working(day, off)
    return day


def between(first: date, last: date, off: Set[date]) -> int:
    """Working days after `first` up to `last`; counted backwards when `last` is earlier."""
    if last < first:
        return -between(last, first, off)
    count, day = 0, first
    while day < last:
        day += ONE
        count += working(day, off)
    return count
