"""What the worker does for the log beside sealing it; twice finds nothing new."""

from procrastinate.contrib.django import app

from serentak.ledger import actions


@app.periodic(cron="4 * * * *")
@app.task(name="ledger.digest", queueing_lock="ledger.digest")
def digest(timestamp: int) -> None:
    """Each hour: who read personal data, as one entry."""
    actions.digest_access()
