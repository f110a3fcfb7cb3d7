"""Prepares a database for this government: roles, tables, content. Safe to repeat; each step says its time.

Runs as the login of DATABASE_URL or the embedded superuser, in a process of its own (SERENTAK_LOGIN=admin),
so that neither the web program nor the supervisor ever holds that login. Starts and stops nothing.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.site import assets
from serentak.site.environment import LOGINS, Environment, make_folder, password

OLDEST = 15
Say = Callable[[str], None]


def install(environment: Environment, say: Say, *, cases: bool = True) -> None:
    """The whole preparation, in order. Refusal names the first thing that cannot be done.

    A demonstration gets its posts and accounts, and with `cases` also its cases."""
    for folder in (environment.files, environment.checkpoint.parent, environment.mail):
        make_folder(folder, 0o700)
    with step(say, "database and its logins"):
        database(environment)
        roles(environment.dsn("admin"), {login: password(environment.state, login) for login in LOGINS})
    with step(say, "tables and functions"):
        tables()
        mark(demo=environment.demo)
    with step(say, "content: law, calendar, regions, agencies, record types"):
        content()
    with step(say, "static files"):
        assets.collect()
    if environment.demo:
        with step(say, "demonstration: accounts and posts" + (", cases" if cases else "")):
            demonstration(cases=cases)


@contextmanager
def step(say: Say, name: str) -> Iterator[None]:
    """Says the step when it is done, with the seconds it took."""
    began = time.perf_counter()
    yield
    say(f"{time.perf_counter() - began:6.2f} s  {name}")


def database(environment: Environment) -> None:
    """The embedded database exists; a given one answers, is new enough and is ours to make roles in."""
    if environment.database_url is None:
        with psycopg.connect(environment.dsn("admin"), dbname="postgres", autocommit=True) as connection:
            name = environment.database
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
                )
        return
    try:
        connection = psycopg.connect(environment.dsn("admin"), connect_timeout=5)
    except psycopg.OperationalError as refused:
        raise Refusal(
            "database_refused",
            f"the database of DATABASE_URL does not let us in: {str(refused).splitlines()[-1].strip()}",
            remedy="check address, name and password in DATABASE_URL",
        ) from None
    with connection:
        _fit(connection)


def _fit(connection: psycopg.Connection) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        raise Refusal(
            "database_too_old",
            f"DATABASE_URL is PostgreSQL {major}; {OLDEST} or newer is needed",
            remedy="upgrade it, or leave DATABASE_URL out to use the embedded one",
        )
    row = connection.execute(
        "SELECT r.rolsuper OR r.rolcreaterole, r.rolsuper OR pg_has_role(d.datdba, 'USAGE'), current_user,"
        " current_database(), pg_encoding_to_char(d.encoding)"
        " FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()"
    ).fetchone()
    assert row is not None
    may_create, owns, user, name, encoding = row
    if not may_create:
        raise Refusal(
            "database_no_roles",
            f"the login {user} of DATABASE_URL may not create roles",
            remedy=f'run as a superuser: ALTER ROLE "{user}" CREATEROLE',
        )
    if not owns:
        raise Refusal(
            "database_not_owned",
            f"the login {user} of DATABASE_URL does not own the database {name}",
            remedy=f'run as a superuser: ALTER DATABASE "{name}" OWNER TO "{user}"',
        )
    if encoding != "UTF8":
        raise Refusal(
            "database_encoding",
            f"the database {name} has the encoding {encoding}",
            remedy="create it with ENCODING 'UTF8' TEMPLATE template0",
        )


def roles(admin_dsn: str, passwords: dict[str, str]) -> None:
    """The owner that nobody can log in as, and the logins with these passwords (admin's is not touched)."""
    with psycopg.connect(admin_dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('serentak roles'))")
        _role(connection, "serentak_owner", None)
        superuser = connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        if superuser != (True,):  # a superuser is a member of everything
            connection.execute("GRANT serentak_owner TO CURRENT_USER")
        for login in ("web", "worker", "sequencer", "read"):
            _role(connection, LOGINS[login], passwords[login])


def _role(connection: psycopg.Connection, name: str, secret: str | None) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    kind = sql.SQL("NOLOGIN" if secret is None else "LOGIN")
    connection.execute(
        sql.SQL("{} ROLE {} {}").format(sql.SQL("ALTER" if there else "CREATE"), sql.Identifier(name), kind)
    )
    if secret is not None:
        # hashed here, so that no statement and no log ever carries the password
        hashed = connection.pgconn.encrypt_password(secret.encode(), name.encode(), b"scram-sha-256").decode()
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(hashed))
        )


def tables() -> None:
    """Every migration has run."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def mark(*, demo: bool) -> None:
    """The database knows for ever whether it is a demonstration; the wrong kind of start is refused."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_setting (single, demo) VALUES (true, %s) ON CONFLICT DO NOTHING", [demo]
        )
        cursor.execute("SELECT demo FROM ledger_setting")
        (found,) = cursor.fetchone()
    if found and not demo:
        raise Refusal(
            "database_is_demo",
            "this database is a demonstration and stays one",
            remedy="give production a database of its own, or start with `serentak up --demo`",
        )
    if demo and not found:
        raise Refusal(
            "database_is_production",
            "this database is in production: no demonstration starts on it",
            remedy="start with `serentak up`, or give the demonstration a database of its own",
        )


def content() -> None:
    """Content in use stands in the log, record types are published, the list of agencies is installed."""
    from django.db import connection, transaction

    from serentak.agencies import actions as agencies
    from serentak.law import queries as law
    from serentak.records import actions as records

    library = law.library()
    with transaction.atomic(), connection.cursor() as cursor:
        for pack in library.packs:
            cursor.execute(
                "SELECT ledger_use_pack(%s, %s, %s)", [f"{pack.kind}/{pack.name}", pack.version, pack.hash]
            )
    agencies.install(at=now())
    for name in sorted(library.record_types):
        records.publish(library.record_types[name])


def demonstration(*, cases: bool) -> None:
    """The accounts with their posts and, when asked for, the cases; nothing is made twice."""
    from serentak.demo import actions as demo

    demo.cast(at=now())
    if cases:
        demo.install(at=now())
