"""Working days against the slow count, and what the calendar says of days it does not know."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serentak.law import packs
from serentak.law.calendar import Calendar
from serentak.lib.clock import WITA
from tests.oracles import calendar as oracle

CALENDAR = packs.load(Path(__file__).parents[2] / "content").calendar
OFF = frozenset(row.day for year in CALENDAR.years() for row in CALENDAR.days(year))
DAYS = st.dates(date(2023, 6, 1), date(2029, 12, 31))
MOMENTS = st.builds(lambda d, t: datetime.combine(d, t, tzinfo=WITA), DAYS, st.times())


@settings(max_examples=300, deadline=None)
@given(MOMENTS, st.integers(0, 120))
def test_deadline_is_the_day_a_finger_finds(start: datetime, days: int) -> None:
    due = CALENDAR.add_working_days(start, days)
    assert due.date() == oracle.after(start.date(), days, OFF)
    assert due == CALENDAR.closes(due.date())


@settings(max_examples=300, deadline=None)
@given(MOMENTS, MOMENTS)
def test_days_between_are_those_a_finger_counts(a: datetime, b: datetime) -> None:
    assert CALENDAR.working_days_between(a, b) == oracle.between(a.date(), b.date(), OFF)


@settings(max_examples=100, deadline=None)
@given(MOMENTS, st.integers(1, 120))
def test_a_deadline_of_n_days_lies_n_days_away(start: datetime, days: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, days)) == days


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_offices_are_open_on_working_days_only(day: date) -> None:
    spans = CALENDAR.hours(day)
    assert bool(spans) == CALENDAR.is_working(day) == (CALENDAR.why(day) is None)
    flat = [moment for span in spans for moment in span]
    assert flat == sorted(flat)


def test_the_day_is_the_one_in_the_province() -> None:
    """23.30 UTC on Sunday is Monday morning in Mamuju: Monday never counts."""
    start = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert CALENDAR.add_working_days(start, 1) == datetime(2026, 11, 24, 16, 0, tzinfo=WITA)


def test_a_start_after_closing_counts_from_the_same_day() -> None:
    morning, night = (datetime(2026, 11, 23, hour, tzinfo=WITA) for hour in (6, 23))
    assert CALENDAR.add_working_days(morning, 2) == CALENDAR.add_working_days(night, 2)


def test_reasons() -> None:
    assert CALENDAR.why(date(2026, 11, 22)) == {"id": "Akhir pekan", "en": "Weekend"}
    assert CALENDAR.why(date(2026, 8, 17)) == {
        "id": "Hari Kemerdekaan Republik Indonesia",
        "en": "Independence Day",
    }
    assert CALENDAR.why(date(2026, 11, 23)) is None


def test_years_without_a_decree_are_estimates() -> None:
    assert CALENDAR.years() == [2024, 2025, 2026, 2027]
    assert CALENDAR.estimated(date(2028, 1, 3))
    assert CALENDAR.estimated(date(2027, 3, 10))
    assert not CALENDAR.estimated(date(2026, 3, 21))


def test_what_cannot_be_counted_is_refused() -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=WITA)
    with pytest.raises(ValueError, match="before its start"):
        CALENDAR.add_working_days(start, -1)
    with pytest.raises(LookupError, match="does not reach"):
        CALENDAR.add_working_days(start, 9000)
    with pytest.raises(LookupError, match="does not reach"):
        CALENDAR.add_working_days(datetime(1999, 1, 4, 9, tzinfo=WITA), 1)
    with pytest.raises(LookupError, match="no hours of office on 2020-01-06"):
        CALENDAR.hours(date(2020, 1, 6))
    with pytest.raises(KeyError):
        CALENDAR.hours(date(2026, 11, 23), "warung")


def test_a_season_changes_the_hours_for_its_days_only() -> None:
    before, first, last, after = date(2026, 2, 18), date(2026, 2, 19), date(2026, 3, 17), date(2026, 3, 25)
    assert [CALENDAR.hours(d)[-1][1] for d in (before, first, last, after)] == [
        time(16),
        time(15),
        time(15),
        time(16),
    ]


def test_new_hours_take_over_on_their_day() -> None:
    week = {"monday_to_thursday": [["08:00", "16:00"]], "friday": [["08:00", "11:00"]], "season": "ordinary"}
    later = {**week, "monday_to_thursday": [["09:00", "15:00"]], "start": "2026-07-01"}
    office = {"id": "office", "hours": [later, {**week, "start": "2026-01-01"}]}
    year = {"year": 2026, "law": "x", "grade": "confirmed", "source": "x", "days": []}
    calendar = Calendar([year], [{"offices": [office], "seasons": []}])
    assert calendar.hours(date(2026, 6, 30)) == [(time(8), time(16))]
    assert calendar.hours(date(2026, 7, 1)) == [(time(9), time(15))]
    assert calendar.hours(date(2026, 7, 1) + timedelta(days=2)) == [(time(8), time(11))]
