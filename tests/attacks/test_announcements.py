"""Attacks on announcements, past all Python: for others, too long, edited, after the holding ended."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from serentak.lib.clock import today
from serentak.lib.ids import uuid7
from tests.attacks.holdings.rows import Web, by, ends
from tests.attacks.world import World


def announcement(body: int, **row: Any) -> dict[str, Any]:
    whole = {
        "organisation": body, "everyone": False, "audience": "public", "title": "Loket tutup", "text": "Jumat.",
        "valid_from": today().isoformat(), "valid_until": (today() + timedelta(days=9)).isoformat(), "withdrawn": False,
    }  # fmt: skip
    return {"table": "agencies_announcement", "subject": str(uuid7()), "version": 1, "row": {**whole, **row}}


@pytest.mark.parametrize(
    ("who", "code", "everyone"),
    [
        ("unit_administrator", "pupr", False), ("unit_administrator", "dinkes", True), ("administrator", "dinkes", True),
        ("administrator", "kominfo", False), ("coordinator", "kominfo", False), ("coordinator", "dinkes", True),
        ("officer", "pupr", False), ("head", "pupr", False), ("programmer", "kominfo", False), ("programmer", "kominfo", True),
    ],
)  # fmt: skip
def test_an_announcement_is_of_ones_own_body_and_reach(
    web: Web, world: World, who: str, code: str, everyone: bool
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by(web, world, who, announcement(world.bodies[code], everyone=everyone))


@pytest.mark.parametrize(
    "row",
    [
        {"title": " "}, {"title": "x" * 121}, {"text": ""}, {"text": "x" * 1001}, {"title_en": "x" * 121}, {"text_en": "x" * 1001},
        {"audience": "both"}, {"withdrawn": True}, {"valid_from": (today() - timedelta(days=1)).isoformat()},
        {"valid_until": (today() + timedelta(days=367)).isoformat()}, {"valid_until": today().isoformat()},
    ],
)  # fmt: skip
def test_an_announcement_that_cannot_be(web: Web, world: World, row: dict[str, Any]) -> None:
    with pytest.raises((psycopg.errors.InvalidParameterValue, psycopg.errors.CheckViolation)):
        by(web, world, "unit_administrator", announcement(world.bodies["dinkes"], **row))


def test_an_announcement_is_withdrawn_once_by_those_who_give_it_and_never_edited(
    web: Web, world: World
) -> None:
    first = announcement(world.bodies["dinkes"])
    by(web, world, "unit_administrator", first)
    row = {**first["row"], "title_en": None, "text_en": None}
    withdrawn = {**first, "version": 2, "row": {**row, "withdrawn": True}}
    for change in ({"title": "Lain"}, {"valid_until": "2030-01-01"}, {"withdrawn": False}):
        with pytest.raises(psycopg.errors.InvalidParameterValue), web.transaction():
            by(web, world, "unit_administrator", {**withdrawn, "row": {**withdrawn["row"], **change}})
    for who in ("administrator", "coordinator", "other_officer", "head"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            by(web, world, who, withdrawn)
    taken = {**withdrawn["row"], "everyone": True, "organisation": world.bodies["kominfo"]}
    for who in ("administrator", "coordinator"):
        with pytest.raises(psycopg.errors.InvalidParameterValue), web.transaction():
            by(web, world, who, {**withdrawn, "row": taken})
    by(web, world, "unit_administrator", withdrawn)
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        by(web, world, "unit_administrator", {**withdrawn, "version": 3})


def test_an_ended_holding_announces_nothing(web: Web, world: World) -> None:
    holding = world.holding["unit_administrator"]
    by(web, world, "administrator", ends(web, holding, "2026-11-01T00:00:00Z"))
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        by(web, world, "unit_administrator", announcement(world.bodies["dinkes"]))
