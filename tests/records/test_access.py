"""Reads of personal data are written down: who, in which post, which record, once an hour."""

from datetime import timedelta
from typing import Any

import psycopg

from serentak.lib.clock import now
from serentak.records.queries.page import record_page
from tests.cast import Cast
from tests.records.cases import file, forward


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
