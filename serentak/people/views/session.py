"""Who asks, and the cookie that carries a session's secret. A page of one's own is kept by no cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.views.decorators.cache import never_cache

from serentak.lib.clock import now
from serentak.people import queries, rules
from serentak.people.queries import SignedIn

Own = Callable[[HttpRequest, SignedIn], HttpResponse]


def own(view: Own) -> Callable[[HttpRequest], HttpResponse]:
    """A page for whoever is signed in, with or without a post; a stranger is sent to sign in."""

    @never_cache
    @wraps(view)
    def asked(request: HttpRequest) -> Any:
        me = me_of(request)
        if me is None:
            back = request.get_full_path() if request.method != "POST" else "/akun"
            return HttpResponseRedirect("/masuk?" + urlencode({"next": back}))
        return view(request, me)

    return asked


def me_of(request: HttpRequest) -> SignedIn | None:
    """Who is signed in here, with or without a post."""
    secret = secret_of(request)
    return None if secret is None else queries.session(secret, at=now())


def secret_of(request: HttpRequest) -> bytes | None:
    """The session's secret that the browser carries, whether or not it still opens one."""
    return rules.secret_of(request.COOKIES.get(rules.COOKIE))


def carry(request: HttpRequest, response: HttpResponse, secret: bytes) -> HttpResponse:
    """The browser carries this session from now on; forms opened before are void."""
    rotate_token(request)
    response.set_cookie(
        rules.COOKIE,
        rules.cookie_of(secret),
        max_age=rules.CEILING,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response
