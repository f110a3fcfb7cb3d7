"""The sequencer: puts committed entries in one order, seals them, signs the result outside the database.

Start and recovery are the same code. It only inserts, under a login that can write nothing else, and holds
a lock on `ledger_seat`, so that a second instance stands by. Two sequencers could never fork the log: a
position is a primary key, and only what was committed is signed.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from serentak.ledger import checkpoint, merkle, note, tiles
from serentak.lib.refusal import Refusal

BATCH = 20_000
POLL = 0.2
Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class State:
    """What the sequencer knows. Every id up to `high` is sealed, was never used, or is one of `gaps`: drawn,
    not yet seen, each with the transaction id that was new when it was missed."""

    edge: tiles.Edge
    newest: int = 0  # highest sealed entry id
    high: int = 0
    gaps: dict[int, int] = field(default_factory=dict)

    def settled(self) -> int:
        """Up to here nothing can ever be found again. Never above a sealed id: a sequence may forget, in a
        crash, ids that nobody committed."""
        return min([gap - 1 for gap in self.gaps] + [self.newest])


class Sequencer:
    """Seals what was committed; `signer` is the log's key, `path` the checkpoint file."""

    def __init__(self, dsn: str, path: Path, signer: note.Signer) -> None:
        self._dsn, self._path, self._signer = dsn, path, signer
        self._seat: Connection | None = None
        self._work: Connection | None = None
        self._state: State | None = None

    def run(self, stop: threading.Event) -> None:
        """Seal until `stop` is set. Refusal when the database is not the one the file speaks of; any other
        error ends it too, and the next start recovers."""
        try:
            while not stop.is_set():
                if self.step() < BATCH:
                    stop.wait(POLL)
        finally:
            self.close()

    def step(self) -> int:
        """Seal what was committed so far, at most BATCH entries; how many. 0 while another has the seat."""
        if self._state is None and not self._start():
            return 0
        assert self._work is not None and self._state is not None
        connection, state = self._work, self._state
        last, mark = _look(connection, state)
        if last == state.high and not state.gaps:
            return 0
        try:
            edge, found, last, horizon = _seal(connection, state, last)
        except psycopg.Error:
            self.close()
            raise
        _remember(state, edge, found, last, mark, horizon)
        if found:
            checkpoint.publish(self._path, self._signer, edge.size, edge.root())
        return len(found)

    def close(self) -> None:
        """Leave the seat; a later step starts again."""
        for connection in (self._work, self._seat):
            if connection is not None:
                with suppress(psycopg.Error):  # it may be broken already
                    connection.rollback()  # free the seat now, not when the server notices
                connection.close()
        self._work = self._seat = self._state = None

    def _start(self) -> bool:
        if self._seat is None:
            self._seat = psycopg.connect(self._dsn, options="-c idle_in_transaction_session_timeout=0")
        try:
            self._seat.execute("LOCK TABLE ledger_seat IN EXCLUSIVE MODE NOWAIT")
        except psycopg.errors.LockNotAvailable:
            self._seat.rollback()
            return False
        try:
            self._state = self._recover()
        except (Refusal, psycopg.Error):
            self.close()  # somebody else may try
            raise
        return True

    def _recover(self) -> State:
        self._work = psycopg.connect(self._dsn, autocommit=True)
        sealed = checkpoint.check(self._work, self._path, self._signer.verifier)
        state = load(self._work, sealed.size)
        if state.edge.root() != sealed.root:
            raise Refusal(
                "log_broken",
                "the leaves of the log do not give its newest root",
                remedy="run `serentak ledger verify --tables`; it names what was changed",
            )
        if sealed.told != sealed.size:
            checkpoint.publish(self._path, self._signer, sealed.size, sealed.root)
        return state


def load(connection: Connection, size: int) -> State:
    """The state of a log of `size`: its right edge, and every id beyond `settled` that is not sealed."""
    newest = _one(connection, "SELECT coalesce(max(entry), 0) FROM ledger_leaf")
    settled = _one(
        connection, "SELECT coalesce(max(settled), 0) FROM ledger_checkpoint WHERE size = %s", size
    )
    mark = _one(connection, "SELECT pg_current_xact_id()::text::bigint")
    rows = connection.execute("SELECT entry FROM ledger_leaf WHERE entry > %s", [settled])
    sealed = {entry for (entry,) in rows}
    gaps = {missing: mark for missing in range(settled + 1, newest + 1) if missing not in sealed}
    return State(load_edge(connection, size), newest, newest, gaps)


def load_edge(connection: Connection, size: int) -> tiles.Edge:
    """The last, unfilled tile of each level: leaves below, roots of full tiles above."""
    rows = connection.execute(
        "SELECT hash FROM ledger_leaf WHERE position >= %s AND position < %s ORDER BY position",
        [size - size % tiles.WIDTH, size],
    )
    levels = [[bytes(leaf) for (leaf,) in rows]]
    while size >> (8 * len(levels)):
        level = len(levels)
        width = tiles.partial_width(level, size)
        end = size >> (8 * level)
        rows = connection.execute(
            "SELECT hashes FROM ledger_tile WHERE level = %s AND position >= %s AND position < %s"
            " ORDER BY position",
            [level - 1, end - width, end],
        )
        levels.append([merkle.complete_root(tiles.split_hashes(bytes(hashes))) for (hashes,) in rows])
    return tiles.Edge(size, levels)


def _look(connection: Connection, state: State) -> tuple[int, int]:
    """The sequence's last id, and then a new transaction id: whoever drew one of these ids took his own
    before it, so every such transaction is older than the mark."""
    last = _one(connection, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger_entry_id_seq")
    if last == state.high and not state.gaps:
        return last, 0
    return last, _one(connection, "SELECT pg_current_xact_id()::text::bigint")


def _seal(connection: Connection, state: State, last: int) -> tuple[tiles.Edge, list[int], int, int]:
    """One transaction on one snapshot: the entries it sees, in order of their ids, become leaves and tiles.

    Returns the edge after it, the sealed ids, the id up to which it looked, and the snapshot's oldest
    running transaction."""
    edge = state.edge.copy()
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        horizon = _one(connection, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        reader = connection.cursor(binary=True)
        found = reader.execute(
            "SELECT id, bytes FROM ledger_entry WHERE id = ANY (%s::bigint[]) ORDER BY id", [list(state.gaps)]
        ).fetchall()
        fresh = reader.execute(
            "SELECT id, bytes FROM ledger_entry WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
            [state.high, last, BATCH],
        ).fetchall()
        if len(fresh) == BATCH:
            last = int(fresh[-1][0])
        found += fresh
        if found:
            settled = _after(state, found, last, horizon)
            _write(connection, edge, found, settled)
    return edge, [entry for entry, _ in found], last, horizon


def _after(state: State, found: list[tuple[Any, ...]], last: int, horizon: int) -> int:
    """What is settled once `found` is sealed; ids missed just now are still open."""
    seen: set[int] = {entry for entry, _ in found}
    open_gaps = [gap for gap, mark in state.gaps.items() if gap not in seen and mark > horizon]
    missed = [entry for entry in range(state.high + 1, last + 1) if entry not in seen]
    newest = max([state.newest, *seen])
    return min([gap - 1 for gap in open_gaps + missed] + [newest])


def _write(connection: Connection, edge: tiles.Edge, found: list[tuple[Any, ...]], settled: int) -> None:
    start = edge.size
    hashes = [merkle.leaf_hash(body) for _, body in found]
    with connection.cursor() as cursor:
        with cursor.copy("COPY ledger_leaf (position, entry, hash) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "int8", "bytea"])
            for position, ((entry, _), leaf) in enumerate(zip(found, hashes, strict=True), start):
                copy.write_row((position, entry, leaf))
        cursor.executemany(
            "INSERT INTO ledger_tile (level, position, hashes) VALUES (%s, %s, %s)",
            [(tile.level, tile.position, tile.hashes) for tile in edge.append(hashes)],
        )
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, root, moment, settled)"
            " VALUES (%s, %s, clock_timestamp(), %s)",
            [edge.size, edge.root(), settled],
        )


def _remember(state: State, edge: tiles.Edge, found: list[int], last: int, mark: int, horizon: int) -> None:
    """After the commit: what was found is no gap any more; a gap older than every running transaction was
    never used."""
    seen = set(found)
    for entry in range(state.high + 1, last + 1):
        if entry not in seen:
            state.gaps[entry] = mark
    state.gaps = {gap: since for gap, since in state.gaps.items() if gap not in seen and since > horizon}
    state.edge, state.high, state.newest = edge, last, max([state.newest, *found])


def _one(connection: Connection, statement: str, *values: object) -> int:
    row = connection.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])
