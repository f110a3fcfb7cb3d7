"""list = count = page = file = may: one door to rows, tried with random records and random actors."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from serentak.agencies.queries import organisation_by_code
from serentak.agencies.rules import PUBLIC, Actor, Held, MoveFacts, RecordFacts, citizen, may, staff
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions, lifecycle
from serentak.records.actions import Done
from serentak.records.models import Party, Record
from serentak.records.queries import lists, types
from serentak.records.queries.contents import contents
from serentak.records.queries.history import load
from serentak.records.queries.inbox import InboxPage, inbox
from serentak.records.queries.own import OwnRow, own
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_account
from serentak.records.queries.visible import visible
from tests.cast import Cast
from tests.factories import people
from tests.oracles.visible import sees
from tests.records.cases import act, answered, file, forward
from tests.records.walk import REPORT

DATA = {
    "question": "Di mana?",
    "note": "Di sini.",
    "reason": "Karena.",
    "answer": "Sudah.",
    "rating": "3",
    "ground": "incomplete",
    "public_summary": "Ringkas.",
    "category": "lain",
    "complexity": "light",
    "return_reason": "Kurang.",
    "message": "Kabar.",
    "internal_note": "Untuk rekan.",
}


def wander(cast: Cast, rng: random.Random, count: int, accounts: Sequence[Actor] = ()) -> None:
    """Complaints that each go a random way, by whoever of the cast and of these people may do the act."""
    everybody = [*(member.actor() for member in cast.members().values()), *accounts]
    bodies = [organisation_by_code(code) for code in ("kominfo", "pupr", "dinkes")]
    for _ in range(count):
        naming = rng.choice(["named", "confidential", "anonymous"])
        filer = PUBLIC if naming == "anonymous" else rng.choice([PUBLIC, *accounts])
        aside = rng.choice(["many", None, None])
        done = file(filer, agency=str(rng.choice([*bodies, ""])), naming=naming, aside=aside)
        slip = Actor("slip", (done.code or "").encode())
        for _ in range(rng.randint(0, 7)):
            loaded = load(slip, Record.objects.get(id=done.subject))
            choices = [
                (by, move)
                for by in (*everybody, slip)
                for move in lifecycle.allowed(loaded.kind, loaded.standing(), by, law.library(), now())
                if move.link is None or others(by, done)
            ]
            if not choices:
                break
            by, move = rng.choice(choices)
            own = by.holding.organisation if by.holding else None
            target = rng.choice([b for b in bodies if b != own])
            raw = {
                **DATA,
                "target": str(target),
                "other_agency": str(target),
                "agency": str(rng.choice(bodies)),
                "duplicate_of": move.link and others(by, done)[0],
            }
            act(
                done.subject,
                move.act,
                by,
                {
                    name: raw[name]
                    for name in (*move.asks, *move.sets)
                    if name in raw and (name != "note_optional")
                },
                slip=done.code if "applicant" in move.join else None,
            )


def others(by: Actor, done: Done) -> list[str]:
    """The numbers of other records that this actor sees, for a report to be joined with."""
    found = visible(by).exclude(id=done.subject).exclude(access_class="sealed")
    return list(found.order_by("id").values_list("number", flat=True)[:1])


def wrongdoing() -> Done:
    """A sealed record in the inspectorate's pool."""
    raw = {"about": "Suap", "matter": "bribe", "story": "Dua kali.", "naming": "anonymous"}
    return actions.perform(None, "file", raw, by=PUBLIC, at=now(), key=uuid7(), type="whistleblowing")


def strangers(rng: random.Random, count: int) -> list[Actor]:
    """Actors that hold random posts in random bodies and answer for random others."""
    bodies = [row["id"] for row in law.library().organisations]
    made = []
    for n in range(count):
        body, role = rng.choice(bodies), rng.choice(["verifier", "officer", "head", "administrator"])
        held = Held(10_000 + n, 10_000 + n, 1, "Jabatan", role, body, "x", "definitive")
        made.append(staff(b"x", held, frozenset({body, *rng.sample(bodies, rng.randint(0, 6))})))
    return made


def everything(actor: Actor, view: str, limit: int = 7) -> list[UUID]:
    """A list to its end, page by page, and back again to the same rows."""
    pages: list[InboxPage] = []
    after = None
    while True:
        pages.append(inbox(actor, view=view, at=now(), after=after, limit=limit))
        after = pages[-1].older
        if after is None:
            break
    for earlier, later in zip(pages[:-1], pages[1:], strict=True):
        assert later.newer is not None
        assert inbox(actor, view=view, at=now(), after=later.newer, limit=limit).rows == earlier.rows
    assert pages[0].newer is None
    return [row.record for page in pages for row in page.rows]


@pytest.mark.django_db
def test_list_count_page_and_may_say_the_same(cast: Cast) -> None:
    rng = random.Random(20261124)
    wander(cast, rng, 30)
    for _ in range(3):
        wrongdoing()
    numbers = dict(Record.objects.values_list("id", "number"))
    rows = list(Party.objects.values_list("record", "scope"))
    scopes: dict[UUID, set[str]] = {}
    for record, scope in rows:
        scopes.setdefault(record, set()).add(scope)
    agencies = dict(Record.objects.values_list("id", "agency"))
    members = [member.actor() for member in cast.members().values()]
    seen_by_members = 0
    for actor in (*members, *strangers(rng, 25), PUBLIC):
        expected = sees(actor, rows)
        assert set(visible(actor).values_list("id", flat=True)) == expected
        assert visible(actor).count() == len(expected)
        only = actor.holding.only_acts if actor.holding else None
        left = min(only) if only else "complaint.take"  # an act that the manner of holding leaves
        for record in agencies:
            facts = RecordFacts(agencies[record], frozenset(scopes[record]))
            assert may(actor, MoveFacts(actor.role, "party", left), facts) == (record in expected)
        running, closed = everything(actor, "agency"), everything(actor, "closed")
        assert len(running) == len(set(running)) and len(closed) == len(set(closed))
        aside = everything(actor, "aside")
        assert len(running) + len(closed) + len(aside) == len(expected)
        assert {*running, *closed, *aside} == expected
        page = inbox(actor, view="mine", at=now())
        counts = {key: count for key, _, count, _ in page.views}
        assert page.aside == str(len(aside))
        assert counts["agency"] == str(len(running))
        assert counts["mine"] == str(len(everything(actor, "mine")))
        for record in agencies:
            found = inbox(actor, view="mine", at=now(), q=numbers[record]).rows
            assert [row.record for row in found] == ([record] if record in expected else [])
        if actor in members:
            seen_by_members += len(expected)
            for record in agencies:
                opens(actor, record, record in expected)
    assert seen_by_members > 30


@pytest.mark.django_db
def test_list_count_page_and_may_say_the_same_of_an_account(cast: Cast) -> None:
    accounts = [person() for _ in range(2)]
    wander(cast, random.Random(20261125), 25, accounts)
    rows = list(Party.objects.values_list("record", "scope"))
    agencies = dict(Record.objects.values_list("id", "agency"))
    scopes = {id: frozenset(scope for record, scope in rows if record == id) for id in agencies}
    for actor in (*accounts, person(), cast.officer.actor().citizen):
        expected = sees(actor, rows)
        assert set(visible(actor).values_list("id", flat=True)) == expected
        assert {row.record for row in own_pages(actor)} == expected and own(actor).count == str(len(expected))
        for record in agencies:
            facts = RecordFacts(agencies[record], scopes[record])
            assert may(actor, MoveFacts("applicant", "party", "complaint.add"), facts) == (record in expected)
            opens(actor, record, record in expected, by_account)
    assert all(sees(actor, rows) for actor in accounts)


def person() -> Actor:
    """Somebody with an account and no post, signed in."""
    id = people.account()
    return citizen(people.session(person=id), id)


def own_pages(actor: Actor) -> Iterator[OwnRow]:
    """What is in an account, page by page."""
    page = own(actor, limit=3)
    yield from page.rows
    while page.older:
        page = own(actor, after=page.older, limit=3)
        yield from page.rows


def opens(actor: Actor, record: UUID, expected: bool, page: Callable[..., Any] = record_page) -> None:
    """The database function, by proof, and the page say whether this actor sees the record."""
    assert (contents(actor, record) is not None) == expected
    try:
        with transaction.atomic():
            assert page(actor, record, at=now()).record == record
        assert expected
    except Refusal as no:
        assert no.status == 404 and not expected


@pytest.mark.django_db
def test_views_hold_what_they_say(cast: Cast) -> None:
    waits, done, taken = file(), answered(cast), file()
    act(waits.subject, "ask", cast.verifier.actor(), {"question": "Di mana?"})
    forward(taken, cast)
    act(taken.subject, "take", cast.officer.actor())
    later = now() + timedelta(days=30)
    officer, verifier = cast.officer.actor(), cast.verifier.actor()
    mine = inbox(officer, view="mine", at=later)
    (row,) = mine.rows  # the answered one waits for its reporter
    assert row.record == taken.subject
    assert inbox(verifier, view="mine", at=later).rows == []
    assert (
        officer.holding
        and row.who == officer.holding.post
        and row.mine
        and row.late_days
        and row.late_days > 10
    )
    assert row.title == "Jalan berlubang" and row.region_name == "Mamuju" and row.number == taken.number
    assert {r.record for r in inbox(verifier, view="waiting", at=later).rows} == {waits.subject}
    assert {r.record for r in inbox(verifier, view="overdue", at=now()).rows} == set()
    assert {r.record for r in inbox(verifier, view="overdue", at=later).rows} == {
        waits.subject,
        done.subject,
        taken.subject,
    }
    assert {r.record for r in inbox(verifier, view="agency", at=later, state="answered").rows} == {
        done.subject
    }
    act(waits.subject, "reply", verifier, {"note": "Lewat telepon."})
    act(waits.subject, "refuse", verifier, {"ground": "incomplete", "reason": "Kurang."})
    assert [r.record for r in inbox(verifier, view="closed", at=later).rows] == [waits.subject]
    assert [r.record for r in inbox(verifier, view="mine", at=later, state="refused").rows] == [waits.subject]
    assert inbox(verifier, view="agency", at=later, region="76.01").rows == []
    assert len(inbox(verifier, view="agency", at=later, region="76.02", type="complaint").rows) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("cap", [0, lists.COUNT_CAP], ids=["by states", "by parties"])
def test_a_stage_narrows_a_list_and_keeps_what_it_says(
    cast: Cast, cap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNT_CAP", cap)
    officer, verifier = cast.officer.actor(), cast.verifier.actor()
    untouched, forwarded = file(), file()
    forward(forwarded, cast)

    def listed(actor: Actor, view: str, state: str) -> dict[UUID, bool]:
        return {r.record: r.mine for r in inbox(actor, view=view, at=now(), state=state).rows}

    assert listed(verifier, "mine", "filed") == {untouched.subject: True}
    assert listed(verifier, "mine", "forwarded") == {}
    assert listed(verifier, "agency", "forwarded") == {forwarded.subject: False}
    assert listed(officer, "agency", "forwarded") == {forwarded.subject: True}
    assert listed(officer, "agency", "filed") == {}


@pytest.mark.django_db
def test_a_number_is_found_whole_or_by_its_last_figures_but_only_by_those_who_see_it(cast: Cast) -> None:
    done = file()
    tail = done.number.rsplit("-", 1)[1].lstrip("0")
    for q in (done.number, done.number.lower(), tail):
        assert [r.record for r in inbox(cast.verifier.actor(), view="mine", at=now(), q=q).rows] == [
            done.subject
        ]
        assert inbox(cast.officer.actor(), view="mine", at=now(), q=q).rows == []
    assert inbox(cast.verifier.actor(), view="mine", at=now(), q="%").rows == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "after", ["x", "f~~", "f~2026~" + "0" * 32, "b~2026-01-01T00:00:00~" + "0" * 32, "'; --"]
)
def test_a_cursor_that_cannot_be_read_means_the_beginning(cast: Cast, after: str) -> None:
    done = file()
    assert [r.record for r in inbox(cast.verifier.actor(), view="mine", at=now(), after=after).rows] == [
        done.subject
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["mine", "agency", "overdue", "waiting", "closed"])
def test_lists_take_few_statements(
    cast: Cast, view: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actor = cast.verifier.actor()
    for _ in range(5):
        file()
    types.forget()
    with django_assert_max_num_queries(6):
        inbox(actor, view=view, at=now())
    with django_assert_max_num_queries(3):
        inbox(actor, view=view, at=now())


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's nodes, itself first."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "index", "how"),
    [
        ("mine", "records_party_inbox", {}),
        ("agency", "records_party_inbox", {}),
        ("overdue", "records_party_inbox", {}),
        ("closed", "records_party_inbox", {}),
        ("closed", "records_party_inbox", {"closed_state": "refused"}),
        ("waiting", "records_record_due", {"states": [("complaint", "asked")]}),
        ("waiting", "records_party_inbox", {"states": [("complaint", "asked")], "few": True}),
    ],
)
@pytest.mark.parametrize("filters", [{}, {"region": "76.02", "type": "complaint"}], ids=["all", "filtered"])
@pytest.mark.parametrize("back", [None, False, True])
def test_lists_run_over_their_index_and_scan_no_table(
    cast: Cast, view: str, index: str, how: dict[str, Any], filters: dict[str, Any], back: bool | None
) -> None:
    cursor = None if back is None else lists.Cursor(back, None if view == "closed" else now(), uuid7())
    asked = lists.Listing(view, cast.officer.actor().scopes, now(), 50, cursor, **how, **filters)
    with connection.cursor() as db:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            db.execute(f"SET LOCAL enable_{way} = off")
        db.execute("EXPLAIN (FORMAT JSON) " + asked.statement(), asked.arguments())
        plan = db.fetchone()[0][0]["Plan"]
    assert all(node["Node Type"] != "Seq Scan" for node in nodes(plan)), plan
    # the walk of one scope or state: straight along its index, one look-up a row, until the limit
    [walk] = [
        limit
        for limit in nodes(plan)
        if limit["Node Type"] == "Limit"
        and any(node.get("Index Name") == index for node in nodes(limit))
        and not any(node["Node Type"] == "Function Scan" for node in nodes(limit))
    ]
    kinds = {node["Node Type"] for node in nodes(walk)}
    assert not kinds & {"Merge Join", "Hash Join", "Hash", "Materialize", "Memoize"}, plan
    [along] = [node for node in nodes(walk) if node.get("Index Name") == index]
    condition = along["Index Cond"]
    assert all(
        word in condition for word in (("scope", "open", "due") if "party" in index else ("type", "state"))
    ), plan
    assert "party" not in index or "Sort" not in kinds, plan


@pytest.mark.django_db
def test_counts_are_capped_and_run_over_the_index(cast: Cast) -> None:
    with connection.cursor() as db:
        db.execute("SET LOCAL enable_seqscan = off")
        asked = dict.fromkeys(("scopes", *lists.PART), ["q:1:officer"]) | {"at": now()}
        db.execute("EXPLAIN " + lists.count_statement(), asked)
        plan = "\n".join(row[0] for row in db.fetchall())
    assert "records_party_inbox" in plan and "Seq Scan" not in plan, plan
    assert lists.counted([1001, 2, 999, 3, 1000, 0]) == {
        "mine": "1000+",
        "taken": "2",
        "pool": "999",
        "agency": "3",
        "overdue": "1000",
        "aside": "0",
    }


@pytest.mark.django_db
def test_the_successor_sees_what_its_predecessor_had() -> None:
    done = actions.perform(None, "file", REPORT, by=PUBLIC, at=now(), key=uuid7(), type="complaint")
    kominfo = organisation_by_code("kominfo")
    held = Held(99, 99, 1, "Verifikator", "verifier", 12345, "Penerus", "definitive")
    assert visible(staff(b"", held, frozenset({12345, kominfo}))).filter(id=done.subject).exists()
    assert not visible(staff(b"", held, frozenset({12345}))).filter(id=done.subject).exists()
