"""Who comes in to administration, and over which bodies: decided by `agencies.rules.administers`.

Each page gets a Charge; an act asks it again about the very post. Pages of it are kept by no cache.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from serentak.agencies import actions, queries, rules, staffing
from serentak.agencies.queries import PostRow
from serentak.agencies.register import Register
from serentak.agencies.rules import Account, Actor, Held, Seat
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people.queries import Listed


@dataclass(frozen=True)
class Charge:
    """An administrator at this moment: who, over which bodies, and all bodies there are."""

    by: Actor
    area: frozenset[int]
    register: Register
    at: datetime

    @property
    def seat(self) -> Held:
        """The post administered from."""
        assert self.by.holding is not None  # else nobody comes in
        return self.by.holding

    @property
    def on(self) -> date:
        """The day of this moment."""
        return local_day(self.at)

    def body(self, number: int) -> rules.Body:
        """A body of the area; refuses one outside it."""
        found = self.register.body(number)
        if number not in self.area:
            raise not_yours()
        return found

    def may_staff(self, post: PostRow, person: int | None = None) -> bool:
        """Whether this post, with this person, is this administrator's to change."""
        return rules.may_staff(self.by, self.area, Seat(post.organisation, post.role), person)

    def post(self, number: int) -> PostRow:
        """A post of the area; refuses one outside it."""
        found = queries.post(number)
        self.body(found.organisation)
        return found

    def staffed(self, number: int) -> PostRow:
        """A post this administrator may change; refuses another."""
        found = self.post(number)
        if not self.may_staff(found):
            raise not_yours()
        return found

    def permits(self, act: str) -> None:
        """Refuses a page whose act the manner of holding the post bars: its form would be filled in vain."""
        actions.refuse_barred(self.seat, f"agencies.{act}")

    def persons(self) -> list[int] | None:
        """Whose accounts this administrator sees; None: everybody's."""
        if self.by.role == rules.ADMINISTRATOR:
            return None
        return staffing.persons_within(self.area, at=self.at)

    def may_appoint(self, post: PostRow, person: Listed) -> bool:
        """Whether this administrator puts this person in that post."""
        return rules.may_appoint(
            self.by, self.area, Seat(post.organisation, post.role), self._account(person)
        )

    def may_tend(self, person: Listed) -> bool:
        """Whether this account is this administrator's to open, lock and give codes to."""
        return rules.may_tend(self.by, self.area, self._account(person))

    def _account(self, person: Listed) -> Account:
        seats = staffing.seats_of([person.id], at=self.at)[person.id]
        return Account(person.id, seats, person.invited_by)

    def goes(self, path: str, **said: Any) -> HttpResponseRedirect:
        """On to a page of administration, in the same post."""
        return HttpResponseRedirect(f"{path}?{urlencode({'pos': self.seat.id, **said})}", status=303)


View = Callable[..., HttpResponseBase]


def administration(view: View) -> View:
    """Lets in whoever administers a body; a stranger is sent to sign in, anyone else refused."""
    return _door(view, rules.administers)


def connection(view: View) -> View:
    """Lets in whoever gives a body's machines keys, as `administration` does."""
    return _door(view, rules.connects)


def announcing(view: View) -> View:
    """Lets in whoever gives announcements, as `administration` does."""
    return _door(view, rules.announces)


def _door(view: View, area_of: Callable[[Actor, Iterable[rules.Body]], frozenset[int]]) -> View:
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by: Actor = request.actor  # type: ignore[attr-defined]
        if by.person is None:
            return HttpResponseRedirect("/masuk?" + urlencode({"next": request.path}))
        if by.holding is None and queries.waits_for_factor(by, now()):
            return HttpResponseRedirect("/akun/kode?" + urlencode({"next": request.path}))
        if by.role not in (*rules.ADMINISTRATORS, rules.PROGRAMMER, rules.COORDINATOR):
            raise not_yours()
        register = queries.register()
        area = area_of(by, register.bodies.values())
        if not area:
            raise not_yours()
        return view(request, Charge(by, area, register, now()), *args, **kwargs)

    return asked


def form_page(
    request: HttpRequest, template: str, context: dict[str, Any], no: Refusal | None = None
) -> HttpResponse:
    """A form, empty or as it was sent with what is wrong with it; a refusal about no field stands on top."""
    key = request.POST.get("key") if request.method == "POST" else None
    context |= {"key": key or uuid7(), "sent": request.POST, "no": no, "wrong": no.fields if no else {}}
    return render(request, template, context, status=no.status if no else 200)


def not_yours() -> Refusal:
    """The one answer to who administers nothing here."""
    return Refusal(
        "not_allowed",
        _("Halaman ini untuk pengelola jabatan, masing-masing di instansinya."),
        remedy=_("Pilih jabatan pengelola Anda di kanan atas, atau hubungi pengelola instansi itu."),
        status=403,
    )
