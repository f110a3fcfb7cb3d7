"""A superuser changes one thing: `verify --tables` names it. Each column of each recorded table, one by one.

The triggers are off, as an owner can turn them off. Every tampering of the sealed province is rolled back.
"""

import dataclasses
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db.models import Field, Model
from psycopg import sql

from serentak.agencies.models import Holding, Organisation, Post, Succession
from serentak.ledger.models import Access, Checkpoint, Entry, Leaf, Part, Tile
from serentak.ledger.note import Signer
from serentak.ledger.sequence import Sequencer
from serentak.ledger.verify import log, readings, rows
from serentak.ledger.verify.finding import Finding
from serentak.lib.ids import uuid7
from serentak.records import checks
from serentak.records.models import FieldIndex, File, Link, Move, Party, Private, Record, TypeVersion
from tests import conftest as house
from tests.attacks.world import FILE, World
from tests.ledger.test_digest import digest

SIGNER = Signer("sulbarprov.go.id/serentak", b"s" * 32)
TABLES: list[type[Model]] = [
    Access, Entry, Part, Leaf, Tile, Checkpoint, Record, Party, Private, FieldIndex, Link, File, TypeVersion, Move,
    Organisation, Succession, Post, Holding,
]  # fmt: skip
UNSAID = {  # columns no entry speaks of: they say nothing about what happened
    ("ledger_entry", "xid"): "guards and the sequencer need it while the transaction runs",
    ("ledger_checkpoint", "moment"): "when it was sealed is not signed",
    ("ledger_checkpoint", "settled"): "only a hint for the next start",
    ("records_field_index", "entry"): "the index follows from the content, `serentak rebuild` makes it anew",
    ("records_type_version", "valid_from"): "publication; the pack's own dates stand in the definition",
    ("records_type_version", "valid_until"): "publication",
}
OTHER = {
    "TextField": "coalesce({0} || 'x', 'x')", "IntegerField": "coalesce({0}, 0) + 1", "BigIntegerField": "coalesce({0}, 0) + 1",
    "BigAutoField": "{0} + 100000", "DateTimeField": "coalesce({0}, now()) + interval '1 second'", "DateField": "coalesce({0}, current_date) + 1",
    "BooleanField": "NOT {0}", "UUIDField": "gen_random_uuid()", "JSONField": "'{{}}'", "ArrayField": "{0} || 'x'::text",
    "BinaryField": "coalesce(set_byte({0}, 0, get_byte({0}, 0) # 1), decode(repeat('00', 32), 'hex'))",
}  # fmt: skip


@pytest.fixture(scope="module")
def province(
    template: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple["psycopg.Connection[Any]", Path]]:
    """A superuser's connection to a sealed province, and its checkpoint file."""
    name = f"sealed_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    path = tmp_path_factory.mktemp("log") / "checkpoint"
    house._clone(name)
    before = house._point_django_at(name)
    with django_db_blocker.unblock():
        world = World(dataclasses.replace(house.HOUSE, database=name))
    house._point_django_at(before)
    filing = world.filing()
    with world.connect("web") as web:
        subject, *_ = replace(filing, content={**filing.content, "photos": [FILE]}).run(web)
        payload = {"duplicate_of": str(world.forwarded.subject)}
        world.member("verifier", act=world.on(subject, "join", "joined"), payload=payload).run(web)
    with world.connect("admin") as admin:
        row = {
            "organisation": 1,
            "title": "Petugas",
            "role": "officer",
            "valid_from": "2026-01-02",
            "valid_until": None,
        }
        many = [
            {"table": "agencies_post", "subject": str(uuid7()), "version": 1, "row": row} for _ in range(300)
        ]
        admin.execute(
            "SELECT agencies_act('installer', '', NULL, %s, %s, '{\"act\": \"open_post\"}', %s::jsonb)",
            [uuid7(), b"m" * 32, json.dumps(many)],
        )
    with world.connect("web") as web:
        for who, record in (("verifier", world.forwarded), ("verifier", world.closed)):
            proof = ("session", world.secret[who], world.holding[who], record.subject)
            web.execute("SELECT * FROM records_identity(%s, %s, %s, %s, 'handling', NULL)", proof)
    with world.connect("worker") as worker:
        assert digest(worker) == 2
    sequencer = Sequencer(world.house.dsn("sequencer"), path, SIGNER)
    assert sequencer.step() > 256
    sequencer.close()
    with world.connect("admin") as admin:
        admin.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # as the checks ask, whose own
        yield admin, path  # transactions are savepoints here
    house._drop(name)


@dataclass
class Tampered:
    """The province under a superuser's hands."""

    admin: "psycopg.Connection[Any]"
    path: Path

    def do(self, statement: str, *values: Any) -> list[Any]:
        """Run it as an owner would, every trigger off; the rows it returned."""
        self.admin.execute("SET LOCAL session_replication_role = replica")
        found = self.admin.execute(statement, values).fetchall()  # type: ignore[arg-type]
        assert found, "nothing was changed"
        return found

    def findings(self) -> list[Finding]:
        found: list[Finding] = []
        for check in (
            lambda: log.verify(self.admin, self.path, SIGNER.verifier),
            lambda: rows.tables(self.admin),
            lambda: readings.readings(self.admin),
            lambda: checks.tables(self.admin),
        ):
            with self.admin.transaction(force_rollback=True):  # what it sets ends with it
                found += check()
        return found

    def named(self) -> list[str]:
        return [str(finding) for finding in self.findings() if not finding.erased]


@pytest.fixture
def tampered(province: tuple["psycopg.Connection[Any]", Path], tmp_path: Path) -> Iterator[Tampered]:
    admin, path = province
    with admin.transaction(force_rollback=True):
        yield Tampered(admin, Path(shutil.copy(path, tmp_path / "checkpoint")))


def test_an_untouched_province_has_nothing_but_its_erasures(tampered: Tampered) -> None:
    findings = tampered.findings()
    assert tampered.named() == []
    assert len([f for f in findings if f.erased and "erased by entry" in f.what]) == 1


def columns() -> Iterator[Any]:
    for table in TABLES:
        for field in table._meta.concrete_fields:
            if (table._meta.db_table, field.column) not in UNSAID and field.column:
                yield pytest.param(table, field, id=f"{table._meta.db_table}.{field.column}")


@pytest.mark.parametrize(("table", "field"), list(columns()))
def test_a_changed_column_is_named(tampered: Tampered, table: type[Model], field: "Field[Any, Any]") -> None:
    name = table._meta.db_table
    other = OTHER[field.get_internal_type()].format(f'"{field.column}"')
    for constraint in tampered.admin.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [name]
    ).fetchall():
        tampered.admin.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(name), sql.Identifier(constraint[0])
            )
        )
    tampered.do(
        f'UPDATE {name} SET "{field.column}" = {other} WHERE ctid = (SELECT max(ctid) FROM {name}) RETURNING 1'
    )
    named = tampered.named()
    assert any(line.startswith(name) or name == "ledger_leaf" and " position " in line for line in named), (
        named
    )


@pytest.mark.parametrize("place", [0, 40, 90, -1])
@pytest.mark.parametrize("nth", [1, 100, 300, -1])
def test_a_changed_byte_of_an_entry_is_named(tampered: Tampered, place: int, nth: int) -> None:
    ((entry,),) = tampered.do(
        "UPDATE ledger_entry SET bytes = set_byte(bytes, (%s + length(bytes)) %% length(bytes), get_byte(bytes, (%s + length(bytes)) %% length(bytes)) # 1)"
        " WHERE id = (SELECT entry FROM ledger_leaf WHERE position = (%s + (SELECT max(size) FROM ledger_checkpoint)) %% (SELECT max(size) FROM ledger_checkpoint)) RETURNING id",
        place, place, nth,
    )  # fmt: skip
    assert any(
        line.startswith(f"ledger_entry {entry}: is not the text that was sealed") for line in tampered.named()
    )


@pytest.mark.parametrize("kind", ["content", "identity", "parties", "payload", "slip", "header"])
@pytest.mark.parametrize("column", ["bytes", "salt"])
def test_a_changed_byte_of_a_part_is_named(tampered: Tampered, kind: str, column: str) -> None:
    ((entry,),) = tampered.do(
        f"UPDATE ledger_part SET {column} = set_byte({column}, 3, get_byte({column}, 3) # 1) WHERE (entry, kind) = (SELECT entry, kind FROM ledger_part WHERE kind = %s ORDER BY entry DESC LIMIT 1) RETURNING entry",
        kind,
    )
    assert any(line.startswith(f"ledger_part {entry} {kind}") for line in tampered.named())


GONE = {
    "an entry": ("DELETE FROM ledger_entry WHERE id = (SELECT max(id) - 305 FROM ledger_entry) RETURNING 1", "ledger_entry"),
    "a part": ("DELETE FROM ledger_part WHERE kind = 'content' AND entry = (SELECT max(content_entry) FROM records_record) RETURNING 1", "ledger_part"),
    "an identity nobody erased": ("DELETE FROM ledger_part WHERE kind = 'identity' AND entry = (SELECT max(entry) FROM ledger_part WHERE kind = 'identity') RETURNING 1", "ledger_part"),
    "a leaf": ("DELETE FROM ledger_leaf WHERE position = 7 RETURNING 1", "ledger_leaf"),
    "the newest leaf": ("DELETE FROM ledger_leaf WHERE position = (SELECT max(position) FROM ledger_leaf) RETURNING 1", "ledger_checkpoint"),
    "a tile": ("DELETE FROM ledger_tile RETURNING 1", "ledger_tile"),
    "a checkpoint": ("DELETE FROM ledger_checkpoint RETURNING 1", "ledger_leaf"),
    "a record": ("DELETE FROM records_record WHERE entry = (SELECT max(entry) FROM records_record) RETURNING 1", "records_record"),
    "a party": ("DELETE FROM records_party WHERE ctid = (SELECT max(ctid) FROM records_party) RETURNING 1", "records_party"),
    "a private row": ("DELETE FROM records_private WHERE ctid = (SELECT max(ctid) FROM records_private) RETURNING 1", "records_private"),
    "an index row": ("DELETE FROM records_field_index WHERE ctid = (SELECT max(ctid) FROM records_field_index) RETURNING 1", "records_field_index"),
    "a file": ("DELETE FROM records_file RETURNING 1", "records_file"),
    "a link": ("DELETE FROM records_link RETURNING 1", "records_link"),
    "a move": ("DELETE FROM records_move WHERE act = 'erase' RETURNING 1", "records_move"),
    "a published type": ("DELETE FROM records_type_version WHERE type = 'complaint' RETURNING 1", "records_record"),
    "a holding": ("DELETE FROM agencies_holding WHERE id = 1 RETURNING 1", "agencies_holding"),
    "the last act of a record": ("WITH e AS (DELETE FROM ledger_entry WHERE id = (SELECT max(entry) FROM records_record) RETURNING id) DELETE FROM ledger_part p USING e WHERE p.entry = e.id RETURNING 1", "ledger_entry"),
    "every trace of a subject but its leaves": ("WITH e AS (DELETE FROM ledger_entry WHERE subject = (SELECT id FROM records_record ORDER BY id LIMIT 1) RETURNING id) DELETE FROM ledger_part p USING e WHERE p.entry = e.id RETURNING 1", "ledger_entry"),
    "a kind of recorded table": ("DELETE FROM ledger_recorded WHERE name = 'agencies_post' RETURNING 1", "ledger_recorded"),
}  # fmt: skip
MADE = {
    "a party": ("INSERT INTO records_party SELECT record, 'h:9999', role, open, due, entry FROM records_party LIMIT 1 RETURNING 1", "records_party"),
    "a private row": ("INSERT INTO records_private SELECT record, 9, entry, visibility, 'X' FROM records_private LIMIT 1 RETURNING 1", "records_private"),
    "a private row after an erasure": ("INSERT INTO records_private SELECT e.subject, 1, e.id, 'named', 'X' FROM ledger_entry e WHERE e.act = 'erase' RETURNING 1", "records_private"),
    "a row of no record": ("INSERT INTO records_party SELECT gen_random_uuid(), scope, role, open, due, entry FROM records_party LIMIT 1 RETURNING 1", "records_party"),
    "a record": ("INSERT INTO records_record SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', 'ADU-2026-999999'))).* FROM records_record r LIMIT 1 RETURNING 1", "records_record"),
    "a holding": ("INSERT INTO agencies_holding (subject, version, entry, person, post, kind, valid_from) SELECT gen_random_uuid(), 1, entry, 1, post, kind, valid_from FROM agencies_holding LIMIT 1 RETURNING 1", "agencies_holding"),
    "a move": ("INSERT INTO records_move SELECT (jsonb_populate_record(m, '{\"role\": \"public\"}')).* FROM records_move m WHERE act = 'erase' LIMIT 1 RETURNING 1", "records_move"),
    "an entry that nobody sealed": ("INSERT INTO ledger_entry SELECT (jsonb_populate_record(e, jsonb_build_object('id', 0, 'version', 99))).* FROM ledger_entry e WHERE id = 5 RETURNING 1", "ledger_entry 0"),
    "a part that nobody promised": ("INSERT INTO ledger_part SELECT entry, 'note', salt, bytes FROM ledger_part LIMIT 1 RETURNING 1", "ledger_part"),
    "a leaf": ("INSERT INTO ledger_leaf SELECT max(position) + 1, 999999, sha256('x') FROM ledger_leaf RETURNING 1", "ledger_leaf"),
    "a tile": ("INSERT INTO ledger_tile SELECT 3, 3, hashes FROM ledger_tile LIMIT 1 RETURNING 1", "ledger_tile"),
}  # fmt: skip


@pytest.mark.parametrize("what", GONE)
def test_what_is_gone_is_named(tampered: Tampered, what: str) -> None:
    statement, place = GONE[what]
    tampered.do(statement)
    assert any(line.startswith(place) for line in tampered.named()), tampered.named()


@pytest.mark.parametrize("what", MADE)
def test_what_was_slipped_in_is_named(tampered: Tampered, what: str) -> None:
    statement, place = MADE[what]
    tampered.do(statement)
    assert any(line.startswith(place) for line in tampered.named()), tampered.named()


def test_two_leaves_that_changed_places_are_named(tampered: Tampered) -> None:
    tampered.admin.execute("ALTER TABLE ledger_leaf DROP CONSTRAINT ledger_leaf_entry_key")
    tampered.do(
        "UPDATE ledger_leaf l SET entry = o.entry FROM ledger_leaf o WHERE l.position + o.position = 9 AND l.position IN (4, 5) RETURNING 1"
    )
    assert [line for line in tampered.named() if "position 4" in line or "position 5" in line]


@pytest.mark.parametrize("place", [0, 30, 60, 100, -3])
def test_a_changed_byte_of_the_checkpoint_file_is_named(tampered: Tampered, place: int) -> None:
    body = bytearray(tampered.path.read_bytes())
    body[place] ^= 1
    tampered.path.write_bytes(body)
    assert any(line.startswith("checkpoint file") for line in tampered.named())


def test_private_values_are_never_printed(tampered: Tampered) -> None:
    tampered.do("UPDATE records_private SET name = 'Rahasia Sekali', phone = '08123' RETURNING 1")
    named = tampered.named()
    assert named and not any(
        "Rahasia" in line or "Sitti" in line or "08" in line.split(":", 1)[1] for line in named
    )


def test_a_reading_that_is_gone_or_was_added_is_named(tampered: Tampered) -> None:
    tampered.do("DELETE FROM ledger_access WHERE id = 1 RETURNING 1")
    assert tampered.named()[0].startswith("ledger_access 1: is gone, but entry ")
    tampered.do(
        "INSERT INTO ledger_access (id, moment, person, record, purpose, holding)"
        " SELECT 1, moment, person + 1, record, purpose, holding FROM ledger_access LIMIT 1 RETURNING 1"
    )
    assert tampered.named()[0].startswith("ledger_access 1: differs from its digest in entry ")
