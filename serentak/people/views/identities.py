"""Signing in through the identity provider, and one's own connected identity.

The way there is a link, not a form: the page's policy lets forms go nowhere else, redirects included.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, oidc, queries
from serentak.people.actions import identities
from serentak.people.actions.signing import HalfWay
from serentak.people.queries import SignedIn
from serentak.people.views import signing
from serentak.people.views.session import me_of, own, secret_of

FLOW = "masuk_identitas"
"""The cookie of a browser that was sent to the provider."""

MINE = "/akun/identitas"
"""The page of one's own identity: there somebody goes on whose identity no account knows yet."""


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to sign in."""
    return _begin(request, None, forms.local(request.GET.get("next", "")))


@never_cache
@require_safe
def connecting(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to connect an identity to my account; who is not signed in is sent to do that, and
    comes back to the link, since the form of signing in may not lead to the provider."""
    me = me_of(request)
    return HttpResponseRedirect(MINE) if me is None else _begin(request, me.person, MINE)


def _begin(request: HttpRequest, person: int | None, following: str) -> HttpResponse:
    try:
        asked, kept = identities.begin(
            person=person, next=following, address=request.META["REMOTE_ADDR"], at=now()
        )
    except Refusal as refusal:
        return _no(request, refusal, following)
    response = HttpResponseRedirect(asked)
    signing.keep(response, FLOW, kept, oidc.LIFE)
    return response


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: signed in, half way in, or asked whether to connect."""
    session = me_of(request)
    try:
        following, done, token = identities.finish(
            kept=request.COOKIES.get(FLOW, ""),
            sent=request.GET.dict(),
            me=session.person if session else None,
            at=now(),
            replacing=secret_of(request),
        )
    except Refusal as refusal:
        response = _no(request, refusal, MINE if refusal.code == "identity_unknown" else forms.DESK)
    else:
        if isinstance(done, identities.Found):
            assert session is not None  # whoever connects is signed in
            response = _page(request, session, None, done.token)
        elif isinstance(done, HalfWay):
            response = signing.half_way(following, done)
        else:
            opened = queries.session(done, at=now())
            assert opened is not None
            username = queries.profile(opened.person).username
            response = signing.signed_in(request, following, done, username)
        if token:
            signing.remember_provider(response, token)
    response.delete_cookie(FLOW, path="/masuk", samesite="Lax")
    return response


@require_safe
def client_keys(request: HttpRequest) -> HttpResponse:
    """Our public keys, by which the provider knows us."""
    published = identities.public_keys()
    if published is None:
        raise Http404
    return JsonResponse(published, headers={"Cache-Control": "public, max-age=3600"})


@require_http_methods(["GET", "HEAD", "POST"])
@own
def mine(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """My connected identity: connect the one just proved, disconnect one."""
    sent = request.POST
    given: dict[str, Any] = {
        "person": me.person,
        "password": sent.get("password", ""),
        "method": me.method,
        "since": me.by_key,
        "at": now(),
    }
    try:
        if sent.get("act") == "connect":
            identities.connect(**given, token=sent.get("token", ""))
        elif sent.get("act") == "disconnect":
            identities.disconnect(**given, issuer=sent.get("issuer", ""))
        else:
            return _page(request, me, None, "")
    except Refusal as refusal:
        return _page(request, me, refusal, sent.get("token", "") if "password" in refusal.fields else "")
    return HttpResponseRedirect(MINE)


def _page(request: HttpRequest, me: SignedIn, refusal: Refusal | None, token: str) -> HttpResponse:
    provider, rows = identities.configured(), queries.identities(me.person)
    if provider is None and not rows:
        raise Http404
    context = {
        "provider": provider,
        "rows": rows,
        "token": token,
        "me": queries.profile(me.person),
        "refusal": refusal,
    }
    return render(request, "people/identity.html", context, status=refusal.status if refusal else 200)


def _no(request: HttpRequest, refusal: Refusal, following: str) -> HttpResponse:
    """The sign-in page with what was refused."""
    if refusal.code == "not_found":
        raise refusal
    return signing.page(request, forms.SignInForm("", "", following), refusal)
