"""One act on many records of a list: first what would be done and what refused, then each by itself.

The list is that of the address, as for a file. Each record is an act of its own by the person's own proof, so
a request does as many as fit into SECONDS and its page goes on with the rest; pressed twice or cut off, the
keys see to it that nothing happens twice.
"""

import re
import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.desk.views.export import statement
from serentak.desk.views.picks import picks
from serentak.desk.views.search import kind_of
from serentak.desk.views.seat import seated
from serentak.law import queries as law
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.fields import typed
from serentak.records.queries import bulk as many
from serentak.records.queries.form import FieldView, views
from serentak.records.queries.visible import numbers_of
from serentak.records.rules import Move, RecordType

SECONDS = 5.0
HEX = "[0-9a-f]{32}"
OWN = ("pick", "every", "all", "so")
"""Names of the form itself; the others are answers."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """The list with an act to choose, then with what would come of it; POST does it."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    if (elsewhere := seated(request, by, clock.now())) is not None:
        return elsewhere
    kind = kind_of(request.GET.get("type"))
    move = next((m for m in _offered(kind, by) if m.act == request.GET.get("act")), None)
    if request.method != "POST" or kind is None or move is None:
        return _page(request, by, kind, move, {}, None)
    data = {name: value for name, value in typed(request.POST).items() if name not in OWN}
    try:
        return _done(request, by, kind, move, data)
    except Refusal as no:
        if no.code not in ("invalid", "too_many", "none"):
            raise
        return _page(request, by, kind, move, data, no)


def _offered(kind: RecordType | None, by: Actor) -> list[Move]:
    return many.moves(kind, by) if kind else []


def _done(
    request: HttpRequest, by: Actor, kind: RecordType, move: Move, data: dict[str, Any]
) -> HttpResponse:
    """Does what fits into the time; answers with what came of all so far, and goes on by itself."""
    chosen = picks(request, move.act, many.MOST)
    if not chosen:
        raise Refusal("none", _("Pilih dulu berkasnya."))
    goes_on, began, answers = "so.total" in request.POST, time.monotonic(), []
    for pick in chosen:
        answers += actions.each([pick], data, by=by, at=clock.now())
        first = answers[0].refusal
        if not goes_on and first is not None and first.fields:
            raise first  # the answers are the same for all: nothing was done yet
        if time.monotonic() - began > SECONDS:
            break
    before = [UUID(id) for id in request.POST.getlist("so.refused")[: many.MOST] if re.fullmatch(HEX, id)]
    refused = [a.pick.record for a in answers if a.refusal] + before
    left = chosen[len(answers) :]
    why = {a.pick.record: a.refusal for a in answers if a.refusal}
    if not left and before:
        now = many.refusals(by, [r for r in refused if r not in why], move.act, at=clock.now())
        why |= {record: no for record, no in now.items() if no}
    context = {
        "kind": kind,
        "title": move.words_for(by.role)[0],
        "done": (_number(request, "done") or 0) + sum(a.refusal is None for a in answers),
        "total": _number(request, "total") or len(chosen),
        "refused": refused,
        "why": why,
        "left": " ".join(f"{p.record}:{p.act}:{p.version}:{p.key}" for p in left),
        "sent": [(n, t[-1]) for n, t in request.POST.lists() if n.partition(".")[0] in data],
        "numbers": numbers_of(by, refused),
        "address": request.get_full_path(),
    }
    return render(request, "desk/bulk_done.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(f"so.{name}", "")
    return int(said) if re.fullmatch("[0-9]{1,3}", said) else None


def _page(
    request: HttpRequest,
    by: Actor,
    kind: RecordType | None,
    move: Move | None,
    data: dict[str, Any],
    wrong: Refusal | None,
) -> HttpResponse:
    now = clock.now()
    found: list[many.Candidate] = []
    longer = False
    if kind and move:
        found, longer = many.preview(by, statement(request, by, many.MOST), move.act, at=now)
    can = [(one.row, f"{one.row.record}::{one.row.version}:{uuid7()}") for one in found if not one.refusal]
    context = {
        "kind": kind,
        "move": move,
        "title": move.words_for(by.role)[0] if move else None,
        "hint": move.words_for(by.role)[1] if move else None,
        "acts": [{"id": m.act, "label": m.words_for(by.role)[0]} for m in _offered(kind, by)],
        "types": [{"id": name, "label": row["title"]} for name, row in law.library().record_types.items()],
        "can": can,
        "every": " ".join(pick for _row, pick in can),
        "cannot": [one for one in found if one.refusal],
        "longer": longer,
        "most": many.MOST,
        "fields": _fields(kind, move, by, data, wrong) if kind and move else [],
        "wrong": wrong,
        "kept": [(n, t) for n, texts in request.GET.lists() for t in texts if n not in ("type", "act")],
        "address": request.get_full_path(),
        "now": now,
    }
    return render(request, "desk/bulk.html", context, status=wrong.status if wrong else 200)


def _fields(
    kind: RecordType, move: Move, by: Actor, data: dict[str, Any], wrong: Refusal | None
) -> list[FieldView]:
    """What the act asks, without files: those are of one record."""
    errors = wrong.fields if wrong else {}
    shown = views(kind, move, by, at=clock.now(), content={}, values=data, errors=errors)
    return [field for field in shown if field.kind != "files"]
