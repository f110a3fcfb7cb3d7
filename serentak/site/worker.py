"""The worker program: the sequencer in a thread, jobs and clocks in the main one.

If either fails the process ends and the supervisor starts it again: recovery and start are the same code.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.psycopg_connector import PsycopgConnector

from serentak.gate.jobs import noted
from serentak.ledger.note import Signer
from serentak.ledger.sequence import Sequencer
from serentak.lib.refusal import Refusal
from serentak.site.processes import REFUSED


def run() -> None:
    """Until SIGTERM or SIGINT, or until one half fails; a refused log ends with exit code 78."""
    stop = threading.Event()
    failed: list[int] = []
    thread = threading.Thread(target=_seal, args=(stop, failed), name="sequencer")
    thread.start()
    try:
        asyncio.run(_work())
    finally:
        stop.set()
        thread.join()
    if failed:
        sys.exit(failed[0])


def _seal(stop: threading.Event, failed: list[int]) -> None:
    environment = settings.SERENTAK
    code = 1
    try:
        signer = Signer(environment.log_name, environment.log_seed)
        Sequencer(environment.dsn("sequencer"), environment.checkpoint, signer).run(stop)
        code = 0
    except Refusal as refusal:
        code = REFUSED
        sys.stderr.write(f"{refusal.text}. {refusal.remedy or ''}\n")
    finally:
        if not stop.is_set():
            failed.append(code or 1)
            os.kill(os.getpid(), signal.SIGTERM)


async def _work() -> None:
    # one thread for jobs, so one database connection; NOTIFY is off, the queue is asked each second
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    connector = PsycopgConnector(conninfo=settings.SERENTAK.dsn("worker"), min_size=1, max_size=3)
    with contextlib.suppress(asyncio.CancelledError):
        async with app.with_connector(connector).open_async() as worker:
            await worker.run_worker_async(
                listen_notify=False,
                fetch_job_polling_interval=1.0,
                concurrency=1,
                delete_jobs="successful",
                worker_middleware=[noted],
                shutdown_graceful_timeout=10,
            )
