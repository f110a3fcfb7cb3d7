"""The list of services and the page of one: what it is, for whom, who serves it on a day, how long, what is
asked, what then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.agencies import directory, duties
from serentak.cases import queries
from serentak.law import queries as law
from serentak.lib import clock
from serentak.lib.words import read_day


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All services, or those that match `?q=`."""
    words = request.GET.get("q", "").strip()[:80]
    found = queries.services(on=clock.today(), words=words)
    return render(request, "cases/services.html", {"services": found, "words": words})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One service, before anything is filled in."""
    today = clock.today()
    found = queries.service(slug, on=today)
    typed = request.GET.get("tanggal", "").strip()[:20]
    on = read_day(typed) if typed else today
    register = directory.directory(today).register
    context = {
        "service": found,
        "promises": queries.promises(found, on=today),
        "asked": queries.asked(found),
        "typed": typed,
        "on": on or today,
        "unread": on is None,
        "duties": duties.of_type(found.name, law.library(), register, on or today),
    }
    return render(request, "cases/service.html", context)
