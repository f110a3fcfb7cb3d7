"""The stories as values: in order, in the past, on working days, and of nobody."""

import re
from datetime import datetime, timedelta

import pytest

from serentak.demo import rules
from serentak.law import queries as law
from serentak.lib.clock import WITA, local_day
from serentak.people.rules import DEMO_ACCOUNTS

AT = datetime(2026, 11, 25, 9, 30, tzinfo=WITA)
DAYS = [AT + timedelta(days=n) for n in range(0, 14)]


@pytest.mark.parametrize("at", [*DAYS, AT.replace(hour=0, minute=5), AT.replace(month=3, day=25)], ids=str)
def test_every_step_happened_before_after_the_one_before_it(at: datetime) -> None:
    calendar = law.library().calendar
    for story in rules.STORIES:
        moments = [rules.moment(step, at=at, calendar=calendar) for step in story]
        assert moments == sorted(set(moments)) and moments[-1] < at
        assert all(
            calendar.is_working(local_day(m)) for m, step in zip(moments, story, strict=True) if step.back
        )


def test_seats_and_the_accounts_that_are_shown_are_the_same() -> None:
    assert {seat.username for seat in (*rules.SEATS, rules.ADMINISTRATOR, *rules.RESIDENTS)} == {
        a.username for a in DEMO_ACCOUNTS
    }
    assert len({(seat.organisation, seat.role) for seat in rules.SEATS}) == len(rules.SEATS)
    seats = [seat for seat in rules.SEATS if seat.role == "legislator"]
    assert len({seat.organisation for seat in seats}) == len({seat.district for seat in seats}) == 2


def test_stories_name_no_person() -> None:
    for story in rules.STORIES:
        name = story[0].data.get("reporter_name", "Warga X")
        assert re.fullmatch(r"Warga [A-Z]", name)
        assert re.fullmatch(r"0812 0000 \d{4}", story[0].data.get("reporter_phone", "0812 0000 0000"))


def test_each_opens_with_a_filing() -> None:
    assert all(
        [step.act == "file" for step in story] == [True] + [False] * (len(story) - 1)
        for story in rules.STORIES
    )
