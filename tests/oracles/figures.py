"""Figures told slowly: each act by itself, whose it is asked body by body, each record walked from its start."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from serentak.agencies.rules import Body, Succession
from serentak.lib.clock import local_day
from serentak.records.figures import Tally
from serentak.records.rules import RecordType

Days = dict[tuple[date, str, int], Tally]


def whose(body: int, bodies: list[Body], links: list[Succession], on: date, type: str) -> tuple[int, ...]:
    """Who answers for a body's records on a day; itself when nobody does."""
    gone = {b.id for b in bodies if b.valid_until is not None and b.valid_until <= on}

    def heirs(one: int, seen: tuple[int, ...]) -> set[int]:
        if one not in gone:
            return {one}
        took = [s for s in links if s.predecessor == one]
        named = [s for s in took if s.record_type == type] or [s for s in took if s.record_type is None]
        after = {s.successor for s in named} - {one, *seen}
        return set[int]().union(*(heirs(next, (one, *seen)) for next in after))

    return tuple(sorted(heirs(body, ()))) or (body,)


def daily(connection: Any, kinds: Iterable[RecordType]) -> Days:
    """What each day brought, from the entries of every record that is not sealed, one after the other."""
    found: Days = {}
    for kind in kinds:
        records = "SELECT id FROM records_record WHERE type = %s AND class <> 'sealed'"
        for (record,) in connection.execute(records, [kind.name]).fetchall():
            for day, body, tally in walk(connection, kind, record):
                found[day, kind.name, body] = found.get((day, kind.name, body), Tally()) + tally
    return {key: tally for key, tally in found.items() if tally != Tally()}


def walk(connection: Any, kind: RecordType, record: UUID) -> Iterable[tuple[date, int, Tally]]:
    """What one record adds to its days, act by act."""
    settled = {move.to for move in kind.moves if move.decides}
    settled |= {state.id for state in kind.states.values() if state.end}
    entries = (
        "SELECT moment, act, state_to, agency, due FROM ledger_entry WHERE subject = %s ORDER BY version"
    )
    body, waits, due = None, False, None
    for moment, act, state, agency, until in connection.execute(entries, [record]).fetchall():
        day = local_day(moment)
        if agency != body:
            yield day, agency, Tally(came=1)
        if kind.move_of(act).decides:
            yield day, agency, Tally(decided=1, in_time=int(due is None or moment <= due))
        if waits:
            yield day, body, Tally(running=-1)
        waits = state not in settled
        if waits:
            yield day, agency, Tally(running=1)
        body, due = agency, until
