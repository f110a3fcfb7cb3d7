"""Rows of posts and holdings as an act carries them, and the head's post as the stage of the attacks."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import errors

from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from tests.attacks.world import Call, World

Web = psycopg.Connection[Any]
REFUSED = errors.InsufficientPrivilege
SOON = rfc3339(now() + timedelta(days=20))
CONFIRM, RETURN = "complaint.confirm", "complaint.return"


def act(
    web: Web, secret: bytes, holding: int | None, *rows: dict[str, Any], credential: str = "session"
) -> Any:
    """One act on recorded tables as whoever has the secret; the numbers of its rows."""
    found = web.execute(
        "SELECT ids FROM public.agencies_act(%s::text, %s::bytea, %s::bigint, %s, %s, %s::jsonb, %s::jsonb)",
        [credential, secret, holding, uuid7(), b"m" * 32,
         json.dumps({"act": "try", "law": None, "moment": None}), json.dumps(rows)],
    ).fetchone()  # fmt: skip
    assert found is not None
    return found[0]


def by(web: Web, world: World, who: str, *rows: dict[str, Any]) -> Any:
    return act(web, world.secret[who], world.holding[who], *rows)


def about(web: Web, holding: int) -> dict[str, Any]:
    """Person, post and body of a holding."""
    row = web.execute(
        "SELECT to_jsonb(h) || jsonb_build_object('agency', p.organisation) FROM public.agencies_holding h"
        " JOIN public.agencies_post p ON p.id = h.post WHERE h.id = %s",
        [holding],
    ).fetchone()
    assert row is not None
    return dict(row[0])


def holds(person: int, post: int, kind: str = "plh", **row: Any) -> dict[str, Any]:
    """A new holding with everything its kind needs."""
    whole = {
        "person": person, "post": post, "kind": kind, "valid_from": "2026-11-01T00:00:00Z", "valid_until": SOON,
        "letter_number": "800.1/12/2026", "letter_date": "2026-10-30", "only_acts": None, "barred_acts": None,
    }  # fmt: skip
    if kind == "an":
        whole["only_acts"] = [CONFIRM]
    return {"table": "agencies_holding", "subject": str(uuid7()), "version": 1, "row": {**whole, **row}}


def ends(web: Web, holding: int, until: str) -> dict[str, Any]:
    found = about(web, holding)
    kept = {k: v for k, v in found.items() if k not in ("subject", "version", "entry", "agency")}
    return {
        "table": "agencies_holding",
        "subject": found["subject"],
        "version": found["version"] + 1,
        "row": {**kept, "valid_until": until},
    }


def post(body: int, role: str) -> dict[str, Any]:
    row = {"organisation": body, "title": "X", "role": role, "valid_from": "2026-01-02", "valid_until": None}
    return {"table": "agencies_post", "subject": str(uuid7()), "version": 1, "row": row}


class Stage:
    """The head's post of Public Works, and persons who are put beside it."""

    def __init__(self, web: Web, world: World) -> None:
        self.web, self.world = web, world
        self.head = about(web, world.holding["head"])
        self.officer = about(web, world.holding["officer"])  # of the same body
        self.colleague = about(web, world.holding["section_head"])  # of the same body, prepared nothing
        self.stranger = about(web, world.holding["other_officer"])  # of another

    def appointed(self, kind: str = "plh", person: str = "officer", **row: Any) -> int:
        """The administrator puts somebody in the head's post; the holding's number."""
        whom = getattr(self, person)["person"]
        (made,) = by(self.web, self.world, "administrator", holds(whom, self.head["post"], kind, **row))
        return int(made)

    def confirming(self, holding: int, who: str = "officer") -> Call:
        return replace(self.world.confirming(), secret=self.world.secret[who], holding=holding)
