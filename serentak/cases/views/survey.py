"""The satisfaction survey, offered to a reporter once the case has ended: by the slip open in this browser,
or from the account.

Its answers are counts; which page they came from is not written down.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.cases import actions
from serentak.cases.views.own import mine
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.records import envelope
from serentak.records.queries.satisfaction import elements, may_rate
from serentak.records.queries.slip import actor_of
from serentak.records.queries.visible import hidden, sees
from serentak.records.satisfaction import SCORES


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_slip(request: HttpRequest) -> HttpResponse:
    """For the case whose slip is open in this browser; without one, to where it is opened."""
    sent = request.POST.get("token") if request.method == "POST" else None
    held = envelope.slip_from(sent or request.COOKIES.get(envelope.SLIP_COOKIE))
    if held is None:
        return HttpResponseRedirect("/lacak/", status=303)
    by, record = actor_of(held.number, held.code)
    return _survey(request, by, record.id, "/lacak/", held.signed())


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def own(request: HttpRequest, me: Actor, record: UUID) -> HttpResponse:
    """For a case in the account."""
    if not sees(me, record):
        raise hidden()
    return _survey(request, me, record, f"/saya/{record}", "")


def _survey(request: HttpRequest, by: Actor, record: UUID, back: str, token: str) -> HttpResponse:
    now, no = clock.now(), None
    asked = elements(clock.local_day(now))
    if request.method == "POST":
        given = {row["id"]: request.POST.get(row["id"], "") for row in asked}
        try:
            actions.rate(record, given, by=by, at=now, address=request.META["REMOTE_ADDR"])
        except Refusal as found:
            if not found.fields:
                raise
            no = found
        else:
            return HttpResponseRedirect(f"{back}?dinilai=ya", status=303)
    elif not may_rate(record):
        raise Refusal("not_now", _("Berkas ini belum selesai, atau penilaiannya sudah masuk."), status=403)
    context: dict[str, Any] = {
        "asked": asked,
        "scores": [{"id": str(score), "label": words, "hint": None} for score, words in SCORES],
        "values": request.POST,
        "wrong": no.fields if no else {},
        "back": back,
        "token": token,
    }
    return render(request, "cases/survey.html", context, status=no.status if no else 200)
