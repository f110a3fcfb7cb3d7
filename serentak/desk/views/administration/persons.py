"""People and their accounts: who there is, whom to invite, and the ways back in. Names are seen here alone.

A start code is shown once, in the answer to the form that asked for it, and stands in no address. An agency's
own administrator sees and tends only accounts that reach nowhere else (`agencies.rules.may_tend`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies import rules, staffing
from serentak.desk import forms
from serentak.desk.views.administration.door import Charge, administration, form_page, not_yours
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.people import queries
from serentak.people.actions import accounts, factors, identities, sessions, starts
from serentak.people.queries import Listed
from serentak.people.rules import METHODS, normal_username, of_citizen

VIEWS = ("all", "never", "locked")


@require_safe
@administration
def persons(request: HttpRequest, charge: Charge) -> HttpResponse:
    """Accounts by username, with the posts they hold; those that never signed in or are locked apart."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("view", "q")}
    view = asked["view"] if asked["view"] in VIEWS else "all"
    found = queries.directory(
        charge.persons(), view=view, q=asked["q"], after=request.GET.get("after", "")[:65]
    )
    context = {
        "page": found,
        "view": view,
        "q": asked["q"],
        "held": staffing.tenures_to_come([one.id for one in found.rows], at=charge.at),
        "bodies": charge.register.bodies,
    }
    return render(request, "desk/administration/persons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def invite(request: HttpRequest, charge: Charge) -> HttpResponse:
    """A new account; answered with its start code."""
    if request.method != "POST":
        return form_page(request, "desk/administration/person_new.html", {})
    whole = charge.by.role == rules.ADMINISTRATOR
    assert charge.by.person is not None
    try:
        form = forms.invite_form(request.POST)
        person, code = starts.invite(
            username=form.username,
            name=form.name,
            email=form.email,
            invited_by=None if whole else charge.seat.organisation,
            by=charge.by.person,
            at=charge.at,
        )
    except Refusal as no:
        return form_page(request, "desk/administration/person_new.html", {}, no)
    return _code_page(request, person, code)


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def person(request: HttpRequest, charge: Charge, person: int) -> HttpResponse:
    """One account: its posts, open sessions, connected identities, and what its administrator may do."""
    q = request.POST.get("q") or request.GET.get("q", "")
    shown = _seen(charge, person, q)
    if request.method != "POST":
        return _page(request, charge, shown, q)
    if not charge.may_tend(shown):
        raise not_yours()
    assert charge.by.person is not None
    act = request.POST.get("act", "")
    if act == "code":
        return _code_page(request, person, starts.give(person=person, by=charge.by.person, at=charge.at), q)
    if act not in ACTS:
        raise Refusal("no_act", _("Tindakan ini tidak ada."), status=400)
    ACTS[act](person, charge.at, request.POST)
    return charge.goes(f"/kelola/orang/{person}/", done=act, q=q)


ACTS: dict[str, Callable[[int, datetime, QueryDict], None]] = {
    "lock": lambda person, at, sent: accounts.close_account(person=person, at=at),
    "unlock": lambda person, at, sent: accounts.reopen_account(person=person),
    "sessions": lambda person, at, sent: sessions.end_all(person=person),
    "factors": lambda person, at, sent: factors.clear(person=person),
    "identity": lambda person, at, sent: identities.forget(person=person, issuer=sent.get("issuer", "")),
}
"""What an administrator does for an account, by the name its form sends."""


def _seen(charge: Charge, person: int, q: str) -> Listed:
    """An account this administrator sees; one that is not there and another's are answered alike. A citizen
    without a post is seen by who knows the sign-in name, `q`: nobody goes through citizens by number."""
    within = charge.persons()
    found = queries.listed([person]).get(person)
    if found is None or within is not None and person not in within or _unknown(found, q, charge.at):
        raise Refusal("not_found", _("Tidak ada akun ini di instansi Anda."), status=404)
    return found


def _unknown(found: Listed, q: str, at: datetime) -> bool:
    return (
        of_citizen(found.username)
        and normal_username(q) != found.username
        and not staffing.tenures_to_come([found.id], at=at)[found.id]
    )


def _page(request: HttpRequest, charge: Charge, shown: Listed, q: str) -> HttpResponse:
    context: dict[str, Any] = {
        "q": q,
        "person": shown,
        "email": queries.profile(shown.id).email,
        "tenures": staffing.tenures_of_person(shown.id),
        "bodies": charge.register.bodies,
        "districts": {
            row["id"]: row["title"] for row in law.library().electoral_districts(local_day(charge.at))
        },
        "kinds": law.library().holding_kinds,
        "start": queries.start_code(shown.id),
        "app": queries.app(shown.id),
        "keys": len(queries.passkeys(shown.id)),
        "identities": queries.identities(shown.id),
        "provider": identities.configured(),
        "sessions": queries.sessions(shown.id, at=charge.at),
        "methods": METHODS,
        "at": charge.at,
        "mine": charge.may_tend(shown),
        "done": request.GET.get("done", ""),
    }
    return render(request, "desk/administration/person.html", context)


def _code_page(request: HttpRequest, person: int, code: str, q: str = "") -> HttpResponse:
    context = {
        "person": queries.listed([person])[person],
        "code": code,
        "start": queries.start_code(person),
        "q": q,
    }
    return render(request, "desk/administration/start_code.html", context)
