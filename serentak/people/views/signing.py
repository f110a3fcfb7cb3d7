"""Signing in and out. The page keeps the username, never the password, and never says which was wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, rules
from serentak.people.actions import sessions, signing
from serentak.people.views.session import carry, secret_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; a right answer goes on to where the person was led from."""
    form = forms.sign_in_form(request)
    if request.method != "POST":
        return _page(request, form, None)
    address, old = request.META["REMOTE_ADDR"], secret_of(request)
    try:
        secret = signing.sign_in(form.username, form.password, address=address, at=now(), replacing=old)
    except Refusal as refusal:
        return _page(request, form, refusal)
    return carry(request, HttpResponseRedirect(form.next), secret)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, here and in the database."""
    secret = secret_of(request)
    if secret is not None:
        sessions.sign_out(secret)
    response = HttpResponseRedirect("/")
    response.delete_cookie(rules.COOKIE, samesite="Lax")
    return response


def _page(request: HttpRequest, form: forms.SignInForm, refusal: Refusal | None) -> HttpResponse:
    accounts = rules.DEMO_ACCOUNTS if settings.DEMO else ()
    context = {"form": form, "refusal": refusal, "accounts": accounts, "demo_password": rules.DEMO_PASSWORD}
    response = render(request, "people/sign_in.html", context, status=refusal.status if refusal else 200)
    if refusal and "seconds" in refusal.detail:
        response.headers["Retry-After"] = str(refusal.detail["seconds"])
    return response
