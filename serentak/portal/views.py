"""The front door: what can be done here, where is my case, and why the record can be believed.

It shows no figures: those come from measures over the record, not from this page. One statement, for
what is announced.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.agencies import announcements
from serentak.cases import queries as cases
from serentak.lib import clock


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Services, the box that finds a case, what is announced, how the record works."""
    on = clock.today()
    context = {
        "services": cases.services(on=on),
        "example": cases.number_example(on=on),
        "announced": announcements.for_everyone(on=on),
    }
    return render(request, "portal/home.html", context)
