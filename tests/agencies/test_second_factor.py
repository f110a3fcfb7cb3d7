"""A role that asks for a second factor: the password opens no post of it, in Python and in the database alike."""

import psycopg
from django.test import Client

from serentak.agencies import queries
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.people.actions import factors
from serentak.people.rules import COOKIE, DEMO_PASSWORD, cookie_of
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import people
from tests.factories.factors import app
from tests.journeys.province import run_here

REQUIRE = """
import sys, django
django.setup()
from serentak.agencies.actions import install
from serentak.law import queries as law
from serentak.lib.clock import now
for role, day in (word.split("=") for word in sys.argv[1:]):
    law.library().roles[role]["second_factor"] = day
install(at=now())
"""


def require(database: OwnDatabase, *roles: str) -> None:
    """As the installer does it when the content says so; none: no role asks for more."""
    run_here(database.environment, REQUIRE, *roles, login="admin")


def in_database(database: OwnDatabase, secret: bytes, holding: int) -> str | None:
    """The role the database lets this session act in."""
    with psycopg.connect(database.dsn("admin")) as connection:
        row = connection.execute("SELECT (agencies_session(%s, %s)).role", [secret, holding]).fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def test_the_post_opens_to_the_second_factor_alone_and_from_its_day(
    own_database: OwnDatabase, cast: Cast
) -> None:
    weak, holding = cast.officer.secret, cast.officer.holding
    person = cast.officer.actor().person
    assert person is not None and in_database(own_database, weak, holding) == "officer"
    require(own_database, "officer=2999-01-01", "head=2026-01-01")
    assert in_database(own_database, weak, holding) == "officer"
    require(own_database, "officer=2026-01-01")
    assert in_database(own_database, weak, holding) is None
    by, held = queries.actor_of(weak, holding, now())
    assert (held, by.holding, by.role) == ((), None, "applicant") and queries.waits_for_factor(by, now())
    strong = app(person=person, password=DEMO_PASSWORD).session
    assert in_database(own_database, strong, holding) == "officer"
    by, held = queries.actor_of(strong, holding, now())
    assert by.holding is not None and (by.role, len(held)) == ("officer", 1)
    require(own_database)
    factors.clear(person=person)
    assert in_database(own_database, people.session(person=person), holding) == "officer"


def test_whoever_has_no_second_factor_is_led_to_set_it_up_and_then_acts(
    own_database: OwnDatabase, cast: Cast
) -> None:
    require(own_database, "verifier=2026-01-01")
    client = Client()
    client.cookies[COOKIE] = cookie_of(cast.verifier.secret)
    led = client.get("/meja/")
    assert (led.status_code, led["Location"]) == (302, "/akun/kode?next=%2Fmeja%2F")
    assert client.get(f"/meja/berkas/{uuid7()}").status_code == 302
    page = client.get(led["Location"]).content.decode()
    assert "Jabatan Anda meminta kode kedua" in page
    person = queries.actor_of(cast.verifier.secret, None, now())[0].person
    client.cookies[COOKIE] = cookie_of(app(person=person, password=DEMO_PASSWORD).session)
    assert client.get("/meja/").status_code == 200


def test_no_role_of_the_demonstration_asks_for_more(own_database: OwnDatabase) -> None:
    with psycopg.connect(own_database.dsn("admin")) as connection:
        assert (
            connection.execute("SELECT role FROM agencies_role WHERE second_factor IS NOT NULL").fetchall()
            == []
        )
