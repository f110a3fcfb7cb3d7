"""The texts for answers that an agency keeps: listed, kept anew or changed, dropped."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.desk.views.seat import seated
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.records.actions import templates as actions
from serentak.records.queries import templates as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """The list with a form; POST keeps a text, or drops the one whose button was pressed."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    if (elsewhere := seated(request, by, clock.now())) is not None:
        return elsewhere
    typed = {name: request.POST.get(name, "") for name in ("type", "title", "body")}
    wrong = None
    if request.method == "POST":
        try:
            if "drop" in request.POST:
                actions.drop(type=typed["type"], title=typed["title"], by=by)
            else:
                actions.keep(**typed, by=by)
            return HttpResponseRedirect(request.get_full_path(), status=303)
        except Refusal as no:
            if not no.fields:
                raise
            wrong = no
    context = {
        "rows": queries.kept(by),
        "types": [{"id": kind.name, "label": kind.title} for kind in queries.handled(by)],
        "typed": typed,
        "wrong": wrong,
        "address": request.get_full_path(),
    }
    return render(request, "desk/templates.html", context, status=wrong.status if wrong else 200)
