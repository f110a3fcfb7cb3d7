"""A job whose worker was killed is taken up again."""

import asyncio
from types import SimpleNamespace
from typing import Any

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from serentak.gate import jobs


def test_a_killed_workers_job_waits_for_another_and_a_living_ones_does_not(own_database: Any) -> None:
    with psycopg.connect(own_database.dsn("worker"), autocommit=True) as db:

        def doing(since: str) -> int:
            (worker,) = db.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
                [since],
            ).fetchone() or (0,)
            (job,) = db.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
                " VALUES ('default', 'records.news', '{}', 'doing', %s) RETURNING id",
                [worker],
            ).fetchone() or (0,)
            return int(job)

        dead, living = doing("5 minutes"), doing("1 second")

        async def run() -> None:
            connector = PsycopgConnector(conninfo=own_database.dsn("worker"))
            async with app.with_connector(connector).open_async() as opened:
                await jobs.rescue.func(SimpleNamespace(app=opened), 0)

        asyncio.run(run())
        states = dict(db.execute("SELECT id, status::text FROM procrastinate_jobs").fetchall())
    assert states == {dead: "todo", living: "doing"}
