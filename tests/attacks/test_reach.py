"""Attacks past the functions: direct writes, helpers, temporary shadows, odd settings, sessions, administrators."""

import json
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import sql

from serentak.lib.ids import uuid7
from tests.attacks.world import Call, World

RECORDED = [
    "ledger_entry", "ledger_part", "ledger_leaf", "ledger_tile", "ledger_checkpoint", "ledger_key", "ledger_setting",
    "ledger_recorded", "ledger_seat", "records_type_version", "records_move", "records_record", "records_private",
    "records_field_index", "records_party", "records_link", "records_file", "agencies_organisation",
    "agencies_succession", "agencies_role", "agencies_holding_kind", "agencies_post", "agencies_holding", "agencies_key", "agencies_announcement",
    "people_signin", "procrastinate_jobs", "django_migrations",
]  # fmt: skip
LOGINS = ["web", "worker", "sequencer", "read"]
MAY = {  # what a login may write, each with its reason
    ("worker", "procrastinate_jobs"),  # takes jobs
    ("worker", "ledger_key"),  # forgets keys of 30 days ago; its guard keeps the younger
    ("sequencer", "ledger_leaf"), ("sequencer", "ledger_tile"), ("sequencer", "ledger_checkpoint"),  # seals
    ("sequencer", "ledger_seat"),  # may lock it, and finds no row in it
}  # fmt: skip


WRITES = ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"]
REFUSED = [
    (login, table, w)
    for login in LOGINS
    for table in RECORDED
    for w in WRITES
    if (login, table) not in MAY or "TRUNCATE" in w
]


@pytest.mark.parametrize(("login", "table", "statement"), REFUSED)
def test_no_login_writes_a_recorded_table(world: World, login: str, table: str, statement: str) -> None:
    with psycopg.connect(world.house.dsn("admin")) as admin:
        row = admin.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 LIMIT 1", [table]
        ).fetchone()
    assert row is not None
    names = [sql.Identifier(table), sql.Identifier(row[0]), sql.Identifier(row[0])][: statement.count("{}")]
    with (
        psycopg.connect(world.house.dsn(login)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(sql.SQL(statement).format(*names))  # type: ignore[arg-type]


def test_every_recorded_table_is_attacked(world: World, web: "psycopg.Connection[Any]") -> None:
    free = {
        "agencies_key_use",
        "people_person",
        "people_start",
        "people_session",
        "people_totp",
        "people_recovery",
        "people_passkey",
        "people_identity",
        "people_attempt",
    }  # free tables; ledger_access has a test of its own
    rows = web.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    ).fetchall()
    ours = {
        n
        for (n,) in rows
        if n.split("_")[0] in ("ledger", "records", "agencies", "people")
        and not n.startswith("ledger_access")
    }
    assert ours - free == {
        n for n in RECORDED if n.split("_")[0] in ("ledger", "records", "agencies", "people")
    }


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_part", "ledger_leaf", "records_record", "records_private", "records_party", "records_file", "records_move", "agencies_holding", "people_signin"])  # fmt: skip
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_guards_stop_even_the_owner(world: World, table: str, statement: str) -> None:
    with psycopg.connect(world.house.dsn("admin")) as admin:
        admin.execute("INSERT INTO ledger_leaf VALUES (0, 1, sha256('x'))")  # a row for the trigger to meet
        admin.execute("ALTER TABLE records_file DISABLE TRIGGER guard")
        admin.execute(
            "INSERT INTO records_file VALUES (%s, sha256('x'), 1, 'photos', 'image/png', 1, 'x')",
            [world.filed.subject],
        )
        admin.execute("ALTER TABLE records_file ENABLE TRIGGER guard")
        row = admin.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 LIMIT 1", [table]
        ).fetchone()
        assert row is not None
        names = [sql.Identifier(table), sql.Identifier(row[0]), sql.Identifier(row[0])][
            : statement.count("{}")
        ]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute(sql.SQL(statement).format(*names))  # type: ignore[arg-type]
        admin.rollback()


def test_only_these_functions_of_ours_may_be_called(world: World) -> None:
    with psycopg.connect(world.house.dsn("admin")) as admin:
        rows = admin.execute(
            "SELECT r.rolname, p.proname FROM pg_proc p JOIN pg_roles r ON r.rolname LIKE 'serentak%%' AND r.rolcanlogin"
            " WHERE p.pronamespace = 'public'::regnamespace AND p.proname NOT LIKE 'procrastinate%%' AND NOT r.rolsuper"
            " AND NOT pg_has_role(r.oid, 'serentak_owner', 'MEMBER') AND has_function_privilege(r.oid, p.oid, 'EXECUTE') ORDER BY 1, 2"
        ).fetchall()
    assert rows == [
        ("serentak_web", "agencies_act"), *(("serentak_web", f"gate_{name}") for name in ("again", "jobs", "mail_again", "mails", "queue")),
        ("serentak_web", "people_leave"), ("serentak_web", "records_accesses"), ("serentak_web", "records_find_file"), ("serentak_web", "records_find_person"), ("serentak_web", "records_identity"),
        ("serentak_web", "records_lost"), ("serentak_web", "records_payloads"), ("serentak_web", "records_perform"),
        ("serentak_web", "records_read"), ("serentak_web", "records_readings"), ("serentak_web", "records_storage"),
        ("serentak_worker", "ledger_access_month"), ("serentak_worker", "ledger_digest_access"), ("serentak_worker", "records_perform"), ("serentak_worker", "records_read"),
    ]  # fmt: skip


@pytest.mark.parametrize("login", LOGINS)
def test_no_login_is_more_than_itself(world: World, login: str) -> None:
    with psycopg.connect(world.house.dsn(login)) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False,) * 5
    for statement in (
        "SET ROLE serentak_owner",
        "SET SESSION AUTHORIZATION serentak_owner",
        "SET session_replication_role = replica",
        "SELECT ledger_use_pack('x', 1, repeat('0', 64))",
    ):
        with (
            psycopg.connect(world.house.dsn(login)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)  # type: ignore[arg-type]


def test_nobody_makes_tables(world: World) -> None:
    for login in LOGINS:
        for statement in (
            "CREATE TABLE public.evil ()",
            "CREATE TEMP TABLE agencies_post ()",
            "CREATE SCHEMA evil",
            "CREATE FUNCTION public.now() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ):
            with (
                psycopg.connect(world.house.dsn(login)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(statement)  # type: ignore[arg-type]


def test_a_temporary_table_shadows_nothing(world: World) -> None:
    """Where the administrator of the database gave TEMP back: every name is still looked up in public first."""
    with psycopg.connect(world.house.dsn("admin"), autocommit=True) as admin:
        name = sql.Identifier(world.house.database)
        admin.execute(sql.SQL("GRANT TEMP ON DATABASE {} TO serentak_web").format(name))
        try:
            with psycopg.connect(world.house.dsn("web")) as web:
                web.execute("CREATE TEMP TABLE records_move AS SELECT * FROM public.records_move")
                web.execute("UPDATE records_move SET role = 'public', scope = 'open'")
                web.execute("CREATE TEMP TABLE people_session AS SELECT * FROM public.people_session")
                web.execute("CREATE TEMP TABLE ledger_setting (single boolean, demo boolean)")
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no such move"):
                    Call(
                        "public",
                        act=world.on(world.forwarded, "progress", "forwarded"),
                        payload={"note": "x"},
                    ).run(web)
        finally:
            admin.execute(sql.SQL("REVOKE TEMP ON DATABASE {} FROM serentak_web").format(name))


SETTINGS = [
    "SET search_path = pg_temp, pg_catalog", "SET search_path = ''", "SET TimeZone = 'Pacific/Kiritimati'", "SET TimeZone = 'Asia/Kathmandu'",
    "SET TimeZone = '<Z>-13'", "SET DateStyle = 'SQL, DMY'", "SET DateStyle = 'German'", "SET IntervalStyle = 'iso_8601'",
    "SET client_encoding = 'LATIN1'", "SET client_encoding = 'SQL_ASCII'", "SET bytea_output = 'escape'", "SET extra_float_digits = -15",
    "SET standard_conforming_strings = off", "SET escape_string_warning = off", "SET quote_all_identifiers = on", "SET array_nulls = off",
    "SET transform_null_equals = on", "SET xmloption = document", "SET enable_seqscan = off",
    "SET enable_indexscan = off", "SET plan_cache_mode = force_generic_plan", "SET default_transaction_isolation = 'serializable'",
    "SET row_security = off", "SET check_function_bodies = off", "SET statement_timeout = '1min'", "SET timezone_abbreviations = 'India'",
]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_of_the_caller_changes_an_entry(
    world: World, web: "psycopg.Connection[Any]", setting: str
) -> None:
    """The same act under any setting: the same text but for subject, number, moment, age of the proof and salts."""
    due = "2026-12-31T16:30:00.000000Z"
    web.execute(setting)  # type: ignore[arg-type]
    odd = _told(web, world, due)
    web.rollback()
    web.execute("RESET ALL")
    assert odd == _told(web, world, due)
    assert odd["due"] == due and odd["from"] == "" and odd["agency"] == world.bodies["kominfo"]


def _told(web: "psycopg.Connection[Any]", world: World, due: str) -> dict[str, Any]:
    filing = world.filing().with_act(due=due, moment="2026-11-25T23:59:59.5Z")
    ascii_only = (
        {**filing.content, "story": 'Tes\u0007 \\ " / é'} if web.info.encoding == "utf-8" else filing.content
    )
    subject, _, entry, _ = Call(**{**vars(filing), "content": {**ascii_only, "happened": "2026-02-01"}}).run(
        web
    )
    row = web.execute(
        "SELECT encode(bytes, 'hex'), extract(epoch FROM moment)::text, extract(epoch FROM due)::text FROM public.ledger_entry WHERE id = %s",
        [entry],
    ).fetchone()
    assert row is not None
    shown = [v.decode() if isinstance(v, bytes) else v for v in row]  # SQL_ASCII comes back as bytes
    text = json.loads(bytes.fromhex(shown[0]))
    assert text["subject"] == str(subject)
    kept = {name: value for name, value in text.items() if name not in ("subject", "number", "commitments")}
    return {**kept, "parts": sorted(text["commitments"]), "moments": shown[1:]}


def test_bytes_that_are_no_text_are_refused(world: World, web: "psycopg.Connection[Any]") -> None:
    for text in ('{"about": "\\u0000"}', '{"about": "\\ud800"}', '{"about": '):
        with pytest.raises(psycopg.errors.DataError):
            web.execute(
                "SELECT records_perform('public', '', NULL, %s, %s, '{}', %s::jsonb, NULL, NULL, NULL, NULL)",
                [uuid7(), b"m" * 32, text],
            )
        web.rollback()


def test_reads_of_personal_data_are_written_by_nobody_else(world: World) -> None:
    for login in LOGINS:
        for statement in (
            "SELECT * FROM ledger_access",
            "INSERT INTO ledger_access VALUES (1, date_trunc('hour', now()), 1, gen_random_uuid(), 'read', 1)",
            "DELETE FROM ledger_access",
            "UPDATE ledger_access SET person = 2",
            "TRUNCATE ledger_access",
        ):
            with (
                psycopg.connect(world.house.dsn(login)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(statement)  # type: ignore[arg-type]


# sessions


def test_an_ended_session_is_not_revived(world: World, web: "psycopg.Connection[Any]") -> None:
    row = web.execute("SELECT key_hash, person FROM people_session LIMIT 1").fetchone()
    assert row is not None
    for change in (
        "expires = now() + interval '1 day'",
        "person = 1",
        "proved = now()",
        "key_hash = sha256('x')",
        "method = 'passkey'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            web.execute(f"UPDATE people_session SET {change}")  # type: ignore[arg-type]
    web.execute("DELETE FROM people_session WHERE key_hash = %s", row[:1])
    with pytest.raises(psycopg.errors.UniqueViolation):
        web.execute(
            "INSERT INTO people_session (key_hash, person, method, proved, expires, data) VALUES (%s, %s, 'password', now(), now() + interval '1 hour', '')",
            row,
        )


def test_a_session_lasts_twelve_hours_at_most_and_leaves_a_trace(
    world: World, web: "psycopg.Connection[Any]"
) -> None:
    web.execute(
        "INSERT INTO people_session (key_hash, person, method, proved, expires, data) VALUES (sha256('mine'), 1, 'password', '2020-01-01', '2099-01-01', '')"
    )
    row = web.execute(
        "SELECT expires - proved, abs(extract(epoch FROM clock_timestamp() - proved)) < 5 FROM people_session WHERE key_hash = sha256('mine')"
    ).fetchone()
    assert row is not None and row[0].total_seconds() == 12 * 3600 and row[1]
    assert web.execute("SELECT person FROM people_signin WHERE key_hash = sha256('mine')").fetchone() == (1,)


@pytest.mark.parametrize(
    "values", ["sha256('x'), 999999, 'password'", "'short', 1, 'password'", "sha256('x'), 1, 'Pass word'"]
)
def test_a_session_of_nobody_is_not_opened(web: "psycopg.Connection[Any]", values: str) -> None:
    with pytest.raises((psycopg.errors.InvalidAuthorizationSpecification, psycopg.errors.DataError)):
        web.execute(
            f"INSERT INTO people_session (key_hash, person, method, proved, expires, data) VALUES ({values}, now(), now() + interval '1 hour', '')"
        )  # type: ignore[arg-type]


def test_an_expired_session_acts_no_more(world: World, web: "psycopg.Connection[Any]") -> None:
    row = web.execute(
        "SELECT person FROM people_session s JOIN agencies_holding h USING (person) WHERE h.id = %s LIMIT 1",
        [world.holding["verifier"]],
    ).fetchone()
    assert row is not None
    web.execute(
        "INSERT INTO people_session (key_hash, person, method, proved, expires, data) VALUES (sha256('old'), %s, 'password', now(), now() - interval '1 second', '')",
        row,
    )
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        Call(**{**vars(world.asking()), "secret": b"old"}).run(web)


# administrators


def act(
    connection: "psycopg.Connection[Any]",
    world: World,
    who: str | None,
    rows: list[dict[str, Any]],
    name: str = "open_post",
    credential: str = "session",
    **facts: Any,
) -> Any:
    secret, holding = (world.secret[who], world.holding[who]) if who else (b"", None)
    return connection.execute(
        "SELECT entries, ids FROM agencies_act(%s::text, %s::bytea, %s::bigint, %s, %s, %s::jsonb, %s::jsonb)",
        [
            credential,
            secret,
            holding,
            facts.pop("key", uuid7()),
            facts.pop("mac", b"m" * 32),
            json.dumps({"act": name, "law": None, "moment": None, **facts}),
            json.dumps(rows),
        ],
    ).fetchone()


def a_post(world: World, **row: Any) -> dict[str, Any]:
    whole = {
        "organisation": world.bodies["pupr"],
        "title": "Petugas",
        "role": "officer",
        "valid_from": "2026-01-02",
        "valid_until": None,
    }
    return {"table": "agencies_post", "subject": str(uuid7()), "version": 1, "row": {**whole, **row}}


def test_an_administrator_opens_a_post(world: World, web: "psycopg.Connection[Any]") -> None:
    key, rows = uuid7(), [a_post(world), a_post(world, role="head")]
    entries, ids = act(web, world, "administrator", rows, key=key)
    assert web.execute(
        "SELECT id, entry, version FROM agencies_post WHERE id = ANY (%s) ORDER BY id", [ids]
    ).fetchall() == [(i, e, 1) for i, e in zip(ids, entries, strict=True)]
    bases = web.execute(
        "SELECT convert_from(bytes, 'UTF8')::jsonb ->> 'basis', encode(sha256(bytes), 'hex') FROM ledger_entry WHERE id = ANY (%s) ORDER BY id",
        [entries],
    ).fetchall()
    assert bases[0][0] is None and bases[1][0] == bases[0][1]
    assert act(web, world, "administrator", rows, key=key) == (entries, ids)


@pytest.mark.parametrize("who", ["verifier", "officer", "head", "other_officer", "inspector"])
def test_nobody_but_an_administrator_opens_posts(
    world: World, web: "psycopg.Connection[Any]", who: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act(web, world, who, [a_post(world)])


@pytest.mark.parametrize("credential", ["installer", "public", "clock", "slip", "machine", ""])
def test_the_web_is_no_installer(world: World, web: "psycopg.Connection[Any]", credential: str) -> None:
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        act(web, world, None, [a_post(world)], credential=credential)


BAD_ROWS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "a table that is not listed": ("42501", {"table": "people_person"}, {}),
    "a record's table": ("42501", {"table": "records_record"}, {}),
    "a table with a trick in its name": ("42501", {"table": 'agencies_post"; DROP TABLE x; --'}, {}),
    "no subject": ("42501", {"subject": None}, {}),
    "a stale version": ("40001", {"version": 2}, {}),
    "a null version": ("40001", {"version": None}, {}),
    "a column that is not there": ("22023", {}, {"salary": 1}),
    "an entry of its own": ("22023", {}, {"entry": 1}),
    "a row that is no object": ("22023", {"row": []}, {}),
    "a body that is not there": ("22023", {}, {"organisation": 99_999}),
    "a role that no post may have": ("22023", {}, {"role": "clock"}),
    "no title": ("23502", {}, {"title": None}),
    "an end before the beginning": ("23514", {}, {"valid_until": "2025-01-01"}),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_refused(world: World, web: "psycopg.Connection[Any]", name: str) -> None:
    state, outer, inner = BAD_ROWS[name]
    with pytest.raises(psycopg.Error) as refused:
        act(web, world, "administrator", [{**a_post(world, **inner), **outer}])
    assert refused.value.sqlstate == state, str(refused.value)


@pytest.mark.parametrize(
    "row", [{"person": 999_999}, {"person": None}, {"post": 999_999}, {"kind": "machine"}]
)
def test_a_holding_of_nobody_is_refused(
    world: World, web: "psycopg.Connection[Any]", row: dict[str, Any]
) -> None:
    whole = {
        "person": 1,
        "post": 1,
        "kind": "definitive",
        "valid_from": "2026-01-02T00:00:00Z",
        "valid_until": None,
        **row,
    }
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        act(
            web,
            world,
            "administrator",
            [{"table": "agencies_holding", "subject": str(uuid7()), "version": 1, "row": whole}],
        )


def test_a_used_key_and_an_unnamed_act_are_refused(world: World, web: "psycopg.Connection[Any]") -> None:
    key = uuid7()
    act(web, world, "administrator", [a_post(world)], key=key)
    with pytest.raises(psycopg.errors.UniqueViolation, match="key used"), web.transaction():
        act(web, world, "administrator", [a_post(world)], key=key, mac=b"n" * 32)
    for name in ("Open Post", "", "x; y"):
        with pytest.raises(psycopg.errors.InvalidParameterValue), web.transaction():
            act(web, world, "administrator", [a_post(world)], name)


def test_an_ended_holding_permits_nothing(world: World, web: "psycopg.Connection[Any]") -> None:
    row = web.execute(
        "SELECT subject, version, to_jsonb(h) - ARRAY['subject', 'version', 'entry'] FROM agencies_holding h WHERE id = %s",
        [world.holding["verifier"]],
    ).fetchone()
    assert row is not None
    ended = {
        "table": "agencies_holding",
        "subject": str(row[0]),
        "version": row[1] + 1,
        "row": {**row[2], "valid_until": "2026-11-01T00:00:00Z"},
    }
    act(web, world, "administrator", [ended], "end_holding")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        world.asking().run(web)


def test_a_post_in_an_ended_body_permits_nothing(world: World, owner: "psycopg.Connection[Any]") -> None:
    row = owner.execute(
        "SELECT subject, version, to_jsonb(o) - ARRAY['subject', 'version', 'entry'] FROM agencies_organisation o WHERE id = %s",
        [world.bodies["pupr"]],
    ).fetchone()
    assert row is not None
    ended = {
        "table": "agencies_organisation",
        "subject": str(row[0]),
        "version": row[1] + 1,
        "row": {**row[2], "valid_until": "2026-11-01"},
    }
    act(owner, world, None, [ended], "install", credential="installer")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        world.noting().run(owner)


def test_the_successor_of_an_ended_body_goes_on_with_its_records(
    world: World, owner: "psycopg.Connection[Any]"
) -> None:
    dinkes = replace(
        world.noting(), secret=world.secret["other_officer"], holding=world.holding["other_officer"]
    )
    link = {
        "table": "agencies_succession",
        "subject": str(uuid7()),
        "version": 1,
        "row": {
            "predecessor": world.bodies["pupr"],
            "successor": world.bodies["dinkes"],
            "record_type": None,
        },
    }
    with pytest.raises(psycopg.errors.InsufficientPrivilege), owner.transaction():
        dinkes.run(owner)  # the predecessor still exists and answers for itself
    row = owner.execute(
        "SELECT subject, version, to_jsonb(o) - ARRAY['subject', 'version', 'entry'] FROM agencies_organisation o WHERE id = %s",
        [world.bodies["pupr"]],
    ).fetchone()
    assert row is not None
    ended = {
        "table": "agencies_organisation",
        "subject": str(row[0]),
        "version": row[1] + 1,
        "row": {**row[2], "valid_until": "2026-11-01"},
    }
    act(owner, world, None, [ended, link], "install", credential="installer")
    assert dinkes.run(owner)[3] is False
