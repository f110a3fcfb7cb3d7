"""How texts, days and moments are written in the two languages of the pages; what is kept of a typed text.

A text that says the same in both is an {id, en} pair; which language a page has is `site.words`' to know. A
moment is written in WITA, with its day, hour and zone, since a deadline without an hour is no deadline.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache

from babel.core import Locale
from babel.dates import DateTimePattern, parse_pattern

from serentak.lib.clock import WITA

LANGUAGES = ("id", "en")
UNSEEN = re.compile(  # controls but tab and line end, halves of a pair, what turns writing or has no shape
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def plain(typed: str) -> str:
    """A typed text as it is kept: composed letters, plain line ends, no sign of UNSEEN, no blanks around."""
    composed = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    return UNSEEN.sub("", composed).strip()


def line(typed: str) -> str:
    """The same on one line: a name, a title."""
    return " ".join(plain(typed).split())


def say(text: Mapping[str, str] | str | None, language: str) -> str:
    """A content text in a language, Indonesian where the other is missing; a plain text as it is."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("id", "")


@cache
def locale(language: str) -> Locale:
    """Babel's knowledge of a language."""
    return Locale.parse(language)


@cache
def _pattern(text: str) -> DateTimePattern:
    return parse_pattern(text)


@lru_cache(4096)
def written(value: date | datetime, pattern: str, language: str) -> str:
    """A day or a moment after a CLDR pattern with Indonesian hours (HH.mm); English writes HH:mm.

    Remembered, since a list says the same days and minutes in every row."""
    local = value.astimezone(WITA) if isinstance(value, datetime) else value
    fitting = pattern.replace("HH.mm", "HH:mm") if language == "en" else pattern
    return _pattern(fitting).apply(local, locale(language))


def moment(value: datetime, language: str) -> str:
    """A moment with weekday and zone."""
    return written(value, "EEEE, d MMM y, HH.mm", language) + " WITA"


def moments(value: datetime) -> dict[str, str]:
    """A moment with weekday and zone, in both languages."""
    return {language: moment(value, language) for language in LANGUAGES}


DAY_FORMATS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d")


def read_day(typed: str) -> date | None:
    """The day that was typed as people write it, day-month-year, or as links carry it (ISO); None when it is
    none."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None
