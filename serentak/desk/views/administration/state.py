"""The first page of administration: what is announced to staff, what is wrong now and where to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.agencies import announcements, rules
from serentak.desk import queries
from serentak.desk.views.administration.door import Charge, administration
from serentak.law import queries as law
from serentak.records.queries import pools


@require_safe
@administration
def state(request: HttpRequest, charge: Charge) -> HttpResponse:
    """Lists of what is wrong in the bodies this administrator answers for; with the machine, if for all."""
    whole = charge.by.role == rules.ADMINISTRATOR
    context = {
        "announced": announcements.for_staff(charge.seat.organisation, on=charge.on),
        "machine": queries.machine(charge.by, charge.register, at=charge.at) if whole else None,
        "at": charge.at,
        "found": queries.troubles(charge.area, charge.register, at=charge.at),
        "bodies": charge.register.bodies,
        "roles": law.library().roles,
        "needed": [law.library().roles[role]["title"] for role in sorted(pools.taking())],
    }
    return render(request, "desk/administration/state.html", context)
