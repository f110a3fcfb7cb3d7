"""agencies_act: who opens posts, bad rows, used keys; what an ended holding or body permits."""

import json
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from serentak.lib.ids import uuid7
from tests.attacks.world import World


def act(
    connection: "psycopg.Connection[Any]",
    world: World,
    who: str | None,
    rows: list[dict[str, Any]],
    name: str = "open_post",
    credential: str = "session",
    **facts: Any,
) -> Any:
    secret, holding = (world.secret[who], world.holding[who]) if who else (b"", None)
    return connection.execute(
        "SELECT entries, ids FROM agencies_act(%s::text, %s::bytea, %s::bigint, %s, %s, %s::jsonb, %s::jsonb)",
        [
            credential,
            secret,
            holding,
            facts.pop("key", uuid7()),
            facts.pop("mac", b"m" * 32),
            json.dumps({"act": name, "law": None, "moment": None, **facts}),
            json.dumps(rows),
        ],
    ).fetchone()


def a_post(world: World, **row: Any) -> dict[str, Any]:
    whole = {
        "organisation": world.bodies["pupr"],
        "title": "Petugas",
        "role": "officer",
        "valid_from": "2026-01-02",
        "valid_until": None,
    }
    return {"table": "agencies_post", "subject": str(uuid7()), "version": 1, "row": {**whole, **row}}


def test_an_administrator_opens_a_post(world: World, web: "psycopg.Connection[Any]") -> None:
    key, rows = uuid7(), [a_post(world), a_post(world, role="head")]
    entries, ids = act(web, world, "administrator", rows, key=key)
    assert web.execute(
        "SELECT id, entry, version FROM agencies_post WHERE id = ANY (%s) ORDER BY id", [ids]
    ).fetchall() == [(i, e, 1) for i, e in zip(ids, entries, strict=True)]
    bases = web.execute(
        "SELECT convert_from(bytes, 'UTF8')::jsonb ->> 'basis', encode(sha256(bytes), 'hex') FROM ledger_entry WHERE id = ANY (%s) ORDER BY id",
        [entries],
    ).fetchall()
    assert bases[0][0] is None and bases[1][0] == bases[0][1]
    assert act(web, world, "administrator", rows, key=key) == (entries, ids)


@pytest.mark.parametrize("who", ["verifier", "officer", "head", "other_officer", "inspector"])
def test_nobody_but_an_administrator_opens_posts(
    world: World, web: "psycopg.Connection[Any]", who: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act(web, world, who, [a_post(world)])


@pytest.mark.parametrize("credential", ["installer", "public", "clock", "slip", "machine", ""])
def test_the_web_is_no_installer(world: World, web: "psycopg.Connection[Any]", credential: str) -> None:
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        act(web, world, None, [a_post(world)], credential=credential)


BAD_ROWS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "a table that is not listed": ("42501", {"table": "people_person"}, {}),
    "a record's table": ("42501", {"table": "records_record"}, {}),
    "a table with a trick in its name": ("42501", {"table": 'agencies_post"; DROP TABLE x; --'}, {}),
    "no subject": ("42501", {"subject": None}, {}),
    "a stale version": ("40001", {"version": 2}, {}),
    "a null version": ("40001", {"version": None}, {}),
    "a column that is not there": ("22023", {}, {"salary": 1}),
    "an entry of its own": ("22023", {}, {"entry": 1}),
    "a row that is no object": ("22023", {"row": []}, {}),
    "a body that is not there": ("22023", {}, {"organisation": 99_999}),
    "a role that no post may have": ("22023", {}, {"role": "clock"}),
    "no title": ("23502", {}, {"title": None}),
    "an end before the beginning": ("23514", {}, {"valid_until": "2025-01-01"}),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_refused(world: World, web: "psycopg.Connection[Any]", name: str) -> None:
    state, outer, inner = BAD_ROWS[name]
    with pytest.raises(psycopg.Error) as refused:
        act(web, world, "administrator", [{**a_post(world, **inner), **outer}])
    assert refused.value.sqlstate == state, str(refused.value)


@pytest.mark.parametrize(
    "row", [{"person": 999_999}, {"person": None}, {"post": 999_999}, {"kind": "machine"}]
)
def test_a_holding_of_nobody_is_refused(
    world: World, web: "psycopg.Connection[Any]", row: dict[str, Any]
) -> None:
    whole = {
        "person": 1,
        "post": 1,
        "kind": "definitive",
        "valid_from": "2026-01-02T00:00:00Z",
        "valid_until": None,
        **row,
    }
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        act(
            web,
            world,
            "administrator",
            [{"table": "agencies_holding", "subject": str(uuid7()), "version": 1, "row": whole}],
        )


def test_a_used_key_and_an_unnamed_act_are_refused(world: World, web: "psycopg.Connection[Any]") -> None:
    key = uuid7()
    act(web, world, "administrator", [a_post(world)], key=key)
    with pytest.raises(psycopg.errors.UniqueViolation, match="key used"), web.transaction():
        act(web, world, "administrator", [a_post(world)], key=key, mac=b"n" * 32)
    for name in ("Open Post", "", "x; y"):
        with pytest.raises(psycopg.errors.InvalidParameterValue), web.transaction():
            act(web, world, "administrator", [a_post(world)], name)


def test_an_ended_holding_permits_nothing(world: World, web: "psycopg.Connection[Any]") -> None:
    row = web.execute(
        "SELECT subject, version, to_jsonb(h) - ARRAY['subject', 'version', 'entry'] FROM agencies_holding h WHERE id = %s",
        [world.holding["verifier"]],
    ).fetchone()
    assert row is not None
    ended = {
        "table": "agencies_holding",
        "subject": str(row[0]),
        "version": row[1] + 1,
        "row": {**row[2], "valid_until": "2026-11-01T00:00:00Z"},
    }
    act(web, world, "administrator", [ended], "end_holding")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        world.asking().run(web)


def test_a_post_in_an_ended_body_permits_nothing(world: World, owner: "psycopg.Connection[Any]") -> None:
    row = owner.execute(
        "SELECT subject, version, to_jsonb(o) - ARRAY['subject', 'version', 'entry'] FROM agencies_organisation o WHERE id = %s",
        [world.bodies["pupr"]],
    ).fetchone()
    assert row is not None
    ended = {
        "table": "agencies_organisation",
        "subject": str(row[0]),
        "version": row[1] + 1,
        "row": {**row[2], "valid_until": "2026-11-01"},
    }
    act(owner, world, None, [ended], "install", credential="installer")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        world.noting().run(owner)


def test_the_successor_of_an_ended_body_goes_on_with_its_records(
    world: World, owner: "psycopg.Connection[Any]"
) -> None:
    dinkes = replace(
        world.noting(), secret=world.secret["other_officer"], holding=world.holding["other_officer"]
    )
    link = {
        "table": "agencies_succession",
        "subject": str(uuid7()),
        "version": 1,
        "row": {
            "predecessor": world.bodies["pupr"],
            "successor": world.bodies["dinkes"],
            "record_type": None,
        },
    }
    with pytest.raises(psycopg.errors.InsufficientPrivilege), owner.transaction():
        dinkes.run(owner)  # the predecessor still exists and answers for itself
    row = owner.execute(
        "SELECT subject, version, to_jsonb(o) - ARRAY['subject', 'version', 'entry'] FROM agencies_organisation o WHERE id = %s",
        [world.bodies["pupr"]],
    ).fetchone()
    assert row is not None
    ended = {
        "table": "agencies_organisation",
        "subject": str(row[0]),
        "version": row[1] + 1,
        "row": {**row[2], "valid_until": "2026-11-01"},
    }
    act(owner, world, None, [ended, link], "install", credential="installer")
    assert dinkes.run(owner)[3] is False
