"""The first page of administration: what is wrong now and where to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.agencies import rules
from serentak.desk import queries
from serentak.desk.views.administration.door import Charge, administration
from serentak.gate import queries as gate
from serentak.law import queries as law
from serentak.records.queries import pools


@require_safe
@administration
def state(request: HttpRequest, charge: Charge) -> HttpResponse:
    """Lists of what is wrong in the bodies this administrator answers for; with the worker, if for all."""
    whole = charge.by.role == rules.ADMINISTRATOR
    context = {
        "queue": gate.queue(charge.by) if whole else None,
        "at": charge.at,
        "found": queries.troubles(charge.area, charge.register, at=charge.at),
        "bodies": charge.register.bodies,
        "roles": law.library().roles,
        "needed": [law.library().roles[role]["title"] for role in sorted(pools.taking())],
    }
    return render(request, "desk/administration/state.html", context)
