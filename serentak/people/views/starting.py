"""A start code, a spare one or one that came by mail sets a password; then one signs in as everybody."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, rules
from serentak.people.actions import starts
from serentak.people.views import signing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The form; a right code leads on to signing in. Neither code nor password is given back."""
    if request.method != "POST":
        return start_page(request, None)
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
        return start_page(request, no)
    named = {"username": rules.normal_username(form.username), "mulai": "1"}
    return HttpResponseRedirect("/masuk?" + urlencode(named), status=303)


def start_page(request: HttpRequest, no: Refusal | None, *, mailed: bool = False) -> HttpResponse:
    """The form; `mailed`: a code was asked for by mail."""
    sent = request.POST if request.method == "POST" else request.GET
    context = {"username": sent.get("username", "")[:64], "mailed": mailed}
    return signing.answer(request, "people/start.html", context, no)
