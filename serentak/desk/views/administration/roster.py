"""People and posts from a spreadsheet: what the file would do, then all of it in one act, or nothing.

Between looking and doing nothing is kept here: the lines wait in the page. Start codes are shown once, in the
answer to the form that asked for them.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies import actions, roster, rules
from serentak.agencies import standing as read
from serentak.agencies.roster import Outcome, Plan
from serentak.desk import sheet
from serentak.desk.sheet import Sheet
from serentak.desk.views.administration.door import Charge, administration, form_page
from serentak.desk.views.sheets import file, waiting
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.lib.words import say
from serentak.people import queries as people
from serentak.records.envelope import read_key


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def imports(request: HttpRequest, charge: Charge) -> HttpResponseBase:
    """The form for the file; `act` of a sent one: `check` shows what it would do, `remarks` gives the lines
    back with what is wrong with them, `import` does it."""
    for act in ("open_post", "appoint"):
        charge.permits(act)
    if request.method != "POST":
        return _form(request, charge)
    act = request.POST.get("act", "check")
    try:
        sent = _sent(request)
        if act == "import":
            key = read_key(request.POST.get("key"))
            words = _("Sedang dicatat, semua baris sekaligus")
            return waiting(request, len(sent.lines), words, lambda: _import(request, charge, sent, key))
    except Refusal as no:
        return _form(request, charge, no)
    if act == "remarks":
        return _remarks(sent, _plan(charge, sent))
    words = _("Sedang diperiksa")
    return waiting(
        request, len(sent.lines), words, lambda: _preview(request, charge, sent, _plan(charge, sent))
    )


@require_safe
@administration
def listed(request: HttpRequest, charge: Charge) -> HttpResponse:
    """What stands today as a sheet that would change nothing; with `kosong`, its headings alone."""
    if "kosong" in request.GET:
        return file(sheet.rows_of(()), "contoh")
    return file(sheet.rows_of(read.lines(charge.area, at=charge.at)), "jabatan")


def _sent(request: HttpRequest) -> Sheet:
    """The sheet that was sent: as a file, or as the lines that the page before kept."""
    sent = request.FILES.get("file")
    if sent is not None:
        return sheet.read(sent.read(sheet.MOST_BYTES + 1))
    if "rows" in request.POST:
        carried = sheet.read(request.POST["rows"].encode("utf-8", "replace"))
        return replace(carried, xlsx=request.POST.get("form") == "xlsx")
    text = _("Pilih berkasnya.")
    raise Refusal("invalid", text, fields={"file": text})


def _plan(charge: Charge, sent: Sheet) -> Plan:
    usernames = {line["username"].lower() for line in sent.lines}
    return roster.plan(
        sent.lines, read.standing(charge.by, charge.area, charge.register, usernames, at=charge.at)
    )


def _form(request: HttpRequest, charge: Charge, no: Refusal | None = None) -> HttpResponse:
    there = [body for body in charge.register.existing(local_day(charge.at)) if body.id in charge.area]
    library = law.library()
    context: dict[str, Any] = {
        "columns": {column: (names[0], names[1:]) for column, names in sheet.HEADINGS.items()},
        "bodies": sorted(there, key=lambda body: (rules.kind_order(body.kind), body.id)),
        "codes": {row["id"]: row["code"] for row in library.organisations},
        "roles": {id: role for id, role in library.roles.items() if id != rules.MACHINE},
        "kinds": [
            (id, kind)
            for id, kind in library.holding_kinds.items()
            if id not in (rules.MACHINE, rules.DELEGATED)
        ],
        "most": sheet.MOST,
    }
    return form_page(request, "desk/administration/roster.html", context, no)


def _preview(
    request: HttpRequest, charge: Charge, sent: Sheet, plan: Plan, no: Refusal | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": plan,
        "unknown": sent.unknown,
        "rows": sheet.as_csv(sent.rows),
        "form": "xlsx" if sent.xlsx else "csv",
        "titles": sheet.TITLES,
        "bodies": charge.register.bodies,
    }
    return form_page(request, "desk/administration/roster_plan.html", context, no)


def _import(request: HttpRequest, charge: Charge, sent: Sheet, key: UUID) -> HttpResponse:
    try:
        plan, codes = actions.take_in(
            lines=sent.lines,
            looked_at=request.POST.get("looked_at", ""),
            by=charge.by,
            area=charge.area,
            at=charge.at,
            key=key,
        )
    except Refusal as no:
        return _preview(request, charge, sent, _plan(charge, sent), no)
    units: dict[int | None, list[Outcome]] = {}
    for one in plan.outcomes:
        if roster.PERSON in one.makes:
            units.setdefault(one.body, []).append(one)
    some = next(iter(plan.persons), None)
    context = {
        "plan": plan,
        "codes": codes,
        "units": units,
        "bodies": charge.register.bodies,
        "start": some and people.start_code(people.persons_named([some])[some]),
    }
    return form_page(request, "desk/administration/roster_done.html", context)


def _remarks(sent: Sheet, plan: Plan) -> HttpResponse:
    """The sheet as it was sent, with what is wrong with each line in a column of its own."""
    remarks = {
        one.line.number: "; ".join(
            f"{sheet.TITLES[column]}: {say(text, get_language() or 'id')}"
            for column, text in one.wrong.items()
        )
        for one in plan.outcomes
    }
    return file(sheet.remarked(sent, remarks), "periksa", xlsx=sent.xlsx)
