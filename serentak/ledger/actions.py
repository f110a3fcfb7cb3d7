"""The digest of who read personal data, put on the log; other acts are written by the rooms above."""

import time

from django.db import connection

TRIES, PAUSE = 10, 0.5  # seconds: a transaction that began before must have ended


def digest_access() -> int:
    """Digests every reading that no digest holds yet (the worker's login); how many. Twice finds nothing new.

    While an older transaction runs on, it waits a few seconds and leaves the rest to the next hour."""
    done, tries = 0, TRIES
    while tries:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_digest_access()")
            (found,) = cursor.fetchone()
        if found == 0:
            break
        if found is None:
            tries -= 1
            time.sleep(PAUSE)
        else:
            done += found
    return done
