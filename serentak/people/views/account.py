"""What is one's own: the account, its password, its open sessions."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import forms, queries, rules
from serentak.people.actions import accounts, identities, sessions
from serentak.people.queries import SignedIn
from serentak.people.views.session import carry, own, secret_of


@require_safe
@own
def account(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """Who I am here, how I sign in, and where I am signed in now."""
    context = {
        "person": queries.profile(me.person),
        "app": queries.app(me.person),
        "keys": len(queries.passkeys(me.person)),
        "provider": identities.configured(),
        "identities": queries.identities(me.person),
        "sessions": queries.sessions(me.person, at=now()),
        "here": me.key_hash,
        "codes": queries.start_codes(me.person),
        "now": now(),
        "methods": rules.METHODS,
        "done": request.GET.get("done", ""),
    }
    return render(request, "people/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def password(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """Another password, after the old one; every other session ends and this one begins anew."""
    if request.method != "POST":
        return _password_page(request, me, None)
    try:
        form = forms.password_form(request)
        secret = accounts.change_password(
            person=me.person, old=form.old, new=form.new, at=now(), since=me.by_key
        )
    except Refusal as refusal:
        return _password_page(request, me, refusal)
    return carry(request, HttpResponseRedirect("/akun?done=password"), secret)


@require_POST
@own
def end(request: HttpRequest, me: SignedIn) -> HttpResponse:
    """Ends one of my sessions, or all but this one."""
    which = request.POST.get("session", "")
    if which == "others":
        sessions.end_all(person=me.person, but=secret_of(request))
    else:
        sessions.end_session(person=me.person, key_hash=forms.key_hash(which))
    return HttpResponseRedirect("/akun?done=sessions")


def _password_page(request: HttpRequest, me: SignedIn, refusal: Refusal | None) -> HttpResponse:
    context = {"refusal": refusal, "me": queries.profile(me.person)}
    return render(request, "people/password.html", context, status=refusal.status if refusal else 200)
