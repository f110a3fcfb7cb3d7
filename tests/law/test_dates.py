"""Values in time: one answer on a day, or none."""

from datetime import date
from typing import Any

import pytest

from serentak.law.dates import NotInForce, Value, in_force, overlaps, series


def rows(*dates: tuple[str, str | None]) -> list[dict[str, Any]]:
    return [{"start": start} | ({"until": until} if until else {}) for start, until in dates]


def test_a_value_ends_when_the_next_begins() -> None:
    found = series(rows(("2026-07-01", None), ("2025-01-01", None)))
    assert [(start, until) for start, until, _ in found] == [
        (date(2025, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), None),
    ]


def test_an_earlier_end_leaves_a_gap() -> None:
    found = series(rows(("2025-01-01", "2025-06-01"), ("2026-01-01", None)))
    values = [
        Value("x.y", {"id": "x", "en": "x"}, n, "days", start, until, "confirmed", "s")
        for n, (start, until, _) in enumerate(found)
    ]
    assert in_force("x.y", values, date(2025, 5, 31)).value == 0
    assert in_force("x.y", values, date(2026, 1, 1)).value == 1
    with pytest.raises(NotInForce, match=r"x\.y has no value on 2025-06-01"):
        in_force("x.y", values, date(2025, 6, 1))
    with pytest.raises(NotInForce):
        in_force("x.y", values, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([("2025-01-01", None), ("2025-01-01", None)], [(0, 1)]),
        ([("2025-01-01", "2025-03-01"), ("2025-02-28", None)], [(0, 1)]),
        ([("2025-01-01", "2025-03-01"), ("2025-03-01", None)], []),
        ([("2025-03-01", None), ("2025-01-01", None)], []),
    ],
)
def test_overlaps(given: list[tuple[str, str | None]], found: list[tuple[int, int]]) -> None:
    assert list(overlaps(rows(*given))) == found
