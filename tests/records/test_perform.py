"""The act on a real database: the whole life of a complaint, retries, races, and what is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from serentak.agencies.rules import PUBLIC, Actor
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions, files
from serentak.records.actions import statement
from serentak.records.models import Party, Record
from serentak.records.queries import types
from serentak.records.queries.history import load
from tests.cast import Cast
from tests.records.cases import act, answered, file, forward, slip
from tests.records.test_files import photo, upload
from tests.records.walk import REPORT


@contextmanager
def refused(status: int, code: str | None = None) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The block is refused; what it had begun is undone, so that the test can go on."""
    with pytest.raises(Refusal) as no, transaction.atomic():
        yield no
    assert no.value.status == status, no.value
    assert code is None or no.value.code == code


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path)
    return tmp_path


def test_the_whole_life_of_a_complaint(own_database: Any, cast: Cast) -> None:
    done = file()
    number, citizen = done.number, slip(done)
    act(done.subject, "ask", cast.verifier.actor(), {"question": "Di mana?"})
    act(done.subject, "reply", citizen, {"note": "Depan pasar."})
    forward(done, cast)
    act(done.subject, "take", cast.officer.actor())
    act(done.subject, "ask_more", cast.officer.actor(), {"question": "Masih?"})
    act(done.subject, "answer_question", citizen, {"note": "Masih."})
    act(done.subject, "progress", cast.officer.actor(), {"note": "Ditinjau."})
    act(done.subject, "prepare", cast.officer.actor(), {"answer": "Ditambal."})
    act(done.subject, "return", cast.head.actor(), {"reason": "Sebut tanggal."})
    act(done.subject, "prepare", cast.officer.actor(), {"answer": "Ditambal 4 November."})
    act(done.subject, "confirm", cast.head.actor())
    act(done.subject, "reopen", citizen, {"reason": "Belum beres."})
    act(done.subject, "prepare", cast.officer.actor(), {"answer": "Diulang 9 November."})
    act(done.subject, "confirm", cast.head.actor())
    last = act(done.subject, "rate", citizen, {"rating": "5"})
    act(done.subject, "erase", cast.verifier.actor(), {"reason": "Diminta pelapor."})
    record = Record.objects.get(id=done.subject)
    assert (record.state, record.number, record.version, record.due) == ("closed", number, 17, None)
    assert record.closed is not None and last.number == number and last.code is None
    assert not Party.objects.filter(record=record.id, open=True).exists()
    assert own_database.ask("SELECT name FROM records_private WHERE record = %s", record.id) == []
    acts = load(cast.verifier.actor(), record).acts
    assert [a.version for a in acts] == list(range(1, 18))
    assert acts[-3].payload == {"answer": "Diulang 9 November."} and acts[-3].text["basis"]
    assert "Sitti" not in str([a.text for a in acts])


@pytest.mark.django_db
def test_every_arrow_that_is_not_in_the_table_is_refused_by_the_database_too(cast: Cast) -> None:
    """Python's judgement is left out: the statement is sent as a hijacked web process would send it."""
    kind = types.of("complaint", at=now())
    table = {(row["act"], row["state_from"], row["role"]) for row in _moves(kind)}
    done = answered(cast)
    record = Record.objects.get(id=done.subject)
    cases = {
        "verifier": cast.verifier.actor(),
        "officer": cast.officer.actor(),
        "head": cast.head.actor(),
        "slip": slip(done),
        "public": PUBLIC,
    }
    tried = 0
    for move, (role, by) in product(kind.moves, cases.items()):
        if (move.act, record.state, role) in table:
            continue
        for to in kind.states:
            told = {
                "subject": str(record.id),
                "act": move.act,
                "version": record.version + 1,
                "to": to,
                "agency": record.agency,
                "class": record.access_class,
            }
            with pytest.raises(Exception, match="no such move"), transaction.atomic():
                statement.run(by, uuid7(), b"0" * 32, told)
            tried += 1
    assert tried > 500


def _moves(kind: Any) -> list[dict[str, Any]]:
    from serentak.records.rules import moves_of

    return moves_of(kind)


@pytest.mark.django_db
def test_a_retry_of_a_filing_gives_the_same_number_and_code(cast: Cast) -> None:
    key = uuid7()
    first, again = file(key=key), file(key=key)
    assert (again.subject, again.number, again.code, again.entry) == (
        first.subject,
        first.number,
        first.code,
        first.entry,
    )
    assert again.replayed and not first.replayed
    forward(first, cast)
    late = file(key=key)
    assert late.replayed and late.code == first.code
    with refused(409, "key_used"):
        file(key=key, about="Lain sama sekali")


@pytest.mark.django_db
def test_a_retry_of_an_act_is_answered_after_the_record_went_on(cast: Cast) -> None:
    done, key, by = file(), uuid7(), cast.verifier.actor()
    first = act(done.subject, "ask", by, {"question": "Di mana?"}, key=key, version=1)
    act(done.subject, "reply", slip(done), {"note": "Di sini."})
    again = act(done.subject, "ask", by, {"question": "Di mana?"}, key=key, version=1)
    assert again.replayed and again.entry == first.entry
    with refused(409, "key_used"):
        act(done.subject, "ask", by, {"question": "Kapan?"}, key=key, version=1)


@pytest.mark.django_db
def test_a_stale_version_says_who_was_faster(cast: Cast) -> None:
    done = file()
    act(done.subject, "ask", cast.verifier.actor(), {"question": "Di mana?"})
    with refused(409, "stale") as no:
        act(done.subject, "forward", cast.verifier.actor(), {}, version=1)
    assert "Pelapor dimintai keterangan" in str(no.value.text) and cast.verifier.actor().holding.post in str(
        no.value.text
    )
    assert no.value.detail["version"] == 2


def test_of_two_at_once_the_second_is_stale(
    own_database: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = file()
    slow = statement.run

    def overtaken(*told: Any) -> Any:
        monkeypatch.setattr(statement, "run", slow)
        act(done.subject, "add", slip(done), {"note": "Lebih cepat."})
        return slow(*told)

    by = cast.verifier.actor()
    monkeypatch.setattr(statement, "run", overtaken)
    with pytest.raises(Refusal) as no:
        act(done.subject, "ask", by, {"question": "Di mana?"}, version=1)
    assert no.value.code == "stale" and "menambah kabar" in str(no.value.text)


@pytest.mark.django_db
def test_strangers_and_ended_credentials(cast: Cast) -> None:
    done = file()
    forward(done, cast)
    with refused(404):
        act(done.subject, "take", cast.other_officer.actor())
    with refused(404):
        act(done.subject, "add", Actor("slip", b"WRONGCODES"), {"note": "x"})
    with refused(404):
        act(done.subject, "progress", PUBLIC, {"note": "x"})
    with refused(403):
        act(done.subject, "prepare", cast.head.actor(), {"answer": "x"})
    with refused(403):
        act(done.subject, "nosuch", cast.officer.actor())


def test_an_ended_session_is_refused_as_a_credential(own_database: Any, cast: Cast) -> None:
    from serentak.people.actions import sessions

    done, by = file(), cast.verifier.actor()
    sessions.sign_out(by.secret)
    with refused(401, "credential"):
        act(done.subject, "ask", by, {"question": "Di mana?"})


@pytest.mark.django_db
def test_what_is_wrong_is_told_per_field_and_nothing_is_kept(cast: Cast, store: Path) -> None:
    with refused(400, "invalid") as no:
        actions.perform(
            None,
            "file",
            {**REPORT, "about": ""},
            by=PUBLIC,
            at=now(),
            key=uuid7(),
            type="complaint",
            files={"photos": [upload(photo())], "naming": [upload(photo())]},
        )
    assert set(no.value.fields) == {"about", "naming"}
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_files_are_kept_named_and_swept_when_no_record_names_them(own_database: Any, store: Path) -> None:
    done = actions.perform(
        None,
        "file",
        REPORT,
        by=PUBLIC,
        at=now(),
        key=uuid7(),
        type="complaint",
        files={"photos": [upload(photo(), "lubang.jpeg")]},
    )
    ((digest, size, *told),) = own_database.ask(
        "SELECT encode(hash, 'hex'), size, type, name, field FROM records_file WHERE record = %s",
        done.subject,
    )
    assert told == ["image/jpeg", "lubang.jpg", "photos"]
    assert files.path_of(store, digest).stat().st_size == size
    orphan = files.accept(upload(photo("PNG")), types.of("complaint", at=now()).fields["photos"])
    files.store(store, orphan)
    with as_worker(own_database):
        assert actions.sweep_files(at=now()) == 0
        assert actions.sweep_files(at=now() + timedelta(days=2)) == 1
    assert [path.name for path in store.rglob("*") if path.is_file()] == [digest]


@pytest.mark.django_db
def test_a_retry_with_files_is_known_by_what_was_sent(cast: Cast) -> None:
    key, told = uuid7(), {"by": PUBLIC, "at": now(), "type": "complaint"}
    first = actions.perform(None, "file", REPORT, key=key, files={"photos": [upload(photo())]}, **told)
    again = actions.perform(None, "file", REPORT, key=key, files={"photos": [upload(photo())]}, **told)
    assert again.subject == first.subject and again.replayed
    with refused(409, "key_used"):
        actions.perform(None, "file", REPORT, key=key, files={"photos": [upload(photo("PNG"))]}, **told)


def test_an_anonymous_report_stores_nobody(own_database: Any) -> None:
    file(naming="anonymous")
    assert own_database.ask("SELECT record FROM records_private") == []
    parts = own_database.ask("SELECT convert_from(bytes, 'UTF8') FROM ledger_part WHERE kind = 'content'")
    assert "Jalan berlubang" in str(parts)
    assert own_database.ask("SELECT entry FROM ledger_part WHERE convert_from(bytes, 'UTF8') ~ 'Sitti'") == []


@pytest.mark.django_db
def test_a_duplicate_is_linked_by_its_number(cast: Cast) -> None:
    from serentak.records.models import Link

    first, second = file(), file()
    act(second.subject, "join", cast.verifier.actor(), {"duplicate_of": first.number.lower()})
    assert Link.objects.get(record=second.subject).target == first.subject


@pytest.mark.django_db
def test_a_body_without_officer_and_head_is_no_target(cast: Cast) -> None:
    done = file()
    with refused(400, "invalid") as no:
        forward(done, cast, "setwan")
    assert list(no.value.fields) == ["target"]


@contextmanager
def as_worker(database: Any) -> Iterator[None]:
    """Django's connection signs in as the worker, whose login alone may be the clock."""
    from psycopg.conninfo import conninfo_to_dict

    given, told = conninfo_to_dict(database.dsn("worker")), connection.settings_dict
    before = {"USER": told["USER"], "PASSWORD": told["PASSWORD"]}
    connection.close()
    told.update(USER=given["user"], PASSWORD=given["password"])
    try:
        yield
    finally:
        connection.close()
        told.update(before)


def test_the_clock_moves_what_is_due_and_nothing_else(own_database: Any, cast: Cast) -> None:
    waits, done, fresh = file(), answered(cast), file()
    act(waits.subject, "ask", cast.verifier.actor(), {"question": "Di mana?"})
    with as_worker(own_database):
        assert actions.run_clock(at=now()) == 0
        assert actions.run_clock(at=now() + timedelta(days=40)) == 2
        assert actions.run_clock(at=now() + timedelta(days=40)) == 0
    states = dict(Record.objects.values_list("id", "state"))
    assert (states[waits.subject], states[done.subject], states[fresh.subject]) == (
        "refused",
        "closed",
        "filed",
    )
    last = load(cast.verifier.actor(), Record.objects.get(id=waits.subject)).acts[-1]
    assert last.act == "lapse" and last.holding is None


def test_the_web_is_not_the_clock(own_database: Any, cast: Cast) -> None:
    done = file()
    act(done.subject, "ask", cast.verifier.actor(), {"question": "Di mana?"})
    with pytest.raises(ExceptionGroup) as group:
        actions.run_clock(at=now() + timedelta(days=40))
    assert [no.code for no in group.value.exceptions] == ["credential"]  # type: ignore[attr-defined]


def test_a_published_version_is_never_edited(own_database: Any) -> None:
    from serentak.law import queries as law

    data = law.library().record_types["complaint"]
    assert actions.publish(data) is False
    with pytest.raises(Refusal) as no:
        actions.publish({**data, "code": "XYZ"})
    assert no.value.code == "version_used"


def test_uploads_come_from_the_request_by_field() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils.datastructures import MultiValueDict

    sent = files.uploads(
        MultiValueDict({"photos": [SimpleUploadedFile("a.jpg", b"x"), SimpleUploadedFile("b.jpg", b"yy")]})
    )
    assert [(one.name, one.size) for one in sent["photos"]] == [("a.jpg", 1), ("b.jpg", 2)]
    assert BytesIO(b"x").read() == sent["photos"][0].stream.read()
