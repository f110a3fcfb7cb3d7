"""What keeps the queue itself alive: jobs of a worker that was killed are given to another one, what a job
failed with is noted by its kind, old mail and failures are forgotten.

The rooms' own jobs are in their `jobs`; each may run twice.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from serentak.gate import actions, rules
from serentak.gate.actions import Errand
from serentak.lib.clock import now
from serentak.people import letters

_FAILED = (
    "INSERT INTO gate_failure (job, moment, error) VALUES (%(job)s, %(moment)s, %(error)s)"
    " ON CONFLICT (job) DO UPDATE SET moment = excluded.moment, error = excluded.error"
)


async def noted(call: Callable[[], Awaitable[Any]], context: JobContext, worker: object) -> Any:
    """Around every job the worker runs: what it fails with is kept by its kind, and raised on."""
    try:
        return await call()
    except Exception as error:
        facts = {"job": context.job.id, "moment": now(), "error": rules.kind_of(error)}
        await context.app.connector.execute_query_async(_FAILED, **facts)
        raise


@app.task(name="gate.letter", retry=RetryStrategy(max_attempts=8, exponential_wait=3), pass_context=True)
def letter(context: JobContext, sealed: str) -> None:
    """Send a letter about an account as long as it is worth sending; nothing is kept of it."""
    found, at = letters.opened(settings.FILE_KEY, sealed), now()
    if found.to and at.timestamp() < found.until:
        errand = Errand(context.job.id or 0)
        actions.send(
            to=found.to, subject=found.subject, body=found.body, errand=errand, reference=None, at=at
        )


@app.periodic(cron="* * * * *")
@app.task(name="gate.rescue", queueing_lock="gate.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Take up again the jobs whose worker has given no sign of life for half a minute."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(job)


@app.periodic(cron="27 18 * * *")
@app.task(name="gate.sweep", queueing_lock="gate.sweep")
def sweep(timestamp: int) -> None:
    """At 02.27 WITA: mail and failures of long ago."""
    actions.sweep(at=now())
