"""Which body serves which record type on a day: against the slow reading, and as the content has it."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serentak.agencies import duties, queries
from serentak.agencies.directory import Directory
from serentak.agencies.duties import ANSWERS, RECEIVES, STANDS_IN, Duty
from serentak.agencies.register import Register
from serentak.agencies.reorganisation import NewBody, Reorganisation, Takeover, foreseen
from serentak.agencies.rules import Body, Succession
from serentak.law import queries as law
from tests.agencies import worlds
from tests.oracles.permission import answers, in_force

HANDED = {"start": "2025-12-30", "payload": [{"id": "target"}], "moves": [{"hands_over": "target"}]}
KEPT: dict[str, Any] = {"start": "2025-12-30", "payload": [], "moves": [{}], "receives": "two"}
LIBRARY: Any = SimpleNamespace(
    record_types={"complaint": HANDED, "permit": KEPT},
    organisations=[{"id": 1, "code": "one"}, {"id": 2, "code": "two"}, {"id": 3, "code": "one"}],
    government={"verifier": "one", "verifier_of_verifier": "two"},
)
CODES = {("complaint", RECEIVES): (1, 3), ("complaint", STANDS_IN): (2,), ("permit", RECEIVES): (2,)}


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine
@given(worlds.bodies(), worlds.successions, worlds.days)
def test_who_serves_equals_the_slow_reading(bodies: list[Body], links: list[Succession], on: date) -> None:
    register = Register({body.id: body for body in bodies}, tuple(links))

    def answering(asked: int, kind: str) -> set[int]:
        return {body.id for body in bodies if answers(body.id, asked, bodies, links, on, kind)}

    started = on >= date(2025, 12, 30)
    for name in LIBRARY.record_types:
        found = {duty.part: duty for duty in duties.of_type(name, LIBRARY, register, on)}
        wanted = {part: codes for (type, part), codes in CODES.items() if type == name and started}
        assert set(found) - {ANSWERS} == set(wanted) and (ANSWERS in found) == (
            started and name == "complaint"
        )
        for part, numbers in wanted.items():
            expected = set[int]().union(*(answering(number, name) for number in numbers))
            assert {body.id for body in found[part].by} == expected
    for body in bodies:
        own = [duty for duty in duties.of_body(body, LIBRARY, register, on) if duty.part == ANSWERS]
        assert [duty.type for duty in own] == ["complaint"] * started
        if started and body.valid_from <= on:
            assert {by.id for by in own[0].by} == answering(body.id, "complaint")
            if in_force(body, on):
                after = {b.id for b in bodies if body.id in answering(b.id, "complaint")}
                assert {b.id for b in own[0].after} == after - {body.id}


@given(worlds.bodies(), st.integers(2, 6))
def test_before_it_begins_a_body_names_who_serves_until_then(bodies: list[Body], length: int) -> None:
    start = date(2026, 1, 1)
    old = worlds.body(1)
    old = Body(**(vars(old) | {"valid_until": start + timedelta(days=length)}))
    new = Body(**(vars(worlds.body(2)) | {"valid_from": start + timedelta(days=length)}))
    register = Register({1: old, 2: new}, (Succession(1, 2),))
    [duty] = [d for d in duties.of_body(new, LIBRARY, register, start) if d.part == ANSWERS]
    assert duty.by == (old,)
    assert Duty("complaint", RECEIVES, (old,)) in duties.of_body(old, LIBRARY, register, start)


@pytest.mark.django_db
def test_a_split_leaves_each_record_type_to_whom_it_names_and_the_day_before_to_the_old_body() -> None:
    """Kominfo is split as a plan would: data breaches go to one body, all else to another."""
    library, register, on = law.library(), queries.register(), date(2027, 1, 1)
    kominfo = register.bodies[queries.organisation_by_code("kominfo")]
    safety, rest = (NewBody(name, name, "badan") for name in ("Badan Siber", "Badan Informasi"))
    takeovers = (Takeover(kominfo.id, rest), Takeover(kominfo.id, safety, "breach"))
    register = foreseen(Reorganisation(on, takeovers, "Perda 1/2026"), register)
    names = {
        (duty.type, duty.part, day): [body.name for body in duty.by]
        for name in library.record_types
        for day in (on - timedelta(days=1), on)
        for duty in duties.of_type(name, library, register, day)
    }
    for type, new in (("complaint", rest), ("breach", safety)):
        assert names[type, RECEIVES, on - timedelta(days=1)] == [kominfo.name]
        assert names[type, RECEIVES, on] == [new.name]
        routed = Directory(library.government, register, type).body_named("kominfo", on)
        assert register.bodies[routed].name == new.name  # what is filed goes the same way
    old = register.bodies[kominfo.id]
    said = {(d.type, d.part): [b.name for b in d.by] for d in duties.of_body(old, library, register, on)}
    assert said[("complaint", RECEIVES)] == said[("complaint", ANSWERS)] == [rest.name]
    assert said[("breach", RECEIVES)] == [safety.name]
