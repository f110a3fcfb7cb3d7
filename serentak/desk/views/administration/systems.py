"""Systems of an agency and their keys: which there are, a new one, the end of one.

A key is shown once, in the answer to the form that asked for it, and stands in no address.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from serentak.agencies import actions, queries, rules, staffing
from serentak.desk import forms
from serentak.desk.views.administration.door import Charge, connection, form_page, not_yours
from serentak.law import queries as law
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people.rules import cookie_of
from serentak.records.envelope import read_key, read_version


@require_http_methods(["GET", "HEAD", "POST"])
@connection
def systems(request: HttpRequest, charge: Charge) -> HttpResponse:
    """The systems of the area with their keys; the form of one revokes it at once."""
    if request.method == "POST":
        return _revoke(request, charge)
    before = forms.number(request.GET.get("before", ""))
    found, older = staffing.systems(charge.area, at=charge.at, before=before)
    context = {
        "systems": found,
        "older": older,
        "keys": {one.holding: uuid7() for one in found},
        "bodies": charge.register.bodies,
        "acts": queries.acts_of(rules.MACHINE),
        "at": charge.at,
        "done": request.GET.get("done", ""),
    }
    return render(request, "desk/administration/systems.html", context)


def _revoke(request: HttpRequest, charge: Charge) -> HttpResponse:
    tenure = staffing.tenure(forms.number(request.POST.get("holding", "")) or 0)
    if tenure.organisation not in charge.area or tenure.kind != rules.MACHINE:
        raise not_yours()
    key = read_key(request.POST.get("key"))
    actions.end_holding(
        holding=tenure.id,
        until=forms.opened(key, charge.at),
        by=charge.by,
        at=charge.at,
        key=key,
        version=read_version(request.POST.get("version")),
    )
    return charge.goes("/kelola/sistem/", done="revoked")


@require_http_methods(["GET", "HEAD", "POST"])
@connection
def issue(request: HttpRequest, charge: Charge) -> HttpResponse:
    """A key for a system; answered with the key."""
    if request.method != "POST":
        return _issue_page(request, charge)
    try:
        form = forms.key_form(request.POST)
        charge.body(form.organisation)
        secret = actions.issue(
            organisation=form.organisation,
            title=form.title,
            acts=form.acts,
            until=form.until,
            by=charge.by,
            at=charge.at,
            key=read_key(request.POST.get("key")),
        )
    except Refusal as no:
        return _issue_page(request, charge, no)
    context = {"title": form.title, "secret": cookie_of(secret), "until": form.until}
    return render(request, "desk/administration/key.html", context)


def _issue_page(request: HttpRequest, charge: Charge, no: Refusal | None = None) -> HttpResponse:
    sent, acts = request.POST, queries.acts_of(rules.MACHINE)
    kinds = law.library().record_types
    there = [body for body in charge.register.existing(charge.on) if body.id in charge.area]
    context: dict[str, Any] = {
        "bodies": [{"id": body.id, "label": body.name} for body in there],
        "body": sent.get("organisation") or charge.seat.organisation,
        "acts": [
            {"id": act, "label": title, "hint": kinds[act.partition(".")[0]]["title"]}
            for act, title in acts.items()
        ],
        "ticked": sent.getlist("acts"),
        "longest": law.library().holding_kinds[rules.MACHINE]["longest"]["days"],
        "until": forms.parts(sent, "until") if no else None,
    }
    return form_page(request, "desk/administration/key_new.html", context, no)
