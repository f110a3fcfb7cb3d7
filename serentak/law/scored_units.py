"""What must hold of the lists of scored units: one at a time, no unit twice, each body there at its start.

A list is set by a decree; where none is known it says so, and then it is not confirmed either.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from serentak.law.dates import covers, day, overlaps
from serentak.law.names import Names, newest, of_kind
from serentak.law.strict import Document, Problem


def problems(documents: Sequence[Document], names: Names) -> Iterator[Problem]:
    """Everything wrong within and between the lists of sound documents. All versions count, since each says
    its own time only."""
    lists = of_kind(documents, "scored_units")
    bodies = {
        row["code"]: row
        for document in of_kind(newest(documents), "agencies")
        for row in document.data["organisations"]
    }
    yield from _dates(lists)
    for document in lists:
        if document.data["decree"] == "unknown" and document.data["grade"] == "confirmed":
            remedy = "write its number and date, or another grade"
            yield document.problem(("grade",), "a list without a decree is not confirmed", remedy)
        yield from _twice(document)
        if "agencies" not in names.incomplete:
            yield from _bodies(document, bodies)


def _dates(lists: Sequence[Document]) -> Iterator[Problem]:
    for document in lists:
        if document.data.get("until", "9999") <= document.data["start"]:
            yield document.problem(("until",), "it ends before it starts", "put 'until' after 'start'")
    for i, j in overlaps([document.data for document in lists]):
        what = f"it overlaps the list in {lists[i].file}"
        remedy = "end the earlier one with 'until' on or before this start"
        yield lists[j].problem(("start",), what, remedy)


def _twice(document: Document) -> Iterator[Problem]:
    for key in ("id", "body"):
        seen = set[str]()
        for index, row in enumerate(document.data["units"]):
            if key in row and row[key] in seen:
                what = f"{'unit' if key == 'id' else 'body'} '{row[key]}' stands twice"
                yield document.problem(("units", index, key), what, "keep one")
            seen.add(row.get(key, ""))


def _bodies(document: Document, bodies: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    start = day(document.data["start"])
    for index, row in enumerate(document.data["units"]):
        body = bodies.get(row.get("body", ""))
        if "body" in row and not (body and covers(*_span(body), start)):
            what = f"no body '{row['body']}' exists on {start.isoformat()}"
            remedy = "write a code of that day from content/agencies, or leave it out and say why in a note"
            yield document.problem(("units", index, "body"), what, remedy)


def _span(body: Mapping[str, Any]) -> tuple[Any, Any]:
    return day(body["start"]), day(body["until"]) if "until" in body else None
