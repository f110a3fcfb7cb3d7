"""People and posts as a spreadsheet lists them: what a line says (`reading`), what all would do (`planning`).

Pure: nothing is written here, and the database decides again about every row. A line may name a post, a
person, or both, and then that the person holds the post.
"""

from serentak.agencies.roster.planning import plan
from serentak.agencies.roster.shapes import (
    COLUMNS,
    PERSON,
    Known,
    Line,
    Outcome,
    Place,
    Plan,
    Span,
    Standing,
    last_day,
)

__all__ = [
    "COLUMNS",
    "Known",
    "Line",
    "Outcome",
    "PERSON",
    "Place",
    "Plan",
    "Span",
    "Standing",
    "last_day",
    "plan",
]
