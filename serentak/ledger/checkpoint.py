"""The checkpoint file: what the log said last, signed, kept outside the database.

A database that is behind it, or holds another history, was restored or replaced: nothing starts on it.
Written by the sequencer alone; the site serves exactly this file.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from serentak.ledger import merkle, note
from serentak.lib.refusal import Refusal

Connection = psycopg.Connection[tuple[Any, ...]]
NEWEST = "SELECT size, root FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"


@dataclass(frozen=True)
class Sealed:
    """The newest size and root in the database; `told` is the size in the file."""

    size: int
    root: bytes
    told: int | None


def check(connection: Connection, path: Path, verifier: note.Verifier) -> Sealed:
    """Compare the database with the checkpoint file outside it.

    Refusal when the database is behind the file, or holds another log: it was restored or replaced. A
    database ahead of the file is what a kill between commit and file leaves, and is fine."""
    row = connection.execute(NEWEST).fetchone()
    size, root = row or (0, merkle.EMPTY_ROOT)
    told = read(path, verifier)
    if told is None:
        if size:
            raise Refusal(
                "checkpoint_missing",
                f"the log has {size} entries, but its checkpoint file {path} is gone",
                remedy="put the file back from a backup; if it is lost for good, verify the log and then run "
                "`serentak ledger adopt`",
            )
        return Sealed(0, root, None)
    if told.size > size:
        raise Refusal(
            "database_restored",
            f"this database is older than its log: {size} entries, but {told.size} were signed",
            remedy="restore a newer backup; entries that were signed must not vanish",
        )
    same = connection.execute("SELECT root FROM ledger_checkpoint WHERE size = %s", [told.size]).fetchone()
    if told.size and (same is None or bytes(same[0]) != told.root):
        raise Refusal(
            "log_forked",
            f"this database holds another history than the one signed at {told.size} entries",
            remedy="restore the database that belongs to this checkpoint file",
        )
    return Sealed(size, bytes(root), told.size)


def read(path: Path, verifier: note.Verifier) -> note.Checkpoint | None:
    """The checkpoint in the file; None when there is no file. Refusal when our key has not signed it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        return note.Checkpoint.parse(note.open_note(text, [verifier]).text)
    except note.BadNote as bad:
        raise Refusal(
            "checkpoint_foreign",
            f"the checkpoint file {path} is not signed by this log's key: {bad}",
            remedy="put back the file and the key that belong together",
        ) from None


def publish(path: Path, signer: note.Signer, size: int, root: bytes) -> None:
    """Sign, write beside the file, and rename over it: outsiders see the old one or the new one, whole."""
    text = note.sign(note.Checkpoint(signer.verifier.name, size, root).text(), [signer])
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def adopt(dsn: str, path: Path, signer: note.Signer) -> int:
    """Sign the database as it stands when its checkpoint file is lost for good; the size. An operator's
    decision after `verify`: nothing that was signed before can be compared any more."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(NEWEST).fetchone()
    if path.exists():
        raise Refusal("checkpoint_there", f"the checkpoint file {path} is there", remedy="nothing to adopt")
    size, root = row or (0, merkle.EMPTY_ROOT)
    publish(path, signer, size, bytes(root))
    return int(size)
