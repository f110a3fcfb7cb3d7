"""Sessions: revived, prolonged, of nobody, expired."""

from typing import Any

import psycopg
import pytest

from tests.attacks.world import Call, World


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
