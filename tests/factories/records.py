"""Complaints and applications for a letter, filed and moved as people do it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies import queries
from serentak.agencies.rules import PUBLIC, Actor
from serentak.demo.actions import paper
from serentak.demo.rules.research import PAPERS
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.records import actions
from serentak.records.actions import Done
from tests.cast import Cast

STREET_LIGHT = {
    "about": "Lampu jalan padam",
    "story": "Tiga lampu padam sejak pekan lalu.",
    "category": "jalan",
    "place": {"district": "76.02.01", "village": "76.02.01.1002", "landmark": "Depan pasar"},
    "naming": "anonymous",
}


def complaint(
    *, by: Actor = PUBLIC, at: datetime | None = None, key: UUID | None = None, **data: Any
) -> Done:
    """An anonymous complaint about a street light, unless `data` says otherwise."""
    return actions.perform(
        None, "file", {**STREET_LIGHT, **data}, by=by, at=at or now(), key=key or uuid7(), type="complaint"
    )


RESEARCH = {
    "about": "Pola tanam kakao",
    "applicant_kind": "person",
    "institution": "Universitas Peragaan",
    "purpose": "Wawancara dan pengamatan untuk tugas akhir.",
    "place": {"district": "76.02.01", "landmark": "Pesisir"},
    "starts": "2026-11-01",
    "ends": "2027-04-09",
    "applicant_name": "Warga Z",
}


def research(*, by: Actor = PUBLIC, at: datetime | None = None, **data: Any) -> Done:
    """An application for a research certificate with its papers, unless `data` says otherwise."""
    return actions.perform(
        None,
        "file",
        {**RESEARCH, **data},
        by=by,
        at=at or now(),
        key=uuid7(),
        type="research",
        files={name: [paper(name)] for name in PAPERS},
    )


def scholarship(about: str = "S1 Kehutanan, Universitas Peragaan", *, at: datetime | None = None) -> Done:
    """An application for a scholarship with its papers."""
    data = {
        "about": about, "level": "bachelor", "track": "merit", "semester": "1", "no_other": "true",
        "home": {"district": "76.02.01"}, "applicant_name": "Warga Z",
    }  # fmt: skip
    files = {name: [paper(name)] for name in ("identity_card", "enrolled")}
    return actions.perform(
        None, "file", data, by=PUBLIC, at=at or now(), key=uuid7(), type="scholarship", files=files
    )


def approved(cast: Cast, **data: Any) -> Done:
    """One whose certificate waits to be drawn."""
    done = research(**data)
    target = str(queries.organisation_by_code("kesbangpol"))
    act(done.subject, 1, "consult", by=cast.licence_officer.actor(), target=target)
    said = {"opinion": "granted", "opinion_words": "Tidak ada keberatan."}
    act(done.subject, 2, "opine", by=cast.opinion_officer.actor(), **said)
    act(done.subject, 3, "approve", by=cast.licence_head.actor(), number_given="400.14.4/7/2026")
    return done


def act(record: UUID, version: int, name: str, *, by: Actor, at: datetime | None = None, **data: Any) -> Done:
    """One act on a record in the version that was seen."""
    return actions.perform(record, name, data, by=by, at=at or now(), key=uuid7(), version=version)


def forward(record: UUID, version: int, *, by: Actor, to: str = "pupr", at: datetime | None = None) -> Done:
    """The verifier hands the complaint to the body with this code."""
    target = str(queries.organisation_by_code(to))
    return act(
        record,
        version,
        "forward",
        by=by,
        at=at,
        target=target,
        category="jalan",
        public_summary="Lampu jalan padam",
    )
