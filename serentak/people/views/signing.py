"""Signing in, in one step or two, and out. No page says which part was wrong or gives a password back."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, queries, rules
from serentak.people.actions import identities, sessions, signing
from serentak.people.views.session import carry, secret_of

HALF_WAY = "masuk"
"""The cookie of somebody whose password was right and whose code must follow."""

PROVIDER = "penyedia"
"""The cookie of somebody who came in through the identity provider: its token, for the way out there."""

DEVICE = "perangkat"
"""The cookie of a browser in which somebody signed in: it names nobody and opens nothing."""


OUT, LONGEST_TOKEN = "/keluar", 3000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; a right answer goes on to where the person was led from."""
    form = forms.sign_in_form(request)
    if request.method != "POST":
        return page(request, form, None)
    try:
        done = signing.sign_in(
            form.username,
            form.password,
            address=request.META["REMOTE_ADDR"],
            at=now(),
            replacing=secret_of(request),
            device=request.COOKIES.get(DEVICE, ""),
        )
    except Refusal as refusal:
        return page(request, form, refusal)
    if isinstance(done, bytes):
        return signed_in(request, form.next, done, rules.normal_username(form.username))
    return half_way(form.next, done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step; whoever has not done the first, or too long ago, begins again."""
    token = request.COOKIES.get(HALF_WAY, "")
    following = forms.local((request.POST or request.GET).get("next", ""))
    person = signing.half_way(token)
    if person is None:
        return HttpResponseRedirect("/masuk?" + urlencode({"next": following}))
    refusal = None
    if request.method == "POST":
        try:
            form = forms.code_form(request)
            secret = signing.sign_in_code(token, form.code, at=now(), replacing=secret_of(request))
        except Refusal as found:
            refusal = found
        else:
            response = signed_in(request, following, secret, queries.profile(person).username)
            response.delete_cookie(HALF_WAY, path="/masuk", samesite="Lax")
            return response
    return answer(request, "people/sign_in_code.html", {"next": following}, refusal)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, here and in the database; who came in through a provider is offered to end the one
    there, by a link, since no form may lead elsewhere."""
    secret = secret_of(request)
    if secret is not None:
        sessions.sign_out(secret)
    token = request.COOKIES.get(PROVIDER)
    there = identities.farewell("" if token == "-" else token) if token else None
    response: HttpResponse = HttpResponseRedirect("/")
    if there is not None:
        response = render(request, "people/signed_out.html", {"provider": there[0], "address": there[1]})
    response.delete_cookie(rules.COOKIE, samesite="Lax")
    response.delete_cookie(PROVIDER, path=OUT, samesite="Lax")
    return response


def signed_in(request: HttpRequest, following: str, secret: bytes, username: str) -> HttpResponse:
    """On to where the person was led from, with the session; this browser is known from now on."""
    response = carry(request, HttpResponseRedirect(following), secret)
    keep(
        response,
        DEVICE,
        signing.known_device(username, request.COOKIES.get(DEVICE, "")),
        signing.KNOWN_DEVICE,
    )
    return response


def half_way(following: str, done: signing.HalfWay) -> HttpResponse:
    """On to the second code."""
    response = HttpResponseRedirect("/masuk/kode?" + urlencode({"next": following}))
    keep(response, HALF_WAY, done.token, signing.HALF_WAY)
    return response


def keep(response: HttpResponse, name: str, value: str, seconds: int, path: str = "/masuk") -> None:
    """A cookie that is sent to the pages of signing in alone, or to another path."""
    response.set_cookie(
        name, value, seconds, path=path, httponly=True, samesite="Lax", secure=settings.SECURE
    )


def remember_provider(response: HttpResponse, token: str) -> None:
    """The browser keeps the provider's token for the way out, as long as a session lasts; one that no cookie
    can hold is left out."""
    kept = token if len(token) <= LONGEST_TOKEN else "-"
    keep(response, PROVIDER, kept, int(rules.CEILING.total_seconds()), OUT)


def page(
    request: HttpRequest, form: forms.SignInForm, refusal: Refusal | None, *, joined: str = ""
) -> HttpResponse:
    """The sign-in page, with what was refused; `joined`: comes from making an account, by key or password."""
    shown = groupby(rules.DEMO_ACCOUNTS if settings.DEMO else (), key=lambda account: account.body)
    context = {
        "form": form,
        "accounts": [(body, list(accounts)) for body, accounts in shown],
        "origin": settings.BASE_URL,
        "provider": identities.configured(),
        "demo_password": rules.DEMO_PASSWORD,
        "joined": joined,
        "started": request.GET.get("mulai") == "1",
    }
    return answer(request, "people/sign_in.html", context, refusal)


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], refusal: Refusal | None
) -> HttpResponse:
    """A page with what was refused, also for how long."""
    status = refusal.status if refusal else 200
    response = render(request, template, context | {"refusal": refusal}, status=status)
    if refusal and "seconds" in refusal.detail:
        response.headers["Retry-After"] = str(refusal.detail["seconds"])
    return response
