"""Reads of personal data are written down: who, in which post, which record, once an hour."""

from datetime import timedelta
from typing import Any

import psycopg

from serentak.lib.clock import local_day, now
from serentak.records import actions
from serentak.records.queries.page import record_page
from tests.cast import Cast
from tests.records.cases import file, forward
from tests.records.test_perform import as_worker


def test_each_reading_of_personal_data_leaves_a_row_an_hour(own_database: Any, cast: Cast) -> None:
    def rows() -> list[tuple[object, ...]]:
        with psycopg.connect(own_database.dsn("admin")) as db:
            return db.execute("SELECT person, record, purpose, holding FROM ledger_access").fetchall()

    done = file()
    assert rows() == []
    verifier = cast.verifier.actor()
    record_page(verifier, done.subject, at=now())
    record_page(verifier, done.subject, at=now())
    assert verifier.holding is not None
    assert rows() == [(verifier.person, done.subject, "handling", verifier.holding.id)]
    record_page(verifier, done.subject, at=now() + timedelta(hours=1))
    assert len(rows()) == 2
    forward(done, cast)
    record_page(cast.officer.actor(), done.subject, at=now())
    assert len(rows()) == 2


def test_the_nightly_sweep_keeps_young_keys_and_makes_room_for_the_next_month(
    own_database: Any, cast: Cast
) -> None:
    file()
    next_month = f"ledger_access_{local_day(now()) + timedelta(days=31):%Y%m}"
    with as_worker(own_database):
        assert actions.sweep_keys(at=now()) == 0
    with psycopg.connect(own_database.dsn("admin")) as db:
        assert db.execute("SELECT to_regclass(%s)", [next_month]).fetchone() == (next_month,)
        assert db.execute("SELECT count(*) FROM ledger_key").fetchone() != (0,)
        db.execute("SET session_replication_role = replica")
        db.execute("UPDATE ledger_key SET moment = moment - interval '40 days'")
    with as_worker(own_database):
        assert actions.sweep_keys(at=now()) >= 1
