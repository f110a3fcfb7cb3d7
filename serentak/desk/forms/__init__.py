"""What administrators type: days in three parts, terms of a holding, a new post.

Shape only: what may be is decided by `agencies`. A day that cannot be read is refused at its field. The
moment of "now" is when the form was opened, which its key carries: a form sent twice says the same twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from serentak.agencies.rules import DELEGATED
from serentak.agencies.terms import Terms
from serentak.law.dates import Text
from serentak.lib.clock import WITA, local_day
from serentak.lib.ids import made_at
from serentak.lib.refusal import Refusal
from serentak.lib.words import line, plain, read_day

FRESH = timedelta(minutes=15)
PARTS = ("day", "month", "year")


@dataclass(frozen=True)
class LookForm:
    """What is looked for, on which day; `error`: the day typed could not be read, so it is today."""

    words: str
    typed: str
    on: date
    error: str | None


@dataclass(frozen=True)
class AccessForm:
    """Whose reading, in which post (a number), on which day; `error`: the day could not be read."""

    number: str
    post: int | None
    typed: str
    on: date | None
    error: str | None


@dataclass(frozen=True)
class PostForm:
    """A post to open."""

    title: str
    role: str
    since: date


@dataclass(frozen=True)
class AppointForm:
    """Who is to hold a post, from when, on which terms."""

    username: str
    since: datetime
    terms: Terms


@dataclass(frozen=True)
class KeyForm:
    """A key for a system of a body: what it is for and until when."""

    title: str
    organisation: int
    acts: frozenset[str]
    until: datetime | None


@dataclass(frozen=True)
class AnnounceForm:
    """What is to be announced to whom; `until` is the first day on which it is gone."""

    audience: str
    title: Text
    text: Text
    since: date
    until: date | None


@dataclass(frozen=True)
class InviteForm:
    """Who is to have an account."""

    username: str
    name: str
    email: str


def invite_form(sent: QueryDict) -> InviteForm:
    """Reads `username`, `name`, `email`; an address that is none is refused at its field."""
    form = InviteForm(*(sent.get(name, "").strip() for name in ("username", "name", "email")))
    try:
        if form.email:
            validate_email(form.email)
    except ValidationError:
        raise _wrong("email", _("Tulis alamat surel seperti nama@contoh.go.id, atau kosongkan.")) from None
    return form


def key_form(sent: QueryDict) -> KeyForm:
    """Reads `title`, `organisation`, `acts`, `until`; a body that is no number is one that does not exist."""
    until, body = day(sent, "until"), sent.get("organisation", "")
    return KeyForm(
        line(sent.get("title", ""))[:200],
        int(body) if body.isdecimal() and len(body) < 10 else 0,
        frozenset(sent.getlist("acts")),
        None if until is None else begin(next_day(until)),
    )


def announce_form(sent: QueryDict, *, at: datetime) -> AnnounceForm:
    """Reads `audience`, `title`, `text`, the same with `_en`, `since`, `until` (its last day)."""
    said = {name: _said(sent, name) for name in ("title", "text")}
    since, until = day(sent, "since") or local_day(at), day(sent, "until")
    return AnnounceForm(sent.get("audience", ""), **said, since=since, until=until and next_day(until))


def _said(sent: QueryDict, name: str) -> Text:
    typed = {"id": sent.get(name, ""), "en": sent.get(f"{name}_en", "")}
    words = {language: plain(text) for language, text in typed.items()}
    return words if words["en"] else {"id": words["id"]}


def look_form(query: QueryDict, *, at: datetime) -> LookForm:
    """Reads `q` and `tanggal`."""
    typed = query.get("tanggal", "").strip()[:10]
    on = read_day(typed) if typed else local_day(at)
    error = None if on else _("Tulis tanggal seperti 31-12-2025.")
    return LookForm(query.get("q", "").strip()[:80], typed, on or local_day(at), error)


def access_form(query: QueryDict) -> AccessForm:
    """Reads `q` (a record's number), `post` and `tanggal`."""
    typed, post = query.get("tanggal", "").strip()[:10], query.get("post", "")
    on = read_day(typed)
    error = _("Tulis tanggal seperti 31-12-2025.") if typed and on is None else None
    reference = query.get("q", "").strip().upper()[:40]
    return AccessForm(reference, number(post), typed, on, error)


def post_form(sent: QueryDict, *, at: datetime) -> PostForm:
    """Reads `title`, `role`, `since`."""
    since = day(sent, "since")
    return PostForm(line(sent.get("title", ""))[:200], sent.get("role", ""), since or local_day(at))


def appoint_form(sent: QueryDict, kind: str, acts: Iterable[str], *, key: UUID, at: datetime) -> AppointForm:
    """Reads who, when and on which terms; `acts` are those of the post's role. An unticked one is barred, or
    not among those given on the holder's behalf."""
    since, until = day(sent, "since"), day(sent, "until")
    ticked = frozenset(sent.getlist("acts"))
    terms = Terms(
        kind=kind,
        letter_number=line(sent.get("letter_number", ""))[:200],
        letter_date=day(sent, "letter_date"),
        until=None if until is None else begin(next_day(until)),
        only_acts=ticked if kind == DELEGATED else None,
        barred_acts=frozenset() if kind == DELEGATED else frozenset(acts) - ticked,
        district=sent.get("district", "")[:80] or None,
    )
    username = sent.get("username", "").strip().lower()[:64]
    today = since is None or since == local_day(at)
    return AppointForm(username, opened(key, at) if today else begin(since or local_day(at)), terms)


def end_moment(sent: QueryDict, *, key: UUID, at: datetime) -> datetime:
    """When a holding is to end: now, or with the day that was typed."""
    if sent.get("when") == "now":
        return opened(key, at)
    until = day(sent, "until")
    if until is None:
        raise _wrong("until", _("Tulis hari terakhirnya."))
    return begin(next_day(until))


def last_day(sent: QueryDict) -> date:
    """The last day of a post, refused when it was not typed."""
    found = day(sent, "until")
    if found is None:
        raise _wrong("until", _("Tulis hari terakhirnya."))
    return found


def day(sent: QueryDict, name: str) -> date | None:
    """The day in the three parts of a field; None when all are empty."""
    typed = parts(sent, name)
    if not any(typed.values()):
        return None
    try:
        return date(*(int(typed[part]) for part in reversed(PARTS)))
    except (ValueError, OverflowError):
        raise _wrong(name, _("Tanggal ini tidak ada. Contoh: 31 12 2026.")) from None


def parts(sent: QueryDict, name: str) -> dict[str, str]:
    """A day as it was typed, to be shown again."""
    return {part: sent.get(f"{name}.{part}", "").strip()[:4] for part in PARTS}


def number(typed: str) -> int | None:
    """A whole number of at most 18 digits, of a row or of where a list goes on; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def opened(key: UUID, at: datetime) -> datetime:
    """When a form was opened, if that is not long ago; else this moment."""
    moment = made_at(key)
    return moment if moment and at - FRESH <= moment <= at else at


def next_day(day: date) -> date:
    """The first day on which something is gone whose last day this is; the calendar's own last stays."""
    return day + timedelta(days=1) if day < date.max else day


def begin(day: date) -> datetime:
    """The first moment of a day in WITA."""
    return datetime.combine(day, time.min, WITA)


def _wrong(field: str, text: str) -> Refusal:
    return Refusal("invalid", text, fields={field: text})
