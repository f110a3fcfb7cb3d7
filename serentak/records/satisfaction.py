"""The satisfaction index of a service unit (PermenPANRB 14/2017): nine elements of equal weight, scored to 4.

Pure. The index is the mean of the elements' means, times 25. An element nobody scored leaves no index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from serentak.law.dates import Text

FEWEST = 5
"""Fewer answers say too much of each, and nothing of the service."""
SCORES: tuple[tuple[int, Text], ...] = (
    (1, {"id": "Tidak baik", "en": "Not good"}),
    (2, {"id": "Kurang baik", "en": "Less than good"}),
    (3, {"id": "Baik", "en": "Good"}),
    (4, {"id": "Sangat baik", "en": "Very good"}),
)


@dataclass(frozen=True)
class Result:
    """What a body was told: how many `answered`, of how many records `decided`; `index` in hundredths and
    `band` (D, C, B, A), None with too few answers; `means` of the elements in hundredths."""

    answered: int
    decided: int
    index: int | None
    band: str | None
    means: Mapping[str, int]


def result(
    elements: Sequence[str], counts: Mapping[tuple[str, int], int], decided: int, bands: Sequence[int]
) -> Result:
    """The result from the counts by element and score; `bands`: the lowest index of C, B and A, ascending."""
    said = {e: sum(counts.get((e, score), 0) for score, _ in SCORES) for e in elements}
    answered = max(said.values(), default=0)
    if answered < FEWEST or not all(said.values()):
        return Result(answered, decided, None, None, {})
    means = {e: Fraction(sum(s * counts.get((e, s), 0) for s, _ in SCORES), said[e]) for e in elements}
    index = _hundredths(sum(means.values(), Fraction()) / len(elements) * 25)
    band = "DCBA"[sum(index >= lowest for lowest in bands)]
    return Result(answered, decided, index, band, {e: _hundredths(mean) for e, mean in means.items()})


def _hundredths(value: Fraction) -> int:
    return int(value * 100 + Fraction(1, 2))
