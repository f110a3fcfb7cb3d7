"""The second code: set up with an app, shown once with its recovery codes, switched off again.

The picture and the recovery codes are the answer to the form itself: no address shows them a second time.
"""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, queries, totp
from serentak.people.actions import factors
from serentak.people.queries import SignedIn
from serentak.people.views.session import carry, own


@require_http_methods(["GET", "HEAD", "POST"])
@own
def code(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """Where the second code stands, and the acts on it; a wrong answer comes back with what to do."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, me, None)
    try:
        return act(request, me)
    except Refusal as refusal:
        return _page(request, me, refusal)


def _begin(request: HttpRequest, me: SignedIn) -> HttpResponse:
    token = factors.begin(
        person=me.person,
        password=request.POST.get("password", ""),
        method=me.method,
        since=me.by_key,
        at=now(),
    )
    return _picture(request, me, token, None)


def _enrol(request: HttpRequest, me: SignedIn) -> HttpResponse:
    form = forms.code_form(request)
    try:
        codes, secret = factors.enrol(person=me.person, token=form.token, code=form.code, at=now())
    except Refusal as refusal:
        if "code" not in refusal.fields and refusal.status != 429:
            raise
        return _picture(request, me, form.token, refusal)
    shown = {"codes": codes, "next": form.next}
    return carry(request, render(request, "people/recovery_codes.html", shown), secret)


def _switch_off(request: HttpRequest, me: SignedIn) -> HttpResponse:
    form = forms.code_form(request)
    secret = factors.switch_off(
        person=me.person, password=request.POST.get("password", ""), code=form.code, at=now()
    )
    return carry(request, HttpResponseRedirect("/akun?done=code-off"), secret)


ACTS = {"begin": _begin, "enrol": _enrol, "off": _switch_off}


def _picture(request: HttpRequest, me: SignedIn, token: str, refusal: Refusal | None) -> HttpResponse:
    secret = factors.enrolling(person=me.person, token=token)
    username = queries.profile(me.person).username
    address = totp.address(secret, username=username, issuer=f"Serentak {settings.GOVERNMENT_SHORT}")
    context = {
        "token": token,
        "refusal": refusal,
        "secret": totp.text(secret),
        "picture": segno.make(address, error="m").svg_data_uri(border=2),
        "next": forms.local(request.POST.get("next", ""), "/akun"),
    }
    return render(request, "people/code_new.html", context, status=refusal.status if refusal else 200)


def _page(request: HttpRequest, me: SignedIn, refusal: Refusal | None) -> HttpResponse:
    context = {
        "app": queries.app(me.person),
        "me": queries.profile(me.person),
        "refusal": refusal,
        "next": forms.local((request.POST or request.GET).get("next", ""), "/akun"),
    }
    return render(request, "people/code.html", context, status=refusal.status if refusal else 200)
