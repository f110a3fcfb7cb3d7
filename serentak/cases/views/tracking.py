"""Where is my case: opened with number and code, answered in the order people ask.

Where, who, until when, why late, what next; then what the citizen may do now. The credential of an
act is the slip, in a signed field of the form.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serentak.agencies.rules import Actor
from serentak.cases import actions, forms, queries
from serentak.cases.views.filing import at_the_door
from serentak.cases.views.slip import give
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import envelope
from serentak.records.fields import typed
from serentak.records.files import uploads
from serentak.records.queries.accesses import readings
from serentak.records.queries.form import form as record_form
from serentak.records.queries.satisfaction import may_rate
from serentak.records.queries.slip import TrackingPage, by_slip

Wrong = tuple[str, dict[str, Any], Mapping[str, Any]]  # act, what was typed, what is wrong by field


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """GET: the case open in this browser, or the form. POST: number and code, answered with 303."""
    if request.method == "POST":
        return _look_up(request)
    held = envelope.slip_from(request.COOKIES.get(envelope.SLIP_COOKIE))
    if held is None:
        return _form(request, {}, {})
    return _case(request, held)


@at_the_door
@never_cache
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """An act of the citizen: reply, add news, rate, reopen."""
    held = envelope.slip_from(request.POST.get("token"))
    if held is None:
        raise Refusal(
            "slip_old",
            _("Halaman lacak ini sudah lama terbuka."),
            status=401,
            remedy=_("Kembali ke halaman tadi, salin yang Anda tulis, lalu buka lagi: /lacak/"),
        )
    act, data = request.POST.get("act", ""), typed(request.POST)
    try:
        actions.answer(
            number=held.number,
            code=held.code,
            act=act,
            data=data,
            files=uploads(request.FILES),
            version=envelope.read_version(request.POST.get("version")),
            at=clock.now(),
            key=envelope.read_key(request.POST.get("key")),
            address=request.META["REMOTE_ADDR"],
        )
    except Refusal as no:
        if not no.fields:
            raise
        return _case(request, held, wrong=(act, data, no.fields), status=no.status)
    return give(HttpResponseRedirect("/lacak/?terkirim=ya", status=303), held)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forgets the case in this browser: for a phone or a computer that others use too."""
    response = HttpResponseRedirect("/lacak/", status=303)
    response.delete_cookie(envelope.SLIP_COOKIE, samesite="Lax")
    return response


def _look_up(request: HttpRequest) -> HttpResponse:
    held, wrong = forms.read_slip(request.POST)
    if wrong:
        return _form(request, request.POST, wrong, status=400)
    try:
        actions.look_up(
            number=held.number, code=held.code, at=clock.now(), address=request.META["REMOTE_ADDR"]
        )
    except Refusal as no:
        if no.status != 404:
            raise
        message = _("Nomor dan kode ini tidak cocok. Periksa lagi keduanya di tanda terima.")
        return _form(request, request.POST, {"number": message}, status=404)
    return give(HttpResponseRedirect("/lacak/", status=303), held)


def _form(request: HttpRequest, values: Any, wrong: dict[str, str], status: int = 200) -> HttpResponse:
    example = queries.number_example(on=clock.today())
    context = {"values": values, "wrong": wrong, "example": example}
    return render(request, "cases/track.html", context, status=status)


def _case(
    request: HttpRequest, held: envelope.Slip, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    by, case = by_slip(held.number, held.code, at=now)
    context = {"address": "/lacak/kabar", "own": False, "token": held.signed(), "key": uuid7()}
    return case_page(request, by, case, now, wrong, context, status)


def _survey(by: Actor, case: TrackingPage) -> str | None:
    """Where the reporter says how the service was: once, after the end."""
    if not case.ended or not may_rate(case.record):
        return None
    return f"/saya/{case.record}/penilaian" if by.person else "/lacak/penilaian"


def case_page(
    request: HttpRequest,
    by: Actor,
    case: TrackingPage,
    now: datetime,
    wrong: Wrong | None,
    context: dict[str, Any],
    status: int,
) -> HttpResponse:
    """A case for its reporter, by slip or from the account; `context` says where its forms go."""
    fields = {act.act: act.fields for act in case.acts}
    if wrong and wrong[0] in fields:
        fields[wrong[0]] = record_form(
            case.type, wrong[0], by, at=now, record=case.record, values=wrong[1], errors=wrong[2]
        )
    context |= {
        "case": case,
        "readings": readings(by, case.record, case.type),
        "fields": fields,
        "follow_up": queries.follow_up(case.type, case.state, case.number, on=clock.local_day(now)),
        "failed": wrong[0] if wrong else None,
        "now": now,
        "sent": "terkirim" in request.GET,
        "rated": "dinilai" in request.GET,
        "survey": _survey(by, case),
        "example": queries.number_example(on=clock.local_day(now)),
    }
    return render(request, "cases/case.html", context, status=status)
