"""Rows of a spreadsheet as acts: what a column means, what a cell says, what all rows would do.

Pure. How a file is read is `desk.sheet`'s; the acts themselves go through `records.actions.perform`.
"""

from serentak.records.intake.columns import Target, guess, head_of, plain, targets
from serentak.records.intake.planning import CHANGED, NEW, SAME, Asked, Known, Outcome, Plan, key_of, plan
from serentak.records.intake.reading import Bodies

__all__ = [
    "CHANGED",
    "NEW",
    "SAME",
    "Asked",
    "Bodies",
    "Known",
    "Outcome",
    "Plan",
    "Target",
    "guess",
    "head_of",
    "key_of",
    "plain",
    "plan",
    "targets",
]
