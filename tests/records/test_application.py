"""The application inventory: each agency keeps its own, the coordinator of digital government reads all of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from serentak.agencies.queries import organisation_by_code
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.models import Party, Record
from serentak.records.queries.visible import sees
from tests.cast import Cast, Member
from tests.records.cases import act

pytestmark = pytest.mark.django_db
QUEUE = {
    "about": "Antrean puskesmas",
    "purpose": "Nomor antrean.",
    "category": "RAA.02.02",
    "condition": "as-is",
    "responsible": "Kepala Bidang",
}


def listed(by: Member, **changes: Any) -> UUID:
    raw = {**QUEUE, **changes}
    return actions.perform(
        None, "file", raw, by=by.actor(), at=now(), key=uuid7(), type="application"
    ).subject


def test_it_belongs_to_whoever_lists_it_and_the_coordinator_reads_it(cast: Cast) -> None:
    record = listed(cast.other_officer)
    own, kominfo = organisation_by_code("dinkes"), organisation_by_code("kominfo")
    assert Record.objects.get(id=record).agency == own
    scopes = set(Party.objects.filter(record=record).values_list("scope", flat=True))
    assert scopes == {f"q:{own}:{role}" for role in ("programmer", "officer", "head")} | {
        f"q:{kominfo}:coordinator"
    }
    seen = {name for name, member in cast.members().items() if sees(member.actor(), record)}
    assert seen == {"other_officer", "other_head", "coordinator"}
    act(record, "ask", cast.coordinator.actor(), {"note": "Di server mana?"})
    must = Party.objects.filter(record=record, open=True).values_list("scope", flat=True)
    assert set(must) == {f"q:{own}:officer", f"q:{own}:programmer"}
    with pytest.raises(Refusal, match="not_allowed"):
        act(record, "amend", cast.coordinator.actor(), {**QUEUE, "host": "Server A"})
    act(record, "amend", cast.other_officer.actor(), {**QUEUE, "host": "Server A"})
    assert Record.objects.get(id=record).state == "listed"


def test_left_alone_it_is_to_be_looked_through(cast: Cast) -> None:
    record = listed(cast.programmer)
    due = Record.objects.get(id=record).due
    assert due is not None and timedelta(days=160) < due - now() < timedelta(days=200)
    act(record, "retire", cast.programmer.actor(), {"note": "Digantikan."})
    assert Record.objects.get(id=record).closed is not None
    act(record, "restore", cast.programmer.actor(), {"note": "Ternyata masih dipakai."})
    assert Record.objects.get(id=record).closed is None
