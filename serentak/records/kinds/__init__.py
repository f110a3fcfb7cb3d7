"""Kinds of fields: how each reads what a person typed, which shape it keeps, what it says when wrong.

Pure. A value is canonical: strings, whole numbers (money in rupiah, a number with decimals by
its last one), and for a place degrees in millionths. Which fields an act
asks is in `fields`.
"""

from serentak.records.kinds.figures import typed, written
from serentak.records.kinds.given import Given, Wrong, clean
from serentak.records.kinds.outward import outward, reads, writes
from serentak.records.kinds.reading import read, telephone
from serentak.records.kinds.shapes import fault, shape

__all__ = [
    "Given",
    "Wrong",
    "clean",
    "fault",
    "outward",
    "read",
    "reads",
    "shape",
    "telephone",
    "typed",
    "writes",
    "written",
]
