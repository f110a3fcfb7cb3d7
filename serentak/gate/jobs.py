"""What keeps the queue itself alive: jobs of a worker that was killed are given to another one.

The rooms' own jobs are in their `jobs`; each may run twice.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="gate.rescue", queueing_lock="gate.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Take up again the jobs whose worker has given no sign of life for half a minute."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(job)
