"""Who opened personal data, for the inspectorate's auditor: by record, by post, by day.

The database decides again and notes that the list was opened; names of staff are shown, of reporters none.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serentak.agencies.rules import AUDITOR, Actor
from serentak.desk import forms
from serentak.desk.views.seat import seated
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.records.queries import accesses as queries


@never_cache
@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """Readings, the newest first; two statements."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    if by.role != AUDITOR:
        raise Refusal("not_allowed", queries.NOT_ALLOWED, status=403)
    form = forms.access_form(request.GET)
    asked = queries.Asked(form.number or None, form.post, form.on)
    rows, older = queries.accesses(by, asked, at=now, after=request.GET.get("after"))
    assert by.holding is not None
    kept = {"pos": by.holding.id, "q": form.number, "tanggal": form.typed}
    context = {
        "rows": rows,
        "names": people.listed({one.person for one in rows}),
        "form": form,
        "all": f"/meja/akses?{urlencode(kept)}",
        "older": f"/meja/akses?{urlencode(kept | {'post': form.post or '', 'after': older})}"
        if older
        else None,
    }
    return render(request, "desk/accesses.html", context)
