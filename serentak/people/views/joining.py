"""A citizen's account: made on one page, then signed in to like any other. It tells nobody who has one."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, rules
from serentak.people.actions import door, joining, passkeys
from serentak.people.views import signing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form; sent, it is answered with the sign-in page, whether or not the account was there before."""
    if request.method != "POST":
        return _page(request, None)
    form = forms.join_form(request)
    whose = {
        "username": form.username,
        "name": form.name,
        "address": request.META["REMOTE_ADDR"],
        "at": now(),
    }
    try:
        if form.credential:
            joining.join_by_key(**whose, answer=form.credential)
        else:
            joining.join(**whose, password=form.password)
    except Refusal as no:
        return _page(request, no)
    named = forms.SignInForm(rules.normal_username(form.username), "", "/akun/pemulihan")
    return signing.page(request, named, None, joined="key" if form.credential else "password")


@never_cache
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """The question for an authenticator that is to make a key for a new account, by the form as it is filled
    in; what is wrong with it the page says when the form itself comes."""
    form = forms.join_form(request)
    return JsonResponse(joining.asked_for_key(username=form.username, name=form.name, at=now()))


def _page(request: HttpRequest, no: Refusal | None) -> HttpResponse:
    context = {
        "form": forms.join_form(request),
        "origin": passkeys.site().origin,
        "refusal": no,
        "least": door.setting("signin.password_length", now()),
        "privacy": law.library().law("uu-27-2022-20"),
    }
    return signing.answer(request, "people/account_new.html", context, no)
