"""One truth over random organisations on the database: list = search = count = file = page = `may` = functions.

Bodies that end, merge and split, posts and holdings of every kind with periods of all sorts, machines, records of the three
shipped types; each person in each post against the slow reading of the plain rows (`oracles.truth`). There is no export yet.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from PIL import Image
from psycopg.types.json import Jsonb

from serentak.agencies import queries, rules
from serentak.agencies.queries import actor_of, machine_of
from serentak.agencies.rules import PUBLIC, Actor, Body, MoveFacts, RecordFacts, Succession, may
from serentak.lib.clock import local_day, now, rfc3339
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.files import Upload
from serentak.records.queries import contents, export, machine, search
from serentak.records.queries.inbox import inbox
from serentak.records.queries.page import record_page
from serentak.records.queries.visible import visible
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import people
from tests.oracles.truth import Holding, Post, Truth
from tests.records.cases import act
from tests.records.finding import followed
from tests.records.test_visible import everything
from tests.records.walk import REPORT

FIRST = 50_001  # bodies of the content end below, those of acts begin above
ROLES = ("officer", "verifier", "head", "information_officer")
TYPES = ("complaint", "whistleblowing", "breach")
KINDS = ("definitive", "definitive", "plt", "plh", "pj", "pjs", "an")
WRONGDOING = {
    "about": "Suap",
    "matter": "bribe",
    "story": "Dua kali.",
    "naming": "confidential",
    "reporter_name": "W",
}
BREACH = {"about": "Daftar terbuka", "data": "Nama, 200 orang.", "story": "Salah taruh."}
Row = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """A record with who takes part, its file and what acts said, as the owner reads it off the tables."""

    id: UUID
    number: str
    type: str
    agency: int
    running: bool
    parties: tuple[str, ...]
    files: tuple[str, ...]
    payloads: tuple[int, ...]
    reporter: str | None
    knowing: tuple[str, ...]
    purposes: tuple[str, ...]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")


def spans(rng: random.Random, count: int, today: date) -> list[tuple[date, date | None]]:
    """Periods around today: past, running, coming."""
    made = []
    for _ in range(count):
        since = today + timedelta(rng.randint(-60, 2))
        made.append((since, rng.choice([None, None, since + timedelta(rng.randint(1, 62))])))
    return made


def organisations(rng: random.Random, today: date) -> tuple[list[Body], list[Succession]]:
    """Eight bodies, three of which have ended, and who took over from whom, some for one record type alone."""
    ended = [(today - timedelta(90), today - timedelta(rng.randint(0, 20))) for _ in range(3)]
    dated = [*ended, *spans(rng, 5, today)]
    bodies = [
        Body(FIRST + n, f"Badan {n}", f"B{n}", "dinas", None, since, until, "confirmed", "made up")
        for n, (since, until) in enumerate(dated)
    ]
    links = {
        Succession(old.id, new.id, rng.choice([None, None, *TYPES]))
        for old in bodies
        for new in bodies
        if old.valid_until is not None
        and new.valid_from <= old.valid_until
        and (new.valid_until is None or new.valid_until > old.valid_until)
        and rng.random() < 0.6
    }
    return bodies, sorted(links, key=str)


def rows_of(
    rng: random.Random, bodies: list[Body], links: list[Succession], persons: list[int], today: date
) -> Iterator[Row]:
    """What the installer records: bodies, successions, posts, holdings, keys; numbers of posts are by place."""
    for body in bodies:
        row = {
            name: getattr(body, name) for name in ("id", "name", "short", "kind", "parent", "grade", "source")
        }
        yield "agencies_organisation", row | dates(body.valid_from, body.valid_until)
    for link in links:
        yield "agencies_succession", vars(link)
    place = len(bodies) + len(links)
    for n, (since, until) in enumerate(spans(rng, 40, today)):
        machine = n % 10 == 0
        role = "machine" if machine else rng.choice(ROLES)
        post = {"organisation": rng.choice(bodies).id, "title": f"Jabatan {n}", "role": role}
        yield (
            "agencies_post",
            post | (dates(since, until) if rng.random() < 0.4 else dates(date(2026, 1, 1), None)),
        )
        place += 1
        kind = "machine" if machine else rng.choice(KINDS)
        begins = today - timedelta(rng.randint(0, 40)) if rng.random() < 0.9 else today + timedelta(1)
        ends = begins + timedelta(rng.randint(1, 80))
        letter = (
            {"letter_number": "800/1", "letter_date": "2026-01-02"} if kind not in rules.UNLETTERED else {}
        )
        limited = kind in ("an", "machine")
        yield "agencies_holding", {
            "person": None if machine else rng.choice(persons), "post": {"row": place}, "kind": kind,
            "valid_from": moment(begins), "valid_until": None if kind == "definitive" and n % 2 else moment(ends),
            "only_acts": [f"{name}.look" for name in TYPES] if limited else None, **letter,
        }  # fmt: skip
        place += 1
        if machine:
            yield (
                "agencies_key",
                {"holding": {"row": place}, "hash": hashlib.sha256(secret_of(n)).hexdigest()},
            )
            place += 1


def dates(since: date, until: date | None) -> dict[str, str | None]:
    return {"valid_from": since.isoformat(), "valid_until": until and until.isoformat()}


def moment(day: date) -> str:
    return rfc3339(datetime.combine(day, time(1), UTC))


def secret_of(n: int) -> bytes:
    return n.to_bytes(32, "big")


def install(database: OwnDatabase, rows: list[Row]) -> None:
    changes = [{"table": table, "subject": str(uuid7()), "version": 1, "row": row} for table, row in rows]
    facts = {"act": "install", "law": None, "moment": rfc3339(now())}
    with psycopg.connect(database.dsn("admin"), autocommit=True) as admin:
        admin.execute(
            "SELECT agencies_act('installer', NULL, NULL, %s, %s, %s, %s)",
            [uuid7(), bytes(32), Jsonb(facts), Jsonb(changes)],
        )


def truth_of(database: OwnDatabase, at: datetime) -> Truth:
    """The world as its rows say it, those of the content included."""
    register = queries.register()
    posts = database.ask("SELECT id, organisation, role, valid_from, valid_until FROM agencies_post")
    holdings = database.ask("SELECT id, person, post, valid_from, valid_until FROM agencies_holding")
    return Truth(
        tuple(register.bodies.values()), register.successions, {id: Post(*row) for id, *row in posts},
        [Holding(*row) for row in holdings], local_day(at), at,
    )  # fmt: skip


def photo(n: int) -> Upload:
    made = BytesIO()
    Image.new("RGB", (40, 20), (n * 9 % 256, 30, 30)).save(made, "PNG")
    return Upload(f"{n}.png", BytesIO(made.getvalue()), len(made.getvalue()))


def filed(cast: Cast) -> list[UUID]:
    """Records of the three types, each with its own file where it may have one; some asked about, some closed."""
    made = []
    for n in range(15):
        kind, naming = TYPES[n % 3], ("named", "confidential", "anonymous")[n // 3 % 3]
        by = cast.information_officer.actor() if kind == "breach" else PUBLIC
        raw = {"complaint": REPORT | {"naming": naming}, "whistleblowing": WRONGDOING, "breach": BREACH}[kind]
        if kind == "complaint" and naming == "anonymous":
            raw = {name: value for name, value in raw.items() if not name.startswith("reporter")}
        files = {"complaint": {"photos": [photo(n)]}, "whistleblowing": {"evidence_first": [photo(n)]}}.get(
            kind, {}
        )
        done = actions.perform(None, "file", raw, by=by, at=now(), key=uuid7(), type=kind, files=files)
        if kind == "complaint":
            closing = {"ground": "incomplete", "reason": "Kurang."}
            act(
                done.subject,
                *(
                    ("refuse", cast.verifier.actor(), closing)
                    if n % 2
                    else ("ask", cast.verifier.actor(), {"question": "Di mana?"})
                ),
            )
        made.append(done.subject)
    return made


def scatter(
    database: OwnDatabase, rng: random.Random, records: list[UUID], truth: Truth, persons: list[int]
) -> None:
    """Gives each record random parties and a random body, past all guards: what acts would make is but a part of it."""
    ours = [body.id for body in truth.bodies if FIRST <= body.id < FIRST + 8]
    with psycopg.connect(database.dsn("admin")) as admin:
        admin.execute("SET session_replication_role = replica")
        for record in records:
            pools = {
                f"q:{rng.choice(ours)}:{rng.choice((*ROLES, 'machine'))}" for _ in range(rng.randint(1, 4))
            }
            held = {f"h:{rng.choice(truth.holdings).id}" for _ in range(rng.randint(0, 3))}
            filed_by = {f"p:{rng.choice(persons)}"} if rng.random() < 0.3 else set()
            admin.execute("DELETE FROM records_party WHERE record = %s", [record])
            admin.execute("UPDATE records_record SET agency = %s WHERE id = %s", [rng.choice(ours), record])
            for scope in sorted(pools | held | filed_by):
                admin.execute(
                    "INSERT INTO records_party (record, scope, role, open, due, entry)"
                    " SELECT id, %s, 'officer', closed IS NULL AND %s, CASE WHEN closed IS NULL THEN due END, entry"
                    " FROM records_record WHERE id = %s",
                    [scope, rng.random() < 0.5, record],
                )


_CASES = """
SELECT r.id, r.number, r.type, r.agency, r.closed IS NULL,
  ARRAY(SELECT scope FROM records_party y WHERE y.record = r.id),
  ARRAY(SELECT encode(hash, 'hex') FROM records_file f WHERE f.record = r.id),
  ARRAY(SELECT e.id FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id AND p.kind = 'payload' WHERE e.subject = r.id),
  (SELECT visibility FROM records_private o WHERE o.record = r.id), v.identity_roles, v.purposes
FROM records_record r JOIN records_type_version v ON v.type = r.type AND v.version = r.type_version ORDER BY r.id"""


def cases(database: OwnDatabase) -> list[Case]:
    return [Case(*(tuple(x) if isinstance(x, list) else x for x in row)) for row in database.ask(_CASES)]


def test_every_way_to_a_record_says_the_same_to_everybody(own_database: OwnDatabase, cast: Cast) -> None:
    rng, today = random.Random(20261125), local_day(now())
    persons = [people.account() for _ in range(12)]
    secrets = {person: people.session(person=person) for person in persons}
    bodies, links = organisations(rng, today)
    install(own_database, list(rows_of(rng, bodies, links, persons, today)))
    truth = truth_of(own_database, now())
    scatter(own_database, rng, filed(cast), truth, persons)
    followed(own_database)
    told = cases(own_database)
    seen = hidden = inherited = 0
    for person in persons:
        mine = [held for held in truth.holdings if held.person == person]
        acting = [held for held in mine if truth.in_force(held)]
        assert {held.id for held in actor_of(secrets[person], None, now())[1]} == {held.id for held in acting}
        for held in acting:
            actor, _ = actor_of(secrets[person], held.id, now())
            found = compare(
                actor, told, {case.id for case in told if truth.sees(held, case.type, case.parties)}
            )
            seen, hidden = seen + found, hidden + len(told) - found
            post = truth.posts[held.post]
            own = {f"h:{held.id}", f"q:{post.body}:{post.role}"}
            inherited += found - sum(not own.isdisjoint(case.parties) for case in told)
        alone = rules.citizen(secrets[person], person)
        compare(alone, told, {case.id for case in told if f"p:{person}" in case.parties})
        for held in mine:
            if held not in acting:
                refused(own_database, secrets[person], held.id, told[0].id)
    for n in range(0, 40, 10):
        found_machine = machine_of(secret_of(n), now())
        (held,) = [one for one in truth.holdings if one.id in opened(own_database, n)]
        assert (found_machine is not None) == truth.in_force(held)
        if found_machine is not None:
            compare(
                found_machine, told, {case.id for case in told if truth.sees(held, case.type, case.parties)}
            )
    assert seen > 20 and hidden > 100 and inherited > 5, (seen, hidden, inherited)


def opened(database: OwnDatabase, n: int) -> set[int]:
    """The holding that this machine's key opens."""
    hash = hashlib.sha256(secret_of(n)).hexdigest()
    return {holding for (holding,) in database.ask("SELECT holding FROM agencies_key WHERE hash = %s", hash)}


def refused(database: OwnDatabase, secret: bytes, holding: int, record: UUID) -> None:
    """A post that is not held now, or not yet, is nobody's."""
    with (
        psycopg.connect(database.dsn("web")) as web,
        pytest.raises(psycopg.errors.InvalidAuthorizationSpecification),
    ):
        web.execute("SELECT * FROM records_read('session', %s, %s, %s)", [secret, holding, record])


def searched(actor: Actor, typed: str) -> set[UUID]:
    """What a search finds: its page, and its file by either way through the records."""
    asked = search.Asked(typed)
    query, _ = search.read(actor, asked)
    page = {row.record for row in search.search(actor, asked, at=now()).rows}
    for few in (True, False):
        made = search.statement(actor, asked, query, few=few)
        assert {row.record for row, _ in export.every(actor, made, fields=True, at=now())} == page
    return page


def programs(actor: Actor, told: list[Case]) -> set[UUID]:
    """What a program would be given with this actor's proof: its lists, and the records one by one."""
    at, seen = now(), set()
    for type in {case.type for case in told}:
        page = machine.page(actor, search.Asked(type=type), at=at, limit=len(told))
        assert page.after is None
        seen |= {UUID(item["id"]) for item in page.items}
    for case in told:
        try:
            found = machine.one(actor, case.type, case.id, at=at)
        except Refusal:
            assert case.id not in seen
        else:
            assert found["id"] == str(case.id) and case.id in seen
    return seen


def compare(actor: Actor, told: list[Case], expected: set[UUID]) -> int:
    """Every way to every record, for one actor; how many there are to see."""
    assert set(visible(actor).values_list("id", flat=True)) == expected
    assert visible(actor).count() == len(expected)
    assert programs(actor, told) == expected
    if actor.holding is not None:
        running, closed = everything(actor, "agency"), everything(actor, "closed")
        assert sorted(running) == sorted(case.id for case in told if case.id in expected and case.running)
        assert sorted(closed) == sorted(case.id for case in told if case.id in expected and not case.running)
        counts = {key: count for key, _, count, _ in inbox(actor, view="mine", at=now()).views}
        assert counts["agency"] == str(len(running)) and counts["mine"] == str(len(everything(actor, "mine")))
    for typed, kinds in (
        ("", TYPES),
        ("lubang jalan", ("complaint",)),
        ("terbuk", ("breach",)),
        ("suap", ()),
    ):
        assert searched(actor, typed) == {c.id for c in told if c.id in expected and c.type in kinds}, typed
    said = contents.payloads(actor, [entry for case in told for entry in case.payloads])
    for case in told:
        sees = case.id in expected
        found = [row.record for row in inbox(actor, view="mine", at=now(), q=case.number).rows]
        assert found == ([case.id] if sees else []), case
        facts = RecordFacts(case.agency, frozenset(case.parties))
        assert may(actor, MoveFacts(actor.role, "party", f"{case.type}.look"), facts) == sees, case
        assert (contents.contents(actor, case.id) is not None) == sees, case
        assert all((contents.file(actor, digest) is not None) == sees for digest in case.files), case
        assert all((entry in said) == sees for entry in case.payloads), case
        knows = sees and actor.holding is not None and actor.person is not None and case.reporter is not None
        knows = knows and (actor.role in case.knowing or case.reporter == "named") and bool(case.purposes)
        for purpose in (*case.purposes[:1], "curiosity"):
            name = contents.identity(actor, case.id, purpose, now())
            assert (name is not None) == (knows and purpose != "curiosity"), (case, purpose)
        page = sees and actor.holding is not None  # the desk's; what a citizen reads stands on another
        try:
            assert record_page(actor, case.id, at=now()).record == case.id and page, case
        except Refusal as no:
            assert no.status == 404 and not page, case
    return len(expected)
