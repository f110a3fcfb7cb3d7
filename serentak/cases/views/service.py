"""The list of services and the page of one: what it is, for whom, how long, what is asked, what then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.cases import queries
from serentak.lib import clock


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All services, or those that match `?q=`."""
    words = request.GET.get("q", "").strip()[:80]
    found = queries.services(on=clock.today(), words=words)
    return render(request, "cases/services.html", {"services": found, "words": words})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One service, before anything is filled in."""
    on = clock.today()
    found = queries.service(slug, on=on)
    context = {"service": found, "promises": queries.promises(found, on=on), "asked": queries.asked(found)}
    return render(request, "cases/service.html", context)
