"""What must hold of the rules in a running province: unchanged, a value for today, a calendar that reaches.

That content is sound at all is `packs.load`'s to say; this looks at a day and at what the process has read.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from serentak.law import packs, queries
from serentak.law.dates import NotInForce
from serentak.lib import clock


def problems(at: datetime | None = None) -> Iterator[str]:
    """A sentence for each thing that is not as it must be at this moment (None: now)."""
    moment = at or clock.now()
    library = queries.library()
    yield from _edited(library)
    yield from _values(library, moment)
    yield from _calendar(library, moment)


def _edited(library: packs.Library) -> Iterator[str]:
    """A version in use is never edited: a new one stands beside it."""
    try:
        now = {(p.kind, p.name, p.version): p for p in packs.load(settings.CONTENT_DIR).packs}
    except packs.ContentError as error:
        yield from map(str, error.problems)
        return
    for pack in library.packs:
        found = now.get((pack.kind, pack.name, pack.version))
        if found is None or found.hash != pack.hash:
            yield f"{pack.path} is no longer what was read; restore it, or give it a new version and restart"


def _values(library: packs.Library, moment: datetime) -> Iterator[str]:
    for name in library.value_names():
        try:
            library.value(name, clock.local_day(moment))
        except NotInForce as error:
            yield f"{error}; add a value to content/settings"


def _calendar(library: packs.Library, moment: datetime) -> Iterator[str]:
    """The longest deadline given today must end in a year whose days off are decreed."""
    today = clock.local_day(moment)
    values = [value for name in library.value_names() for value in library.values(name)]
    days = [int(value.value) for value in values if value.unit == "working_days"]
    due = library.calendar.add_working_days(moment, max(days, default=0)).date()
    for year in range(today.year, due.year + 1):
        if year not in library.calendar.years():
            yield f"deadlines reach into {year}, which has no calendar; add content/calendars/{year}.yaml"
