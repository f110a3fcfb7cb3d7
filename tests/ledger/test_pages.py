"""The log as outsiders get it: what is fetched over HTTP suffices to check it, and nothing else is given."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from serentak.agencies.rules import PUBLIC
from serentak.ledger import merkle, note, outsider, tiles
from serentak.ledger.sequence import Sequencer
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.records import actions as records
from tests.cases.filing import TYPED

ACTS = 260


def file_some(count: int) -> None:
    from serentak.records.fields import typed

    for n in range(count):
        records.perform(
            None,
            "file",
            typed({**TYPED, "about": f"Laporan {n}"}),
            by=PUBLIC,
            at=clock.now(),
            key=uuid7(),
            type="complaint",
        )


@pytest.fixture
def log(own_database: Any, settings: Any, tmp_path: Path) -> Any:
    """A sealed log of more than one tile, its checkpoint in a file of its own; gives `seal()`."""
    settings.CHECKPOINT_FILE = tmp_path / "checkpoint"
    signer = note.Signer(settings.LOG_NAME, settings.SERENTAK.log_seed)
    sequencer = Sequencer(own_database.dsn("sequencer"), settings.CHECKPOINT_FILE, signer)
    file_some(ACTS)
    sequencer.step()
    return sequencer


def checkpoint(client: Client) -> note.Checkpoint:
    """The checkpoint, its signature checked with the published key."""
    key = note.Verifier.parse(client.get("/catatan/kunci").content.decode())
    opened = note.open_note(client.get("/catatan/checkpoint").content.decode(), [key])
    return note.Checkpoint.parse(opened.text)


def fetch_entries(client: Client, size: int) -> list[bytes]:
    found: list[bytes] = []
    for position in range(-(-size // tiles.WIDTH)):
        path = tiles.path(None, position, tiles.width_of(0, position, size))
        answer = client.get(f"/catatan/{path}")
        assert answer.status_code == 200, path
        found += tiles.unbundle(answer.content)
    return found


def test_an_outsider_recomputes_the_root_from_what_is_served(log: Any, client: Client) -> None:
    found = checkpoint(client)
    assert found.size >= ACTS
    entries = fetch_entries(client, found.size)
    assert len(entries) == found.size
    edge = tiles.Edge()
    full = edge.append([merkle.leaf_hash(entry) for entry in entries])
    assert edge.root() == found.root
    for tile in full:
        assert client.get(f"/catatan/{tiles.path(tile.level, tile.position)}").content == tile.hashes
    level = 0
    while width := tiles.partial_width(level, found.size):
        position = (found.size >> (8 * level)) // tiles.WIDTH
        answer = client.get(f"/catatan/{tiles.path(level, position, width)}")
        assert answer.status_code == 200
        assert len(answer.content) == width * tiles.HASH
        assert tiles.split_hashes(answer.content) == edge._levels[level]
        level += 1
    assert level >= 2, "the log is wider than one tile"


def test_nothing_beyond_the_checkpoint_is_served(log: Any, client: Client) -> None:
    before = checkpoint(client)
    last, width = divmod(before.size, tiles.WIDTH)
    file_some(2)
    assert checkpoint(client) == before
    beyond = tiles.path(None, last, width + 1)
    assert client.get(f"/catatan/{beyond}").status_code == 404
    assert client.get(f"/catatan/{tiles.path(0, last, width + 1)}").status_code == 404
    log.step()
    assert checkpoint(client).size == before.size + 2
    assert client.get(f"/catatan/{beyond}").status_code == 200
    assert client.get(f"/catatan/{tiles.path(None, last, width)}").status_code == 200, "the older width stays"


NAMELESS = """
tile/0/1 tile/0/x000/001 tile/0/999 tile/00/000 tile/64/000 tile/0/000.p/0 tile/0/000.p/256
tile/entries/001.p/255 tile/entries/-01 tile/3/000
"""


def test_addresses_that_name_nothing_are_refused_and_tiles_may_be_kept_for_ever(
    log: Any, client: Client
) -> None:
    for path in NAMELESS.split():
        assert client.get(f"/catatan/{path}").status_code == 404, path
    assert "immutable" in client.get("/catatan/tile/0/000")["Cache-Control"]
    assert "immutable" in client.get("/catatan/tile/entries/000")["Cache-Control"]
    assert client.get("/catatan/checkpoint")["Cache-Control"] == "no-store"


def test_the_page_shows_size_root_key_command_and_newest_entries(
    log: Any, client: Client, django_assert_num_queries: Any
) -> None:
    size = checkpoint(client).size
    with django_assert_num_queries(3):
        page = client.get("/catatan/").content.decode()
    assert "periksa.py" in page
    assert str(settings.LOG_VERIFIER) in page.replace("&#43;", "+")
    assert f'id="e{size - 1}"' in page and f'id="e{size - 26}"' not in page
    assert "Siti" not in page and "Laporan 1" not in page, "no person and no content"
    older = client.get("/catatan/", {"entri": "3"}).content.decode()
    assert 'id="e3"' in older and 'id="e0"' in older and 'id="e4"' not in older
    assert client.get("/catatan/", {"entri": "999999"}).status_code == 200
    assert client.get("/catatan/", {"entri": "x"}).status_code == 200
    client.cookies["bahasa"] = "en"
    assert f'id="e{size - 1}"' in client.get("/catatan/").content.decode()


def test_before_anything_is_sealed_the_page_says_so(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.CHECKPOINT_FILE = tmp_path / "none"
    assert client.get("/catatan/").status_code == 200
    assert client.get("/catatan/checkpoint").status_code == 404
    assert client.get("/catatan/tile/0/000").status_code == 404


def test_the_program_for_outsiders_finds_what_does_not_fit(
    log: Any, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/catatan/periksa.py").content == Path(outsider.__file__).read_bytes()
    changed: dict[str, bytes] = {}

    def fetch(address: str) -> bytes:
        path = address.removeprefix("https://log")
        return changed.get(path) or bytes(client.get(f"/catatan{path}").content)

    monkeypatch.setattr(outsider, "fetch", fetch)
    kept = tmp_path / "kept"
    kept.write_bytes(fetch("https://log/checkpoint"))
    assert outsider.check("https://log", [str(kept)]) == []
    file_some(3)
    log.step()
    assert outsider.check("https://log", [str(kept)]) == [], (
        "a log that grew still holds the older checkpoint"
    )
    body = fetch("https://log/tile/entries/000")
    changed["/tile/entries/000"] = body.replace(b"ADU-", b"ADX-", 1)
    assert len(outsider.check("https://log", [str(kept)])) == 2, "the root and the older checkpoint name it"
    changed.clear()
    size = checkpoint(client).size
    shorter = fetch("https://log/checkpoint").replace(b"\n%d\n" % size, b"\n%d\n" % (size - 100), 1)
    changed["/checkpoint"] = shorter
    assert len(outsider.check("https://log", [str(kept)])) == 3, "size, older checkpoint and signature"


def test_the_program_for_outsiders_agrees_with_the_ledger_on_every_size() -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(40)]
    for size in range(len(leaves) + 1):
        edge = tiles.Edge()
        edge.append(leaves[:size])
        assert outsider.root(leaves[:size]) == edge.root()
