"""Agencies as their administrators see them: the tree on a day, one body with its posts and their holders."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies import actions, queries, rules, staffing
from serentak.agencies.queries import PostRow
from serentak.agencies.register import Register
from serentak.agencies.rules import Body, Seat
from serentak.desk import forms
from serentak.desk.views.administration.door import Charge, administration, form_page, not_yours
from serentak.law import queries as law
from serentak.law.dates import Text
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.lib.words import say
from serentak.people import queries as people
from serentak.records.envelope import read_key


@require_safe
@administration
def bodies(request: HttpRequest, charge: Charge) -> HttpResponse:
    """Bodies of the area on a day, units below what they belong to, with how many posts are empty. A tree is
    not cut into pages: the law counts agencies in tens, and what is searched is listed."""
    form = forms.look_form(request.GET, at=charge.at)
    there = [body for body in charge.register.existing(form.on) if body.id in charge.area]
    there.sort(key=lambda body: (rules.kind_order(body.kind), body.id))
    context = {
        "form": form,
        "tree": list(branches(there, form.words.lower().split())),
        "tally": staffing.tally(charge.area, at=_moment(form, charge.at)),
        "whole": charge.by.role == rules.ADMINISTRATOR,
    }
    return render(request, "desk/administration/bodies.html", context)


@require_safe
@administration
def body(request: HttpRequest, charge: Charge, body: int) -> HttpResponse:
    """One body on a day: a page of its posts, who holds each and in what manner; five statements."""
    form = forms.look_form(request.GET, at=charge.at)
    shown, at = charge.body(body), _moment(form, charge.at)
    posts, older = staffing.posts(body, on=form.on, after=forms.number(request.GET.get("after", "")))
    held = staffing.holders_of_posts([post.id for post in posts], at=at)
    context = {
        "form": form,
        "body": shown,
        "register": charge.register,
        "kind": rules.kind_title(shown.kind),
        "units": [unit for unit in charge.register.children(body, form.on) if unit.id in charge.area],
        "posts": posts,
        "older": older,
        "held": {post.id: [one for one in held if one.post == post.id] for post in posts},
        "names": people.listed({one.person for one in held if one.person}),
        "roles": law.library().roles,
        "kinds": law.library().holding_kinds,
        "ended": rules.ended(shown, form.on),
    }
    return render(request, "desk/administration/body.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def open_post(request: HttpRequest, charge: Charge, body: int) -> HttpResponse:
    """A new post in a body."""
    shown = charge.body(body)
    charge.permits("open_post")
    if request.method != "POST":
        return _post_page(request, charge, shown)
    try:
        form = forms.post_form(request.POST, at=charge.at)
        if form.role in law.library().roles and not _may_open(charge, body, form.role):
            raise not_yours()
        post = actions.open_post(
            organisation=body,
            title=form.title,
            role=form.role,
            since=form.since,
            by=charge.by,
            at=charge.at,
            key=read_key(request.POST.get("key")),
        )
    except Refusal as no:
        return _post_page(request, charge, shown, no)
    return charge.goes(f"/kelola/jabatan/{post}/", done="opened")


def _post_page(request: HttpRequest, charge: Charge, body: Body, no: Refusal | None = None) -> HttpResponse:
    there = queries.sole_posts(on=charge.on)
    roles = [
        {"id": name, "label": role["title"], "hint": _hint(role["may"], there.get(name), charge.register)}
        for name, role in law.library().roles.items()
        if _may_open(charge, body.id, name) and queries.stands(name, body.id, charge.register)
    ]
    context: dict[str, Any] = {"body": body, "roles": roles, "today": local_day(charge.at)}
    context["since"] = forms.parts(request.POST, "since") if no else local_day(charge.at)
    return form_page(request, "desk/administration/post_new.html", context, no)


def _hint(may: Text, there: PostRow | None, register: Register) -> Text | str:
    """What a role may do; and that its one post stands already, where it does."""
    if there is None:
        return may
    said = _("Hanya boleh ada satu, dan sudah ada: %(post)s, %(body)s. Tutup dulu yang itu.") % {
        "post": there.title,
        "body": register.bodies[there.organisation].short,
    }
    return f"{say(may, get_language() or 'id')} {said}"


def _may_open(charge: Charge, body: int, role: str) -> bool:
    return role != rules.MACHINE and rules.may_staff(charge.by, charge.area, Seat(body, role))


def branches(there: list[Body], words: Iterable[str]) -> list[tuple[int, Body]]:
    """Bodies with their depth, each unit after what it belongs to; with words, those named so, undeep."""
    words = list(words)
    if words:
        return [(0, body) for body in there if rules.matches(body, words)]
    known = {body.id for body in there}
    inside: dict[int | None, list[Body]] = {}
    for body in there:
        inside.setdefault(body.parent if body.parent in known else None, []).append(body)
    found: list[tuple[int, Body]] = []

    def grow(parent: int | None, depth: int) -> None:
        for body in inside.pop(parent, []):
            found.append((depth, body))
            grow(body.id, depth + 1)

    grow(None, 0)
    return found


def _moment(form: forms.LookForm, at: datetime) -> datetime:
    """The moment a day is looked at: now for today, else its last one."""
    end = forms.begin(forms.next_day(form.on)) - timedelta(microseconds=1)
    return at if form.on == local_day(at) else end
