"""What the log shows to anybody: the signed checkpoint, tiles, bundles of entries, the newest entries.

Nothing beyond the checkpoint in the file is ever shown, whatever the tables already hold: what is not
signed is not published. Personal data cannot appear here, since entry texts carry none.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from serentak.ledger import merkle, note, tiles
from serentak.ledger.models import Checkpoint as Sealed
from serentak.ledger.models import Entry, Leaf, Tile


@dataclass(frozen=True)
class Published:
    """The checkpoint file as it stands: `note` are its exact bytes, `moment` when its size was sealed."""

    note: bytes
    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class Row:
    """One published entry: its place in the log and the fields of its text."""

    position: int
    entry: int
    text: dict[str, Any]
    moment: datetime | None
    leaf: bytes


@dataclass(frozen=True)
class Act:
    """One act on a subject. `text` is the entry's text, `position` its place in the log once sealed,
    `payload` what the act itself answered, for those who may read it."""

    entry: int
    version: int
    moment: datetime
    act: str
    state: str
    holding: int | None
    text: dict[str, Any]
    position: int | None
    payload: Mapping[str, Any]


_HISTORY = """
SELECT e.subject, e.id, e.version, e.moment, e.act, e.state_to, e.actor, e.bytes, l.position
FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry = e.id
WHERE e.subject = ANY(%s) ORDER BY e.subject, e.version"""


def published() -> Published | None:
    """The checkpoint outsiders may rely on; None before anything was sealed."""
    try:
        body = Path(settings.CHECKPOINT_FILE).read_bytes()
    except FileNotFoundError:
        return None
    text, _ = note.split(body.decode())
    found = note.Checkpoint.parse(text)
    return Published(body, found.origin, found.size, found.root)


def sealed_at(size: int) -> datetime | None:
    """When the sequencer committed this size."""
    return Sealed.objects.filter(size=size).values_list("moment", flat=True).first()


def positions(entries: Iterable[int]) -> dict[int, int]:
    """Where entries stand in the log; those not yet sealed are missing. One statement."""
    wanted = list(entries)
    if not wanted:
        return {}
    return dict(Leaf.objects.filter(entry__in=wanted).values_list("entry", "position"))


def newest(size: int, *, top: int | None = None, limit: int = 25) -> list[Row]:
    """Published entries, newest first, from position `top` down. Two statements."""
    end = size if top is None else min(top + 1, size)
    return list(reversed(_rows(max(0, end - limit), end)))


def history(subject: UUID, payloads: Mapping[int, Mapping[str, Any]]) -> list[Act]:
    """Every act on a subject, oldest first, with what it answered by its entry; one statement."""
    return histories([subject], payloads).get(subject, [])


def histories(subjects: Iterable[UUID], payloads: Mapping[int, Mapping[str, Any]]) -> dict[UUID, list[Act]]:
    """The same of several subjects; one statement."""
    found: dict[UUID, list[Act]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [list(subjects)])
        for subject, entry, version, moment, act, state, actor, text, position in cursor.fetchall():
            said = payloads.get(entry, {})
            told = json.loads(bytes(text))
            found.setdefault(subject, []).append(
                Act(entry, version, moment, act, state, actor, told, position, said)
            )
    return found


@dataclass(frozen=True)
class SealedAct:
    """An entry of the log about a subject, by its place in it."""

    position: int
    subject: UUID
    act: str
    version: int
    moment: datetime


def sealed_acts(start: int, most: int) -> list[SealedAct]:
    """The entries of the log from a position on, at most so many, in its order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.position, e.subject, e.act, e.version, e.moment FROM ledger_leaf l"
            " JOIN ledger_entry e ON e.id = l.entry WHERE l.position >= %s ORDER BY l.position LIMIT %s",
            [start, most],
        )
        return [SealedAct(*row) for row in cursor.fetchall()]


def size() -> int:
    """How many entries are sealed."""
    last = Leaf.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def tile(level: int, position: int, width: int, size: int) -> bytes | None:
    """The first `width` hashes of a hash tile in a log of `size`; None when it has not so many."""
    if width > tiles.width_of(level, position, size):
        return None
    if width == tiles.WIDTH:
        stored = Tile.objects.filter(level=level, position=position).values_list("hashes", flat=True).first()
        return None if stored is None else bytes(stored)
    start = position * tiles.WIDTH
    if level == 0:
        leaves = Leaf.objects.filter(position__gte=start, position__lt=start + width).order_by("position")
        return b"".join(bytes(leaf) for leaf in leaves.values_list("hash", flat=True))
    below = Tile.objects.filter(level=level - 1, position__gte=start, position__lt=start + width)
    return b"".join(
        merkle.complete_root(tiles.split_hashes(bytes(hashes)))
        for hashes in below.order_by("position").values_list("hashes", flat=True)
    )


def bundle(position: int, width: int, size: int) -> bytes | None:
    """The first `width` entry texts of a bundle, each behind its length; None when there are not so many."""
    if width > tiles.width_of(0, position, size):
        return None
    start = position * tiles.WIDTH
    return tiles.bundle(body for _, _, body in _texts(start, start + width))


def _rows(start: int, end: int) -> list[Row]:
    found = []
    for position, entry, body in _texts(start, end):
        text = json.loads(body)
        moment = datetime.fromisoformat(text["moment"]) if text.get("moment") else None
        found.append(Row(position, entry, text, moment, merkle.leaf_hash(body)))
    return found


def _texts(start: int, end: int) -> list[tuple[int, int, bytes]]:
    """(position, entry, text) of a run of positions, in order. Two statements."""
    run = Leaf.objects.filter(position__gte=start, position__lt=end).order_by("position")
    leaves = list(run.values_list("position", "entry"))
    texts = dict(Entry.objects.filter(id__in=[entry for _, entry in leaves]).values_list("id", "bytes"))
    return [(position, entry, bytes(texts[entry])) for position, entry in leaves]
