"""Whose verifier checks a complaint: the one function of the complaint that content cannot say.

Pure. Named in `content/records/complaint.yaml` as its route; the engine calls it when a complaint is filed,
given back or readdressed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any


def intake_agency(content: Mapping[str, Any], library: Any, on: date) -> int:
    """The body whose verifier checks it: the government's verifier, or the inspectorate when the complaint is
    about the verifier's own body or a unit of it, since nobody checks a report about himself."""
    verifier: int = library.body_named(library.government["verifier"], on)
    if verifier in _line(library, content.get("agency")):
        return int(library.body_named(library.government["verifier_of_verifier"], on))
    return verifier


def _line(library: Any, body: int | None) -> list[int]:
    """A body and those above it."""
    parents = {row["id"]: row["parent"] for row in library.organisations}
    line: list[int] = []
    while body is not None and body not in line:
        line.append(body)
        body = parents.get(body)
    return line
