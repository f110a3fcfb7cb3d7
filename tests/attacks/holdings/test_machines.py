"""Machines: posts without a person, and the keys that open them."""

import hashlib
from typing import Any

import pytest
from psycopg import errors

from serentak.agencies.queries import organisation_by_code
from serentak.lib.ids import uuid7
from tests.attacks.holdings.rows import REFUSED, Web, act, by, holds, post
from tests.attacks.world import World


def key_rows(body: int, role: str = "machine", **how: Any) -> list[dict[str, Any]]:
    """Post, holding and key of a machine, as the form makes them."""
    holding = holds(0, 0, "machine", letter_number=None, letter_date=None, only_acts=["complaint.file"])
    holding["row"] |= {"person": None, "post": {"row": 1}} | how
    row = {"holding": {"row": 2}, "hash": "ab" * 32}
    return [
        post(body, role), holding, {"table": "agencies_key", "subject": str(uuid7()), "version": 1, "row": row}
    ]  # fmt: skip


def test_a_programmer_connects_machines_of_the_own_body_and_does_nothing_else(web: Web, world: World) -> None:
    own, other = organisation_by_code("kominfo"), organisation_by_code("dinkes")
    made = by(web, world, "programmer", *key_rows(own))
    assert len(made) == 3
    web.rollback()
    for rows in (key_rows(other), key_rows(own, "verifier"), [post(own, "officer")]):
        with pytest.raises((REFUSED, errors.InvalidParameterValue)):
            by(web, world, "programmer", *rows)
        web.rollback()


@pytest.mark.parametrize(
    "how",
    [
        {"only_acts": None},
        {"only_acts": []},
        {"valid_until": None},
        {"valid_until": "2030-01-01T00:00:00Z"},
        {"person": 1},
    ],
    ids=str,
)
def test_a_machine_has_named_acts_and_an_end(web: Web, world: World, how: dict[str, Any]) -> None:
    with pytest.raises((errors.CheckViolation, errors.InvalidParameterValue)):
        by(web, world, "programmer", *key_rows(organisation_by_code("kominfo"), **how))


def test_a_key_opens_a_machine_once_and_is_never_changed(web: Web, world: World) -> None:
    own = organisation_by_code("kominfo")
    _, holding, _ = by(web, world, "programmer", *key_rows(own))
    key = key_rows(own)[2]
    for opens in (holding, world.holding["head"], 999_999):
        with pytest.raises((REFUSED, errors.InvalidParameterValue)), web.transaction():
            by(web, world, "administrator", key | {"row": {"holding": opens, "hash": "cd" * 32}})
    row = web.execute("SELECT subject, id FROM public.agencies_key").fetchone()
    assert row is not None
    change = {"table": "agencies_key", "subject": str(row[0]), "version": 2}
    for who in ("programmer", "administrator"):
        with pytest.raises(REFUSED), web.transaction():
            by(web, world, who, change | {"row": {"holding": holding, "hash": "cd" * 32}})


def test_no_key_but_the_own_acts_and_none_acts_as_a_person(web: Web, world: World) -> None:
    """Neither another holding, nor a session's secret, nor the key in the place of a session."""
    secret = bytes.fromhex("07" * 32)
    rows = key_rows(organisation_by_code("kominfo"))
    rows[2]["row"]["hash"] = hashlib.sha256(secret).hexdigest()
    _, holding, _ = by(web, world, "programmer", *rows)
    read = "SELECT * FROM public.records_read(%s, %s, %s, %s)"
    record = world.forwarded.subject
    assert web.execute(read, ["key", secret, holding, record]).fetchall() == []
    for credential, proof, held in (
        ("key", secret, world.holding["head"]), ("key", world.secret["head"], world.holding["head"]),
        ("session", secret, holding), ("key", None, holding), ("key", b"", None), ("key", secret[:-1], None),
    ):  # fmt: skip
        with pytest.raises(errors.InvalidAuthorizationSpecification), web.transaction():
            web.execute(read, [credential, proof, held, record])
    with pytest.raises(errors.InvalidAuthorizationSpecification), web.transaction():
        act(web, secret, holding, post(organisation_by_code("kominfo"), "officer"), credential="key")
