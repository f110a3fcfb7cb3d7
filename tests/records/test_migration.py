"""Records of a register come under the new version of their type: previewed, killed half-way, started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import psycopg
import pytest

from bench import load
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.records import actions, versions
from serentak.records.checks.comparison import tables
from serentak.records.models import Record
from serentak.records.queries import types
from serentak.records.queries.history import header_for
from serentak.records.queries.history import load as loaded
from serentak.records.queries.page import record_page
from serentak.records.rules import record_type
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import records
from tests.records import specimen
from tests.records.test_perform import as_worker

LISTED = {
    "about": "Antrean", "purpose": "Nomor antrean.", "responsible": "Kepala Bidang", "condition": "as-is", "category": "RAA.02.02",
    "process": "RAB.04.01", "linked": "ya", "links": "Portal", "database": "PostgreSQL", "cost": "24.000.000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """No version of this test's is known to the next."""
    yield
    types.forget()


def second() -> dict[str, Any]:
    """The inventory's next version: two fields under new names, one of them with other choices; one field
    less, one that is new and wanted."""
    told = deepcopy(dict(law.library().record_types["application"]))
    words = {"id": "Lain", "en": "Other"}
    gone = ("links", "linked", "cost")
    told["fields"] = [row for row in told["fields"] if row["id"] not in gone] + [
        {"id": "partners", "kind": "text", "label": words, "max": 300},
        {"id": "connected", "kind": "choice", "label": words, "index": "text", "choices": [{"id": "yes", "label": words}, {"id": "no", "label": words}]},
        {"id": "owner", "kind": "text", "label": words, "max": 80, "required": True},
    ]  # fmt: skip
    for move in told["moves"]:
        if "sets" in move:
            move["sets"] = [name for name in move["sets"] if name not in gone] + [
                "partners",
                "connected",
                "owner",
            ]
    return {
        **told,
        "version": 2,
        "carries": {"partners": {"field": "links"}, "connected": {"field": "linked", "values": {"ya": "yes", "tidak": "no"}}},
        "drops": ["cost"],
    }  # fmt: skip


def listed(cast: Cast) -> actions.Done:
    return actions.perform(
        None, "file", LISTED, by=cast.officer.actor(), at=now(), key=records.uuid7(), type="application"
    )


def run(kind: str = "application", preview: bool = False) -> actions.Progress:
    *_, last = actions.migrate(kind, preview=preview, at=now())
    return last


def jobs(cast: Cast) -> str:
    """What the administrator's page of the worker says."""
    one = cast.administrator
    return one.client().get(f"/kelola/jalannya/?pos={one.holding}").content.decode()


def test_each_record_keeps_what_it_said_under_the_names_of_now(
    own_database: OwnDatabase, cast: Cast, front: None
) -> None:
    done, whistle = listed(cast), records.complaint()
    before = Record.objects.get(id=done.subject)
    specimen.publish(own_database, second())
    assert "<code>serentak migrate application</code>" in jobs(cast)
    with as_worker(own_database):
        told = run(preview=True)
        assert (told.done, told.lacking) == (1, {"owner": 1})
        assert Record.objects.get(id=done.subject).version == 1, "a preview writes nothing"
        assert run().done == 1 and list(actions.migrate("application", preview=False, at=now())) == []
        with pytest.raises(Refusal) as no:
            run("complaint")
        assert no.value.code == "not_carried"
    assert "semua berkasnya sudah berpindah" in jobs(cast)
    after = Record.objects.get(id=done.subject)
    assert (after.type_version, after.version) == (2, 2)
    same = ("state", "agency", "region", "due", "closed", "number")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    head = cast.officer.actor()
    content = loaded(head, header_for(head, done.subject)).content
    assert {name: content.get(name) for name in ("partners", "connected", "links", "linked", "cost", "about")} == {
        "partners": "Portal", "connected": "yes", "links": None, "linked": None, "cost": None, "about": "Antrean",
    }  # fmt: skip
    page = record_page(head, done.subject, at=now())
    assert "Dibawa ke versi 2 jenis ini" in [item.sentence["id"] for item in page.timeline]
    kept = {
        row[0]
        for row in own_database.ask("SELECT field FROM records_field_index WHERE record = %s", done.subject)
    }
    assert "connected" in kept and not {"linked", "cost"} & kept
    assert Record.objects.get(id=whistle.subject).type_version == 1
    with psycopg.connect(own_database.dsn("admin")) as admin:
        assert list(tables(admin)) == []


def test_nobody_but_the_worker_and_only_a_register(own_database: OwnDatabase, cast: Cast) -> None:
    done = listed(cast)
    specimen.publish(own_database, second())
    with pytest.raises(Exception) as no:
        run()
    assert "records_behind" in str(no.value) or "permission" in str(no.value)
    with psycopg.connect(own_database.dsn("admin")) as admin, pytest.raises(psycopg.errors.Error):
        admin.execute("UPDATE records_record SET type_version = 2 WHERE id = %s", [done.subject])


def test_what_becomes_of_each_answer_is_said() -> None:
    first = record_type(law.library().record_types["application"])
    assert versions.problems([first], record_type(second())) == []
    for change, what in (
        ({"drops": ["cost", "about"]}, "field about in carries or drops did not leave"),
        ({"drops": ["nothing"]}, "field cost is gone: name it in carries or drops"),
        ({"carries": {"partners": {"field": "linked"}, "connected": {"field": "links"}}}, "field partners cannot take the answers of linked"),
        ({"carries": {"partners": {"field": "links"}, "connected": {"field": "linked", "values": {"ya": "yes"}}}}, "field connected cannot take"),
    ):  # fmt: skip
        found = [one["en"] for one in versions.problems([first], record_type({**second(), **change}))]
        assert any(one.startswith(what) for one in found), found


def test_killed_half_way_it_goes_on_where_it_was(own_database: OwnDatabase, cast: Cast) -> None:
    done = listed(cast)
    with psycopg.connect(own_database.dsn("admin"), autocommit=True) as admin:
        load.prepare(admin, [done.subject])
        load.clone(admin, 1, 1, 600, 600)
    specimen.publish(own_database, second())
    left = "SELECT count(*) FROM records_record WHERE type = 'application' AND type_version = 1"
    command = [sys.executable, "-m", "serentak.site.command", "migrate", "application"]
    victim = subprocess.Popen(
        command, env={**os.environ, **own_database.variables}, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while own_database.ask(left)[0][0] > 550:
        assert time.monotonic() < deadline and victim.poll() is None
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    waiting = own_database.ask(left)[0][0]
    assert 0 < waiting <= 550, "it was killed in the middle"
    with as_worker(own_database):
        assert run().done == waiting
    assert own_database.ask(left)[0][0] == 0
    assert own_database.ask(
        "SELECT count(*), count(DISTINCT subject) FROM ledger_entry WHERE act = 'migrate'"
    ) == [(601, 601)]
    with psycopg.connect(own_database.dsn("admin")) as admin:
        assert list(tables(admin)) == []
