"""The form that opens a record, at the citizen's door; the desk's is the same form (`counter`).

What was typed comes back on every error; the key in the form makes a retry on a bad line answer with the
same slip. Too large a body is refused unread.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies.rules import Actor
from serentak.cases import actions, api, forms, queries
from serentak.cases.rules import Sent
from serentak.cases.views.slip import give
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import envelope
from serentak.records.fields import typed
from serentak.records.files import uploads
from serentak.records.queries.alike import Alike
from serentak.records.queries.form import form
from serentak.records.queries.intake import importable

View = Callable[..., HttpResponse]

TRAP = "fax"
"""A field that no page shows: whoever fills it in is no person."""


def at_the_door(view: View) -> View:
    """Refuses a body over the limit before anything reads it, then checks the CSRF token.

    JSON needs no token: a page of another origin cannot send that type without being let."""
    guarded = csrf_protect(view)

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            _refuse_large(request)
        return (view if _is_json(request) else guarded)(request, *args, **kwargs)

    return csrf_exempt(checked)


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The citizen's form; a good one is answered with the slip (303), JSON with number and code."""
    service = queries.service(slug, on=clock.today())
    if _is_json(request):
        return api.file(request, service)
    signed_in: Actor = request.actor  # type: ignore[attr-defined]
    data = typed(request.POST)
    by = queries.filer(service, signed_in, data)
    if request.method != "POST":
        return form_page(request, service, by, _prefilled(request, service, by), {})
    if "refresh" in request.POST:
        return form_page(request, service, by, data, {})
    if _stops_to_look(request) and (found := _alike(request, service, data)):
        return form_page(request, service, by, data, {}, alike=found)
    try:
        done = actions.file(
            type=service.name,
            data=data,
            files=uploads(request.FILES),
            at=clock.now(),
            sent=Sent(
                envelope.read_key(request.POST.get("key")),
                request.POST.get("work", ""),
                bool(request.POST.get(TRAP)),
            ),
            address=request.META["REMOTE_ADDR"],
            by=by,
        )
    except Refusal as no:
        return again(request, service, by, data, no)
    if "application/json" in request.headers.get("Accept", ""):
        return api.answer(done)
    return give(HttpResponseRedirect(f"/layanan/{slug}/tanda-terima", status=303), done)


@require_safe
def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """What may be the same as what is being typed, for the form that has JavaScript."""
    service = queries.service(slug, on=clock.today())
    found = _alike(request, service, typed(request.GET))
    response = render(request, "cases/alike.html", {"alike": found, "asked": True})
    add_never_cache_headers(response)
    return response


def _stops_to_look(request: HttpRequest) -> bool:
    """Whether a page may come between: a browser's form whose sender was not shown yet what is alike, and
    without files, which a browser would lose."""
    waits = "application/json" in request.headers.get("Accept", "")
    return not (waits or request.FILES or "alike" in request.POST)


def _alike(request: HttpRequest, service: queries.Service, data: dict[str, Any]) -> list[Alike]:
    address = request.META["REMOTE_ADDR"]
    return actions.alike(type=service.name, data=data, at=clock.now(), address=address)


@require_safe
def villages(request: HttpRequest, district: str) -> HttpResponse:
    """The villages of a district as options, for the form that has JavaScript."""
    regions = queries.regions()
    found = [{"id": village.code, "label": village.name} for village in regions.villages(district)]
    response = render(request, "cases/villages.html", {"villages": found})
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _prefilled(request: HttpRequest, service: queries.Service, by: Actor) -> dict[str, str]:
    """The body complained of, or the case it is about, when the address names one: an agency's page and a
    case lead here so. Name and contact of who is signed in."""
    shapes = {"organisation": r"[0-9]{1,9}", "record": r"[A-Z]{2,8}-[0-9]{4}-[0-9]{6,12}"}
    asked = {
        field["id"]: shapes[field["kind"]] for field in queries.asked(service) if field["kind"] in shapes
    }
    given = {name: request.GET.get(name, "") for name in asked}
    named = {name: value for name, value in given.items() if re.fullmatch(asked[name], value)}
    return named if by.person is None else queries.own_words(service, by.person) | named


def again(
    request: HttpRequest, service: queries.Service, by: Actor, data: dict[str, Any], no: Refusal
) -> HttpResponse:
    """The form with what was typed and what is wrong; a refusal that is not about fields goes its way."""
    full = no.status == 429 and by.holding is None
    if not (no.fields or full) or "application/json" in request.headers.get("Accept", ""):
        raise no
    response = form_page(request, service, by, data, no.fields, status=no.status, full=no if full else None)
    if full:
        response.headers["Retry-After"] = str(no.detail["seconds"])
    return response


def form_page(
    request: HttpRequest,
    service: queries.Service,
    by: Actor,
    data: dict[str, Any],
    wrong: Mapping[str, Any],
    status: int = 200,
    full: Refusal | None = None,
    alike: list[Alike] | None = None,
) -> HttpResponse:
    """The form with what was typed, `alike` what may be the same, `full` when nothing more is taken now. At
    the desk without files: those are chosen where it is read back."""
    now, own = clock.now(), queries.desk_fields(service, by.role)
    fields = form(service.name, "file", by, at=now, values=data, errors=wrong)
    in_order = sorted(fields, key=lambda field: field.id not in own)
    sent = request.POST.get("key") if request.method == "POST" else None
    context = {
        "service": service,
        "fields": [field for field in in_order if by.holding is None or field.kind != "files"],
        "key": sent or uuid7(),
        "privacy": queries.privacy_law(),
        "lost_files": bool(wrong or full) and bool(request.FILES),
        "full": full,
        "until": now + timedelta(seconds=full.detail["seconds"]) if full else None,
        "bits": actions.limit("door.work_bits", now),
        "trap": TRAP,
        "account": by.holding is None and by.person is not None,
        "owner": forms.read_account(request.POST) if by.holding and queries.knows_accounts(service) else None,
        "wrong": wrong,
        "alike": alike,
        "asked": bool(alike) or "alike" in request.POST,
        "compares": queries.compares(service),
        "by_rows": bool(by.holding) and importable(service.name, by, at=now),
    }
    page = render(request, "cases/enter.html" if by.holding else "cases/file.html", context, status=status)
    if context["account"] or service.sealed:
        add_never_cache_headers(page)  # frontend/js/sw.js keeps other forms, for where there is no signal
    return page


def _is_json(request: HttpRequest) -> bool:
    return request.method == "POST" and request.content_type == "application/json"


def _refuse_large(request: HttpRequest) -> None:
    most = actions.limit("door.filing_bytes", clock.now())
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if not sent.isdecimal() or int(sent) > most:
        megabytes = {"most": most // 1_000_000}
        raise Refusal(
            "too_large",
            _("Kiriman ini terlalu besar: paling banyak %(most)s MB sekaligus.") % megabytes,
            remedy=_("Kembali dan kurangi fotonya. Foto lain bisa menyusul di halaman lacak."),
            status=413,
        )
