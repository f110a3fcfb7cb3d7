"""The slip: number and code at once, to photograph, print or scan.

It is shown to whoever has just filed or opened the case in this browser: number and code come from a
signed cookie of half an hour, never from the address.
"""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serentak.agencies.rules import Actor
from serentak.cases import forms, queries
from serentak.cases.views.image import drawn
from serentak.cases.views.qr import picture
from serentak.lib import clock
from serentak.lib.ids import spaced
from serentak.lib.words import say
from serentak.people.rules import normal_username
from serentak.records import envelope
from serentak.records.actions import Done
from serentak.records.queries.slip import card
from serentak.records.queries.visible import sees

START_COOKIE = "meja_kode"


def give(response: HttpResponse, done: Done | envelope.Slip, *, desk: bool = False) -> HttpResponse:
    """Puts number and code into the browser for half an hour; at the counter only for printing."""
    assert done.code is not None
    response.set_cookie(
        forms.DESK_COOKIE if desk else envelope.SLIP_COOKIE,
        envelope.Slip(done.number, done.code).signed(),
        max_age=envelope.SLIP_SECONDS,
        path="/meja/" if desk else "/",
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response


def give_start(response: HttpResponse, number: str, username: str, code: str) -> HttpResponse:
    """Puts the start code of an account made with this case beside its slip, for printing."""
    response.set_cookie(
        START_COOKIE,
        signing.dumps([number, normal_username(username), code], salt=START_COOKIE),
        max_age=envelope.SLIP_SECONDS,
        path="/meja/",
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response


def _start(request: HttpRequest, number: str) -> list[str] | None:
    """Sign-in name and start code that were given with this case; None when none was."""
    try:
        cookie = request.COOKIES.get(START_COOKIE, "")
        found, *given = signing.loads(cookie, salt=START_COOKIE, max_age=envelope.SLIP_SECONDS)
    except signing.BadSignature:
        return None
    return given if found == number else None


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The citizen's slip; without a slip in this browser, to the tracking page."""
    held = envelope.slip_from(request.COOKIES.get(envelope.SLIP_COOKIE))
    return _page(request, slug, held, "cases/slip.html") if held else HttpResponseRedirect("/lacak/")


@never_cache
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The same slip for the person at the counter, inside the desk, while somebody is signed in there."""
    if request.actor.person is None:  # type: ignore[attr-defined]
        return HttpResponseRedirect("/masuk?" + urlencode({"next": request.path}))
    held = envelope.slip_from(request.COOKIES.get(forms.DESK_COOKIE))
    return _page(request, slug, held, "cases/slip_desk.html") if held else HttpResponseRedirect("/meja/")


@never_cache
@require_safe
def image(request: HttpRequest, slug: str, desk: bool = False) -> HttpResponse:
    """The slip in this browser as a picture to keep or to send; without a slip, to where one is had. No
    statement: it holds what the cookie holds."""
    held = envelope.slip_from(request.COOKIES.get(forms.DESK_COOKIE if desk else envelope.SLIP_COOKIE))
    if held is None or desk and request.actor.person is None:  # type: ignore[attr-defined]
        return HttpResponseRedirect("/meja/" if desk else "/lacak/")
    service, language = queries.service(slug, on=clock.today()), get_language() or "id"
    sheet = drawn(
        heading=f"{_('Tanda terima')}: {say(service.title, language)}",
        government=say(queries.government(), language),
        number=held.number,
        code=spaced(held.code),
        address=_tracking(held),
        place=_place(),
    )
    name = {"Content-Disposition": f'attachment; filename="{held.number}.png"'}
    return HttpResponse(sheet, content_type="image/png", headers=name)


def _page(request: HttpRequest, slug: str, held: envelope.Slip, template: str) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    service = queries.service(slug, on=clock.today())
    case = card(held.number, held.code)
    told = _("Laporan Anda sudah kami terima. Nomor: %(number)s. Kabarnya: %(address)s") % {
        "number": held.number,
        "address": f"{settings.BASE_URL}/lacak/",
    }
    context = {
        "service": service,
        "slip": held,
        "case": case,
        "qr": picture(_tracking(held)),
        "place": _place(),
        "message": "https://wa.me/?" + urlencode({"text": told}, quote_via=quote),
        "sees": sees(by, case.record) if by.holding else False,
        "start": _start(request, held.number) if template == "cases/slip_desk.html" else None,
        "own": by.person is not None and sees(by.citizen, case.record),
        "ahead": queries.days_ahead(service, opened=case.opened),
    }
    return render(request, template, context)


def _tracking(held: envelope.Slip) -> str:
    """The tracking address for the QR; number and code stand behind the `#`, which no server sees."""
    return f"{settings.BASE_URL}/lacak/#n={held.number}&k={held.code}"


def _place() -> str:
    return settings.BASE_URL.split("://")[-1]
