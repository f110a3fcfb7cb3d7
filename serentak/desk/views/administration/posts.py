"""One post: who holds it, who held it and by which letter; its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies import actions, queries, staffing
from serentak.agencies.rules import DELEGATED
from serentak.desk import forms
from serentak.desk.views.administration.door import Charge, administration, form_page
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.records.envelope import read_key, read_version


@require_safe
@administration
def post(request: HttpRequest, charge: Charge, post: int) -> HttpResponse:
    """A post with everybody who holds, held and will hold it, in pages; seven statements."""
    shown = charge.post(post)
    tenures, older = staffing.history(post, before=forms.number(request.GET.get("before", "")))
    holders = staffing.holders_of_posts([post], at=charge.at)
    context = {
        "post": shown,
        "body": charge.register.body(shown.organisation),
        "role": law.library().roles.get(shown.role),
        "kinds": law.library().holding_kinds,
        "acts": queries.acts_of(shown.role),
        "tenures": tenures,
        "older": older,
        "at": charge.at,
        "vacant": all(one.kind == DELEGATED for one in holders),
        "closed": shown.valid_until is not None and shown.valid_until <= local_day(charge.at),
        "names": people.listed({one.person for one in tenures if one.person}),
        "mine": charge.may_staff(shown),
        "may": {one.id for one in tenures if charge.may_staff(shown, one.person)},
        "done": request.GET.get("done", ""),
    }
    return render(request, "desk/administration/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def close(request: HttpRequest, charge: Charge, post: int) -> HttpResponse:
    """The last day of a post; whoever still holds it then may nothing by it."""
    shown = charge.staffed(post)
    charge.permits("close_post")
    if request.method != "POST":
        return _close_page(request, charge, shown)
    try:
        actions.close_post(
            post=post,
            until=forms.next_day(forms.last_day(request.POST)),
            by=charge.by,
            at=charge.at,
            key=read_key(request.POST.get("key")),
            version=read_version(request.POST.get("version")),
        )
    except Refusal as no:
        return _close_page(request, charge, shown, no)
    return charge.goes(f"/kelola/jabatan/{post}/", done="closed")


def _close_page(request: HttpRequest, charge: Charge, shown: Any, no: Refusal | None = None) -> HttpResponse:
    context = {
        "post": shown,
        "body": charge.register.body(shown.organisation),
        "holders": len(staffing.holders_of_posts([shown.id], at=charge.at)),
        "until": forms.parts(request.POST, "until") if no else local_day(charge.at),
        "version": request.POST.get("version") if no else shown.version,
    }
    return form_page(request, "desk/administration/post_close.html", context, no)
