"""Permission told slowly: from every body forward to its heirs, from every party back to a person.

The obvious reading of the rule, without sets carried along or scopes made in advance.
"""

from datetime import date

from serentak.agencies.rules import Body, Held, MoveFacts, RecordFacts, Succession


def in_force(body: Body, on: date) -> bool:
    return body.valid_from <= on and (body.valid_until is None or on < body.valid_until)


def answers(
    organisation: int,
    body: int,
    bodies: list[Body],
    links: list[Succession],
    on: date,
    kind: str,
    seen: tuple[int, ...] = (),
) -> bool:
    """Does this organisation answer for that body's records of a type? It does for itself; else some heir of the
    ended body does: one named for the type, or any when nobody is."""
    found = {b.id: b for b in bodies}
    if body == organisation:
        return in_force(found[body], on)
    gone = found[body].valid_until is not None and found[body].valid_until <= on
    took = [s for s in links if s.predecessor == body]
    heirs = [s for s in took if s.record_type == kind] or [s for s in took if s.record_type is None]
    return gone and any(
        answers(organisation, heir.successor, bodies, links, on, kind, (*seen, body))
        for heir in heirs
        if heir.successor not in seen
    )


def takes_part(
    held: Held, party: str, bodies: list[Body], links: list[Succession], on: date, kind: str
) -> bool:
    """Is this holder meant by this party of a record?"""
    sort, *rest = party.split(":")
    if sort == "p":
        return False  # a post is not the citizen who holds it
    if sort == "h":
        return int(rest[0]) == held.id
    return rest[1] == held.role and answers(held.organisation, int(rest[0]), bodies, links, on, kind)


def may(
    held: Held,
    move: MoveFacts,
    record: RecordFacts | None,
    bodies: list[Body],
    links: list[Succession],
    on: date,
) -> bool:
    """May this holder make this move on this record?"""
    if held.role != move.role:
        return False
    for barred in held.barred_acts:
        if barred == move.act:
            return False
    if held.only_acts is not None and not any(named == move.act for named in held.only_acts):
        return False
    if move.scope == "open":
        return True
    kind = move.act.split(".")[0]
    if record is None or not any(
        takes_part(held, party, bodies, links, on, kind) for party in record.parties
    ):
        return False
    return move.scope == "party" or answers(held.organisation, record.agency, bodies, links, on, kind)
