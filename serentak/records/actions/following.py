"""The search follows the sealed log: what was sealed since is read, and the words of its records written.

By position, so that nothing is missed and nothing counts twice; a filing pays nothing for it.
"""

import time

from django.db import connection

BATCH = 500
"""Entries in one transaction."""


def follow(*, seconds: float | None = None) -> int:
    """Read on in the log (the worker's login), until its end or for about so long; how many entries were
    read. May run twice, and be killed."""
    began, read = time.monotonic(), 0
    while seconds is None or time.monotonic() - began < seconds:
        with connection.cursor() as cursor:
            cursor.execute("SELECT records_follow(%s)", [BATCH])
            (found,) = cursor.fetchone()
        read += found
        if found < BATCH:
            break
    return read


def rebuild_search() -> int:
    """Make the search again from the beginning of the log (the installing login); how many entries were
    read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_rebuild_search()")
    return follow()
