"""What the two page frames show around a page: language, demo mark, who is signed in, the posts.

Reads only what the middleware already put on the request, never the database: public pages stay free
of statements. It decides nothing; rights are decided where an act is done.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from serentak.agencies.rules import ADMINISTRATOR, ADMINISTRATORS, AUDITOR, COORDINATOR, PROGRAMMER
from serentak.cases.queries import Service, entered, knows
from serentak.law import queries as law
from serentak.lib.clock import today
from serentak.site.words import language


@dataclass(frozen=True)
class Shell:
    """`holding` is the post in use, `holdings` all posts of this person now."""

    language: str
    demo: bool
    path: str
    query: str
    signed_in: bool
    holding: Any = None
    holdings: tuple[Any, ...] = ()

    @property
    def confirms(self) -> bool:
        """Whether the post in use confirms what others prepare."""
        return self.holding is not None and self.holding.role in _confirming()

    @property
    def enters(self) -> list[Service]:
        """The services whose cases this post may enter for somebody else."""
        if self.holding is None:
            return []
        return entered(self.holding.role, on=today())

    @property
    def manages(self) -> bool:
        """Whether this post administers posts and people, and has no inbox."""
        return self.holding is not None and self.holding.role in ADMINISTRATORS

    @property
    def connects(self) -> bool:
        """Whether this post gives its agency's systems keys."""
        return self.manages or self.holding is not None and self.holding.role == PROGRAMMER

    @property
    def announces(self) -> bool:
        """Whether this post gives announcements."""
        return self.manages or self.holding is not None and self.holding.role == COORDINATOR

    @property
    def audits(self) -> bool:
        """Whether this post sees who opened personal data."""
        return self.holding is not None and self.holding.role == AUDITOR

    @property
    def runs(self) -> bool:
        """Whether this post sees jobs, mail and storage."""
        return self.holding is not None and self.holding.role == ADMINISTRATOR

    @property
    def knows(self) -> bool:
        """Whether this post may look for a lost slip."""
        return self.holding is not None and knows(self.holding.role, on=today())

    @property
    def here(self) -> str:
        """Where the language switch comes back to."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def at(self, path: str) -> str:
        """A desk address that stays in the same post, so that two tabs cannot mix posts."""
        if self.holding is None or len(self.holdings) < 2:
            return path
        return f"{path}{'&' if '?' in path else '?'}{urlencode({'pos': self.holding.id})}"

    def on(self, path: str) -> bool:
        """The menu entry of the page shown."""
        whole_room = path.endswith("/") and path not in ("/", "/meja/", "/kelola/")
        return self.path == path or (whole_room and self.path.startswith(path))


@cache
def _confirming() -> frozenset[str]:
    """The roles that a record type of the content lets confirm."""
    every = (move for kind in law.library().record_types.values() for move in kind["moves"])
    return frozenset(role for m in every if "confirms" in m or "prepared_by" in m for role in m["by"])


def shell_of(request: HttpRequest | None) -> Shell:
    """The frame of this request; without a request (an error before the middleware) a plain one."""
    demo = bool(getattr(settings, "DEMO", False))
    if request is None:
        return Shell(language(), demo, "/", "", False)
    actor = getattr(request, "actor", None)
    return Shell(
        language=language(),
        demo=demo,
        path=request.path,
        query=request.META.get("QUERY_STRING", "") if request.method == "GET" else "",
        signed_in=actor is not None and actor.person is not None,
        holding=actor.holding if actor is not None else None,
        holdings=tuple(getattr(request, "holdings", ())),
    )
