"""What the list of agencies is asked: the words to look for, and the day.

Shape only; a day that cannot be read is said, and today is shown.
"""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from serentak.lib.words import read_day


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
