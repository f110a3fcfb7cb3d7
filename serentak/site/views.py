"""Addresses that belong to no room: the choice of language, whether the house is well, the service worker."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from serentak.lib.clock import now

YEAR = 365 * 24 * 3600


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to the page the person came from."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    answer = HttpResponseRedirect(back)
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SECURE,
        )
    return answer


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers and the log is being sealed, 503 otherwise; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT extract(epoch FROM %s - min(moment))::float FROM ledger_entry"
                " WHERE id > coalesce((SELECT entry FROM ledger_leaf ORDER BY position DESC LIMIT 1), 0)",
                [now()],
            )
            (waiting,) = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    sealed = waiting is None or waiting < 60
    return JsonResponse({"database": True, "sealing": sealed}, status=200 if sealed else 503)


@require_GET
def service_worker(request: HttpRequest) -> HttpResponseBase:
    """The browser's own helper, outside /static/ since it may only govern what lies below its address."""
    file = (settings.SERENTAK.static / "sw.js").open("rb")
    return FileResponse(file, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
