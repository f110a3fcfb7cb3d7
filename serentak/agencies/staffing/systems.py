"""Machines of bodies and their keys."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from serentak.agencies.staffing.asking import ENDED, PAGE, rows

_SYSTEMS = """
SELECT k.id, h.id, h.version, p.id, p.title, p.organisation, h.valid_from, h.valid_until, h.only_acts,
  u.moment
FROM agencies_key k JOIN agencies_holding h ON h.id = k.holding JOIN agencies_post p ON p.id = h.post
LEFT JOIN agencies_key_use u ON u.key = k.id
WHERE p.organisation = ANY(%(area)s) AND h.valid_until > %(since)s {before}
ORDER BY k.id DESC LIMIT %(most)s"""


@dataclass(frozen=True)
class System:
    """A machine with its key: what it is called, the acts the key is for, from when to when, and when it was
    last used (None: never). `holding` is ended to revoke it, `version` the row's, `post`
    the system's."""

    key: int
    holding: int
    version: int
    post: int
    title: str
    organisation: int
    valid_from: datetime
    valid_until: datetime
    only_acts: list[str]
    used: datetime | None


def systems(
    area: Collection[int], *, at: datetime, before: int | None = None
) -> tuple[list[System], int | None]:
    """A page of the keys of these bodies' machines, the newest first, ended ones for 30 days; and the number
    of the key that the next page begins before."""
    given = {"area": list(area), "since": at - ENDED, "most": PAGE + 1, "before": before}
    goes_on = "" if before is None else "AND k.id < %(before)s"
    found = [System(*row) for row in rows(_SYSTEMS.format(before=goes_on), given)]
    return found[:PAGE], found[PAGE - 1].key if len(found) > PAGE else None
