"""The inbox of a post: what must be done first, in views, filters and keyset pages.

The post is chosen by `pos` in the address, so two tabs cannot mix posts. Which rows a person sees is
decided in `records.queries`; this page only lays them out.
"""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serentak.agencies import announcements
from serentak.agencies.queries import waits_for_factor
from serentak.agencies.rules import ADMINISTRATORS, Actor
from serentak.desk.views.seat import seated
from serentak.law import queries as law
from serentak.lib import clock
from serentak.records.queries import columns
from serentak.records.queries.inbox import choices
from serentak.records.queries.inbox import inbox as rows_for

KEPT = ("pos", "view", "type", "region", "state", "q")


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Cases this post sees; a stranger is sent to sign in, an account without a post is a
    citizen's and comes to what is in it; whoever
    administers posts has no inbox and comes to what is wrong there."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    if by.person is not None and by.holding is None and not waits_for_factor(by, now):
        return HttpResponseRedirect("/saya/")
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    if by.holding and by.role in ADMINISTRATORS:
        return HttpResponseRedirect("/kelola/?" + urlencode({"pos": by.holding.id}))
    assert by.holding is not None  # else not seated
    asked = {name: request.GET.get(name, "").strip()[:80] for name in KEPT}
    found = rows_for(
        by,
        view=asked["view"] or "mine",
        at=now,
        type=asked["type"] or None,
        region=asked["region"] or None,
        state=asked["state"] or None,
        q=asked["q"] or None,
        after=request.GET.get("after") or None,
    )
    context: dict[str, Any] = {
        "page": found,
        "shown": columns.chosen((), None),
        "now": now,
        "asked": asked,
        "announced": announcements.for_staff(by.holding.organisation, on=clock.local_day(now)),
        "address": _address(asked),
        "types": [{"id": name, "label": data["title"]} for name, data in law.library().record_types.items()],
        "choices": choices(asked["type"] or next(iter(law.library().record_types))),
        "role": None if _handles(by.role) else law.library().roles.get(by.role),
        "moved": _number(request.GET.get("beralih", "")),
        "filtered": any(asked[name] for name in ("type", "region", "state", "q")),
    }
    return render(request, "desk/inbox.html", context)


def _number(typed: str) -> str | None:
    """The number of a record that an act just gave to others; nothing else is said back."""
    return typed if re.fullmatch(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{6,12}", typed) else None


def _handles(role: str) -> bool:
    """Whether cases come to posts of this role: an act that does not open one is theirs to do or prepare."""
    moves = (move for kind in law.library().record_types.values() for move in kind["moves"])
    return any(role in (*m["by"], *m.get("prepared_by", ())) for m in moves if "" not in m["from"])


def _address(asked: dict[str, str]) -> Any:
    """Makes an address of this list with some of its terms changed; empty ones left out."""

    def made(**changed: str | None) -> str:
        terms = {name: value for name, value in {**asked, **changed}.items() if value}
        return f"/meja/?{urlencode(terms)}" if terms else "/meja/"

    return made
