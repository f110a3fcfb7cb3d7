"""Passkeys: the two questions a browser's authenticator is asked, signing in by one, and one's own list."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, queries
from serentak.people.actions import passkeys
from serentak.people.queries import SignedIn
from serentak.people.views import signing
from serentak.people.views.session import own, secret_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET: the question for the authenticator. POST: its answer; a right one signs in."""
    if request.method != "POST":
        return JsonResponse(passkeys.asked_to_sign_in(at=now()))
    form = forms.sign_in_form(request)
    try:
        person, secret = passkeys.sign_in(
            answer=request.POST.get("credential", ""),
            address=request.META["REMOTE_ADDR"],
            at=now(),
            replacing=secret_of(request),
        )
    except Refusal as refusal:
        return signing.page(request, form, refusal)
    return signing.signed_in(request, form.next, secret, queries.profile(person).username)


@require_safe
@own
def new(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """The question for an authenticator that is to make a key."""
    return JsonResponse(passkeys.asked_to_add(person=me.person, at=now()))


@require_http_methods(["GET", "HEAD", "POST"])
@own
def keys(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """My keys, one more, one less."""
    act = {"add": _add, "remove": _remove}.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, me, None)
    try:
        act(request, me)
    except Refusal as refusal:
        return _page(request, me, refusal)
    return HttpResponseRedirect("/akun/kunci")


def _add(request: HttpRequest, me: SignedIn) -> None:
    sent = request.POST
    passkeys.add(
        person=me.person,
        password=sent.get("password", ""),
        method=me.method,
        since=me.by_key,
        name=sent.get("name", ""),
        answer=sent.get("credential", ""),
        at=now(),
    )


def _remove(request: HttpRequest, me: SignedIn) -> None:
    sent = request.POST
    passkeys.remove(
        person=me.person,
        password=sent.get("password", ""),
        method=me.method,
        since=me.by_key,
        id=forms.key_hash(sent.get("key", "")),
        at=now(),
    )


def _page(request: HttpRequest, me: SignedIn, refusal: Refusal | None) -> HttpResponse:
    context = {
        "keys": queries.passkeys(me.person),
        "me": queries.profile(me.person),
        "origin": passkeys.site().origin,
        "refusal": refusal,
    }
    return render(request, "people/passkeys.html", context, status=refusal.status if refusal else 200)
