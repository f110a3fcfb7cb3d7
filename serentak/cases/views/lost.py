"""A lost slip: found again by the telephone number or address that its reporter left, and printed once more.

For posts that always know the reporter. What is asked travels in the form, never in an address; each record
shown and each slip printed leaves its row among the readings of personal data.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.cases import actions, forms, queries
from serentak.cases.views.slip import give
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.lib.words import LANGUAGES, moments
from serentak.records.queries.contents import Lost


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The question; answered with the records found; one of them chosen, with its slip (303)."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    _refuse_others(by)
    if request.method != "POST":
        return _page(request, {}, None)
    phone, email, wrong = forms.read_contact(request.POST)
    chosen = request.POST.get("record")
    if not wrong and "again" in request.POST:
        wrong = {} if chosen else {"record": _("Pilih laporannya")}
        wrong |= {} if request.POST.get("proved") else {"proved": _("Periksa dahulu jati dirinya")}
        if not wrong:
            return _again(by, phone, email, str(chosen))
    found = None if "contact" in wrong else actions.find_lost(by=by, phone=phone, email=email, at=clock.now())
    return _page(request, wrong, found, status=400 if wrong else 200)


def _again(by: Actor, phone: str | None, email: str | None, chosen: str) -> HttpResponse:
    try:
        record = UUID(chosen)
    except ValueError:
        record = UUID(int=0)
    found = actions.find_lost(by=by, phone=phone, email=email, at=clock.now(), record=record)
    if not found or by.holding is None:
        raise Refusal("not_found", _("Laporan ini tidak ada, atau bukan bagian Anda."), status=404)
    slug = queries.service_of(found[0].type, on=clock.today()).slug
    slip = HttpResponseRedirect(f"/meja/{slug}/tanda-terima?pos={by.holding.id}", status=303)
    return give(slip, actions.again(found[0]), desk=True)


def _page(
    request: HttpRequest, wrong: dict[str, str], found: list[Lost] | None, status: int = 200
) -> HttpResponse:
    context = {
        "contact": request.POST.get("contact", ""),
        "chosen": request.POST.get("record", ""),
        "wrong": wrong,
        "found": None if found is None else [_choice(row) for row in found],
    }
    return render(request, "cases/lost.html", context, status=status)


def _choice(row: Lost) -> dict[str, Any]:
    """A record to choose: its number, and under it what it is, since when, how far."""
    title, state = queries.standing(row.type, row.state)
    opened = moments(row.opened)
    hint = {lang: f"{title[lang]}, {opened[lang]}. {state[lang]}" for lang in LANGUAGES}
    return {"id": str(row.record), "label": row.number, "hint": hint}


def _refuse_others(by: Actor) -> None:
    if by.person is None:
        raise Refusal(
            "signed_out",
            _("Halaman ini untuk petugas."),
            status=401,
            remedy=_("Masuk dengan akun petugas: /masuk"),
        )
    if by.holding is None or not queries.knows(by.role, on=clock.today()):
        raise Refusal(
            "not_your_post",
            _("Jabatan Anda tidak mencari laporan menurut pelapornya."),
            status=403,
            remedy=_("Minta pemeriksa pengaduan mencarikannya: hanya ia yang mengetahui pelapor."),
        )
