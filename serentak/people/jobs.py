"""What the worker does for people: ended sessions and old counters go every night; twice finds nothing."""

from procrastinate.contrib.django import app

from serentak.lib.clock import now
from serentak.people.actions import door, sessions


@app.periodic(cron="7 18 * * *")
@app.task(name="people.sweep", queueing_lock="people.sweep")
def sweep(timestamp: int) -> None:
    """At 02.07 WITA."""
    at = now()
    sessions.sweep(at=at)
    door.sweep(at=at)
