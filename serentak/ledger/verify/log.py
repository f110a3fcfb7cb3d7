"""Recomputes the log from its entries: leaves, tiles, roots, and the signed file outside the database.

Reads everything and writes nothing. Where an entry and its leaf disagree, the next root says which of them
was changed. What the tables hold beside the log is `entries`, `rows` and `records.checks`.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from serentak.ledger import checkpoint, merkle, note, tiles
from serentak.ledger.verify.finding import Finding
from serentak.lib.refusal import Refusal

Connection = psycopg.Connection[tuple[Any, ...]]

_LEAVES = """
SELECT l.position, l.entry, l.hash, e.bytes FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.id = l.entry
ORDER BY l.position"""
_UNSEALED = """
SELECT e.id FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry = e.id
WHERE l.entry IS NULL AND e.id <= (SELECT coalesce(max(settled), 0) FROM ledger_checkpoint) ORDER BY e.id"""


@dataclass(frozen=True)
class Leaf:
    """A leaf as it lies there, and the hash of its entry's text as that lies there (None: it is gone)."""

    position: int
    entry: int
    kept: bytes
    computed: bytes | None


def verify(connection: Connection, path: Path, verifier: note.Verifier) -> Iterator[Finding]:
    """Everything in the log that does not fit, in its order; nothing when it is whole."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        edge = yield from _tree(connection)
        yield from _tiles_left_over(connection, edge.size)
        for (entry,) in connection.execute(_UNSEALED):
            yield Finding(f"ledger_entry {entry}", "was committed but is in no leaf")
        try:
            checkpoint.check(connection, path, verifier)
        except Refusal as refusal:
            yield Finding(f"checkpoint file {path}", str(refusal.text))


def _tree(connection: Connection) -> Generator[Finding, None, tiles.Edge]:
    edge = tiles.Edge()
    with connection.cursor("leaves", binary=True) as cursor:
        cursor.itersize = 5_000
        cursor.execute(_LEAVES)
        leaves = (
            Leaf(position, entry, bytes(kept), None if body is None else merkle.leaf_hash(body))
            for position, entry, kept, body in cursor
        )
        roots = connection.execute("SELECT size, root FROM ledger_checkpoint ORDER BY size").fetchall()
        for size, root in roots:
            segment = list(islice(leaves, max(0, size - edge.size)))
            found, edge = _segment(connection, edge, segment, size, bytes(root))
            yield from found
        for leaf in leaves:
            yield Finding(f"ledger_leaf {leaf.position}", "lies beyond the newest checkpoint")
    return edge


def _segment(
    connection: Connection, edge: tiles.Edge, leaves: list[Leaf], size: int, root: bytes
) -> tuple[list[Finding], tiles.Edge]:
    """One checkpoint's leaves: the findings, and the edge to go on with."""
    found = [
        Finding(f"ledger_leaf {leaf.position}", f"stands where leaf {place} must be")
        for place, leaf in enumerate(leaves, edge.size)
        if leaf.position != place
    ]
    doubtful = [leaf for leaf in leaves if leaf.computed != leaf.kept]
    kept, full = _grown(edge, [leaf.kept for leaf in leaves])
    if doubtful and kept.root() != root:
        computed, tiles_computed = _grown(edge, [leaf.computed or leaf.kept for leaf in leaves])
        if computed.root() == root:
            found += [
                Finding(f"ledger_leaf {x.position}", f"is not the hash of entry {x.entry}") for x in doubtful
            ]
            return found + _tiles(connection, tiles_computed), computed
    found += [
        Finding(
            f"ledger_entry {leaf.entry}",
            f"is gone from position {leaf.position}"
            if leaf.computed is None
            else f"is not the text that was sealed at position {leaf.position}",
        )
        for leaf in doubtful
    ]
    if kept.root() != root or kept.size != size:
        found.append(Finding(f"ledger_checkpoint {size}", "is not the root of its leaves"))
    return found + _tiles(connection, full), kept


def _grown(edge: tiles.Edge, hashes: list[bytes]) -> tuple[tiles.Edge, list[tiles.FullTile]]:
    grown = edge.copy()
    return grown, grown.append(hashes)


def _tiles(connection: Connection, full: list[tiles.FullTile]) -> list[Finding]:
    found = []
    for tile in full:
        row = connection.execute(
            "SELECT hashes FROM ledger_tile WHERE level = %s AND position = %s", [tile.level, tile.position]
        ).fetchone()
        if row is None or bytes(row[0]) != tile.hashes:
            what = (
                "is gone"
                if row is None
                else f"differs at hash {_first_difference(bytes(row[0]), tile.hashes)}"
            )
            found.append(Finding(f"ledger_tile {tile.level}/{tile.position}", what))
    return found


def _first_difference(one: bytes, other: bytes) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0) // tiles.HASH


def _tiles_left_over(connection: Connection, size: int) -> Iterator[Finding]:
    for level, position in connection.execute("SELECT level, position FROM ledger_tile ORDER BY 1, 2"):
        if tiles.width_of(level, position, size) < tiles.WIDTH:
            yield Finding(f"ledger_tile {level}/{position}", "is no full tile of this log")
