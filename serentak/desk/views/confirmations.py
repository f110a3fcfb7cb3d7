"""All that waits for a post's confirmation: read in place, confirmed one by one or many with one press."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.desk.views.picks import picks
from serentak.desk.views.seat import seated
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.records import actions
from serentak.records.queries.confirmations import waiting
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
    answers = actions.confirm(picks(request), by=by, at=now) if request.method == "POST" else []
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
