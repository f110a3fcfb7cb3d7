"""Merkle hashing of the log (RFC 6962 §2.1): leaves, nodes, proofs and their checking.

Pure. A tree is only ever seen through `read(level, index)`, the hash of the complete subtree
of 2**level leaves that starts at leaf index * 2**level, so that proofs can be made from tiles,
from a list or from a database alike. Where those hashes are kept is not known here.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()

Read = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """The hash over a power of two of neighbouring hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=True)
        ]
    return level[0]


def fold(subtrees: Sequence[bytes]) -> bytes:
    """The root over complete subtrees that shrink from left to right."""
    if not subtrees:
        return EMPTY_ROOT
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = node_hash(left, root)
    return root


class CompactRange:
    """The log2(n) hashes that suffice to append to a tree and to know its root."""

    def __init__(self) -> None:
        self.size = 0
        self._stack: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        index, top = self.size, leaf
        while index & 1:
            top = node_hash(self._stack.pop(), top)
            index >>= 1
        self._stack.append(top)
        self.size += 1

    def root(self) -> bytes:
        return fold(self._stack)


def subtrees(start: int, end: int) -> Iterable[tuple[int, int]]:
    """The complete subtrees, as (level, index), that cover the leaves from start up to end and
    shrink from left to right; start is a multiple of the first one's width."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def range_root(start: int, end: int, read: Read) -> bytes:
    return fold([read(level, index) for level, index in subtrees(start, end)])


def root_of(size: int, read: Read) -> bytes:
    return range_root(0, size, read)


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The hashes that lead from one leaf to the root, the leaf's own neighbour first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_root(middle, end, read))
            end = middle
        else:
            proof.append(range_root(start, middle, read))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, size: int, read: Read) -> list[bytes]:
    """The hashes that show the tree of `old` leaves to be the beginning of that of `size`."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} has no beginning of {old}")
    if old in (0, size):
        return []
    proof: list[bytes] = []
    start, end = 0, size
    while old < end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(range_root(middle, end, read))
            end = middle
        else:
            proof.append(range_root(start, middle, read))
            start = middle
    if start:  # the old tree is not itself a node of the new one
        proof.append(range_root(start, end, read))
    return proof[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(step, found)
            node, last = _climb(node, last)
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    if not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    return _walk_both(old, size, steps) == (old_root, root)


def _walk_both(old: int, size: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            before, after = node_hash(step, before), node_hash(step, after)
            node, last = _climb(node, last)
        else:
            after = node_hash(after, step)
        node, last = node >> 1, last >> 1
    return (before, after) if last == 0 else None


def _climb(node: int, last: int) -> tuple[int, int]:
    """Past the levels on which the node is the last and has no sibling."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _split(size: int) -> int:
    """The largest power of two smaller than size."""
    return 1 << ((size - 1).bit_length() - 1)
