"""Tile paths, widths and bundles, and the edge against the whole tree."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serentak.ledger import merkle, tiles

LEAVES = [sha256(str(i).encode()).digest() for i in range(70_000)]


@pytest.mark.parametrize(
    ("n", "text"),
    [(5, "005"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067"), (0, "000")],
)
def test_numbers(n: int, text: str) -> None:
    assert tiles.number(n) == text
    assert tiles.read_number(text) == (n, 256)
    assert tiles.read_number(f"{text}.p/17") == (n, 17)


@pytest.mark.parametrize(
    "text",
    ["5", "x000/005", "0005", "001/234", "x001/x234", "005.p/0", "005.p/256", "005.p/017", "-05",
     "005.p/", "", "\u0660\u0660\u0665", "005\n"],
)  # fmt: skip
def test_a_number_has_one_spelling(text: str) -> None:
    assert tiles.read_number(text) is None


@given(st.integers(0, 2**55), st.integers(1, 256))
def test_paths_come_back(position: int, width: int) -> None:
    path = tiles.path(3, position, width)
    assert path.startswith("tile/3/")
    assert tiles.read_number(path.removeprefix("tile/3/")) == (position, width)


def test_widths_of_seventy_thousand() -> None:
    assert tiles.width_of(0, 272, 70_000) == 256
    assert tiles.width_of(0, 273, 70_000) == 112
    assert tiles.width_of(0, 274, 70_000) == 0
    assert tiles.width_of(1, 0, 70_000) == 256
    assert tiles.width_of(1, 1, 70_000) == 17
    assert tiles.width_of(2, 0, 70_000) == 1
    assert [tiles.partial_width(level, 256) for level in range(3)] == [0, 1, 0]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_come_back(entries: list[bytes]) -> None:
    assert tiles.unbundle(tiles.bundle(entries)) == entries


def test_bundles_refuse_what_does_not_fit() -> None:
    assert tiles.bundle([b"ab"]) == b"\0\x02ab"
    with pytest.raises(ValueError, match="too long"):
        tiles.bundle([bytes(65_536)])
    for cut in (b"\0", b"\0\x02a", b"\0\x01ab"):
        with pytest.raises(ValueError, match="within an entry"):
            tiles.unbundle(cut)


@given(st.lists(st.integers(0, 700), max_size=8))
def test_the_edge_has_the_root_of_the_tree(steps: list[int]) -> None:
    edge, compact = tiles.Edge(), merkle.CompactRange()
    found: list[tiles.FullTile] = []
    for step in steps:
        batch = LEAVES[edge.size : edge.size + step]
        found += edge.append(batch)
        for leaf in batch:
            compact.append(leaf)
        assert (edge.size, edge.root()) == (compact.size, compact.root())
    level0 = [tile for tile in found if tile.level == 0]
    assert [tile.position for tile in level0] == list(range(edge.size // 256))
    assert b"".join(tile.hashes for tile in level0) == b"".join(LEAVES[: edge.size // 256 * 256])


def test_upper_levels() -> None:
    edge = tiles.Edge()
    full = edge.append(LEAVES[:65_000]) + edge.append(LEAVES[65_000:])
    assert [(tile.level, tile.position) for tile in full if tile.level] == [(1, 0)]
    upper = next(tile for tile in full if tile.level == 1)
    lower = [tile for tile in full if tile.level == 0]
    assert tiles.split_hashes(upper.hashes) == [
        merkle.complete_root(tiles.split_hashes(tile.hashes)) for tile in lower[:256]
    ]
    compact = merkle.CompactRange()
    for leaf in LEAVES:
        compact.append(leaf)
    assert edge.root() == compact.root()
    twin = edge.copy()
    twin.append([LEAVES[0]])
    assert twin.root() != edge.root() == compact.root()


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 hashes"):
        tiles.Edge(3, [LEAVES[:2]])
    with pytest.raises(ValueError, match="more than 1 levels"):
        tiles.Edge(256, [[]])
    edge = tiles.Edge(257, [LEAVES[:1], LEAVES[:1]])
    assert edge.root() == merkle.node_hash(LEAVES[0], LEAVES[0])
