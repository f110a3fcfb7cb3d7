"""News by mail: sent when the job runs, from the private row, in two languages; the queue holds no person."""

import json

from django.core import mail
from django.db import connection

from serentak.gate import actions as gate
from serentak.gate.actions import Errand
from serentak.lib.clock import now
from serentak.records import actions
from tests.cast import Cast
from tests.records.cases import act, file
from tests.records.test_perform import as_worker


def jobs() -> list[tuple[str, dict[str, object]]]:
    import psycopg  # the web role may not read the queue: the worker's login does
    from django.conf import settings

    with psycopg.connect(settings.SERENTAK.dsn("worker"), dbname=connection.settings_dict["NAME"]) as db:
        rows = db.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id").fetchall()
    return [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in rows]


def test_the_job_names_the_version_and_nobody(own_database: object, cast: Cast) -> None:
    done = file()
    file(reporter_email=None)
    file(naming="anonymous")
    assert jobs() == [("records.news", {"record": str(done.subject), "version": 1})]


def test_the_first_mail_carries_the_slip_and_later_ones_do_not(own_database: object, cast: Cast) -> None:
    done = file()
    act(done.subject, "ask", cast.verifier.actor(), {"question": "Rahasia sekali?"})
    with as_worker(own_database):
        assert actions.tell(done.subject, 1, errand=Errand(1), at=now())
        assert actions.tell(done.subject, 2, errand=Errand(2), at=now())
    first, second = mail.outbox
    assert first.to == ["s@contoh.id"] and done.number in first.subject and str(done.code) in first.body
    assert "Laporan diterima" in first.body and "Report received" in first.body
    assert str(done.code) not in second.body and "Rahasia" not in second.body and "Sitti" not in second.body


def test_an_erased_reporter_gets_no_mail(own_database: object, cast: Cast) -> None:
    done = file()
    act(done.subject, "refuse", cast.verifier.actor(), {"ground": "incomplete", "reason": "Kurang."})
    act(done.subject, "erase", cast.verifier.actor(), {"reason": "Diminta."})
    with as_worker(own_database):
        assert actions.tell(done.subject, 2, errand=Errand(2), at=now()) is False and mail.outbox == []


def test_a_subject_is_one_line() -> None:
    gate.send(
        to="a@contoh.id",
        subject="Kabar\r\nBcc: b@contoh.id",
        body="x",
        errand=Errand(1),
        reference=None,
        at=now(),
    )
    assert mail.outbox[-1].subject == "Kabar Bcc: b@contoh.id" and mail.outbox[-1].recipients() == [
        "a@contoh.id"
    ]


def test_the_workers_tasks_are_known_by_name() -> None:
    from procrastinate.contrib.django import app

    from serentak.gate import jobs as gate_jobs
    from serentak.records import jobs as record_jobs

    assert {"gate.rescue", "records.news", "records.clock", "records.sweep"} <= set(app.tasks)
    assert record_jobs.news.name == "records.news" and gate_jobs.rescue.name == "gate.rescue"
