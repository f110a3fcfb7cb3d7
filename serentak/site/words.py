"""How pages write moments, days, sizes and texts in two languages.

What `lib.words` writes in a language is here written in the page's, which is Django's active one. Reads the
calendar of working days, no database.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext, ngettext
from markupsafe import Markup, escape

from serentak.law import queries as law
from serentak.lib import words
from serentak.lib.clock import WITA, local_day
from serentak.lib.ids import spaced


def language() -> str:
    """`id` or `en`: the two languages of the site."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def say(value: Mapping[str, str] | str | None, chosen: str | None = None) -> str:
    """A content text in the chosen or the page's language; a plain text as it is."""
    return words.say(value, chosen or language())


def _write(value: date | datetime, pattern: str) -> str:
    return words.written(value, pattern, language())


def moment(value: datetime, form: str = "long") -> str:
    """A moment in WITA: `long` with weekday and zone, `short` for tables and timelines."""
    return _write(value, "d MMM, HH.mm") if form == "short" else words.moment(value, language())


def day(value: date | datetime, form: str = "long") -> str:
    """A calendar day in WITA: `long` with weekday and year, `plain` without weekday, `short` without year."""
    return _write(value, {"short": "d MMM", "plain": "d MMM y"}.get(form, "EEEE, d MMMM y"))


def last_day(until: date | datetime) -> date | None:
    """The last day of what is gone from `until` on: the day before, or None when it goes within a day."""
    if isinstance(until, datetime):
        local = until.astimezone(WITA)
        return local.date() - timedelta(days=1) if local.time() == time.min else None
    return until - timedelta(days=1)


def hour(value: datetime) -> str:
    """The hour and minute in WITA."""
    return _write(value, "HH.mm")


def iso(value: date | datetime) -> str:
    """For `<time datetime>`."""
    if isinstance(value, datetime):
        return value.astimezone(WITA).isoformat(timespec="minutes")
    return value.isoformat()


def figure(value: int | float) -> str:
    """A number with the language's thousands separator."""
    return format_decimal(value, locale=words.locale(language()))


def size(value: int) -> str:
    """A file size as a person says it."""
    if value < 1_000_000:
        return f"{figure(max(1, round(value / 1000)))} KB"
    if value < 1_000_000_000:
        return f"{figure(round(value / 1_000_000, 1))} MB"
    return f"{figure(round(value / 1_000_000_000, 1))} GB"


def days_left(due: datetime, now: datetime) -> int:
    """Working days from this day to the deadline's: as clocks count."""
    days: int = law.library().calendar.working_days_between(now, due)
    return days


def until(due: datetime, now: datetime) -> str:
    """The distance to a deadline in words, in working days; past deadlines are the caller's to word."""
    away = (local_day(due) - local_day(now)).days
    if away <= 0:
        return gettext("Hari ini %(hour)s") % {"hour": hour(due)}
    if away == 1:
        return gettext("Besok %(hour)s") % {"hour": hour(due)}
    days = days_left(due, now)
    return ngettext("%(days)s hari kerja lagi", "%(days)s hari kerja lagi", days) % {"days": days}


def lines(value: str) -> Markup:
    """A typed text as paragraphs, escaped."""
    blocks = [block for block in value.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.strip().split("\n")))
        for block in blocks
    )


def marked(value: str) -> Markup:
    """A text, escaped, in which what was found stands between the signs 2 and 3."""
    return Markup(escape(value).replace("\2", Markup("<mark>")).replace("\3", Markup("</mark>")))


def linked(text: str) -> Markup:
    """A remedy that ends with an address of this site ("…: /lacak/"), with the address as a link."""
    words, space, address = text.rpartition(" ")
    if not address.startswith("/"):
        return escape(text)
    return Markup('{}{}<a class="ds-link" href="{}">{}</a>').format(words, space, address, address)


FILTERS: dict[str, Callable[..., Any]] = {
    "say": say,
    "moment": moment,
    "day": day,
    "last_day": last_day,
    "hour": hour,
    "iso": iso,
    "figure": figure,
    "size": size,
    "until": until,
    "days_left": days_left,
    "lines": lines,
    "spaced": spaced,
    "linked": linked,
    "marked": marked,
}
