"""What every request passes: one line in the log, compression, fixed headers, the language, who is asking.

Plain functions, since each layer costs every filing. The actor is looked up only when the request brings
a session, so a public page without cookie needs no statement. Decides nothing; rights are decided in acts.
"""

import gzip
import sys
import time
from collections.abc import Callable
from functools import cache

import brotli
import structlog
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from serentak.agencies.queries import actor_of
from serentak.agencies.rules import PUBLIC, Actor, Held
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people.rules import COOKIE, secret_of
from serentak.site import refusals

Answer = Callable[[HttpRequest], HttpResponse]

structlog.configure(
    processors=[structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.JSONRenderer()],
    logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    cache_logger_on_first_use=True,
)
_line = structlog.get_logger()
PROGRAMS = "/api/v1/"
UTF_8 = ("utf-8", "utf8")
LONGEST = 19  # figures of a Content-Length; Python reads no number of thousands of them
WORTH_COMPRESSING = 500  # bytes
WORTH_WORK = 10_000  # below it quality 4 costs four times the CPU of quality 1 and saves 250 bytes
TEXT = ("text/", "application/json", "application/problem+json", "image/svg+xml")
HEADERS = {
    "Cache-Control": "private, no-cache",  # of pages that say nothing of it themselves
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
}


def log(answer: Answer) -> Answer:
    """One line of JSON a request: the address pattern, never the address, a query or a person."""

    def layer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        if settings.BEHIND_PROXY:
            _believe_proxy(request)
        response = answer(request)
        match = request.resolver_match
        _line.info(
            "request",
            method=request.method,
            route=match.route if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
        )
        return response

    return layer


def compress(answer: Answer) -> Answer:
    """Pages and data in brotli or gzip, whichever the browser takes; static files come compressed already.

    The CSRF token, the one secret in every page, is masked anew each time, so lengths tell nothing of it."""

    def layer(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.streaming or len(response.content) < WORTH_COMPRESSING or not _is_text(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        taken = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "br" in taken:
            quality = 4 if len(response.content) > WORTH_WORK else 1
            _encode(response, "br", brotli.compress(response.content, quality=quality))
        elif "gzip" in taken:
            _encode(response, "gzip", gzip.compress(response.content, compresslevel=4, mtime=0))
        return response

    return layer


def _is_text(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(TEXT) and "Content-Encoding" not in response


def _encode(response: HttpResponse, name: str, content: bytes) -> None:
    response.content = content
    response.headers["Content-Encoding"] = name
    response.headers["Content-Length"] = str(len(content))


def walls(answer: Answer) -> Answer:
    """Headers that fence the page in; a body too large to be honest, or in letters that no form of ours
    uses, is refused unread."""
    headers = {**HEADERS, "Content-Security-Policy": str(build_policy())}
    if settings.SECURE:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def layer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or len(length) > LONGEST or int(length) > settings.BODY_BYTES:
            response = refusals.too_large(request)
        elif (request.content_params or {}).get("charset", "utf-8").lower() not in UTF_8:
            response = refusals.bad_request(request)
        else:
            response = answer(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return layer


def language(answer: Answer) -> Answer:
    """The language of the cookie, of a program the one it asks for; Indonesian without one."""
    known = dict(settings.LANGUAGES)

    def layer(request: HttpRequest) -> HttpResponse:
        chosen = (
            request.headers.get("Accept-Language", "")[:2]
            if request.path.startswith(PROGRAMS)
            else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        )
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        return answer(request)

    return layer


def who(answer: Answer) -> Answer:
    """`request.actor` and `request.holdings`, looked up when first asked for; no cookie is a program's."""

    def layer(request: HttpRequest) -> HttpResponse:
        own = None if request.path.startswith(PROGRAMS) else request.COOKIES.get(COOKIE)
        secret = secret_of(own)
        if secret is None:
            request.actor, request.holdings = PUBLIC, ()  # type: ignore[attr-defined]
            return answer(request)
        found = cache(lambda: _look_up(request, secret))
        request.actor = SimpleLazyObject(lambda: found()[0])  # type: ignore[attr-defined]
        request.holdings = SimpleLazyObject(lambda: found()[1])  # type: ignore[attr-defined]
        return answer(request)

    return layer


def _look_up(request: HttpRequest, secret: bytes) -> tuple[Actor, tuple[Held, ...]]:
    """Actor and posts; refuses a form that was opened in a post this person no longer holds, rather than let
    the act happen in another one. A page is then shown in the first post, and says which."""
    asked = _post_of(request)
    actor, held = actor_of(secret, asked, now())
    lost = actor.person is not None and asked is not None and asked not in {post.id for post in held}
    if request.method == "POST" and lost:
        request.actor, request.holdings = actor, held  # type: ignore[attr-defined]
        raise Refusal(
            "post_ended",
            _("Jabatan yang dipakai formulir ini bukan lagi jabatan Anda, jadi tidak ada yang dicatat."),
            remedy=_("Salin yang sudah ditulis, lalu buka lagi halamannya dalam jabatan yang masih berlaku."),
            status=403,
        )
    return actor, held


def _post_of(request: HttpRequest) -> int | None:
    """The holding named by the form or the address; None lets the first one act."""
    post = request.POST.get("pos") if request.method == "POST" else request.GET.get("pos")
    return int(post) if post and post.isascii() and post.isdigit() and len(post) < 19 else None


def _believe_proxy(request: HttpRequest) -> None:
    """The client's address is the last hop that our own proxy wrote."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if forwarded:
        request.META["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
