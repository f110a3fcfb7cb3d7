"""The demonstration as values: who sits where, and stories told in acts. All of it is invented but
the places.

Pure. Days are counted back in working days from the day of installation, so that the inbox always shows
something late, something due and something waiting. `demo.actions` tells the stories.
"""

from serentak.demo.rules.seats import (
    ADMINISTRATOR,
    DEPUTY,
    OPENED,
    RESIDENTS,
    SEATS,
    WEEK,
    Resident,
    Seat,
    Step,
    Story,
    moment,
    terms,
)
from serentak.demo.rules.stories import STORIES

__all__ = [
    "ADMINISTRATOR",
    "DEPUTY",
    "OPENED",
    "RESIDENTS",
    "SEATS",
    "STORIES",
    "WEEK",
    "Resident",
    "Seat",
    "Step",
    "Story",
    "moment",
    "terms",
]
