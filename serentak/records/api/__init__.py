"""The engine for programs: every published type at the same addresses, and the document that says so."""

from serentak.records.api.document import document, made
from serentak.records.api.records import act, file, many, one
from serentak.records.api.shapes import REFUSALS

__all__ = ["REFUSALS", "act", "document", "file", "made", "many", "one"]
