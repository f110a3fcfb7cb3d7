"""The sequencer against the naive tree: nothing missed, nothing doubled, and no start on another history."""

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from serentak.ledger import checkpoint, merkle
from serentak.ledger.note import Checkpoint, Signer, open_note
from serentak.ledger.sequence import Sequencer
from serentak.ledger.verify import log
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from tests.conftest import OwnDatabase
from tests.oracles import merkle as oracle

Connection = psycopg.Connection[Any]
SIGNER = Signer("sulbarprov.go.id/serentak", b"s" * 32)


class House:
    """A log, writers in transactions of their own, and sequencers."""

    def __init__(self, database: OwnDatabase) -> None:
        self.database, self.path = database, database.environment.checkpoint
        self.admin = self.connect(autocommit=True)
        self.opened: list[Any] = [self.admin]

    def connect(self, *, autocommit: bool = False) -> Connection:
        return psycopg.connect(self.database.dsn("admin"), autocommit=autocommit)

    def sequencer(self, signer: Signer = SIGNER) -> Sequencer:
        made = Sequencer(self.database.dsn("sequencer"), self.path, signer)
        self.opened.append(made)
        return made

    def writer(self) -> Connection:
        made = self.connect()
        self.opened.append(made)
        return made

    def write(self, writer: Connection, subject: UUID | None = None, version: int = 1) -> int:
        row = writer.execute("SELECT ledger_draw()").fetchone()
        assert row is not None
        writer.execute(
            "INSERT INTO ledger_entry (id, xid, moment, act, subject, version, class, bytes)"
            " VALUES (%s, '0', now(), 'x', %s, %s, 'public', %s)",
            [row[0], subject or uuid7(), version, str(row[0]).encode()],
        )
        return int(row[0])

    def sealed(self) -> list[int]:
        return [entry for (entry,) in self.admin.execute("SELECT entry FROM ledger_leaf ORDER BY position")]

    def signed(self) -> Checkpoint:
        return Checkpoint.parse(open_note(self.path.read_text(), [SIGNER.verifier]).text)

    def naive(self) -> bytes:
        rows = self.admin.execute(
            "SELECT e.bytes FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry ORDER BY position"
        )
        return oracle.root([body for (body,) in rows])


@pytest.fixture
def house(own_database: OwnDatabase) -> Iterator[House]:
    made = House(own_database)
    yield made
    for connection in made.opened:
        connection.close()


def test_what_was_committed_is_sealed_signed_and_nothing_is_left(house: House) -> None:
    first = house.sequencer()
    count = first.step()
    assert count > 50 and first.step() == 0
    assert house.signed() == Checkpoint(SIGNER.verifier.name, count, house.naive())
    assert house.sealed() == sorted(house.sealed())


def test_an_entry_of_a_long_transaction_is_sealed_after_it_ends(house: House) -> None:
    sequencer, slow, quick = house.sequencer(), house.writer(), house.writer()
    sequencer.step()
    late, early = house.write(slow), house.write(quick)
    quick.commit()
    assert sequencer.step() == 1 and house.sealed()[-1] == early
    assert sequencer.step() == 0
    slow.commit()
    assert sequencer.step() == 1 and house.sealed()[-1] == late


def test_an_id_that_was_burnt_is_forgotten_once_nobody_can_use_it(house: House) -> None:
    sequencer, burnt, older, quick = house.sequencer(), house.writer(), house.writer(), house.writer()
    sequencer.step()
    older.execute("SELECT pg_current_xact_id()")  # older than any mark to come, and still running
    missing = house.write(burnt)
    burnt.rollback()
    house.write(quick)
    quick.commit()
    assert sequencer.step() == 1
    assert sequencer._state is not None and list(sequencer._state.gaps) == [missing]
    older.commit()
    sequencer.step()
    assert not sequencer._state.gaps and sequencer._state.settled() == missing + 1


def test_a_new_start_finds_what_the_old_one_still_waited_for(house: House) -> None:
    old, slow, quick = house.sequencer(), house.writer(), house.writer()
    old.step()
    late = house.write(slow)
    house.write(quick)
    quick.commit()
    assert old.step() == 1
    old.close()
    slow.commit()
    assert house.sequencer().step() == 1 and house.sealed()[-1] == late


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_missed_or_doubled_whatever_commits_when(house: House, seed: int) -> None:
    chance = random.Random(seed)
    sequencer, writers = house.sequencer(), [house.writer() for _ in range(5)]
    drawn: dict[int, list[int]] = {n: [] for n in range(5)}
    committed: set[int] = {entry for (entry,) in house.admin.execute("SELECT id FROM ledger_entry")}
    for _ in range(250):
        n = chance.randrange(5)
        match chance.choice(["write", "write", "write", "commit", "roll back", "seal", "restart"]):
            case "write":
                drawn[n].append(house.write(writers[n]))
            case "commit":
                writers[n].commit()
                committed |= set(drawn[n])
                drawn[n] = []
            case "roll back":
                writers[n].rollback()
                drawn[n] = []
            case "seal":
                sequencer.step()
            case "restart":
                sequencer.close()
    for n, writer in enumerate(writers):
        writer.commit()
        committed |= set(drawn[n])
    sequencer.step()
    sealed = house.sealed()
    assert len(sealed) == len(set(sealed)) and set(sealed) == committed
    assert house.signed().root == house.naive()
    assert list(log.verify(house.admin, house.path, SIGNER.verifier)) == []


def test_versions_of_a_subject_are_sealed_in_their_order(house: House) -> None:
    sequencer, other, writer, subject = house.sequencer(), house.writer(), house.writer(), uuid7()
    sequencer.step()
    for version in range(1, 40):
        house.write(other)
        house.write(writer, subject, version)
        writer.commit()
        if version % 3 == 0:
            other.commit()
        if version % 4 == 0:
            sequencer.step()
    sequencer.step()
    rows = house.admin.execute(
        "SELECT e.version FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry WHERE e.subject = %s ORDER BY l.position",
        [subject],
    )
    assert [version for (version,) in rows] == list(range(1, 40))


def test_more_than_a_tile_of_tiles_goes_on_from_where_it_was(house: House) -> None:
    house.admin.execute(
        "INSERT INTO ledger_entry (id, xid, moment, act, subject, version, class, bytes)"
        " SELECT nextval('ledger_entry_id_seq'), '0', now(), 'x', gen_random_uuid(), 1, 'public', 'x' FROM generate_series(1, 66000)"
    )
    first = house.sequencer()
    while first.step():
        first.close()  # every step is a new start
    assert house.admin.execute("SELECT max(level) FROM ledger_tile").fetchone() == (1,)
    assert house.signed().size == len(house.sealed()) > 66_000
    assert house.signed().root == house.naive()
    assert list(log.verify(house.admin, house.path, SIGNER.verifier)) == []


def test_a_second_one_stands_by_and_takes_over(house: House) -> None:
    first, second, writer = house.sequencer(), house.sequencer(), house.writer()
    assert first.step() > 0 and second.step() == 0
    house.write(writer)
    writer.commit()
    assert second.step() == 0
    first.close()
    assert second.step() == 1


def test_a_kill_between_commit_and_file_is_made_good_by_the_next_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, writer = house.sequencer(), house.writer()
    first.step()
    before = house.signed()
    house.write(writer)
    writer.commit()
    with monkeypatch.context() as killed:
        killed.setattr(checkpoint, "publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            first.step()
    first.close()
    assert house.signed() == before and len(house.sealed()) == before.size + 1
    house.sequencer().step()
    assert house.signed() == Checkpoint(before.origin, before.size + 1, house.naive())


def refused(house: House, signer: Signer = SIGNER) -> str:
    with pytest.raises(Refusal) as refusal:
        house.sequencer(signer).step()
    assert refusal.value.remedy
    return refusal.value.code


def restored(house: House, size: int) -> None:
    """The database as it was when the log had this size: what a restored backup looks like."""
    for table in ("ledger_leaf", "ledger_checkpoint"):
        house.admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER guard")  # type: ignore[arg-type]
    house.admin.execute("DELETE FROM ledger_leaf WHERE position >= %s", [size])
    house.admin.execute("DELETE FROM ledger_checkpoint WHERE size > %s", [size])


def test_a_restored_older_database_is_refused(house: House) -> None:
    first, writer = house.sequencer(), house.writer()
    size = first.step()
    house.write(writer)
    writer.commit()
    first.step()
    first.close()
    restored(house, size)
    assert refused(house) == "database_restored"


def test_a_restored_database_that_went_on_is_refused(house: House) -> None:
    first, writer = house.sequencer(), house.writer()
    size = first.step()
    house.write(writer)
    writer.commit()
    first.step()
    first.close()
    signed = house.path.read_bytes()
    restored(house, size)
    house.path.unlink()
    checkpoint.adopt(house.database.dsn("sequencer"), house.path, SIGNER)
    house.admin.execute("ALTER TABLE ledger_entry DISABLE TRIGGER guard")
    house.admin.execute(
        "UPDATE ledger_entry SET bytes = 'another' WHERE id = (SELECT max(id) FROM ledger_entry)"
    )
    second = house.sequencer()
    assert second.step() == 1
    second.close()
    house.path.write_bytes(signed)
    assert refused(house) == "log_forked"


def test_a_log_without_its_file_is_refused_until_it_is_adopted(house: House) -> None:
    first = house.sequencer()
    size = first.step()
    first.close()
    house.path.unlink()
    assert refused(house) == "checkpoint_missing"
    assert checkpoint.adopt(house.database.dsn("sequencer"), house.path, SIGNER) == size
    assert house.sequencer().step() == 0 and house.signed().size == size
    with pytest.raises(Refusal):
        checkpoint.adopt(house.database.dsn("sequencer"), house.path, SIGNER)


def test_a_file_signed_by_another_key_is_refused(house: House) -> None:
    first = house.sequencer()
    first.step()
    first.close()
    assert refused(house, Signer("sulbarprov.go.id/serentak", b"t" * 32)) == "checkpoint_foreign"
    house.path.write_text("sulbarprov.go.id/serentak\n0\n")
    assert refused(house) == "checkpoint_foreign"


def test_leaves_that_do_not_give_the_newest_root_are_refused(house: House) -> None:
    first = house.sequencer()
    first.step()
    first.close()
    house.admin.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER guard")
    house.admin.execute("UPDATE ledger_leaf SET hash = %s WHERE position = 3", [merkle.leaf_hash(b"other")])
    assert refused(house) == "log_broken"
