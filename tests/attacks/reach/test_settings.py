"""Odd settings of the caller, and bytes that are no text."""

import json
from typing import Any

import psycopg
import pytest

from serentak.lib.ids import uuid7
from tests.attacks.world import Call, World

SETTINGS = [
    "SET search_path = pg_temp, pg_catalog", "SET search_path = ''", "SET TimeZone = 'Pacific/Kiritimati'", "SET TimeZone = 'Asia/Kathmandu'",
    "SET TimeZone = '<Z>-13'", "SET DateStyle = 'SQL, DMY'", "SET DateStyle = 'German'", "SET IntervalStyle = 'iso_8601'",
    "SET client_encoding = 'LATIN1'", "SET client_encoding = 'SQL_ASCII'", "SET bytea_output = 'escape'", "SET extra_float_digits = -15",
    "SET standard_conforming_strings = off", "SET escape_string_warning = off", "SET quote_all_identifiers = on", "SET array_nulls = off",
    "SET transform_null_equals = on", "SET xmloption = document", "SET enable_seqscan = off",
    "SET enable_indexscan = off", "SET plan_cache_mode = force_generic_plan", "SET default_transaction_isolation = 'serializable'",
    "SET row_security = off", "SET check_function_bodies = off", "SET statement_timeout = '1min'", "SET timezone_abbreviations = 'India'",
]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_of_the_caller_changes_an_entry(
    world: World, web: "psycopg.Connection[Any]", setting: str
) -> None:
    """The same act under any setting: the same text but for subject, number, moment, age of the proof and salts."""
    due = "2026-12-31T16:30:00.000000Z"
    web.execute(setting)  # type: ignore[arg-type]
    odd = _told(web, world, due)
    web.rollback()
    web.execute("RESET ALL")
    assert odd == _told(web, world, due)
    assert odd["due"] == due and odd["from"] == "" and odd["agency"] == world.bodies["kominfo"]


def _told(web: "psycopg.Connection[Any]", world: World, due: str) -> dict[str, Any]:
    filing = world.filing().with_act(due=due, moment="2026-11-25T23:59:59.5Z")
    ascii_only = (
        {**filing.content, "story": 'Tes\u0007 \\ " / é'} if web.info.encoding == "utf-8" else filing.content
    )
    subject, _, entry, _ = Call(**{**vars(filing), "content": {**ascii_only, "happened": "2026-02-01"}}).run(
        web
    )
    row = web.execute(
        "SELECT encode(bytes, 'hex'), extract(epoch FROM moment)::text, extract(epoch FROM due)::text FROM public.ledger_entry WHERE id = %s",
        [entry],
    ).fetchone()
    assert row is not None
    shown = [v.decode() if isinstance(v, bytes) else v for v in row]  # SQL_ASCII comes back as bytes
    text = json.loads(bytes.fromhex(shown[0]))
    assert text["subject"] == str(subject)
    kept = {name: value for name, value in text.items() if name not in ("subject", "number", "commitments")}
    return {**kept, "parts": sorted(text["commitments"]), "moments": shown[1:]}


def test_bytes_that_are_no_text_are_refused(world: World, web: "psycopg.Connection[Any]") -> None:
    for text in ('{"about": "\\u0000"}', '{"about": "\\ud800"}', '{"about": '):
        with pytest.raises(psycopg.errors.DataError):
            web.execute(
                "SELECT records_perform('public', '', NULL, %s, %s, '{}', %s::jsonb, NULL, NULL, NULL, NULL)",
                [uuid7(), b"m" * 32, text],
            )
        web.rollback()
