"""A reorganisation as an administrator puts it together: change after change, each carried in the form.

Nothing is kept between two sendings but what the form carries, so it is read again each time. Shape only:
what may be is decided by `agencies`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from serentak.agencies.reorganisation import NewBody, Reorganisation, Takeover
from serentak.agencies.rules import Body
from serentak.desk.forms import day
from serentak.lib.refusal import Refusal
from serentak.lib.words import line

FOUND, MERGE, SPLIT, RENAME, MOVE = CHANGES = ("found", "merge", "split", "rename", "move")
BEGINS = "+"
"""Stands before the name of a body that begins by the plan, where a number stands of one that exists."""
MOST = 40
"""Changes of one plan."""


@dataclass(frozen=True)
class Step:
    """One change. `bodies` change; `name`, `short`, `sort` (its kind) and `parent` are what a body is called
    then; `to` takes over, of a split `types` by record type; `posts` says who gets the posts ("" nobody)."""

    kind: str
    bodies: tuple[int, ...] = ()
    name: str = ""
    short: str = ""
    sort: str = ""
    parent: int | None = None
    to: str = ""
    types: tuple[tuple[str, str], ...] = ()
    posts: str = ""

    def __str__(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class PlanForm:
    """What was typed so far; `on` and `decreed` are None while empty."""

    on: date | None
    decree: str
    decreed: date | None
    steps: tuple[Step, ...]

    @property
    def source(self) -> str:
        """The regulation in one line."""
        return f"{self.decree}, {self.decreed:%d-%m-%Y}" if self.decree and self.decreed else self.decree

    def plan(self, bodies: Mapping[int, Body], posts: Mapping[int, frozenset[int]]) -> Reorganisation:
        """What `agencies` is asked to do; `posts` are those of each body. A Refusal when a day is missing, or
        a change names a body that is not there any more."""
        missing = {
            name: _("Tulis tanggalnya.")
            for name, found in (("on", self.on), ("decreed", self.decreed))
            if found is None
        }
        if self.on is None or missing:
            raise Refusal("invalid", _("Tulis tanggalnya."), fields=missing)
        if self.decreed is not None and self.decreed > self.on:
            raise _wrong("decreed", _("Peraturannya tidak lebih baru dari hari berlakunya."))
        new = {step.name: _new(step) for step in self.steps if step.kind == FOUND}
        takeovers: list[Takeover] = []
        for step in (step for step in self.steps if step.kind != FOUND):
            try:
                takeovers += _takeovers(step, bodies, new, posts)
            except (KeyError, ValueError):
                text = _("Satu perubahan menyebut instansi yang tidak ada. Buang, lalu susun lagi.")
                raise _wrong("steps", text) from None
        return Reorganisation(self.on, tuple(takeovers), self.source, tuple(new.values()))


def plan_form(sent: QueryDict) -> PlanForm:
    """Reads `on`, `decree`, `decreed` and every `step`."""
    steps = tuple(_read(text) for text in sent.getlist("step")[:MOST])
    return PlanForm(day(sent, "on"), line(sent.get("decree", ""))[:200], day(sent, "decreed"), steps)


def new_step(sent: QueryDict, kind: str, bodies: Mapping[int, Body]) -> Step:
    """The change that was just described; a Refusal names each field that is missing."""
    step = Step(
        kind,
        bodies=_numbers(sent.getlist("bodies")),
        name=line(sent.get("name", ""))[:200],
        short=line(sent.get("short", ""))[:80],
        sort=sent.get("sort", ""),
        parent=next(iter(_numbers(sent.getlist("parent"))), None),
        to=sent.get("to", "")[:201],
        types=tuple(
            (name.removeprefix("type."), to[:201])
            for name, to in sent.items()
            if name.startswith("type.") and isinstance(to, str) and to
        ),
        posts=sent.get("posts", "")[:201],
    )
    wrong = {name: _said(name) for name in _needed(kind) if not getattr(step, name)}
    if any(body not in bodies for body in step.bodies):
        wrong["bodies"] = _said("bodies")
    if wrong:
        raise Refusal("invalid", next(iter(wrong.values())), fields=wrong)
    return step


def _numbers(typed: list[str]) -> tuple[int, ...]:
    return tuple(int(body) for body in typed if body.isdecimal() and len(body) < 10)


def _needed(kind: str) -> tuple[str, ...]:
    return {
        FOUND: ("name", "short", "sort"),
        MERGE: ("bodies", "to"),
        SPLIT: ("bodies", "to"),
        RENAME: ("bodies", "name", "short"),
        MOVE: ("bodies", "parent"),
    }[kind]


def _said(name: str) -> str:
    return {
        "bodies": _("Pilih instansinya."),
        "to": _("Pilih penerusnya."),
        "name": _("Tulis nama lengkapnya."),
        "short": _("Tulis nama pendeknya."),
        "sort": _("Pilih jenisnya."),
        "parent": _("Pilih induknya yang baru."),
    }[name]


def _new(step: Step) -> NewBody:
    return NewBody(step.name, step.short, step.sort, step.parent)


def _takeovers(
    step: Step, bodies: Mapping[int, Body], new: Mapping[str, NewBody], posts: Mapping[int, frozenset[int]]
) -> list[Takeover]:
    """Who takes over by a change. The posts of a body go with one of its takeovers: where `posts` says, or
    all of them when it only gets another name or parent."""
    found = []
    for body in (bodies[number] for number in step.bodies if str(number) != step.to):
        going = posts.get(body.id, frozenset())
        for kind, to in ((None, step.to), *step.types):
            carried, going = (going, frozenset()) if step.posts == to else (frozenset(), going)
            found.append(Takeover(body.id, _heir(step, body, to, bodies, new), kind, carried))
    return found


def _heir(
    step: Step, body: Body, to: str, bodies: Mapping[int, Body], new: Mapping[str, NewBody]
) -> int | NewBody:
    if step.kind in (RENAME, MOVE):
        parent = step.parent if step.kind == MOVE else body.parent
        return NewBody(step.name or body.name, step.short or body.short, body.kind, parent)
    return new[to.removeprefix(BEGINS)] if to.startswith(BEGINS) else bodies[int(to)].id


def _read(text: str) -> Step:
    try:
        raw = json.loads(text)
        step = Step(
            str(raw["kind"]),
            tuple(int(body) for body in raw["bodies"]),
            str(raw["name"])[:200],
            str(raw["short"])[:80],
            str(raw["sort"]),
            None if raw["parent"] is None else int(raw["parent"]),
            str(raw["to"]),
            tuple((str(kind), str(to)) for kind, to in raw["types"]),
            str(raw["posts"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _wrong("steps", _("Perubahan yang dibawa formulir ini rusak. Susun lagi.")) from None
    if step.kind not in CHANGES:
        raise _wrong("steps", _("Perubahan yang dibawa formulir ini rusak. Susun lagi."))
    return step


def _wrong(field: str, text: str) -> Refusal:
    return Refusal("invalid", text, fields={field: text})
