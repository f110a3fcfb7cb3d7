"""The first sign-in: a start code sets a password of one's own; then one signs in as everybody."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, rules
from serentak.people.actions import starts


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The form; a right code leads on to signing in. Neither code nor password is given back."""
    if request.method != "POST":
        return _page(request, None)
    try:
        form = forms.start_form(request)
        starts.start(
            username=form.username,
            code=form.code,
            password=form.new,
            address=request.META["REMOTE_ADDR"],
            at=now(),
        )
    except Refusal as no:
        return _page(request, no)
    named = {"username": rules.normal_username(form.username), "mulai": "1"}
    return HttpResponseRedirect("/masuk?" + urlencode(named), status=303)


def _page(request: HttpRequest, no: Refusal | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    context = {"refusal": no, "username": sent.get("username", "")[:64]}
    response = render(request, "people/start.html", context, status=no.status if no else 200)
    if no and "seconds" in no.detail:
        response.headers["Retry-After"] = str(no.detail["seconds"])
    return response
