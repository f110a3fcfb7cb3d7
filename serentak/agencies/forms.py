"""What the list of agencies is asked: the words to look for, and the day.

A day is typed as people write it, day-month-year; an ISO date is read too, since links carry it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

DAY_FORMATS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d")


@dataclass(frozen=True)
class ListForm:
    """`on` is the day asked for, or today when none or an unreadable one was typed (then `error` says so)."""

    words: str
    typed: str
    on: date
    error: str | None

    @property
    def looks_for(self) -> list[str]:
        """The words, lower case."""
        return self.words.lower().split()


def list_form(query: QueryDict, *, today: date) -> ListForm:
    """Reads `q` and `tanggal`."""
    typed = query.get("tanggal", "").strip()
    on = read_day(typed) if typed else today
    error = None if on else _("Tulis tanggal seperti 31-12-2025.")
    return ListForm(query.get("q", "").strip(), typed, on or today, error)


def read_day(typed: str) -> date | None:
    """The day that was typed, or None."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None
