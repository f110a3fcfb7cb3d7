"""Kinds of fields: how each reads what a person typed, which shape it keeps, what it says when wrong.

Pure. A value is canonical: strings, whole numbers, and for a place degrees in millionths. Which fields an act
asks is in `fields`.
"""

from serentak.records.kinds.reading import Given, Wrong, clean, read, telephone
from serentak.records.kinds.shapes import fault, shape

__all__ = ["Given", "Wrong", "clean", "fault", "read", "shape", "telephone"]
