"""A citizen's account: made on one page, then signed in to like any other. It tells nobody who has one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, rules
from serentak.people.actions import door, joining
from serentak.people.views import signing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form; sent, it is answered with the sign-in page, whether or not the account was there before."""
    if request.method != "POST":
        return _page(request, None)
    form = forms.join_form(request)
    try:
        joining.join(
            username=form.username,
            name=form.name,
            password=form.password,
            address=request.META["REMOTE_ADDR"],
            at=now(),
        )
    except Refusal as no:
        return _page(request, no)
    named = forms.SignInForm(rules.normal_username(form.username), "", forms.DESK)
    return signing.page(request, named, None, joined=True)


def _page(request: HttpRequest, no: Refusal | None) -> HttpResponse:
    context = {
        "form": forms.join_form(request),
        "refusal": no,
        "least": door.setting("signin.password_length", now()),
        "privacy": law.library().law("uu-27-2022-20"),
    }
    return signing.answer(request, "people/account_new.html", context, no)
