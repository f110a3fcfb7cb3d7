"""What the worker does for records: the clock's arrows, letters, news by mail, the search, the figures
of each day, the nightly sweep.

Each may run twice: its acts carry a version, a mail says the same thing again, a leaf of the log is counted
once, a sweep finds nothing.
"""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from serentak.gate.actions import Errand
from serentak.lib import clock as time
from serentak.records import actions
from serentak.records.queries.news import also


@app.task(name="records.news", retry=RetryStrategy(max_attempts=8, exponential_wait=6), pass_context=True)
def news(context: JobContext, record: str, version: int) -> None:
    """Tell the reporter what happened; the address is read now."""
    job = context.job
    errand = Errand(job.id or 0, job.task_name, job.task_kwargs)
    actions.tell(UUID(record), version, errand=errand, at=time.now())
    for other in also(UUID(record), version):
        told.defer(record=record, version=version, whose=str(other))


@app.task(name="records.told", retry=RetryStrategy(max_attempts=8, exponential_wait=6), pass_context=True)
def told(context: JobContext, record: str, version: int, whose: str) -> None:
    """Tell the reporter of another record, with which this one was joined, what happened."""
    job = context.job
    errand = Errand(job.id or 0, job.task_name, job.task_kwargs)
    actions.tell(UUID(record), version, errand=errand, at=time.now(), whose=UUID(whose))


@app.task(name="records.letter", retry=RetryStrategy(max_attempts=8, exponential_wait=6))
def letter(record: str, version: int) -> None:
    """Draw the letter that this act decided on, and attach it."""
    actions.draw(UUID(record), at=time.now())


@app.periodic(cron="* * * * *")
@app.task(name="records.clock", queueing_lock="records.clock")
def clock(timestamp: int) -> None:
    """Take the automatic arrows that are due."""
    actions.run_clock(at=time.now())


@app.periodic(cron="* * * * *")
@app.task(name="records.follow", queueing_lock="records.follow")
def follow(timestamp: int) -> None:
    """What was sealed since can be found. Twenty seconds at most, so that a long way to go keeps no mail and
    no clock waiting."""
    actions.follow(seconds=20)


@app.periodic(cron="* * * * *")
@app.task(name="records.systems", queueing_lock="records.systems")
def systems(timestamp: int) -> None:
    """Systems are told what was sealed since; twenty seconds at most."""
    actions.tell_systems(at=time.now(), seconds=20)


@app.periodic(cron="* * * * *")
@app.task(name="records.count", queueing_lock="records.count")
def count(timestamp: int) -> None:
    """Each minute: what was sealed comes into the figures of its day."""
    actions.count()


@app.periodic(cron="17 18 * * *")
@app.task(name="records.sweep", queueing_lock="records.sweep")
def sweep(timestamp: int) -> None:
    """At night (02.17 WITA): files without an act, old keys."""
    actions.sweep_files(at=time.now())
    actions.sweep_keys(at=time.now())
