"""The search of a post: one field for words or a number, filters, one declared field of a type, columns.

Who sees what is decided in `records.queries`; this page only lays it out. Choosing a type and
pressing the button offers that type's stages, fields and columns; no JavaScript is needed.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serentak.agencies import directory
from serentak.agencies.rules import Actor
from serentak.desk.forms.search import SearchForm, search_form
from serentak.desk.views.seat import seated
from serentak.law import queries as law
from serentak.lib import clock
from serentak.records.queries import columns, types
from serentak.records.queries.inbox import choices
from serentak.records.queries.search import NEWEST, Found, search
from serentak.records.rules import Field, RecordType


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What is found, fifty a page; nothing before something was asked."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    assert by.holding is not None
    form = search_form(request.GET)
    kind = kind_of(form.asked.type)
    shown = columns.chosen(form.columns, kind)
    fields = any(column.field for column in shown)
    found = (
        Found([])
        if form.empty
        else search(by, form.asked, at=now, after=request.GET.get("after"), fields=fields)
    )
    on = clock.local_day(now)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "now": now,
        "kind": kind,
        "shown": shown,
        "offers": [{"id": c.id, "label": c.title} for c in columns.offered(kind) if c.id != "number"],
        "fields": _indexed(kind),
        "field": kind.fields.get(form.asked.field or "") if kind else None,
        "types": [{"id": name, "label": data["title"]} for name, data in law.library().record_types.items()],
        "choices": choices(form.asked.type or next(iter(law.library().record_types))),
        "bodies": [{"id": id, "label": name} for id, name in directory.named(on).items()],
        "address": address("/meja/cari", {"pos": str(by.holding.id)} | terms(form), form.columns),
        "narrowed": any(value for name, value in terms(form).items() if name not in ("q", "sort")),
    }
    return render(request, "desk/search.html", context)


def kind_of(name: str | None) -> RecordType | None:
    """The published type of this name."""
    return next((kind for kind in types.published() if kind.name == name), None)


def terms(form: SearchForm) -> dict[str, str]:
    """What the address says, without what says nothing."""
    return {name: value for name, value in form.typed.items() if value and (name, value) != ("sort", NEWEST)}


def address(path: str, kept: Mapping[str, str], chosen: tuple[str, ...]) -> Callable[..., str]:
    """Makes an address of this list with some of its terms changed; empty ones left out."""

    def made(to: str = path, **changed: str | None) -> str:
        said = [(name, value) for name, value in {**kept, **changed}.items() if value]
        return f"{to}?{urlencode([*said, *(('kolom', column) for column in chosen)])}"

    return made


def _indexed(kind: RecordType | None) -> list[Field]:
    return [f for f in kind.fields.values() if f.index and not f.personal] if kind else []
