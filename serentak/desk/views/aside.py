"""What waits aside because it looks like part of a flood: released or refused, one by one or many at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.desk.views.picks import picks
from serentak.desk.views.seat import seated
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.queries.inbox import ASIDE_VIEW, inbox
from serentak.records.queries.visible import numbers_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest) -> HttpResponse:
    """The list; POST does one act on each that was picked, and says what came of each."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    wrong, answers = None, []
    if request.method == "POST":
        try:
            act, data = _act(request)
            answers = actions.each(picks(request, act), data, by=by, at=now)
        except Refusal as no:
            wrong = no
    page = inbox(by, view=ASIDE_VIEW, at=now, after=request.GET.get("after") or None)
    context = {
        "page": page,
        "keys": {row.record: uuid7() for row in page.rows},
        "now": now,
        "answers": answers,
        "wrong": wrong,
        "reason": request.POST.get("reason", "") if wrong else "",
        "numbers": numbers_of(by, [a.pick.record for a in answers if a.number is None]),
    }
    return render(request, "desk/aside.html", context, status=wrong.status if wrong else 200)


def _act(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The act of the button that was pressed, and what it says; refusing wants a reason."""
    if request.POST.get("act") != "refuse":
        return "release", {}
    reason = request.POST.get("reason", "").strip()
    if not reason:
        missing = {
            "id": "Tulis alasannya: pelapor membacanya.",
            "en": "Write the reason: the reporters read it.",
        }
        raise Refusal("invalid", missing, fields={"reason": missing})
    return "refuse", {"ground": "flood", "reason": reason}
