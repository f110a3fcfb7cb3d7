"""Tiles of the log (C2SP tlog-tiles): paths, widths, entry bundles, and the growing right edge.

Pure. 256 hashes make a tile; a hash of level l+1 is the root of one full tile of level l.
Tiles are stored and served elsewhere; this only says what is in them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serentak.ledger import merkle

WIDTH = 256
HASH = 32
MAX_ENTRY = 65_535
MAX_LEVEL = 63

_PATH = re.compile(r"((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True)
class FullTile:
    level: int
    position: int
    hashes: bytes


def number(n: int) -> str:
    """1234067 → x001/x234/067."""
    text = f"{n:03d}"
    text = "0" * (-len(text) % 3) + text
    groups = [text[i : i + 3] for i in range(0, len(text), 3)]
    return "/".join(["x" + group for group in groups[:-1]] + groups[-1:])


def path(level: int | None, position: int, width: int = WIDTH) -> str:
    """The path of a hash tile, or of an entry bundle when level is None."""
    kind = "entries" if level is None else str(level)
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{kind}/{number(position)}{partial}"


def read_number(text: str) -> tuple[int, int] | None:
    """(position, width) of a path's tail `x001/234` or `005.p/17`; None when it is not the one
    spelling of its number."""
    found = _PATH.fullmatch(text)
    if not found:
        return None
    position = int(found[1].replace("x", "").replace("/", ""))
    width = int(found[2]) if found[2] else WIDTH
    if number(position) != found[1] or (found[2] and width >= WIDTH):
        return None
    return position, width


def width_of(level: int, position: int, size: int) -> int:
    """How many hashes tile (level, position) has when the log has `size` leaves; 256 when full."""
    hashes = size >> (8 * level)
    return max(0, min(WIDTH, hashes - position * WIDTH))


def partial_width(level: int, size: int) -> int:
    """The width of a level's last tile that is not full; 0 when there is none."""
    return (size >> (8 * level)) % WIDTH


def split_hashes(tile: bytes) -> list[bytes]:
    return [tile[i : i + HASH] for i in range(0, len(tile), HASH)]


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries as one body: each behind its length in two bytes, big end first."""
    out = bytearray()
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is too long for a bundle")
        out += len(entry).to_bytes(2) + entry
    return bytes(out)


def unbundle(body: bytes) -> list[bytes]:
    entries, place = [], 0
    while place < len(body):
        start = place + 2
        place = start + int.from_bytes(body[place:start])
        if place > len(body) or start > len(body):
            raise ValueError("the bundle ends within an entry")
        entries.append(body[start:place])
    return entries


class Edge:
    """The last, unfilled tile of each level: all that is needed to go on appending.

    Growing by whole tiles hashes each node once: two hashes an entry, leaf included."""

    def __init__(self, size: int = 0, levels: Sequence[Sequence[bytes]] = ()) -> None:
        self.size = size
        self._levels: list[list[bytes]] = [list(level) for level in levels] or [[]]
        if size >> (8 * len(self._levels)):
            raise ValueError(f"a log of {size} has more than {len(self._levels)} levels")
        for level, hashes in enumerate(self._levels):
            if len(hashes) != partial_width(level, size):
                raise ValueError(f"level {level} of a log of {size} has not {len(hashes)} hashes")

    def copy(self) -> "Edge":
        return Edge(self.size, self._levels)

    def append(self, leaves: Sequence[bytes]) -> list[FullTile]:
        """Appends leaf hashes; returns the tiles that became full, lower levels first."""
        full: list[FullTile] = []
        fresh: Sequence[bytes] = leaves
        size = self.size
        for level in range(MAX_LEVEL + 1):
            if level == len(self._levels):
                self._levels.append([])
            waiting = self._levels[level]
            waiting.extend(fresh)
            roots: list[bytes] = []
            for start in range(0, len(waiting) - WIDTH + 1, WIDTH):
                hashes = waiting[start : start + WIDTH]
                full.append(FullTile(level, size // WIDTH + len(roots), b"".join(hashes)))
                roots.append(merkle.complete_root(hashes))
            if not roots:
                break
            del waiting[: len(roots) * WIDTH]
            fresh = roots
            size //= WIDTH
        self.size += len(leaves)
        return full

    def root(self) -> bytes:
        """The root of the tree so far, from the widest subtree to the last leaf."""
        stack: list[bytes] = []
        for hashes in reversed(self._levels):
            for level, index in merkle.subtrees(0, len(hashes)):
                start = index << level
                stack.append(merkle.complete_root(hashes[start : start + (1 << level)]))
        return merkle.fold(stack)
