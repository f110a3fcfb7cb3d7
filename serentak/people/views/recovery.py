"""The ways back into one's own account: an address that was proved, a spare code, and asking for a code."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import queries, rules
from serentak.people.actions import recovery
from serentak.people.queries import SignedIn
from serentak.people.views import signing
from serentak.people.views.session import own
from serentak.people.views.starting import start_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for a code by mail; answered with the page that takes it, whether or not one was sent."""
    if request.method != "POST":
        return signing.answer(request, "people/forgotten.html", {"username": ""}, None)
    username = request.POST.get("username", "")[: rules.LONGEST_USERNAME]
    try:
        recovery.ask(username=username, address=request.META["REMOTE_ADDR"], at=now())
    except Refusal as no:
        return signing.answer(request, "people/forgotten.html", {"username": username}, no)
    return start_page(request, None, mailed=True)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def ways(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """What I have for the day the password is gone. A spare code is the answer to its form, once."""
    sent = request.POST
    given: dict[str, Any] = {
        "person": me.person,
        "password": sent.get("password", ""),
        "since": me.by_key,
        "at": now(),
    }
    try:
        if sent.get("act") == "spare":
            return render(request, "people/spare_code.html", {"code": recovery.spare(**given)})
        if sent.get("act") == "mail":
            email = recovery.ask_proof(**given, email=sent.get("email", "")[:254])
            return _page(request, me, None, mailed=email)
    except Refusal as no:
        return _page(request, me, no)
    return _page(request, me, None)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def prove(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """Where the mailed link leads: the address is proved by a button, since mail programs follow links."""
    token = (request.POST or request.GET).get("t", "")
    email = recovery.proving(person=me.person, token=token)
    if request.method != "POST":
        return render(request, "people/address.html", {"email": email, "token": token})
    recovery.prove(person=me.person, token=token, at=now())
    return HttpResponseRedirect("/akun/pemulihan?terbukti=1", status=303)


def _page(request: HttpRequest, me: SignedIn, no: Refusal | None, mailed: str = "") -> HttpResponse:
    mine = queries.profile(me.person)
    proposed = mine.email or rules.contact_of(mine.username).get("email", "")
    context = {
        "me": mine,
        "spare": queries.start_codes(me.person).get("spare"),
        "now": now(),
        "email": request.POST.get("email", "") or ("" if mine.email_proved else proposed),
        "act": request.POST.get("act", ""),
        "mailed": mailed,
        "refusal": no,
    }
    return signing.answer(request, "people/recovery.html", context, no)
