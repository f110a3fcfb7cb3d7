"""Entry text v1 is frozen: the bytes of decision 2, built in the database, compared one by one."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from serentak.ledger.verify.entries import KEYS, SEALED_KEYS
from serentak.lib.canonical import canonical
from serentak.site.environment import ROOT
from tests.conftest import OwnDatabase

DECISION = ROOT / "docs" / "decisions" / "0002-entry-text-v1.md"
GOLDEN = re.findall(r"```json golden\n(.*)\n```", DECISION.read_text(encoding="utf-8"))
SUBJECT = "01a21026-5eea-735c-b329-5cdad9c3841e"

ENTRY = """jsonb_populate_record(NULL::ledger_entry, %s::jsonb)"""
ACTOR = """jsonb_populate_record(NULL::ledger_actor, %s::jsonb)"""


@pytest.fixture
def admin(own_database: OwnDatabase) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(own_database.dsn("admin")) as connection:
        yield connection
        connection.rollback()


def text(
    admin: "psycopg.Connection[Any]",
    entry: dict[str, Any],
    actor: dict[str, Any],
    number: str,
    commitments: dict[str, str],
) -> str:
    row = admin.execute(
        f"SELECT ledger_text({ENTRY}, {ACTOR}, 'case', 'complaint/1', %s, NULL, %s)",
        [json.dumps(entry), json.dumps(actor), number, json.dumps(commitments, separators=(",", ":"))],
    ).fetchone()
    assert row is not None
    return str(row[0])


def test_an_act_in_a_post(admin: "psycopg.Connection[Any]") -> None:
    entry = {
        "act": "forward", "agency": 6, "class": "internal", "due": "2026-12-02T16:00:00+08:00", "state_from": "filed", "state_to": "forwarded",
        "law": "permenpanrb-5-2025", "moment": "2026-11-25T01:02:03.400005Z", "region": "76.02", "subject": SUBJECT, "version": 2,
    }  # fmt: skip
    actor = {"holding": 3, "post": 'Verifikator "Pengaduan" é', "auth": "password/341"}
    assert (
        text(admin, entry, actor, "ADU-2026-000017", {"content": "1" * 64, "parties": "2" * 64}) == GOLDEN[0]
    )


def test_an_act_of_nobody_known(admin: "psycopg.Connection[Any]") -> None:
    entry = {
        "act": "file",
        "agency": 13,
        "class": "internal",
        "state_from": "",
        "state_to": "filed",
        "moment": "2027-01-01T00:00:00+08:00",
        "subject": SUBJECT,
        "version": 1,
    }
    assert text(admin, entry, {"auth": "none"}, "ADU-2027-000001", {}) == GOLDEN[1]


def test_a_sealed_act_shows_a_day_and_hashes(admin: "psycopg.Connection[Any]") -> None:
    entry = {
        "id": 900_000,
        "act": "file",
        "agency": 13,
        "class": "sealed",
        "state_from": "",
        "state_to": "filed",
        "moment": "2026-12-31T16:00:00Z",
        "region": "76.02",
        "subject": SUBJECT,
        "version": 1,
    }
    admin.execute(
        f"SELECT ledger_append({ENTRY}, {ACTOR}, 'case', 'complaint/1', 'X-1', NULL, '{{}}')",
        [json.dumps(entry), json.dumps({"auth": "none"})],
    )
    row = admin.execute(
        "SELECT e.bytes, p.kind, p.salt, p.bytes FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id WHERE e.id = 900000"
    ).fetchone()
    assert row is not None
    body, kind, salt, header = row
    assert kind == "header" and body.decode() == GOLDEN[2].replace(
        "3" * 64, sha256(salt + header).hexdigest()
    )
    assert json.loads(header)["region"] is None


@pytest.mark.parametrize("golden", GOLDEN)
def test_the_golden_bytes_are_canonical_and_complete(golden: str) -> None:
    value = json.loads(golden)
    assert canonical(value).decode() == golden
    assert set(value) == (SEALED_KEYS if value["class"] == "sealed" else KEYS)


def test_every_kind_of_text_is_spelt_once(admin: "psycopg.Connection[Any]") -> None:
    odd = [
        "\u0001",
        "\u001f",
        "\u007f",
        "\u2028",
        "\U0001f600",
        '"',
        "\\",
        "/",
        "é",
        "",
        "\t\n\r\b\f",
        "ß" * 3,
    ]
    rows = admin.execute("SELECT t, ledger_json(t) FROM unnest(%s::text[]) t", [odd]).fetchall()
    assert [spelt for _, spelt in rows] == [json.dumps(t, ensure_ascii=False) for t in odd]


def test_a_commitment_is_of_salt_and_bytes(admin: "psycopg.Connection[Any]") -> None:
    rows = admin.execute(
        "SELECT e.bytes, p.kind, p.salt, p.bytes FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id"
    ).fetchall()
    assert len(rows) > 50 and len({salt for _, _, salt, _ in rows}) == len(rows)
    for body, kind, salt, part in rows:
        assert json.loads(body)["commitments"][kind] == sha256(salt + part).hexdigest()


def test_a_text_of_more_than_65535_bytes_is_refused(admin: "psycopg.Connection[Any]") -> None:
    entry = {
        "id": 900_000,
        "act": "x" * 65_300,
        "class": "public",
        "moment": "2026-12-31T16:00:00Z",
        "subject": SUBJECT,
        "version": 1,
    }
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute(
            f"SELECT ledger_append({ENTRY}, {ACTOR}, 'case', 'complaint/1', 'X-1', NULL, '{{}}')",
            [json.dumps(entry), "{}"],
        )
