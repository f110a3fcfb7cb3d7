"""The public pages of agencies: the list on a day, the units scored on it, a day's changes, one agency with
its past and its posts, what the roles of posts may do.

No personal data: who holds a post is not shown. The number of statements does not grow with the list.
"""

from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.agencies import announcements, duties, forms, powers, queries, rules, staffing
from serentak.agencies.register import no_change
from serentak.law import queries as law
from serentak.law.dates import GRADES
from serentak.lib import clock
from serentak.lib.words import read_day


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Agencies in force on a day, by kind, those that are gone below; two statements."""
    form = forms.list_form(request.GET, today=clock.today())
    register = queries.register()
    found = [body for body in register.existing(form.on) if rules.matches(body, form.looks_for)]
    found.sort(key=lambda body: (rules.kind_order(body.kind), body.id))
    listed = {body.id for body in found}
    tops = [body for body in found if register.home(body, form.on) not in listed]
    groups = [
        (rules.kind_title(kind), list(same)) for kind, same in groupby(tops, key=lambda body: body.kind)
    ]
    below = {id: [unit for unit in register.children(id, form.on) if unit.id in listed] for id in listed}
    gone = [body for body in register.gone(form.on) if rules.matches(body, form.looks_for)]
    context = {"form": form, "groups": groups, "below": below, "gone": gone, "register": register}
    return render(request, "agencies/bodies.html", context | {"count": len(found)})


@require_safe
def scored(request: HttpRequest) -> HttpResponse:
    """The units scored on a day by the list then in force, how certain it is, each with its body or who took
    that one over, and the bodies of the day that are not on it; two statements."""
    form = forms.list_form(request.GET, today=clock.today())
    register, library = queries.register(), law.library()
    found = library.scored_units(form.on)
    numbers = {row["code"]: row["id"] for row in library.organisations}
    units = (
        [(unit, register.bodies.get(numbers.get(unit["body"], 0))) for unit in found["units"]]
        if found
        else []
    )
    on_it = {body.id for _unit, body in units if body}
    context = {
        "form": form,
        "found": found,
        "units": units,
        "heirs": {id: register.heirs(id, form.on) for id in on_it},
        "others": [body for body in register.existing(form.on) if body.id not in on_it],
        "grades": GRADES,
    }
    return render(request, "agencies/scored.html", context)


@require_safe
def change(request: HttpRequest, day: str) -> HttpResponse:
    """Who took over from whom on a day (2026-01-01), before and after, each with its grade and source; two
    statements. Refused with 404 for a day on which nothing changed."""
    register, on = queries.register(), read_day(day)
    if on not in register.changes():
        raise no_change(day)
    said = {(row["predecessor"], row["successor"]): row for row in law.library().successions}
    rows = [
        (register.bodies[link.predecessor], register.bodies[link.successor], link, row)
        for link in register.successions
        if register.bodies[link.predecessor].valid_until == on
        for row in [said.get((link.predecessor, link.successor))]
    ]
    types = law.library().record_types
    context = {"day": on, "rows": rows, "grades": GRADES, "types": types}
    return render(request, "agencies/change.html", context)


@require_safe
def body(request: HttpRequest, body: str) -> HttpResponse:
    """One agency: what it is called, since when, what it came from, what it serves on a day, its posts, what
    it announces, how to complain; four statements. Of one that is gone: who took over, and who answers its
    open cases today. Its number, its code and its names all lead to the one address that says which it is."""
    register, library = queries.register(), law.library()
    shown = register.addressed(body, {row["code"]: row["id"] for row in library.organisations})
    if request.path != shown.address:
        asked = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(f"{shown.address}?{asked}" if asked else shown.address)
    form = forms.list_form(request.GET, today=clock.today())
    today = clock.today()
    context = {
        "body": shown,
        "register": register,
        "kind": rules.kind_title(shown.kind),
        "grade": GRADES.get(shown.grade),
        "exists": not rules.ended(shown, today),
        "begun": shown.valid_from <= today,
        "answers": register.heirs(shown.id, today),
        "units": register.children(shown.id, on=max(today, shown.valid_from)),
        "posts": queries.posts_of(shown.id, on=today),
        "roles": library.roles,
        "announced": announcements.of_body(shown.id, on=today),
        "form": form,
        "duties": duties.of_body(shown, library, register, form.on),
        "types": library.record_types,
    }
    return render(request, "agencies/body.html", context)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do in each record type, for anybody: it is the rule, and the rule is public. Whoever
    is signed in in a post sees the own powers first and how many hold each role in the own body; one
    statement more."""
    library, held = law.library(), request.actor.holding  # type: ignore[attr-defined]
    types = powers.of_types(library.record_types, library.roles, library.holding_kinds)
    context = {
        "types": types,
        "roles": library.roles,
        "library": library,
        "grades": GRADES,
        "held": held,
        "own": powers.own(held, types) if held else None,
        "count": staffing.in_roles(held.organisation) if held else {},
    }
    return render(request, "agencies/roles.html", context)
