"""Who answers for whom, and who may what: the rules against the slow reading, and cases a person can check."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serentak.agencies import rules
from serentak.agencies.rules import Account, Actor, Body, Held, MoveFacts, RecordFacts, Seat, Succession
from tests.agencies import worlds
from tests.oracles import permission

CHANGE = date(2026, 1, 1)
BEFORE, AFTER = date(2025, 12, 31), CHANGE


def body(number: int, since: date = date(2022, 1, 1), until: date | None = None) -> Body:
    return Body(number, f"Body {number}", f"B{number}", "dinas", None, since, until, "confirmed", "made up")


PERKIM, DISHUB, BPKPD = (body(number, until=CHANGE) for number in (101, 102, 103))
MERGED, KEUANGAN, PENDAPATAN, PUPR = body(7, CHANGE), body(23, CHANGE), body(24, CHANGE), body(6)
BODIES = [PERKIM, DISHUB, BPKPD, MERGED, KEUANGAN, PENDAPATAN, PUPR]
LINKS = [Succession(101, 7), Succession(102, 7), Succession(103, 23), Succession(103, 24)]
OFFICER = Held(11, 5, 1, "Petugas", "officer", 7, "B7")


def answering(number: int, on: date) -> set[int]:
    return set(rules.answers_for(number, BODIES, LINKS, on))


def test_a_merged_body_answers_for_those_it_came_from_from_its_first_day() -> None:
    assert answering(7, AFTER) == {7, 101, 102}
    assert answering(7, BEFORE) == set()  # it does not exist yet
    assert answering(101, BEFORE) == {101}
    assert answering(101, AFTER) == set()  # it has ended


def test_after_a_split_both_halves_answer() -> None:
    assert answering(23, AFTER) == {23, 103}
    assert answering(24, AFTER) == {24, 103}


def test_a_predecessor_that_still_exists_answers_for_itself() -> None:
    links = [Succession(6, 7)]
    assert rules.answers_for(7, BODIES, links, AFTER) == {7}


def test_a_chain_of_mergers_is_followed_and_a_ring_ends() -> None:
    bodies = [body(1, until=BEFORE), body(2, BEFORE, CHANGE), body(3, CHANGE)]
    links = [Succession(1, 2), Succession(2, 3)]
    assert rules.answers_for(3, bodies, links, AFTER) == {1, 2, 3}
    assert rules.answers_for(3, bodies, [*links, Succession(3, 1)], AFTER) == {1, 2, 3}


def test_nobody_answers_for_or_as_a_body_that_is_not_listed() -> None:
    assert rules.answers_for(99, BODIES, LINKS, AFTER) == frozenset()
    assert rules.answers_for(7, BODIES, [Succession(99, 7)], AFTER) == {7}


@given(
    worlds.bodies(), worlds.successions, worlds.numbers, worlds.days, st.sampled_from(["complaint", "other"])
)
def test_answers_for_is_the_slow_reading(
    bodies: list[Body], links: list[Succession], number: int, on: date, kind: str
) -> None:
    slow = {b.id for b in bodies if permission.answers(number, b.id, bodies, links, on, kind)}
    assert rules.answers_for(number, bodies, links, on, kind) == slow


def officer_of(held: Held, bodies: list[Body], links: list[Succession], on: date) -> rules.Actor:
    """The actor as the query makes it: one set of bodies for each type that a split names."""
    kinds = {None, *(link.record_type for link in links)}
    by_type = {kind: rules.answers_for(held.organisation, bodies, links, on, kind) for kind in kinds}
    whole = frozenset().union(*by_type.values())
    return rules.staff(b"secret", held, whole, limits=rules.types_of(by_type))


@pytest.mark.parametrize(
    ("number", "complaints", "others"), [(23, {23}, {23, 103}), (24, {24, 103}, {24})], ids=["rest", "named"]
)
def test_a_split_names_who_answers_for_a_record_type(
    number: int, complaints: set[int], others: set[int]
) -> None:
    links = [Succession(103, 23), Succession(103, 24, "complaint")]
    assert rules.answers_for(number, BODIES, links, AFTER, "complaint") == complaints
    assert rules.answers_for(number, BODIES, links, AFTER, "permit") == others
    actor = officer_of(replace(OFFICER, organisation=number), BODIES, links, AFTER)
    record = RecordFacts(103, frozenset({"q:103:officer"}))
    for kind, answered in (("complaint", complaints), ("complaint-2", others), ("permit", others)):
        assert rules.may(actor, MoveFacts("officer", rules.AGENCY, f"{kind}.take"), record) == (
            103 in answered
        )
        assert rules.may(actor, MoveFacts("officer", rules.PARTY, f"{kind}.take"), record) == (
            103 in answered
        )


def test_a_split_by_types_reaches_through_later_mergers() -> None:
    heir = body(30, CHANGE)
    bodies = [replace(b, valid_until=CHANGE) if b.id == 24 else b for b in BODIES if b.id != 103]
    bodies = [replace(b, valid_from=BEFORE) if b.id == 24 else b for b in bodies]
    bodies += [body(103, until=BEFORE), heir]
    links = [Succession(103, 23), Succession(103, 24, "complaint"), Succession(24, 30)]
    assert rules.answers_for(30, bodies, links, AFTER, "complaint") == {30, 24, 103}
    assert rules.answers_for(30, bodies, links, AFTER) == {30, 24}


@given(
    worlds.bodies(),
    worlds.successions,
    worlds.holdings,
    worlds.records,
    st.sampled_from(worlds.ROLES),
    st.sampled_from([rules.OPEN, rules.PARTY, rules.AGENCY]),
    st.sampled_from(worlds.ACTS),
    worlds.days,
)
def test_may_is_the_slow_reading(
    bodies: list[Body],
    links: list[Succession],
    held: Held,
    record: RecordFacts | None,
    role: str,
    scope: str,
    act: str,
    on: date,
) -> None:
    actor = officer_of(held, bodies, links, on)
    move = MoveFacts(role, scope, act)
    assert rules.may(actor, move, record) == permission.may(held, move, record, bodies, links, on)


def test_scopes_name_the_person_the_holding_and_the_pools_of_every_body_answered_for() -> None:
    assert rules.scopes_of(5, OFFICER, frozenset({7, 101})) == ("h:11", "q:7:officer", "q:101:officer")
    assert rules.scopes_of(5, None, frozenset()) == ("p:5",)
    assert rules.scopes_of(None, None, frozenset()) == ()


RECORD = RecordFacts(101, frozenset({"q:101:officer", "h:99"}))
ACTOR = rules.staff(b"", OFFICER, frozenset({7, 101}))


def test_an_officer_of_the_heir_may_act_on_the_old_bodys_record() -> None:
    assert rules.may(ACTOR, MoveFacts("officer", rules.AGENCY, "complaint.take"), RECORD)


@pytest.mark.parametrize(
    ("move", "record"),
    [
        (MoveFacts("head", rules.AGENCY, "complaint.take"), RECORD),  # another role
        (
            MoveFacts("officer", rules.AGENCY, "complaint.take"),
            replace(RECORD, agency=23),
        ),  # another body is responsible
        (
            MoveFacts("officer", rules.AGENCY, "complaint.take"),
            replace(RECORD, parties=frozenset({"h:99"})),
        ),  # no part in it
        (MoveFacts("officer", rules.PARTY, "complaint.take"), replace(RECORD, parties=frozenset())),
        (MoveFacts("officer", rules.PARTY, "complaint.take"), None),  # there is no record yet
        (
            MoveFacts("officer", "everything", "complaint.take"),
            RECORD,
        ),  # a scope nobody defined permits nothing
    ],
)
def test_refused_by_default(move: MoveFacts, record: RecordFacts | None) -> None:
    assert not rules.may(ACTOR, move, record)


def test_roles_of_actors_without_a_post() -> None:
    assert [
        a.role for a in (rules.PUBLIC, rules.CLOCK, rules.citizen(b"", 5), rules.Actor("slip", b"code"))
    ] == [
        "public",
        "clock",
        "applicant",
        "slip",
    ]
    assert rules.may(rules.PUBLIC, MoveFacts("public", rules.OPEN, "complaint.take"), None)
    assert not rules.may(rules.citizen(b"", 5), MoveFacts("public", rules.OPEN, "complaint.take"), None)


def test_last_day_and_ended_are_half_open() -> None:
    assert PERKIM.last_day == BEFORE and body(1).last_day is None
    assert not rules.ended(PERKIM, BEFORE) and rules.ended(PERKIM, AFTER)


def test_words_match_in_any_order_and_all_of_them() -> None:
    dinas = replace(PUPR, name="Dinas Pekerjaan Umum dan Penataan Ruang", short="Dinas PUPR")
    assert rules.matches(dinas, ["umum", "pupr"]) and rules.matches(dinas, [])
    assert not rules.matches(dinas, ["umum", "kesehatan"])


def test_a_ring_of_successions_is_found_and_a_line_is_not() -> None:
    assert rules.cycle(LINKS) == ()
    assert rules.cycle([Succession(1, 2), Succession(2, 3), Succession(3, 1), Succession(3, 4)]) == (1, 2, 3)


# who administers


def administrator(role: str, body: int = 1, kind: str = "definitive") -> Actor:
    held = Held(1, 7, 1, "Pengelola", role, body, "B", kind)
    return rules.staff(b"x", held, frozenset({body}))


TREE = [worlds.body(1, None), worlds.body(2, 1), worlds.body(3, None)]


def test_an_area_is_everything_an_agency_with_its_units_or_nothing() -> None:
    assert rules.administers(administrator("administrator"), TREE) == {1, 2, 3}
    assert rules.administers(administrator("unit_administrator"), TREE) == {1, 2}
    for other in (*worlds.ROLES, "programmer"):
        if other != "administrator":
            assert rules.administers(administrator(other), TREE) == frozenset()
    for role in rules.ADMINISTRATORS:
        assert rules.administers(administrator(role, kind="an"), TREE) == frozenset()
    assert rules.administers(rules.PUBLIC, TREE) == frozenset()
    assert rules.administers(rules.citizen(b"x", 7), TREE) == frozenset()


def test_an_agencys_own_administrator_tends_only_accounts_that_reach_nowhere_else() -> None:
    own, everything = frozenset({1, 2}), frozenset({1, 2, 3})
    unit, whole = administrator("unit_administrator"), administrator("administrator")
    inside, outside = Seat(2, "officer"), Seat(3, "officer")
    for seats, invited_by, may_unit in (
        ((inside,), None, True),
        ((inside, Seat(1, "head")), 3, True),
        ((inside, outside), 1, False),  # whoever signs in as this person acts in the other agency too
        ((outside,), 1, False),
        ((inside, Seat(1, "administrator")), 1, False),
        ((Seat(1, "unit_administrator"),), 1, False),
        ((), 1, True),
        ((), 3, False),
        ((), None, False),
    ):
        account = Account(8, seats, invited_by)
        assert rules.may_tend(unit, own, account) is may_unit, account
        assert rules.may_tend(whole, everything, account)
    for by, area in ((unit, own), (whole, everything)):
        assert not rules.may_tend(by, area, Account(7, (inside,), 1)), "nobody tends the own account"
    assert not rules.may_tend(administrator("officer"), frozenset(), Account(8, (inside,), 1))


@given(worlds.successions, worlds.numbers, st.none() | st.frozensets(worlds.numbers, max_size=2))
def test_where_a_role_stands_follows_its_bodies_wherever_they_went(
    links: list[Succession], number: int, tied: frozenset[int] | None
) -> None:
    def took_over(body: int, seen: tuple[int, ...] = ()) -> bool:
        """Is this body tied, or did it take over one that is?"""
        assert tied is not None
        before = [link.predecessor for link in links if link.successor == body]
        return body in tied or any(took_over(b, (*seen, body)) for b in before if b not in (*seen, body))

    assert rules.stands_in(tied, number, links) == (tied is None or took_over(number))
