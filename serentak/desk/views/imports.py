"""Records of one type from a spreadsheet: what the file would do, then all of its rows at once, or none.

Which column fills which field is guessed and shown, and set right on the same page. Between looking and doing
nothing is kept here: the rows wait in the page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.cases.queries import Service, service_at_desk
from serentak.desk import sheet
from serentak.desk.forms.rows import Rows, rows_form
from serentak.desk.views.seat import seated
from serentak.desk.views.sheets import file, waiting
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.lib.words import say
from serentak.records import actions, intake
from serentak.records.envelope import read_key
from serentak.records.intake import CHANGED, NEW, SAME, Plan, Target
from serentak.records.queries import form as forms
from serentak.records.queries import intake as read
from serentak.records.rules import RecordType, Text

SHOWN = 200
"""Rows of a list on the page; the file with remarks has all."""


@dataclass(frozen=True)
class Import:
    """Who imports which type, and what its columns can fill."""

    by: Actor
    at: datetime
    service: Service
    kind: RecordType
    targets: list[Target]

    @property
    def address(self) -> str:
        return f"/meja/{self.service.slug}/impor"

    @property
    def labels(self) -> dict[str, Text]:
        """What each field is called."""
        return {target.field.id: target.field.words_for(self.by.role) for target in self.targets}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The form for the file; `act` of a sent one: `check` shows what it would do, `remarks` gives the rows
    back with what is wrong with them, `import` does it."""
    by, now = request.actor, clock.now()  # type: ignore[attr-defined]
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    service = service_at_desk(slug, on=clock.local_day(now))
    kind, _move, targets = read.opened_by_rows(service.name, by, at=now)
    one = Import(by, now, service, kind, targets)
    if request.method != "POST":
        return file(_example(one), "contoh") if "contoh" in request.GET else _form(request, one)
    try:
        sent = rows_form(request, targets)
        key = read_key(request.POST.get("key")) if request.POST.get("act") == "import" else None
    except Refusal as no:
        return _form(request, one, no)
    match request.POST.get("act", "check"):
        case "remarks":
            return _remarks(one, sent)
        case "import" if key is not None:
            words = _("Sedang dicatat, semua baris sekaligus")
            return waiting(request, len(sent.data), words, lambda: _import(request, one, sent, key))
        case _:
            words = _("Sedang diperiksa")
            return waiting(request, len(sent.data), words, lambda: _preview(request, one, sent))


def _example(one: Import) -> list[sheet.Row]:
    """The headings alone."""
    return [(1, [say(target.label, get_language() or "id") for target in one.targets])]


def _plan(one: Import, sent: Rows) -> Plan:
    asked = read.asked(one.kind.name, sent.columns, sent.same, sent.data, one.by, at=one.at)
    return intake.plan(sent.data, asked)


def _form(request: HttpRequest, one: Import, no: Refusal | None = None) -> HttpResponse:
    context = {"one": one, "most": sheet.MOST, "no": no, "wrong": no.fields if no else {}, "key": uuid7()}
    return render(request, "desk/imports.html", context, status=no.status if no else 200)


def _preview(request: HttpRequest, one: Import, sent: Rows, no: Refusal | None = None) -> HttpResponse:
    plan = _plan(one, sent)
    filled = {*sent.columns.values()}
    views = {field.id: field for field in forms.form(one.kind.name, read.FILE, one.by, at=one.at)}
    context: dict[str, Any] = {
        "one": one,
        "sent": sent,
        "plan": plan,
        "counts": {does: plan.count(does) for does in (NEW, CHANGED, SAME)},
        "labels": one.labels,
        "fills": [{"id": target.id, "label": target.label} for target in one.targets],
        "everywhere": [
            (target, choices)
            for target in one.targets
            if target.id not in filled and (choices := _choices(target, views[target.field.id]))
            if target.field.required or target.id in sent.same
        ],
        "rows": sheet.as_csv(sent.rows),
        "shown": SHOWN,
        "no": no,
        "key": request.POST.get("key") or uuid7(),
    }
    return render(request, "desk/imports_plan.html", context, status=no.status if no else 200)


def _choices(target: Target, view: forms.FieldView) -> list[dict[str, Any]]:
    """What can be said of all rows at once, where that is one of a list."""
    return view.attributes["districts"] if target.part == "district" else [] if target.part else view.choices


def _import(request: HttpRequest, one: Import, sent: Rows, key: Any) -> HttpResponse:
    try:
        plan = actions.take_in(
            type=one.kind.name,
            rows=sent.data,
            columns=sent.columns,
            same=sent.same,
            looked_at=request.POST.get("looked_at", ""),
            by=one.by,
            at=one.at,
            key=key,
        )
    except Refusal as no:
        return _preview(request, one, sent, no)
    counts = {does: plan.count(does) for does in (NEW, CHANGED, SAME)}
    return render(request, "desk/imports_done.html", {"one": one, "counts": counts})


def _remarks(one: Import, sent: Rows) -> HttpResponse:
    """The sheet as it was sent, with what is wrong with each row in a column of its own."""
    language, labels = get_language() or "id", one.labels
    remarks = {
        row.line: "; ".join(
            f"{say(labels.get(name, name), language)}: {say(text, language)}"
            for name, text in row.wrong.items()
        )
        for row in _plan(one, sent).outcomes
    }
    return file(sheet.with_remarks(sent.rows, sent.head, remarks), "periksa", xlsx=sent.xlsx)
