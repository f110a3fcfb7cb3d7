"""What the content says of bodies, roles and manners of holding a post, brought into the database."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from serentak.agencies import queries
from serentak.agencies.actions.act import Change, changed, new, perform, stored
from serentak.agencies.models import HoldingKind, Organisation, Role, Succession
from serentak.agencies.rules import INSTALLER
from serentak.law import queries as law
from serentak.lib.ids import uuid7


def install(*, at: datetime) -> int:
    """Brings roles, kinds of holding, bodies and successions to what the content says; returns how many rows
    differed.

    For the installing login. What is missing from the content stays: it existed (`checks` tells). What an act
    of reorganisation ended stays ended as it said, with the successors it named."""
    library, acted = law.library(), queries.reorganised()
    bodies = sorted(library.organisations, key=lambda row: row["parent"] is not None)  # parents first
    found = [_difference(Role, {"role": id}, _role(row)) for id, row in library.roles.items()]
    found += [_difference(HoldingKind, {"kind": id}, _kind(row)) for id, row in library.holding_kinds.items()]
    found += [_difference(Organisation, {"id": row["id"]}, _organisation(row, acted)) for row in bodies]
    links = [row for row in library.successions if row["predecessor"] not in acted]
    found += [_difference(Succession, _pair(row), _pair(row) | {"source": row["source"]}) for row in links]
    changes = [change for change in found if change]
    if changes:
        perform("install", changes, by=INSTALLER, at=at, key=uuid7(), law=None)
    return len(changes)


def _role(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {body["code"]: body["id"] for body in law.library().organisations}
    kept = {name: row[name] for name in ("single", "second_factor", "sole", "elected")}
    bodies = row["bodies"] and [numbers[code] for code in row["bodies"]]
    return {"role": row["id"], "bodies": bodies} | kept


def _kind(row: dict[str, Any]) -> dict[str, Any]:
    longest = row["longest"] and row["longest"]["days"]
    return {"kind": row["id"], "prefix": row["prefix"], "longest_days": longest, "barred_acts": row["bars"]}


def _organisation(row: dict[str, Any], acted: Mapping[int, date]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("id", "name", "short", "kind", "parent", "grade", "source")}
    until = acted[row["id"]].isoformat() if row["id"] in acted else row["until"]
    return kept | {"valid_from": row["start"], "valid_until": until}


def _pair(row: dict[str, Any]) -> dict[str, Any]:
    pair = {name: row[name] for name in ("predecessor", "successor", "record_type")}
    return pair | {"withdrawn": None}


def _difference(model: Any, key: dict[str, Any], row: dict[str, Any]) -> Change | None:
    """The change that makes the row found by `key` what it should be; None when it is."""
    found = model._default_manager.filter(**key).first()
    if found is None:
        return new(model, row)
    return None if stored(found) == row else changed(found, row)
