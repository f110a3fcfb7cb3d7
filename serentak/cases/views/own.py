"""Laporan saya: what is in one's account, each case with what one may do there, a slip taken in.

For whoever is signed in, in whatever post: a post opens nothing here, and what one filed opens nothing there.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies import staffing
from serentak.agencies.rules import Actor
from serentak.cases import actions, forms, queries
from serentak.cases.views.filing import at_the_door
from serentak.cases.views.tracking import Wrong, case_page
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.people.actions import joining
from serentak.records import envelope
from serentak.records.fields import typed
from serentak.records.files import uploads
from serentak.records.queries.own import own
from serentak.records.queries.slip import by_account

View = Callable[..., HttpResponse]


def mine(view: View) -> View:
    """A page of one's own; a stranger is sent to sign in."""

    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by: Actor = request.actor  # type: ignore[attr-defined]
        if by.person is None:
            return HttpResponseRedirect("/masuk?" + urlencode({"next": request.path}))
        return view(request, by.citizen, *args, **kwargs)

    return asked


@require_safe
@mine
def reports(request: HttpRequest, me: Actor) -> HttpResponse:
    """The cases in the account, newest first."""
    context = {"page": own(me, after=request.GET.get("after")), "now": clock.now()}
    return render(request, "cases/own.html", context)


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def report(request: HttpRequest, me: Actor, record: UUID) -> HttpResponse:
    """One of them, and the acts on it: as on the tracking page, without a code."""
    if request.method != "POST":
        return _case(request, me, record)
    act, data = request.POST.get("act", ""), typed(request.POST)
    try:
        actions.answer_own(
            record=record,
            act=act,
            data=data,
            files=uploads(request.FILES),
            version=envelope.read_version(request.POST.get("version")),
            key=envelope.read_key(request.POST.get("key")),
            at=clock.now(),
            address=request.META["REMOTE_ADDR"],
            by=me,
        )
    except Refusal as no:
        if not no.fields:
            raise
        return _case(request, me, record, wrong=(act, data, no.fields), status=no.status)
    to = "/saya/?keluar=ya" if act == "unlink_account" else f"/saya/{record}?terkirim=ya"
    return HttpResponseRedirect(to, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def take_in(request: HttpRequest, me: Actor) -> HttpResponse:
    """A case by number and code, as on its slip or as open in this browser."""
    if request.method != "POST":
        return _form(request, {}, {})
    held = envelope.slip_from(request.POST.get("token"))
    wrong: dict[str, Any] = {}
    if held is None:
        held, wrong = forms.read_slip(request.POST)
    if wrong:
        return _form(request, request.POST, wrong, status=400)
    try:
        record = actions.take_in(
            number=held.number,
            code=held.code,
            key=envelope.read_key(request.POST.get("key")),
            at=clock.now(),
            address=request.META["REMOTE_ADDR"],
            by=me,
        )
    except Refusal as no:
        return _form(request, request.POST, _why(no), refusal=no, status=no.status)
    return HttpResponseRedirect(f"/saya/{record}?masuk=ya", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def leave(request: HttpRequest, me: Actor) -> HttpResponse:
    """Closes the account, after the password; not of somebody who holds a post, now or later."""
    assert me.person is not None
    at, no = clock.now(), None
    if staffing.tenures_to_come([me.person], at=at)[me.person]:
        raise Refusal(
            "holds_a_post",
            _("Akun ini memegang jabatan."),
            status=403,
            remedy=_("Mintalah administrator instansi Anda mengakhiri jabatannya dulu."),
        )
    if request.method == "POST":
        try:
            typed_in = request.POST.get("password", "")
            signed_in = people.session(me.secret, at=at)
            since = signed_in.by_key if signed_in else None
            joining.leave(person=me.person, secret=me.secret, password=typed_in, at=at, since=since)
        except Refusal as found:
            no = found
        else:
            return HttpResponseRedirect("/", status=303)
    context = {"refusal": no, "me": people.profile(me.person)}
    return render(request, "cases/account_close.html", context, status=no.status if no else 200)


def _why(no: Refusal) -> Mapping[str, Any]:
    if no.status == 404:
        return {"number": _("Nomor dan kode ini tidak cocok. Periksa lagi keduanya di tanda terima.")}
    if no.code == "no_move":
        return {"number": _("Laporan jenis ini tidak masuk ke akun. Buka dengan nomor dan kode.")}
    if no.status == 409:
        return {"number": no.text}
    raise no


def _form(
    request: HttpRequest,
    values: Any,
    wrong: Mapping[str, Any],
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "values": values,
        "wrong": wrong,
        "remedy": refusal.remedy if refusal and refusal.status == 409 else None,
        "example": queries.number_example(on=clock.today()),
        "key": uuid7(),
    }
    return render(request, "cases/own_link.html", context, status=status)


def _case(
    request: HttpRequest, me: Actor, record: UUID, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    context = {"address": request.path, "own": True, "taken": "masuk" in request.GET}
    return case_page(request, me, by_account(me, record, at=now), now, wrong, context, status)
