"""The running system at the administrator's desk: what failed and why, in words; taken up again once; mail without persons."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from serentak.agencies.rules import PUBLIC
from serentak.demo.actions import photo
from serentak.desk import storage
from serentak.desk.views.administration.running import _tasks
from serentak.gate import actions, queries, rules
from serentak.gate.jobs import noted
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions as actions_of_records
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.desk.test_administration import page, send
from tests.factories import agencies as factory
from tests.factories import people, records
from tests.records.cases import file
from tests.records.test_perform import as_worker

ADDRESS = "sitti.rahma@contoh.id"


def works(database: OwnDatabase) -> None:
    """The worker, until its queue is empty."""

    async def run() -> None:
        connector = PsycopgConnector(conninfo=database.dsn("worker"))
        async with app.with_connector(connector).open_async() as opened:
            await opened.run_worker_async(
                wait=False, listen_notify=False, delete_jobs="successful", worker_middleware=[noted]
            )

    with as_worker(database):
        asyncio.run(run())


def refusing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(self: Any, messages: Any) -> int:
        raise error

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)


def exhaust(database: OwnDatabase) -> None:
    """The tries of every job that waits are used up: as if each had failed for good."""
    with psycopg.connect(database.dsn("admin")) as db:
        db.execute("UPDATE procrastinate_jobs SET attempts = 8, scheduled_at = NULL WHERE status = 'todo'")


def test_mail_that_fails_is_said_in_words_and_goes_out_when_it_is_taken_up_again(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = file(reporter_email=ADDRESS)
    with monkeypatch.context() as patch:
        refusing(patch, SMTPRecipientsRefused({ADDRESS: (550, b"no such user sitti.rahma")}))
        works(own_database)
        exhaust(own_database)
        works(own_database)
    for where in ("/kelola/jalannya/", "/kelola/jalannya/surel"):
        shown = page(cast.administrator, where)
        assert "Server surel menolak alamat penerimanya" in shown and "SMTPRecipientsRefused 550" in shown
        assert "sitti" not in shown and "contoh" not in shown and "Sitti" not in shown
    assert done.number in shown and "s•••@c•••.id" in shown
    assert re.search(r"dicoba [2-9] kali", shown)  # the first round may come to a second try by itself
    assert own_database.ask("SELECT error FROM gate_failure") == [("SMTPRecipientsRefused 550",)]
    assert "done=1" in send(cast.administrator, "/kelola/jalannya/")
    works(own_database)
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]]
    assert "Tidak ada pekerjaan yang gagal" in page(cast.administrator, "/kelola/jalannya/")
    assert "terkirim" in page(cast.administrator, "/kelola/jalannya/surel", q=done.number.lower())
    assert "Tidak ada surel" in page(cast.administrator, "/kelola/jalannya/surel", view="unsent")


def test_a_mail_is_sent_again_from_what_holds_now_and_one_press_queues_it_once(
    own_database: OwnDatabase, cast: Cast
) -> None:
    file(reporter_email=ADDRESS)
    works(own_database)
    (first,), _ = queries.mails(cast.administrator.actor())
    assert first.sent and first.state is None
    send(cast.administrator, "/kelola/jalannya/surel", job=first.job)
    works(own_database)
    assert len(mail.outbox) == 2 and len(queries.mails(cast.administrator.actor())[0]) == 2
    send(cast.administrator, "/kelola/jalannya/surel", 409, job=first.job + 1000)
    send(cast.administrator, "/kelola/jalannya/surel", 409, job="x")


def test_a_failed_job_of_a_sealed_record_is_shown_and_counted_nowhere(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"about": "Kursi", "matter": "fraud", "story": "Dua faktur.", "naming": "confidential"}
    told |= {"reporter_name": "Warga K", "reporter_email": ADDRESS}
    filed = actions_of_records.perform(
        None, "file", told, by=PUBLIC, at=now(), key=uuid7(), type="whistleblowing"
    )
    records.act(filed.subject, 1, "examine", by=cast.inspector.actor())
    assert own_database.ask("SELECT count(*) FROM procrastinate_jobs") == [(1,)]
    by = cast.administrator.actor()
    empty = [page(cast.administrator, "/kelola/jalannya/", view=v) for v in queries.STATES]
    assert queries.queue(by).waiting == 0 and queries.jobs(by, "todo") == ([], None)
    with monkeypatch.context() as patch:
        refusing(patch, SMTPDataError(554, b"spam"))
        works(own_database)
        exhaust(own_database)
        works(own_database)
    ((sealed,),) = own_database.ask("SELECT id FROM procrastinate_jobs WHERE status = 'failed'")
    shown = [page(cast.administrator, "/kelola/jalannya/", view=v) for v in queries.STATES]
    assert [plain(text) for text in shown] == [plain(text) for text in empty]
    assert actions.again(sealed, by=by) == 0 and not actions.send_again(sealed, by=by)
    assert actions.again(None, by=by) == 0, "it goes along, uncounted"
    works(own_database)
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]]


def plain(shown: str) -> str:
    """A page without what differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", shown)


def test_one_failed_job_is_taken_up_and_what_the_clock_queues_is_left(
    own_database: OwnDatabase, cast: Cast
) -> None:
    with psycopg.connect(own_database.dsn("admin")) as db:
        rows = db.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock) VALUES"
            " ('default', 'records.news', 'failed', NULL), ('default', 'records.news', 'failed', NULL),"
            " ('default', 'records.clock', 'failed', 'records.clock') RETURNING id"
        ).fetchall()
    one, other, clock = (number for (number,) in rows)
    by = cast.administrator.actor()
    assert actions.again(one, by=by) == 1 and actions.again(one, by=by) == 0
    assert actions.again(clock, by=by) == 0
    assert actions.again(None, by=by) == 1
    left, _ = queries.jobs(by, "failed")
    assert [(job.id, job.again) for job in left] == [(clock, False)]
    assert {job.id for job in queries.jobs(by, "todo")[0]} == {one, other}


def test_a_silent_worker_is_said_and_so_is_what_it_holds(own_database: OwnDatabase, cast: Cast) -> None:
    assert "Pekerja tidak memberi tanda hidup" in page(cast.administrator, "/kelola/jalannya/")
    with psycopg.connect(own_database.dsn("admin")) as db:
        db.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    shown = page(cast.administrator, "/kelola/jalannya/", view="doing")
    assert "pekerja hidup" in shown and "macet" not in shown
    with psycopg.connect(own_database.dsn("admin")) as db:
        db.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')"
            " RETURNING id) INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " SELECT 'default', 'records.news', 'doing', id FROM w"
        )
    assert "macet" in page(cast.administrator, "/kelola/jalannya/", view="doing")
    assert queries.queue(cast.administrator.actor()).stalled == 1


def test_the_database_refuses_everybody_else(cast: Cast) -> None:
    by = cast.administrator.actor()
    held = by.holding
    assert held is not None
    deputy = people.account(username="wakil")
    own = factory.post(by=by, organisation="kominfo", role="officer")
    factory.holding(by=by, person=deputy, post=own)
    refused = (cast.unit_administrator, cast.inspector, cast.head)
    for who in refused:
        for ask in (
            lambda actor: queries.queue(actor),
            lambda actor: queries.jobs(actor, "failed"),
            lambda actor: queries.mails(actor),
            lambda actor: actions.again(None, by=actor),
            lambda actor: actions.send_again(1, by=actor),
        ):
            with pytest.raises(Refusal) as no:
                ask(who.actor())
            assert no.value.status == 403
    for table in ("procrastinate_jobs", "procrastinate_workers", "gate_mail", "gate_failure"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('serentak_web', %s, 'SELECT')", [table])
            assert cursor.fetchone() == (False,)


def test_pages_go_on_by_number_and_cost_the_same(own_database: OwnDatabase, cast: Cast) -> None:
    def fill(count: int) -> None:
        with psycopg.connect(own_database.dsn("admin")) as db:
            db.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
                " SELECT 'default', 'records.news', 'failed' FROM generate_series(1, %s)",
                [count],
            )

    fill(3)
    browser, asked = cast.administrator.client(), {"pos": cast.administrator.holding}
    browser.get("/kelola/jalannya/", asked)  # asks, as every half minute, which types stand
    counts = []
    for more in (0, 60):
        fill(more)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/kelola/jalannya/", asked).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    by = cast.administrator.actor()
    first, before = queries.jobs(by, "failed")
    rest, end = queries.jobs(by, "failed", before=before)
    assert (len(first), len(rest), end) == (50, 13, None)
    assert len({job.id for job in first + rest}) == 63


def test_old_mail_and_failures_are_forgotten(own_database: OwnDatabase, cast: Cast) -> None:
    file(reporter_email=ADDRESS)
    works(own_database)
    with psycopg.connect(own_database.dsn("admin")) as db:
        db.execute("INSERT INTO gate_failure VALUES (1, now(), 'OSError')")
    with as_worker(own_database):
        assert actions.sweep(at=now()) == 1
        assert actions.sweep(at=now() + timedelta(days=29)) == 0
        assert actions.sweep(at=now() + timedelta(days=31)) == 1
    assert own_database.ask("SELECT * FROM gate_mail") == own_database.ask("SELECT * FROM gate_failure") == []


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (ADDRESS, "s•••@c•••.id"),
        ("a@b", "a•••@b•••"),
        ("tanpa alamat", "•••@t•••"),
        ("x@y.contoh.go.id", "x•••@y•••.id"),
        ("x@y.<b>", "x•••@y•••"),
    ],
)
def test_an_address_keeps_its_beginnings(address: str, kept: str) -> None:
    assert rules.masked(address) == kept


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (SMTPDataError(550, b"x"), "SMTPDataError 550"),
        (ConnectionRefusedError(111, "x"), "ConnectionRefusedError 111"),
        (ExceptionGroup("x", [Refusal("stale", "x")]), "Refusal stale"),
        (ValueError("sitti@contoh.id"), "ValueError"),
        (Refusal("a b <c>", "x"), "Refusal"),
    ],
)
def test_of_an_error_its_kind_is_kept(error: Exception, kind: str) -> None:
    assert rules.kind_of(error) == kind
    assert set(rules.words(kind)) == {"id", "en"}


def test_every_task_of_the_worker_has_words() -> None:
    ours = {name for name in app.tasks if not name.startswith(("procrastinate", "builtin"))}
    assert ours == set(_tasks())


def test_storage_says_what_there_is_and_warns_when_a_disk_is_nearly_full(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "FILES_DIR", tmp_path)
    by = cast.administrator.actor()
    before = storage.storage(by, at=now())
    actions_of_records.perform(
        None, "file", records.STREET_LIGHT, by=cast.citizen.actor(), at=now(), key=uuid7(), type="complaint",
        files={"photos": [photo("lampu")]},
    )  # fmt: skip
    after = storage.storage(by, at=now())
    assert (after.files, after.week) == (before.files + 1, before.week + 1)
    assert after.bytes - before.bytes == after.fresh - before.fresh > 0
    assert storage.storage(by, at=now() + timedelta(days=8)).fresh == 0
    assert sum(after.rooms.values()) <= after.database and {"ledger", "records", "people"} <= set(after.rooms)
    assert "Cakram hampir penuh" not in page(cast.administrator, "/kelola/jalannya/penyimpanan")
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda path: SimpleNamespace(total=1000, free=149))
    shown = page(cast.administrator, "/kelola/jalannya/penyimpanan")
    assert "Cakram hampir penuh" in shown and "Jangan menghapus" in shown
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda path: SimpleNamespace(total=1000, free=150))
    assert "Cakram hampir penuh" not in page(cast.administrator, "/kelola/jalannya/penyimpanan")
    for who in (cast.unit_administrator, cast.head):
        with pytest.raises(Refusal) as no:
            storage.storage(who.actor(), at=now())
        assert no.value.status == 403


@pytest.mark.parametrize(("free", "weeks"), [(1000, 9), (0, 0), (10**9, None)])
def test_how_long_the_room_lasts(free: int, weeks: int | None) -> None:
    disk = storage.Disk(("files",), free, 10**9, low=False)
    facts = {"database": 1000, "rooms": {}, "files": 1, "bytes": 9, "fresh": 10, "log": 10, "sealed": None}
    assert storage.Storage(**facts, disks=[disk], week=1).weeks == weeks  # type: ignore[arg-type]
    assert storage.Storage(**facts | {"fresh": 0}, disks=[disk], week=0).weeks is None  # type: ignore[arg-type]
