"""Direct writes, helpers, tables and schemas of one's own, temporary shadows."""

from collections.abc import Iterable
from itertools import product
from typing import Any

import psycopg
import pytest
from psycopg import sql

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
GUARDED = [
    "ledger_entry", "ledger_part", "ledger_leaf", "records_record", "records_private", "records_party", "records_file",
    "records_move", "agencies_holding", "people_signin",
]  # fmt: skip
WRITES = ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"]


def let_through(
    connection: "psycopg.Connection[Any]", world: World, writes: Iterable[tuple[str, str]]
) -> list[str]:
    """Those of the writes, each a table and a statement on its first column, that nobody forbids this login."""
    through = []
    with world.connect("admin") as admin:
        first = dict(
            admin.execute(
                "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attnum = 1"
            ).fetchall()
        )
    for table, write in writes:
        names = [sql.Identifier(name) for name in (table, first[table], first[table])]
        statement = sql.SQL(write).format(*names[: write.count("{}")])  # type: ignore[arg-type]
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(statement)
            through.append(statement.as_string())
        except psycopg.errors.InsufficientPrivilege:
            continue
    return through


@pytest.mark.parametrize("login", LOGINS)
def test_no_login_writes_a_recorded_table(world: World, login: str) -> None:
    writes = [
        (table, write)
        for table in RECORDED
        for write in WRITES
        if (login, table) not in MAY or "TRUNCATE" in write
    ]
    with psycopg.connect(world.house.dsn(login)) as connection:
        assert let_through(connection, world, writes) == []


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
        "records_search",
        "records_word",
        "records_follower",
        "records_counted",
        "records_daily",
        "records_template",
        "records_survey",
        "records_surveyed",
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


def test_the_guards_stop_even_the_owner(world: World, owner: "psycopg.Connection[Any]") -> None:
    owner.execute("INSERT INTO ledger_leaf VALUES (0, 1, sha256('x'))")  # rows for the triggers to meet
    owner.execute("ALTER TABLE records_file DISABLE TRIGGER guard")
    owner.execute(
        "INSERT INTO records_file VALUES (%s, sha256('x'), 1, 'photos', 'image/png', 1, 'x')",
        [world.filed.subject],
    )
    owner.execute("ALTER TABLE records_file ENABLE TRIGGER guard")
    assert let_through(owner, world, product(GUARDED, WRITES[1:])) == []


def test_only_these_functions_of_ours_may_be_called(world: World) -> None:
    with psycopg.connect(world.house.dsn("admin")) as admin:
        rows = admin.execute(
            "SELECT r.rolname, p.proname FROM pg_proc p JOIN pg_roles r ON r.rolname LIKE 'serentak%%' AND r.rolcanlogin"
            " WHERE p.pronamespace = 'public'::regnamespace AND p.proname NOT LIKE 'procrastinate%%' AND NOT r.rolsuper"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"  # an extension's
            " AND NOT pg_has_role(r.oid, 'serentak_owner', 'MEMBER') AND has_function_privilege(r.oid, p.oid, 'EXECUTE') ORDER BY 1, 2"
        ).fetchall()
    assert rows == [
        ("serentak_web", "agencies_act"), *(("serentak_web", f"gate_{name}") for name in ("again", "jobs", "mail_again", "mails", "queue")),
        ("serentak_web", "people_leave"), ("serentak_web", "people_post"), ("serentak_web", "records_accesses"), ("serentak_web", "records_alike"), ("serentak_web", "records_contents"), ("serentak_web", "records_find_file"), ("serentak_web", "records_find_person"), ("serentak_web", "records_first"), ("serentak_web", "records_identity"),
        ("serentak_web", "records_letter"), ("serentak_web", "records_lost"), ("serentak_web", "records_payloads"), ("serentak_web", "records_perform"),
        ("serentak_web", "records_query"), ("serentak_web", "records_read"), ("serentak_web", "records_readings"), ("serentak_web", "records_storage"), ("serentak_web", "records_survey_answer"), ("serentak_web", "records_take_away"), ("serentak_web", "records_template_drop"), ("serentak_web", "records_template_keep"),
        ("serentak_worker", "ledger_access_month"), ("serentak_worker", "ledger_digest_access"), ("serentak_worker", "records_behind"), ("serentak_worker", "records_count"), ("serentak_worker", "records_follow"), ("serentak_worker", "records_joined"), ("serentak_worker", "records_perform"), ("serentak_worker", "records_read"),
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
