"""What was promised survives: kill -9 during filings, and an older database put in the newer one's place."""

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from serentak.lib.ids import slip_code
from serentak.site.environment import environment
from tests.faults.province import Up, up

FILINGS, THREADS, KILLS = 200, 4, (50, 120)


@pytest.fixture(scope="module")
def installation(front: None) -> Iterator[Up]:
    # short, since the socket lies in it; open to pass through, since root runs PostgreSQL as another user
    state = Path(tempfile.mkdtemp(prefix="serentak-faults-", dir="/tmp"))
    state.chmod(0o711)
    try:
        with up(state) as running:
            yield running
    finally:
        shutil.rmtree(state)
        state.with_name(state.name + ".log").unlink()


def connect(here: Up) -> psycopg.Connection:
    return psycopg.connect(environment(here.variables).dsn("admin"))


def all_sealed(here: Up) -> None:
    """Waits until the log has no entry unsealed."""
    deadline = time.monotonic() + 20
    while True:
        with connect(here) as connection:
            ((waiting,),) = connection.execute(
                "SELECT count(*) FROM ledger_entry WHERE id NOT IN (SELECT entry FROM ledger_leaf)"
            ).fetchall()
        if not waiting:
            return
        assert time.monotonic() < deadline, f"{waiting} entries are not sealed"
        time.sleep(0.2)


@pytest.mark.parametrize("victim", ["web", "worker", "postgres"])
def test_every_slip_given_is_there_once(installation: Up, victim: str) -> None:
    given: list[tuple[str, str]] = []
    before_unanswered = installation.unanswered
    ready = threading.Event()

    def file(number: int) -> tuple[str, tuple[str, str]]:
        key, slip = installation.file_until_slip(number)
        given.append(slip)
        if len(given) in KILLS:
            ready.set()
        return str(key), slip

    def strike() -> None:
        for _ in KILLS:
            ready.wait(60)
            ready.clear()
            installation.kill(victim)

    with connect(installation) as connection:
        ((before,),) = connection.execute("SELECT count(*) FROM records_record").fetchall()
    killer = threading.Thread(target=strike)
    killer.start()
    with ThreadPoolExecutor(THREADS) as pool:
        slips = dict(pool.map(file, range(FILINGS)))
    killer.join()
    assert victim == "worker" or installation.unanswered > before_unanswered  # it did hit somebody

    assert len(slips) == FILINGS and len(set(slips.values())) == FILINGS
    for number, (key, slip) in enumerate(slips.items()):
        if number % 10 == 0:
            assert installation.file_again(key, number) == slip
    all_sealed(installation)
    key = environment(installation.variables).file_key
    with connect(installation) as connection:
        rows = connection.execute("SELECT number, id FROM records_record").fetchall()
        acts = connection.execute("SELECT subject FROM ledger_entry WHERE act LIKE 'file%'").fetchall()
    assert len(rows) == before + FILINGS and len(set(acts)) == len(acts) == len(rows)
    assert set(slips.values()) <= {(number, slip_code(key, id)) for number, id in rows}
    verified = installation.run("ledger", "verify", "--tables")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_an_older_database_is_refused(installation: Up) -> None:
    """The last of this installation: it is not started again."""
    here = environment(installation.variables)
    (data,) = here.state.glob("data-*")
    older = data.with_name("older")
    installation.stop()
    subprocess.run(
        ["cp", "-a", data, older], check=True
    )  # owners too: as root the server runs as another user
    installation.start()
    installation.file_until_slip(FILINGS + 1)
    all_sealed(installation)
    installation.stop()
    shutil.rmtree(data)
    older.rename(data)
    refused = installation.run("up", "--demo")
    assert refused.returncode == 1
    assert "older than its log" in refused.stderr and "Traceback" not in refused.stderr, refused.stderr
