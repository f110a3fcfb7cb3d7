"""What each role of a post may do, read off the record types: act by act, tied to the record in which way,
who prepares it, and in which manners of holding the post it is barred.

Pure: it reads content, decides nothing (`rules.may` does) and leaves out what citizens and the clock do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from serentak.agencies.rules import Held
from serentak.law.dates import Text


@dataclass(frozen=True)
class Power:
    """One act of a record type. `act` is its name in letters (record type, dot, act); `by` the scope by role
    (`rules.OPEN`, `PARTY`, `AGENCY`); `prepared` the roles that prepare it; `barred` the prefixes of the
    manners of holding a post that bar it; `law` an id of the content or None."""

    act: str
    title: Text
    by: Mapping[str, str]
    prepared: frozenset[str]
    barred: tuple[str, ...]
    law: str | None


@dataclass(frozen=True)
class TypePowers:
    """The acts of one record type, and the roles that take or prepare one of them, in the content's order."""

    name: str
    title: Text
    law: str | None
    grade: str
    roles: tuple[str, ...]
    acts: tuple[Power, ...]


@dataclass(frozen=True)
class Own:
    """What one holder may do in a record type, what is prepared for a head, what letter or law takes away."""

    title: Text
    may: tuple[Power, ...]
    prepares: tuple[Power, ...]
    barred: tuple[Power, ...]


def of_types(
    types: Mapping[str, Mapping[str, Any]],
    roles: Mapping[str, Any],
    holding_kinds: Mapping[str, Mapping[str, Any]],
) -> tuple[TypePowers, ...]:
    """The acts that posts take or prepare, of every record type, in the order of its content. An act with two
    arrows is one."""
    return tuple(_of_type(name, kind, roles, holding_kinds) for name, kind in types.items())


def own(held: Held, types: Iterable[TypePowers]) -> list[Own]:
    """What this holding leaves its holder, by record type; types in which the role does nothing are not
    named."""
    found = []
    for kind in types:
        mine = [power for power in kind.acts if held.role in power.by]
        prepares = tuple(power for power in kind.acts if held.role in power.prepared and power not in mine)
        may = tuple(power for power in mine if held.permits(power.act))
        if mine or prepares:
            barred = tuple(power for power in mine if power not in may)
            found.append(Own(kind.title, may, prepares, barred))
    return found


def _of_type(
    name: str,
    kind: Mapping[str, Any],
    roles: Mapping[str, Any],
    holding_kinds: Mapping[str, Mapping[str, Any]],
) -> TypePowers:
    before = _preparing(kind)
    acts: dict[str, Power] = {}
    for move in kind["moves"]:
        by = {role: scope for role, scope in move["by"].items() if role in roles}
        prepared = before.get(move["act"], frozenset()) | frozenset(move.get("prepared_by", ()))
        if by:
            known = acts.get(move["act"])
            acts[move["act"]] = Power(
                act=f"{name}.{move['act']}",
                title=move.get("desk", move["title"]),
                by=by | dict(known.by) if known else by,
                prepared=prepared | known.prepared if known else prepared,
                barred=_barring(holding_kinds, f"{name}.{move['act']}"),
                law=move.get("law"),
            )
    named = {role for power in acts.values() for role in (*power.by, *power.prepared)}
    return TypePowers(
        name,
        kind["title"],
        kind.get("law"),
        kind["grade"],
        tuple(role for role in roles if role in named),
        tuple(acts.values()),
    )


def _preparing(kind: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """By act that confirms another one: the roles of that one."""
    moves = {move["act"]: move for move in kind["moves"]}
    return {
        act: frozenset(moves[move["confirms"]]["by"])
        for act, move in moves.items()
        if move.get("confirms") in moves
    }


def _barring(holding_kinds: Mapping[str, Mapping[str, Any]], act: str) -> tuple[str, ...]:
    return tuple(kind["prefix"] for kind in holding_kinds.values() if act in (kind.get("bars") or ()))
