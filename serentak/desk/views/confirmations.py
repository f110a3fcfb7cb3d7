"""All that waits for a post's confirmation: read in place, confirmed one by one or many with one press."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.desk.views.seat import seated
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions, envelope
from serentak.records.queries.confirmations import PAGE, waiting
from serentak.records.queries.visible import numbers_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmations(request: HttpRequest) -> HttpResponse:
    """All that waits for this post's confirmation, each to be read in place; POST confirms what was picked,
    or the one whose button was pressed, and says what came of each."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    answers = actions.confirm(_picks(request), by=by, at=now) if request.method == "POST" else []
    page = waiting(by, at=now, after=request.GET.get("after") or None)
    context = {
        "rows": [(row, f"{row.record}:{row.act}:{row.version}:{uuid7()}") for row in page.rows],
        "newer": page.newer,
        "older": page.older,
        "now": now,
        "answers": answers,
        "numbers": numbers_of(by, [a.pick.record for a in answers if a.number is None]),
    }
    return render(request, "desk/confirmations.html", context)


def _picks(request: HttpRequest) -> list[actions.Pick]:
    """What was picked, each `record:act:version:key` as the page wrote it."""
    sent = request.POST.getlist("only") or request.POST.getlist("pick")
    if len(sent) > PAGE:
        raise Refusal(
            "too_many",
            _("Paling banyak %(count)d yang disahkan sekali tekan.") % {"count": PAGE},
            remedy=_("Sahkan sebagian dulu, lalu sisanya."),
        )
    return [_pick(text) for text in sent]


def _pick(text: str) -> actions.Pick:
    try:
        record, act, version, key = text.split(":")
        return actions.Pick(UUID(record), act, int(version), envelope.read_key(key))
    except ValueError:
        raise Refusal(
            "bad_pick",
            _("Pilihan ini tidak terbaca."),
            remedy=_("Buka lagi daftarnya dan pilih di sana."),
        ) from None
