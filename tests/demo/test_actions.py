"""The demonstration, built by the installing login in a database of its own: what the inbox then shows."""

import subprocess
import sys
from collections import Counter

import psycopg
import pytest

from serentak.agencies import queries as agencies
from serentak.lib.clock import now
from serentak.records.queries.inbox import inbox
from serentak.records.queries.own import own
from tests.cast import Cast
from tests.conftest import OwnDatabase

STATES = {
    "filed": 3,
    "consulted": 1,
    "approved": 1,
    "asked": 1,
    "forwarded": 4,
    "prepared": 1,
    "answered": 1,
    "closed": 2,
    "working": 1,
    "refused": 1,
    "examined": 1,
    "listed": 2,
    "review": 1,
    "received": 2,
    "eligible": 3,
    "raised": 1,
    "acting": 1,
    "solved": 1,
    "running": 1,
    "drafted": 1,
}


def install(database: OwnDatabase) -> None:
    subprocess.run(
        [sys.executable, "-m", "serentak", "install"], env=database.variables, check=True, capture_output=True
    )


def counted(database: OwnDatabase, table: str) -> int:
    with psycopg.connect(database.dsn("admin")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # type: ignore[index, arg-type]


@pytest.fixture
def told(own_database: OwnDatabase) -> OwnDatabase:
    install(own_database)
    return own_database


def test_stories_in_every_state_and_a_second_start_adds_nothing(told: OwnDatabase, cast: Cast) -> None:
    with psycopg.connect(told.dsn("admin")) as connection:
        states = Counter(state for (state,) in connection.execute("SELECT state FROM records_record"))
        naming = Counter(value for (value,) in connection.execute("SELECT visibility FROM records_private"))
        owners = {
            agency
            for (agency,) in connection.execute("SELECT agency FROM records_record WHERE state = 'filed'")
        }
        sessions = connection.execute("SELECT count(*) FROM people_session").fetchone()
    assert states == STATES
    assert naming == {"named": 11, "confidential": 5}  # of the others nobody is stored
    assert owners == {agencies.organisation_by_code("kominfo"), agencies.organisation_by_code("inspektorat")}
    assert sessions == (0,)
    before = {
        table: counted(told, table)
        for table in ("records_record", "agencies_holding", "people_person", "ledger_entry")
    }
    install(told)
    assert before == {table: counted(told, table) for table in before}

    assert [row.title for row in own(cast.resident.actor()).rows] == ["Saluran air tersumbat di tepi jalan"]
    assert [row.closed for row in own(cast.other_resident.actor()).rows] == [True]
    at = now()
    officer = inbox(cast.officer.actor(), view="mine", at=at)
    late = [row.late_days for row in officer.rows if row.late_days]
    assert len(late) == 1 and late[0] >= 3
    assert len(inbox(cast.head.actor(), view="mine", at=at).rows) == 3
    verifier = inbox(cast.verifier.actor(), view="mine", at=at)
    assert verifier.rows and not any(row.paused for row in verifier.rows)
    waiting = inbox(cast.verifier.actor(), view="waiting", at=at)
    assert waiting.rows and all(row.paused for row in waiting.rows)
    assert [row.title for row in inbox(cast.inspector.actor(), view="mine", at=at).rows] == [
        "Petugas loket informasi tidak melayani",
        "",  # sealed: no list has its title
    ]
    assert inbox(cast.administrator.actor(), view="mine", at=at).rows == []
