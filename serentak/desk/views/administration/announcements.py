"""Announcements: those of now, to come and past, a new one, taking one back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from serentak.agencies import actions
from serentak.agencies import announcements as given
from serentak.desk import forms
from serentak.desk.views.administration.door import Charge, announcing, form_page
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records.envelope import read_key, read_version

HERE = "/kelola/pengumuman/"


@require_http_methods(["GET", "HEAD", "POST"])
@announcing
def announcements(request: HttpRequest, charge: Charge) -> HttpResponse:
    """The list with a form for a new one; the form of one takes it back at once."""
    if request.method != "POST":
        return _page(request, charge)
    if "withdraw" in request.POST:
        return _withdraw(request, charge)
    try:
        form = forms.announce_form(request.POST, at=charge.at)
        actions.announce(**vars(form), by=charge.by, at=charge.at, key=read_key(request.POST.get("key")))
    except Refusal as no:
        return _page(request, charge, no)
    return charge.goes(HERE, done="announced")


def _withdraw(request: HttpRequest, charge: Charge) -> HttpResponse:
    actions.withdraw_announcement(
        announcement=forms.number(request.POST["withdraw"]) or 0,
        by=charge.by,
        at=charge.at,
        key=read_key(request.POST.get("key")),
        version=read_version(request.POST.get("version")),
    )
    return charge.goes(HERE, done="withdrawn")


def _page(request: HttpRequest, charge: Charge, no: Refusal | None = None) -> HttpResponse:
    before = forms.number(request.GET.get("before", ""))
    found, older = given.given(charge.by, charge.area, on=charge.on, before=before)
    context = {
        "announcements": found,
        "older": older,
        "keys": {one.id: uuid7() for one in found},
        "today": charge.on,
        "since": forms.parts(request.POST, "since") if no else charge.on,
        "until": forms.parts(request.POST, "until") if no else None,
        "to_everyone": charge.by.announces_to_everyone,
        "done": request.GET.get("done", ""),
    }
    return form_page(request, "desk/administration/announcements.html", context, no)
