"""What is looked for, read off the address; what cannot be is taken as not asked."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from serentak.lib.words import read_day
from serentak.records.queries.search import NEWEST, Asked

KEPT = ("q", "type", "state", "region", "body", "since", "until", "field", "value", "low", "high", "sort")


@dataclass(frozen=True)
class SearchForm:
    """`typed` as it came, by name; `errors` of what could not be read; `columns` by id."""

    asked: Asked
    typed: dict[str, str]
    errors: dict[str, str]
    columns: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not any(self.typed[name] for name in KEPT if name != "sort")


def search_form(query: QueryDict) -> SearchForm:
    """Reads words, filters, one field of the type, order and columns."""
    typed = {name: query.get(name, "").replace("\0", "").strip()[:200] for name in KEPT}
    days = {name: read_day(typed[name]) for name in ("since", "until")}
    errors = {
        name: _("Tulis tanggal seperti 31-12-2025.")
        for name, day in days.items()
        if typed[name] and day is None
    }
    bounds = {name: _bound(typed[name]) for name in ("low", "high")}
    body = typed["body"]
    asked = Asked(
        q=typed["q"],
        type=typed["type"] or None,
        state=typed["state"] or None,
        region=typed["region"] or None,
        body=int(body) if body.isascii() and body.isdigit() and len(body) < 10 else None,
        since=days["since"],
        until=days["until"],
        field=typed["field"] or None,
        value=typed["value"],
        low=bounds["low"],
        high=bounds["high"],
        sort=typed["sort"] or NEWEST,
    )
    columns = tuple(dict.fromkeys(name[:80] for name in query.getlist("kolom")[:60]))
    return SearchForm(asked, typed, errors, columns)


def _bound(typed: str) -> str:
    """A day in any spelling as ISO; a number as it is."""
    day: date | None = read_day(typed)
    return day.isoformat() if day else typed
