"""What an act does to a record: `permission` says who may take which arrow, `after` everything that stands
after it, as a value; both speak of the shapes in `standing`.

Pure: computed and tested without a database; `actions.perform` hands it to the database function, which
checks it again. Nothing here reads or writes. Days are in `clock`, answers in `fields`.
"""

from serentak.records.lifecycle.after import ASIDE, Route, Stands, outcome
from serentak.records.lifecycle.permission import (
    LOOK,
    NOT_ALLOWED,
    allowed,
    arrow,
    choose,
    own_work,
    permitted,
    proposal,
)
from serentak.records.lifecycle.standing import Outcome, Party, Standing

__all__ = [
    "ASIDE",
    "LOOK",
    "NOT_ALLOWED",
    "Outcome",
    "Party",
    "Route",
    "Standing",
    "Stands",
    "allowed",
    "arrow",
    "choose",
    "outcome",
    "own_work",
    "permitted",
    "proposal",
]
