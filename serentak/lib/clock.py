"""The clock: the present moment, the province's zone, and how a moment is written.

Time is an argument everywhere else (`at=` for moments, `on=` for dates of law);
only the outermost code, a view or a command, asks this module what time it is.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in WITA, the zone in which the law counts days."""
    return moment.astimezone(WITA).date()


def today() -> date:
    """The present day in WITA."""
    return local_day(now())


def rfc3339(moment: datetime) -> str:
    """The moment as entry texts write it: UTC, six decimals, ending in Z."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
