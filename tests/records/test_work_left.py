"""Work is never stranded: what somebody took whose time in the post has ended is back with those of the role."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from serentak.agencies import actions, directory, queries, rules
from serentak.agencies.reorganisation import Takeover
from serentak.agencies.rules import Actor, Body, MoveFacts, RecordFacts, Seat, Succession
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import checks
from serentak.records.models import Party, Record
from serentak.records.queries import pools
from serentak.records.queries.contents import contents
from serentak.records.queries.inbox import inbox
from serentak.records.queries.names import role_title
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from serentak.records.queries.visible import sees
from tests.agencies.test_reorganisation import (
    ROOMS,
    WORKS,
    do,
    number,
    plan,
    posts,
    renamed,
    someone_in,
    the_day_comes,
)
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as factory
from tests.factories import people
from tests.records.cases import act, answered, file, forward
from tests.records.cases import slip as slip_of


def taken(cast: Cast) -> tuple[UUID, str, str]:
    """A complaint that the officer took: record, number, code."""
    done = file()
    forward(done, cast)
    act(done.subject, "take", cast.officer.actor())
    assert done.code
    return done.subject, done.number, done.code


def must_act(actor: Actor, record: UUID) -> bool:
    """Whether the record stands in what this post has to do: list and count, which say the same, and never
    without the page, the rule and the database function."""
    page = inbox(actor, view="mine", at=now())
    listed = {row.record for row in page.rows}
    assert {key: count for key, _, count, _ in page.views}["mine"] == str(len(listed))
    there = record in listed
    assert may_see(actor, record) or not there
    return there


def may_see(actor: Actor, record: UUID) -> bool:
    """Whether this actor takes part in the record: rule, lists, and database function agree."""
    row = Record.objects.get(id=record)
    facts = RecordFacts(
        row.agency, frozenset(row[0] for row in Party.objects.filter(record=record).values_list("scope"))
    )
    seen = sees(actor, record)
    assert rules.may(actor, MoveFacts(actor.role, rules.PARTY, "complaint.take"), facts) is seen
    assert (contents(actor, record) is not None) is seen
    listed = {row.record for row in inbox(actor, view="agency", at=now()).rows}
    assert (record in listed) is seen
    return seen


@pytest.mark.django_db
def test_when_a_person_leaves_the_case_is_back_with_the_colleagues(cast: Cast) -> None:
    by, pupr = cast.administrator.actor(), number("pupr")
    colleague, stranger = someone_in(pupr, "officer", by), someone_in(number("dinkes"), "officer", by)
    record, slip, code = taken(cast)
    assert must_act(cast.officer.actor(), record) and not must_act(colleague(), record)
    assert by_slip(slip, code, at=now())[1].post == "Petugas Pengaduan"
    factory.end(cast.officer.holding, by=by)

    assert must_act(colleague(), record)
    assert not may_see(stranger(), record) and must_act(cast.head.actor(), record) is False
    (row,) = inbox(colleague(), view="mine", at=now()).rows
    assert row.left and row.untaken and row.who == "Petugas Pengaduan"
    assert by_slip(slip, code, at=now())[1].post is None  # it waits for somebody to take it
    page = record_page(colleague(), record, at=now())
    assert [(party.left, party.open) for party in page.parties if party.role == role_title("officer")] == [
        (True, False),
        (False, True),
    ]
    assert "take" in {offer.act for offer in page.acts}
    act(record, "take", colleague())
    assert must_act(colleague(), record)
    assert not inbox(colleague(), view="mine", at=now()).rows[0].left


def test_a_merged_body_has_what_was_taken_before(own_database: OwnDatabase, cast: Cast) -> None:
    """Two bodies become one: its officers have both pools' cases, whoever of the old ones took them."""
    by = cast.administrator.actor()
    record, slip, code = taken(cast)
    old = queries.organisation(number("pupr")).short
    (new, _) = do(by, plan(Takeover(number("pupr"), WORKS), Takeover(number("dinkes"), WORKS)))
    officer, head = someone_in(new, "officer", by), someone_in(new, "head", by)
    assert must_act(cast.officer.actor(), record)
    the_day_comes(own_database)
    assert must_act(officer(), record) and not must_act(head(), record)
    page = record_page(officer(), record, at=now())
    assert (page.agency_name, page.agency_now) == (old, WORKS.short)
    assert {party.name for party in page.parties} == {"Kominfo", WORKS.short, "Petugas Pengaduan"}
    assert by_slip(slip, code, at=now())[1].agency_now == WORKS.short
    act(record, "prepare", officer(), {"answer": "Ditambal."})
    act(record, "confirm", head())


def test_a_decision_keeps_the_names_of_its_day(own_database: OwnDatabase, cast: Cast) -> None:
    """Who confirmed, and for which body, stays as it was, on paper too; what is still open says what it is now."""
    done = answered(cast)
    assert done.code
    before = by_slip(done.number, done.code, at=now())[1]
    do(cast.administrator.actor(), plan(renamed()))
    the_day_comes(own_database)
    after = by_slip(done.number, done.code, at=now())[1]
    assert after.answer is not None and after.answer == before.answer
    assert after.answer.confirmed_by == "Kepala Dinas PUPR"
    assert (after.agency_name, after.agency_now) == (before.agency_name, WORKS.short)
    act(done.subject, "rate", slip_of(done), {"rating": "5"})
    closed = by_slip(done.number, done.code, at=now())[1]
    assert (closed.agency_name, closed.agency_now) == (before.agency_name, None)


def test_a_split_hands_what_was_taken_to_the_successor_of_its_type(
    own_database: OwnDatabase, cast: Cast
) -> None:
    by, old = cast.administrator.actor(), number("pupr")
    record, *_ = taken(cast)
    rest, works = do(by, plan(Takeover(old, ROOMS), Takeover(old, WORKS, "complaint", posts("pupr"))))
    other = someone_in(rest, "officer", by)
    the_day_comes(own_database)
    officer = queries.actor_of(cast.officer.secret, None, now())[0]
    assert officer.holding and officer.holding.organisation == works
    assert must_act(officer, record) and not may_see(other(), record)


@pytest.mark.django_db
def test_the_check_names_what_nobody_can_act_on_today(cast: Cast) -> None:
    by = cast.administrator.actor()
    record, number, _ = taken(cast)
    assert list(checks.problems()) == []
    factory.end(cast.officer.holding, by=by)
    assert list(checks.problems()) == [f"record {number} is open, but whoever has to act on it is gone"]
    seat = Seat(Record.objects.get(id=record).agency, "officer")
    assert pools.open_in([seat]) == [(seat, 1)]  # what the administrator reads of it
    colleague = someone_in(seat.organisation, "officer", by)
    assert colleague().holding and list(checks.problems()) == []


OFFICER, OTHER = "officer", "verifier"
FIRST = 50_001
"""Bodies of the property test are numbered from here: the content's end below, those of acts begin above."""


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[tuple[int, int | None]], list[tuple[int, int, str | None]]]:
    """Four bodies as days from today (first, last or None), the first of which has a record; and successions
    (predecessor, successor, record type) as the database takes them: who takes over is there on that day."""
    spans: list[tuple[int, int | None]] = [(-400, draw(st.integers(-20, 2)))]
    for _ in range(3):
        since = draw(st.integers(-30, 1))
        spans.append((since, draw(st.none() | st.integers(since + 1, 3))))
    pairs = [
        (old, new)
        for old, (_, gone) in enumerate(spans)
        for new, (since, until) in enumerate(spans)
        if gone is not None and since <= gone and (until is None or until > gone)
    ]
    kinds = st.sampled_from([None, None, "complaint", "permit"])
    links = (
        draw(st.lists(st.tuples(st.sampled_from(pairs), kinds), min_size=1, max_size=6, unique=True))
        if pairs
        else []
    )
    return spans, [(*pair, kind) for pair, kind in links]


def install(database: OwnDatabase, rows: list[tuple[str, UUID, int, dict[str, Any]]]) -> None:
    """Bodies and successions of the past, as the installer records them."""
    changes = [
        {"table": f"agencies_{table}", "subject": str(subject), "version": version, "row": row}
        for table, subject, version, row in rows
    ]
    facts = {"act": "install", "law": None, "moment": now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    with psycopg.connect(database.dsn("admin"), autocommit=True) as admin:
        admin.execute(
            "SELECT agencies_act('installer', NULL, NULL, %s, %s, %s, %s)",
            [uuid7(), bytes(32), Jsonb(facts), Jsonb(changes)],
        )


def row_of(body: int, since: date, until: date | None) -> dict[str, Any]:
    return {
        "id": body, "name": f"Badan {body}", "short": f"B{body}", "kind": "dinas", "parent": None,
        "valid_from": since.isoformat(), "valid_until": until and until.isoformat(),
        "grade": "confirmed", "source": "made up",
    }  # fmt: skip


def test_who_may_act_on_a_record_of_an_ended_body_is_the_same_everywhere(
    own_database: OwnDatabase, cast: Cast
) -> None:
    """Random bodies and successions behind a real record that somebody took: the pure rule over the whole
    register, the lists and the database function name the same people, on the day that is today for them."""
    by = cast.administrator.actor()
    persons = [people.account() for _ in range(5)]
    secrets = [people.session(person=person) for person in persons]
    made, acted = [0], [0]

    def seat(person: int, body: int, role: str) -> Callable[[], Actor]:
        post = actions.open_post(
            organisation=body, title="Petugas", role=role, since=today(), by=by, at=now(), key=uuid7()
        )
        held = factory.holding(by=by, person=persons[person], post=post, since=now() - timedelta(minutes=1))
        return lambda: queries.actor_of(secrets[person], held, now())[0]

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def compare(world: Any) -> None:
        spans, links = world
        first, made[0] = FIRST + made[0], made[0] + len(spans)
        subjects = [uuid7() for _ in spans]
        days = [(today() + timedelta(a), b if b is None else today() + timedelta(b)) for a, b in spans]
        install(
            own_database,
            [("organisation", s, 1, row_of(first + n, days[n][0], None)) for n, s in enumerate(subjects)],
        )
        directory.forget()
        took, _ = seat(4, first, OFFICER), seat(4, first, "head")
        done = file()
        raw = {"target": str(first), "public_summary": "Jalan.", "category": "jalan"}
        act(done.subject, "forward", cast.verifier.actor(), raw)
        act(done.subject, "take", took())
        seats = [seat(n, first + n, OFFICER) for n in range(len(spans))]
        seats.append(seat(0, first, OTHER))
        install(
            own_database,
            [
                ("organisation", subjects[n], 2, row_of(first + n, *days[n]))
                for n in range(len(spans))
                if days[n][1]
            ]
            + [
                (
                    "succession",
                    uuid7(),
                    1,
                    {"predecessor": first + a, "successor": first + b, "record_type": k},
                )
                for a, b, k in links
            ],
        )
        bodies = [
            Body(first + n, "B", "B", "dinas", None, *days[n], "confirmed", "x") for n in range(len(days))
        ]
        chain = [Succession(first + a, first + b, kind) for a, b, kind in links]
        gone, says = rules.ended(bodies[0], today()), []
        for n, found in enumerate(seats):
            body = first + n % len(spans)
            actor, role = found(), OFFICER if n < len(spans) else OTHER
            here = rules.answers_for(body, bodies, chain, today(), "complaint")
            heirs = queries.register().heirs(first, today(), "complaint")
            assert (body in {heir.id for heir in heirs}) is (first in here)
            expected = role == OFFICER and first in here
            assert may_see(actor, done.subject) is expected
            assert must_act(actor, done.subject) is (expected and gone)
            says.append((actor, expected))
        for actor, expected in says:
            try:
                act(done.subject, "take", actor)
            except Refusal:
                assert not expected
            else:
                acted[0] += gone
                assert expected

    compare()
    assert acted[0] > 0


def test_what_one_has_taken_and_what_nobody_has_are_lists_and_work_goes_back_to_the_pool(cast: Cast) -> None:
    record, _number, _code = taken(cast)
    officer, head = cast.officer.actor(), cast.head.actor()

    def listed(view: str) -> bool:
        page = inbox(officer, view=view, at=now())
        assert {key: count for key, _, count, _ in page.views}[view] == str(len(page.rows))
        return record in {row.record for row in page.rows}

    assert listed("taken") and not listed("pool") and must_act(officer, record)
    act(record, "put_back", head)  # the officer is away
    assert listed("pool") and not listed("taken") and must_act(officer, record)
    offered = [offer.act for offer in record_page(officer, record, at=now()).acts]
    assert "take" in offered and "put_back" not in offered
    assert not {"taken", "pool"} & {key for key, *_ in inbox(head, view="mine", at=now()).views}


def test_a_word_to_the_reporter_stops_no_clock_and_one_among_colleagues_is_theirs_alone(cast: Cast) -> None:
    record, number, code = taken(cast)
    due = Record.objects.get(id=record).due
    act(record, "write", cast.officer.actor(), {"message": "Besok kami datang."})
    act(record, "jot", cast.head.actor(), {"internal_note": "Cek anggaran dulu."})
    assert Record.objects.get(id=record).due == due
    _, page = by_slip(number, code, at=now())
    assert "Besok kami datang." in str(page) and "anggaran" not in str(page)
    assert "add" in {offer.act for offer in page.acts}  # the answer
    assert "Cek anggaran dulu." in str(record_page(cast.verifier.actor(), record, at=now()).timeline)
