"""Reorganisations: what is prepared, and one put together change by change, looked at before and after, then
prepared by one act. For the province's administrators."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serentak.agencies import actions, prepared, reorganisation, rules
from serentak.agencies.register import Register
from serentak.agencies.reorganisation import Reorganisation
from serentak.agencies.rules import Body
from serentak.desk.forms import number, parts
from serentak.desk.forms.plan import BEGINS, CHANGES, FOUND, PlanForm, Step, new_step, plan_form
from serentak.desk.views.administration.door import Charge, administration, form_page, not_yours
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.records.envelope import read_key
from serentak.records.queries import pools

PATH = "/kelola/instansi/perubahan/"


def _whole(charge: Charge) -> None:
    if charge.by.role != rules.ADMINISTRATOR:
        raise not_yours()


@require_safe
@administration
def changes(request: HttpRequest, charge: Charge) -> HttpResponse:
    """What is prepared and not in force yet, the nearest day first, with the post that prepared it and
    what became of it since."""
    _whole(charge)
    ahead = prepared.prepared(charge.register, on=charge.on)
    context = {
        "ahead": ahead,
        "lost": prepared.lost(ahead, on=charge.on),
        "types": law.library().record_types,
    }
    return form_page(request, "desk/administration/changes.html", context)


@require_POST
@administration
def withdraw(request: HttpRequest, charge: Charge) -> HttpResponse:
    """Takes back one prepared change before its day."""
    _whole(charge)
    actions.withdraw(
        entry=number(request.POST.get("entry", "")) or 0,
        by=charge.by,
        at=charge.at,
        key=read_key(request.POST.get("key")),
    )
    return charge.goes(PATH, done="withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def prepare(request: HttpRequest, charge: Charge) -> HttpResponse:
    """One reorganisation: `do` adds or drops a change, looks at the result, or prepares it."""
    _whole(charge)
    if request.method != "POST":
        return _compose(request, charge, PlanForm(None, "", None, ()))
    do, _sep, which = request.POST.get("do", "").partition(":")
    kind, steps = request.POST.get("kind", ""), tuple[Step, ...]()
    try:
        form = plan_form(request.POST)
        steps = form.steps
        match do:
            case "kind" if which in CHANGES:
                return _compose(request, charge, form, which)
            case "add" if kind in CHANGES:
                step = new_step(request.POST, kind, charge.register.bodies)
                return _compose(request, charge, PlanForm(form.on, form.decree, form.decreed, (*steps, step)))
            case "drop" if which.isdecimal():
                left = tuple(step for n, step in enumerate(steps) if str(n) != which)
                return _compose(request, charge, PlanForm(form.on, form.decree, form.decreed, left))
            case "look":
                return _look(request, charge, form)
            case "prepare":
                return _prepare(request, charge, form)
            case _:
                return _compose(request, charge, form)
    except Refusal as no:
        shown = kind if do == "add" and kind in CHANGES else ""
        form = PlanForm(None, request.POST.get("decree", ""), None, steps)
        return _compose(request, charge, form, shown, no)


def _plan(charge: Charge, form: PlanForm) -> Reorganisation:
    """The plan, if it may stand; a Refusal names each field that is wrong."""
    named = {body for step in form.steps for body in step.bodies}
    on = form.on or local_day(charge.at)
    posts = {body: frozenset(found) for body, found in prepared.posts_on(named, on=on).items()}
    plan = form.plan(charge.register.bodies, posts)
    known = law.library().record_types
    wrong = reorganisation.wrong_plan(
        plan, charge.register.bodies, charge.register.successions, known, local_day(charge.at)
    )
    if wrong:
        names = {"source": "decree", "takeovers": "steps", "begins": "steps"}
        fields = {names.get(name, name): text for name, text in wrong.items()}
        raise Refusal("invalid", next(iter(fields.values())), fields=fields)
    return plan


def _look(request: HttpRequest, charge: Charge, form: PlanForm) -> HttpResponse:
    plan = _plan(charge, form)
    gone = reorganisation.ends(plan, charge.register.bodies)
    then = reorganisation.foreseen(plan, charge.register)
    posts, running = prepared.posts_on(gone, on=plan.on), pools.running(gone)
    goes = {post for taking in plan.takeovers for post in taking.posts}
    begun = {body for body in then.bodies if body not in charge.register.bodies}
    concerned = {
        *plan.predecessors,
        *begun,
        *(s.successor for s in then.successions if s.predecessor in gone),
    }
    context: dict[str, Any] = {
        "form": form,
        "plan": plan,
        "gone": set(gone),
        "begun": begun,
        "before": list(_drawn(charge.register, plan.on - timedelta(days=1), concerned)),
        "after": list(_drawn(then, plan.on, concerned)),
        "then": then,
        "ends": [
            {
                "body": then.bodies[body],
                "links": [link for link in then.successions if link.predecessor == body],
                "posts": len(posts[body]),
                "posts_go": len(goes & set(posts[body])),
                "holders": sum(posts[body].values()),
                "holders_go": sum(n for post, n in posts[body].items() if post in goes),
                "running": running[body],
            }
            for body in gone
        ],
        "many": pools.MANY,
        "types": law.library().record_types,
    }
    return form_page(request, "desk/administration/change_look.html", context)


def _prepare(request: HttpRequest, charge: Charge, form: PlanForm) -> HttpResponse:
    plan = _plan(charge, form)
    actions.reorganise(plan=plan, by=charge.by, at=charge.at, key=read_key(request.POST.get("key")))
    return charge.goes(PATH, done="prepared")


def _drawn(register: Register, on: date, concerned: set[int]) -> Iterator[tuple[int, Body]]:
    """The part of the tree of a day around these bodies, each with its depth: what they stand below, and the
    units below them."""
    there = {body.id: body for body in register.existing(on)}
    home = {body.id: register.home(body, on) for body in there.values()}
    shown = {body for body in there if body in concerned or home[body] in concerned}
    for body in tuple(shown):
        while (above := home.get(body)) is not None and above in there:
            shown.add(above)
            body = above

    def grow(above: int | None, depth: int) -> Iterator[tuple[int, Body]]:
        for body in there:
            if body in shown and (home[body] if home[body] in shown else None) == above:
                yield depth, there[body]
                yield from grow(body, depth + 1)

    yield from grow(None, 0)


def _compose(
    request: HttpRequest, charge: Charge, form: PlanForm, kind: str = "", no: Refusal | None = None
) -> HttpResponse:
    on = form.on or local_day(charge.at)
    there = sorted(charge.register.existing(on), key=lambda body: (rules.kind_order(body.kind), body.id))
    standing = [body for body in there if body.valid_until is None]
    choices = [{"id": body.id, "label": body.name, "group": rules.kind_title(body.kind)} for body in standing]
    begin = [
        {"id": BEGINS + step.name, "label": _("%(name)s (baru)") % {"name": step.name}, "group": _("Baru")}
        for step in form.steps
        if step.kind == FOUND
    ]
    types = law.library().record_types
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "on": parts(request.POST, "on"),
        "decreed": parts(request.POST, "decreed"),
        "steps": [_said(step, charge.register) for step in form.steps],
        "bodies": choices,
        "heirs": [*begin, *choices],
        "sorts": [{"id": name, "label": title} for name, title in rules.KINDS.items()],
        "types": [(f"type.{name}", row["title"]) for name, row in types.items()],
        "ticked": [int(body) for body in request.POST.getlist("bodies") if body.isdecimal()],
    }
    return form_page(request, "desk/administration/change_new.html", context, no)


def _said(step: Step, register: Register) -> dict[str, Any]:
    """A change in the words of the page."""

    def name(to: str) -> str:
        if to.startswith(BEGINS):
            return to.removeprefix(BEGINS)
        return register.bodies[int(to)].name if to.isdecimal() and int(to) in register.bodies else to

    types = law.library().record_types
    return {
        "kind": step.kind,
        "step": str(step),
        "bodies": [name(str(body)) for body in step.bodies],
        "name": step.name,
        "to": name(step.to),
        "parent": name(str(step.parent)) if step.parent is not None else "",
        "types": [(types[kind]["title"], name(to)) for kind, to in step.types if kind in types],
        "posts": name(step.posts),
    }
