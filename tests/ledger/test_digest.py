"""The digest of readings: each is in one, once, whatever runs beside it; nothing of it is published."""

import json
import time
from typing import Any

import psycopg
import pytest

from serentak.ledger import actions
from serentak.ledger.verify.readings import readings
from serentak.lib.clock import now
from serentak.records.queries.page import record_page
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.records.cases import file
from tests.records.test_perform import as_worker

DIGESTS = """
SELECT convert_from(e.bytes, 'UTF8'), convert_from(p.bytes, 'UTF8')::jsonb FROM ledger_entry e
JOIN ledger_part p ON p.entry = e.id AND p.kind = 'content' WHERE e.act = 'digest' ORDER BY e.version"""
DIGEST = "SELECT ledger_digest_access()"


def read(cast: Cast) -> None:
    """The verifier opens a case whose reporter he may know."""
    record_page(cast.verifier.actor(), file(naming="confidential", reporter_name="W").subject, at=now())


def digest(worker: psycopg.Connection[Any]) -> int:
    """How many it digested, as soon as what others do on this server lets it."""
    ends = time.monotonic() + 60
    while True:
        ((count,),) = worker.execute(DIGEST).fetchall()
        if count is not None:
            return int(count)
        assert time.monotonic() < ends
        time.sleep(0.1)


def digests(database: OwnDatabase) -> list[dict[str, Any]]:
    return [dict(content) for _, content in database.ask(DIGESTS)]


def found(database: OwnDatabase) -> list[str]:
    with psycopg.connect(database.dsn("admin")) as admin:
        return [str(finding) for finding in readings(admin)]


def test_every_reading_is_in_one_digest_and_twice_is_once(own_database: OwnDatabase, cast: Cast) -> None:
    for count in (2, 1):
        for _ in range(count):
            read(cast)
        with as_worker(own_database):
            assert (actions.digest_access(), actions.digest_access()) == (count, 0)
    one, two = digests(own_database)
    assert (one["from"], one["to"], sorted(one["rows"])) == (1, 2, ["1", "2"])
    assert (two["from"], two["to"], list(two["rows"])) == (3, 3, ["3"])
    assert found(own_database) == []


def test_nothing_of_a_reading_is_published(own_database: OwnDatabase, cast: Cast) -> None:
    read(cast)
    with as_worker(own_database):
        actions.digest_access()
    ((text, content),) = own_database.ask(DIGESTS)
    said = json.loads(text)
    assert list(said["commitments"]) == ["content"] and said["kind"] == "digest" and said["auth"] == "worker"
    assert not [told for told in content["rows"].values() if told in text]
    assert (said["agency"], said["holding"], said["number"]) == (None, None, None)


def test_a_reading_still_under_way_is_waited_for(own_database: OwnDatabase, cast: Cast) -> None:
    """The first drew an id and is not committed when the digest comes: neither is digested before both can be."""
    record = file(naming="confidential", reporter_name="W").subject
    ask = "SELECT * FROM records_identity('session', %s, %s, %s, 'handling', NULL)"
    proof = [cast.verifier.secret, cast.verifier.holding, record]
    with (
        psycopg.connect(own_database.dsn("web")) as slow,
        psycopg.connect(own_database.dsn("worker")) as worker,
    ):
        worker.autocommit = True
        slow.execute(ask, proof)
        read(cast)
        assert worker.execute(DIGEST).fetchone() == (None,)
        assert digests(own_database) == []
        slow.commit()
        assert digest(worker) == 2
    assert found(own_database) == []


def test_a_digest_that_was_killed_is_made_again_and_gaps_are_no_loss(
    own_database: OwnDatabase, cast: Cast
) -> None:
    read(cast)
    killed = psycopg.connect(own_database.dsn("worker"))
    assert digest(killed) == 1
    own_database.ask("SELECT pg_terminate_backend(%s, 5000)", killed.info.backend_pid)
    with pytest.raises(psycopg.OperationalError):
        killed.commit()
    assert digests(own_database) == []
    own_database.ask("SELECT nextval('ledger_access_id_seq') FROM generate_series(1, 9)")
    read(cast)
    with as_worker(own_database):
        assert actions.digest_access() == 2
    (one,) = digests(own_database)
    assert (one["from"], one["to"], sorted(one["rows"])) == (1, 11, ["1", "11"])
    assert found(own_database) == []


@pytest.mark.parametrize("login", ["web", "read", "sequencer"])
def test_the_worker_alone_digests(own_database: OwnDatabase, login: str) -> None:
    with (
        psycopg.connect(own_database.dsn(login)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(DIGEST)
