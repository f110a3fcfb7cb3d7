"""Lists of codes with dates: what a field of kind `reference` may be answered with on a day.

A code that is over is offered no more and stays readable. Its label is the one it was given last.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from serentak.law.dates import Text, covers, day, overlaps
from serentak.law.names import newest, of_kind
from serentak.law.strict import Document, Problem


class References:
    """The lists by name."""

    def __init__(self, packs: Mapping[str, Mapping[str, Any]]) -> None:
        self._lists = {name: pack["codes"] for name, pack in packs.items()}
        self._labels = {
            name: {row["code"]: row["label"] for row in sorted(rows, key=lambda row: str(row["start"]))}
            for name, rows in self._lists.items()
        }

    def on(self, name: str, on: date) -> list[dict[str, Any]]:
        """The codes of a list on a day, in its order: id (the code) and label."""
        return [
            {"id": row["code"], "label": row["label"]}
            for row in self._lists[name]
            if covers(day(row["start"]), day(row["until"]) if "until" in row else None, on)
        ]

    def label(self, name: str, code: str) -> Text:
        """What a code means, in use or not; the code itself when the list never had it."""
        return self._labels.get(name, {}).get(code) or {"id": code, "en": code}


def problems(documents: Sequence[Document]) -> Iterator[Problem]:
    """What is wrong in lists of sound shape: a code means one thing on a day, and ends after it starts."""
    for document in of_kind(newest(documents), "references"):
        rows = document.data["codes"]
        for index, row in enumerate(rows):
            if row.get("until", "9999") <= row["start"]:
                path = ("codes", index, "until")
                yield document.problem(path, "it ends before it starts", "put 'until' after 'start'")
        for code in {row["code"] for row in rows}:
            same = [n for n, row in enumerate(rows) if row["code"] == code]
            for i, j in overlaps([rows[n] for n in same]):
                yield document.problem(
                    ("codes", same[j], "code"),
                    f"code '{code}' stands twice on one day",
                    f"end the one in line {document.problem(('codes', same[i]), '', '').line} with 'until'",
                )
