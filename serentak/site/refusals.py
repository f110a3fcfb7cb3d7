"""The one place that turns "no" into an answer: a page, or problem+json (RFC 9457).

A Refusal says what happened, why, under which law, and what to do. Errors of our own become a page that
admits it and nothing more: no trace, no values. The log has the trace.
"""

import logging
import sys
from dataclasses import dataclass
from typing import Any

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from serentak.lib.refusal import Refusal
from serentak.site.words import say

logger = logging.getLogger("serentak.site")


class Refusals:
    """Middleware: a Refusal raised by a view is answered, and a value that no database takes (a NUL, a year
    beyond the calendar) is a bad request; anything else is left to Django's handlers."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.answer(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            logger.warning("a value the database does not take: %s", type(exception.__cause__).__name__)
            return bad_request(request)
        return refuse(request, exception) if isinstance(exception, Refusal) else None


@dataclass(frozen=True)
class No:
    """What the page shows of a refusal."""

    status: int
    code: str
    text: str
    law: str | None
    remedy: str
    fields: dict[str, str]


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a refusal in the form that the asker reads."""
    no = No(
        refusal.status,
        refusal.code,
        say(refusal.text),
        refusal.law,
        say(refusal.remedy),
        {name: say(text) for name, text in refusal.fields.items()},
    )
    answer = _problem(no) if _reads_json(request) else _page(request, no)
    if "allow" in refusal.detail:
        answer.headers["Allow"] = ", ".join(refusal.detail["allow"])
    if no.status in (429, 503):
        answer.headers["Retry-After"] = str(refusal.detail.get("seconds", 60))
    if no.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Serentak"'
    if no.status >= 400:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _problem(no: No) -> HttpResponse:
    told = {"type": f"/api/#{no.code}", "title": no.text, "status": no.status, "code": no.code}
    rest = {"law": no.law, "remedy": no.remedy or None, "fields": no.fields or None}
    told |= {name: value for name, value in rest.items() if value is not None}
    return JsonResponse(told, status=no.status, content_type="application/problem+json")


def _page(request: HttpRequest, no: No) -> HttpResponse:
    home = "/meja/" if request.path.startswith(("/meja/", "/kelola/")) else "/"
    return render(request, "site/refusal.html", {"no": no, "home": home}, status=no.status)


def _reads_json(request: HttpRequest) -> bool:
    sent, wanted = request.headers.get("Content-Type", ""), request.headers.get("Accept", "")
    return (
        request.path.startswith("/api/v1/")
        or sent.startswith("application/json")
        or (
            "text/html" not in wanted
            and ("application/json" in wanted or "application/problem+json" in wanted)
        )
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 400: malformed host, fields without end, a broken upload."""
    return refuse(
        request,
        Refusal(
            "bad_request",
            _("Permintaan ini tidak dapat dibaca."),
            remedy=_("Buka kembali halamannya dan coba lagi."),
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 403, raised by its own code only; our rights are Refusals."""
    return refuse(
        request,
        Refusal(
            "forbidden",
            _("Anda tidak berhak membuka ini."),
            remedy=_("Masuk dengan akun yang berhak."),
            status=403,
        ),
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without our token: another site sent it, or the page is from before a cookie was cleared."""
    return refuse(
        request,
        Refusal(
            "form_expired",
            _("Formulir ini sudah kedaluwarsa, jadi belum dikirim."),
            remedy=_("Kembali, muat ulang halamannya, lalu kirim sekali lagi. Kuki harus diizinkan."),
            status=403,
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that leads nowhere, or to something this person may not know of."""
    return refuse(
        request,
        Refusal(
            "not_found",
            _("Halaman ini tidak ada."),
            remedy=_("Periksa alamatnya, atau mulai dari halaman depan."),
            status=404,
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """More bytes than any door reads."""
    return refuse(
        request,
        Refusal(
            "too_large",
            _("Kiriman ini terlalu besar."),
            remedy=_("Kirim lebih sedikit berkas, atau berkas yang lebih kecil."),
            status=413,
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database is away: said plainly, so that a retry with the same key is safe."""
    exception = sys.exc_info()[1]
    if isinstance(exception, Refusal):
        return refuse(request, exception)
    if isinstance(exception, OperationalError | InterfaceError):
        refusal = Refusal(
            "database_away",
            _("Sistem sedang tidak dapat menyimpan atau membaca data."),
            remedy=_("Coba lagi sebentar lagi. Kiriman ulang tidak akan tercatat dua kali."),
            status=503,
            detail={"seconds": 5},
        )
    else:
        refusal = Refusal(
            "broken",
            _("Ada kesalahan pada sistem kami, bukan pada Anda."),
            remedy=_("Coba lagi sebentar lagi. Kiriman ulang tidak akan tercatat dua kali."),
            status=500,
        )
    return refuse(request, refusal)
