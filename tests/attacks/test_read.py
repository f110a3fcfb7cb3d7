"""What the web may read, past all Python: with its own login and every filter forgotten."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from serentak.lib.ids import uuid7
from tests.attacks.world import REPORTER, STORY, Call, World

CLOSED = ["ledger_part", "records_private", "records_file", "ledger_access"]
READ = "SELECT content, payloads, visibility, mail FROM records_read(%s, %s, %s, %s)"
IDENTITY = "SELECT name, phone FROM records_identity(%s, %s, %s, %s, %s, NULL)"
PAYLOADS = "SELECT entry, payload FROM records_payloads(%s, %s, %s, %s)"
FILE = "SELECT name FROM records_find_file(%s, %s, %s, %s)"
Connection = psycopg.Connection[Any]


def proof(world: World, who: str) -> tuple[str, bytes, int | None]:
    return "session", world.secret[who], world.holding[who]


@pytest.mark.parametrize("table", CLOSED)
@pytest.mark.parametrize("login", ["web", "read", "sequencer"])
def test_nobody_reads_past_the_functions(world: World, login: str, table: str) -> None:
    for statement in (
        f"SELECT * FROM {table} LIMIT 1",
        f"SELECT count(*) FROM {table}",
        f"COPY {table} TO STDOUT",
    ):
        with (
            psycopg.connect(world.house.dsn(login)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)  # type: ignore[arg-type]


def test_a_record_is_read_by_its_parties_and_by_nobody_else(world: World, web: Connection) -> None:
    record = world.forwarded.subject
    parties = {("kominfo", "verifier"), ("pupr", "officer"), ("pupr", "head")}
    for who, member in world.cast.members().items():
        row = web.execute(READ, [*proof(world, who), record]).fetchone()
        assert (row is not None) == ((member.seat.organisation, member.seat.role) in parties), who
    slip = web.execute(READ, ["slip", world.code(world.forwarded), None, record]).fetchone()
    assert slip is not None and slip[0]["about"] and slip[2] == "confidential"
    for credential, secret in (("slip", world.code(world.filed)), ("slip", b""), ("slip", b"x")):
        assert web.execute(READ, [credential, secret, None, record]).fetchone() is None
    assert web.execute(READ, ["public", b"", None, record]).fetchone() is None
    assert web.execute(READ, [*proof(world, "verifier"), uuid7()]).fetchone() is None


def test_an_account_reads_its_own_records_and_no_other(world: World, web: Connection) -> None:
    first, second = (("session", secret, None) for secret in world.sessions)
    for done in (world.own, world.linked):
        row = web.execute(READ, [*first, done.subject]).fetchone()
        assert row is not None and row[0]["about"]
        assert web.execute(READ, [*second, done.subject]).fetchone() is None
        assert web.execute(IDENTITY, [*first, done.subject, "handling"]).fetchone() is None
    for done in (world.filed, world.forwarded, world.closed, world.erased):
        assert web.execute(READ, [*first, done.subject]).fetchone() is None
    every = [entry for (entry,) in web.execute("SELECT id FROM ledger_entry").fetchall()]
    assert web.execute(PAYLOADS, [*second, every]).fetchall() == []
    assert web.execute(FILE, [*second, bytes(32)]).fetchone() is None


def test_a_desk_finds_an_account_by_its_exact_name_and_on_record(world: World, owner: Connection) -> None:
    find = "SELECT account, name FROM records_find_person(%s, %s, %s, %s, NULL)"
    noted = "SELECT x.person, x.holding FROM ledger_access x WHERE x.purpose = 'find_person' AND x.record = records_account(%s)"
    (person,) = owner.execute(
        "SELECT id FROM people_person WHERE username = 'warga.d@contoh.id'"
    ).fetchone() or (0,)
    for who in ("officer", "head", "administrator"):
        assert owner.execute(find, [*proof(world, who), "warga.d@contoh.id"]).fetchone() is None, who
    for name in ("warga.d", "%", "petugas", "", None):
        assert owner.execute(find, [*proof(world, "front_desk"), name]).fetchone() is None, name
    for credential, secret in (("public", b""), ("session", world.sessions[0])):
        assert owner.execute(find, [credential, secret, None, "warga.d@contoh.id"]).fetchone() is None
    assert owner.execute(noted, [person]).fetchall() == []
    found = owner.execute(find, [*proof(world, "front_desk"), "warga.d@contoh.id"]).fetchone()
    assert found == (person, "W*** D***")
    (row,) = owner.execute(noted, [person]).fetchall()
    assert row[1] == world.holding["front_desk"]


def test_a_desk_files_into_the_account_it_looked_up_itself_and_into_no_other(
    world: World, owner: Connection
) -> None:
    find = "SELECT account FROM records_find_person(%s, %s, %s, %s, NULL)"
    (person,) = owner.execute(find, [*proof(world, "front_desk"), "warga.d@contoh.id"]).fetchone() or (0,)
    party = {"scope": f"p:{person}", "role": "applicant", "open": False, "due": None}
    filing = world.filing()

    def at_desk(who: str, whose: dict[str, Any]) -> Call:
        identity = {"persons": [REPORTER], "parties": [whose]}
        content = {**STORY, "channel": "counter"}
        return world.member(who, act=filing.act, content=content, identity=identity, parties=filing.parties)

    for who, whose in (("verifier", party), ("front_desk", world.party())):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), owner.transaction():
            at_desk(who, whose).run(owner)
    at_desk("front_desk", party).run(owner)
    assert owner.execute(READ, [*proof(world, "front_desk"), filing.act["subject"]]).fetchone() is None


def test_what_acts_said_is_read_by_their_parties_and_by_nobody_else(world: World, web: Connection) -> None:
    """Whatever entries are asked for, also those of other records among one's own."""
    rows = web.execute("SELECT id, subject, act FROM ledger_entry WHERE act IN ('prepare', 'ask')").fetchall()
    ours = {world.prepared.subject, world.closed.subject}
    asked = [entry for entry, *_ in rows]
    found = dict(web.execute(PAYLOADS, [*proof(world, "head"), asked]).fetchall())
    assert set(found) == {entry for entry, subject, _ in rows if subject in ours} and len(found) < len(asked)
    assert all("answer" in said for said in found.values())
    assert web.execute(PAYLOADS, [*proof(world, "other_head"), asked]).fetchall() == []
    assert web.execute(PAYLOADS, ["public", b"", None, asked]).fetchall() == []
    for credential, secret in (("session", b"guess"), ("clock", b""), ("slip", world.code(world.closed))):
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification), web.transaction():
            web.execute(PAYLOADS, [credential, secret, None, asked])


@pytest.mark.parametrize("credential", ["session", "clock", "installer", "machine", "", None])
def test_an_invented_proof_reads_nothing(world: World, web: Connection, credential: str | None) -> None:
    """Not even the worker's: the web is not the clock."""
    for holding in (None, world.holding["verifier"]):
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification), web.transaction():
            web.execute(READ, [credential, b"guess", holding, world.filed.subject])


def test_anothers_or_an_ended_holding_reads_nothing(world: World, web: Connection) -> None:
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification), web.transaction():
        web.execute(
            READ, ["session", world.secret["officer"], world.holding["verifier"], world.filed.subject]
        )
    web.execute("DELETE FROM people_session WHERE key_hash = sha256(%s::bytea)", [world.secret["verifier"]])
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        web.execute(READ, [*proof(world, "verifier"), world.filed.subject])


def test_the_name_goes_to_whom_the_reporter_allows_and_is_written_down(
    world: World, owner: Connection
) -> None:
    record = world.forwarded.subject
    noted = "SELECT person, purpose, holding FROM ledger_access WHERE record = %s"
    for who in ("officer", "head", "inspector", "administrator"):
        assert owner.execute(IDENTITY, [*proof(world, who), record, "handling"]).fetchone() is None, who
    assert (
        owner.execute(IDENTITY, ["slip", world.code(world.forwarded), None, record, "handling"]).fetchone()
        is None
    )
    assert owner.execute(IDENTITY, [*proof(world, "verifier"), record, "curiosity"]).fetchone() is None
    assert owner.execute(IDENTITY, [*proof(world, "verifier"), record, None]).fetchone() is None
    assert owner.execute(noted, [record]).fetchall() == []
    for _ in range(2):
        assert owner.execute(IDENTITY, [*proof(world, "verifier"), record, "handling"]).fetchone() == (
            "Sitti",
            None,
        )
    person = owner.execute(
        "SELECT person FROM agencies_holding WHERE id = %s", [world.holding["verifier"]]
    ).fetchone()
    assert person is not None
    assert owner.execute(noted, [record]).fetchall() == [(person[0], "handling", world.holding["verifier"])]


def test_an_erased_name_is_given_to_nobody(world: World, web: Connection) -> None:
    assert (
        web.execute(IDENTITY, [*proof(world, "verifier"), world.erased.subject, "handling"]).fetchone()
        is None
    )


def test_a_reading_cannot_be_dated_back(world: World, owner: Connection) -> None:
    owner.execute("ALTER TABLE ledger_setting DISABLE TRIGGER guard")
    owner.execute("UPDATE ledger_setting SET demo = false")
    dated = IDENTITY.replace("NULL", "%s")
    with pytest.raises(psycopg.errors.InvalidDatetimeFormat, match="60 s"):
        owner.execute(
            dated, [*proof(world, "verifier"), world.filed.subject, "handling", "2026-01-01T00:00:00Z"]
        )


def test_a_file_goes_with_a_record_that_names_it(world: World, web: Connection) -> None:
    from dataclasses import replace

    from tests.attacks.world import FILE as KEPT

    filing, digest = world.filing(), bytes.fromhex(KEPT["hash"])
    replace(filing, content={**filing.content, "photos": [KEPT]}).run(web)
    for who in world.cast.members():
        row = web.execute(FILE, [*proof(world, who), digest]).fetchone()
        assert row == (("foto.jpg",) if who == "verifier" else None), who
    assert web.execute(FILE, ["public", b"", None, digest]).fetchone() is None


def test_a_sealed_record_is_there_for_its_parties_only(world: World, web: Connection) -> None:
    sealed: UUID = world.sealed
    for who in world.cast.members():
        row = web.execute(READ, [*proof(world, who), sealed]).fetchone()
        assert (row is not None) == (who == "verifier"), who


def test_the_function_and_the_rule_agree_on_every_party(world: World, owner: Connection) -> None:
    """One party at a time, of every kind, seen from every post and from the person without one."""
    record = world.filed.subject
    actors = world.actors
    seats = {a.holding.organisation for a in actors.values() if a.holding}
    roles = {a.role for a in actors.values()}
    parties = [f"q:{body}:{role}" for body in (*seats, 101) for role in roles]
    parties += [scope for a in actors.values() for scope in a.scopes]
    parties += [f"p:{a.person}" for a in actors.values()]
    owner.execute("ALTER TABLE records_party DISABLE TRIGGER guard")
    owner.execute("DELETE FROM records_party WHERE record = %s", [record])
    agreed = 0
    for party in sorted(set(parties)):
        owner.execute(
            "INSERT INTO records_party (record, scope, role, open, entry) VALUES (%s, %s, 'x', false, 1)",
            [record, party],
        )
        for name, actor in actors.items():
            row = owner.execute(READ, [*proof(world, name), record]).fetchone()
            assert (row is not None) == actor.takes_part([party], "complaint"), (party, name)
            agreed += row is not None
            alone = owner.execute(READ, ["session", world.secret[name], None, record]).fetchone()
            assert (alone is not None) == (party == f"p:{actor.person}"), (party, name)
        owner.execute("DELETE FROM records_party WHERE record = %s", [record])
    assert agreed > len(actors)


def test_the_reading_login_meets_no_trace_of_a_sealed_record(world: World) -> None:
    """Every relation it may read, to the last row: neither number, id nor post of a sealed record is in it."""
    sealed = world.header(UUID(str(world.sealed)))
    told = {sealed["number"], sealed["id"], str(world.sealed)}
    with psycopg.connect(world.house.dsn("admin")) as admin:
        rows = admin.execute("SELECT id FROM ledger_entry WHERE class = 'sealed'").fetchall()
    entries = {entry for (entry,) in rows}
    with psycopg.connect(world.house.dsn("read")) as read:
        names = read.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
            " AND has_any_column_privilege(oid, 'SELECT')"
        ).fetchall()
        assert ("records_readable",) in names and ("records_record",) not in names
        for (name,) in names:
            for (row,) in read.execute(f"SELECT to_jsonb(t)::text FROM {name} t").fetchall():  # type: ignore[arg-type]
                assert not [word for word in told if word in row], (name, row)
        seen = read.execute(
            "SELECT id, act, subject, agency, bytes FROM ledger_readable WHERE class = 'sealed'"
        )
        found = seen.fetchall()
        assert {row[0] for row in found} == entries and found
        assert all(row[1:4] == (None, None, None) and b'"class":"sealed"' in bytes(row[4]) for row in found)
        assert read.execute("SELECT count(*) FROM records_readable").fetchone() != (0,)


@pytest.mark.parametrize(
    "table", ["records_record", "records_party", "records_link", "ledger_entry", "agencies_key"]
)
def test_the_reading_login_reads_no_table_that_says_more(world: World, table: str) -> None:
    with (
        psycopg.connect(world.house.dsn("read")) as read,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        read.execute(f"SELECT 1 FROM {table}")  # type: ignore[arg-type]


LOST = "SELECT record FROM records_lost(%s, %s, %s, %s, %s, %s, NULL)"


def test_a_reporter_is_looked_for_by_the_posts_that_know_him_and_only_in_their_own_records(
    world: World, web: Connection, owner: Connection
) -> None:
    ours = {
        r for (r,) in owner.execute("SELECT record FROM records_private WHERE lower(email) = 's@contoh.id'")
    }
    assert world.forwarded.subject in ours
    for who in world.cast.members():
        rows = web.execute(LOST, [*proof(world, who), None, "S@contoh.id", None]).fetchall()
        found = {record for (record,) in rows}
        assert bool(found) == (who == "verifier"), who
        one = web.execute(LOST, [*proof(world, who), None, "s@contoh.id", world.forwarded.subject]).fetchall()
        assert one == ([(world.forwarded.subject,)] if who == "verifier" else []), who
    for phone, email, record in ((None, None, None), (None, None, world.forwarded.subject), ("%", "%", None)):
        assert web.execute(LOST, [*proof(world, "verifier"), phone, email, record]).fetchall() == []
    slip = ["slip", world.code(world.forwarded), None, None, "s@contoh.id", world.forwarded.subject]
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification), web.transaction():
        web.execute(LOST, slip)


def test_a_reporter_is_looked_for_along_an_index(owner: Connection) -> None:
    owner.execute("SET LOCAL enable_seqscan = off")
    plan = owner.execute(
        "EXPLAIN (FORMAT JSON) SELECT record FROM records_private WHERE phone = '+62812' OR lower(email) = lower('S@contoh.id')"
    ).fetchone()
    assert plan is not None
    text = str(plan[0])
    assert "records_private_phone" in text and "records_private_email" in text and "Seq Scan" not in text
