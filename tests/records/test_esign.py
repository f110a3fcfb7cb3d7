"""Signing at BSrE's service: each version of it, and that NIK and passphrase stay nowhere."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from django.conf import settings

from serentak.gate.esign import Service
from serentak.lib.clock import now
from serentak.records import actions
from serentak.records.models import Record
from serentak.site import middleware
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import records
from tests.factories.esign import NIK, PASSPHRASE, Fake, service
from tests.factories.signing import Authority, authority
from tests.records.test_letters import newest
from tests.records.test_perform import as_worker, store  # noqa: F401

KEY = "letter_proof"


@pytest.fixture(scope="module")
def ca() -> Authority:
    return authority()


@pytest.fixture
def letter(own_database: OwnDatabase, cast: Cast) -> actions.Done:
    """One that waits for its signature."""
    done = records.approved(cast)
    with as_worker(own_database):
        actions.draw(done.subject, at=now())
    return done


@pytest.fixture
def told(ca: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Point the installation at a fake."""
    roots = tmp_path / "roots.pem"
    roots.write_bytes(ca.roots)

    def point(fake: Fake, version: str = "2", user: str = "esign") -> None:
        found = Service(fake.url, version, user, "kata-sandi")
        monkeypatch.setattr(settings, "SERENTAK", replace(settings.SERENTAK, sign_roots=roots, esign=found))

    return point


def press(done: actions.Done, cast: Cast, passphrase: str = PASSPHRASE, nik: str = NIK) -> Any:
    """The head's form on the record's page."""
    head = cast.licence_head
    return head.client().post(
        f"/meja/berkas/{done.subject}",
        {
            "act": "sign", "nik": nik, "passphrase": passphrase, "key": str(records.uuid7()), "pos": head.holding,
            "version": Record.objects.get(id=done.subject).version,
        },
    )  # fmt: skip


def everything(database: OwnDatabase, folders: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """All rows of all tables (bytes as they are), and all files that stand in these folders."""
    with psycopg.connect(database.dsn("admin")) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f"SELECT * FROM {table}").fetchall():
                yield table, b"\0".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
    for folder in folders:
        yield from ((str(path), path.read_bytes()) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("version", "user", "aside"), [("1", "esign", False), ("1", "", True), ("2", "esign", False)]
)
def test_the_letter_comes_back_signed_and_the_passphrase_is_nowhere(
    letter: actions.Done, cast: Cast, ca: Authority, told: Any, own_database: OwnDatabase,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, front: None, tmp_path: Path,
    version: str, user: str, aside: bool,
) -> None:  # fmt: skip
    caplog.set_level(0)
    lines = StringIO()
    monkeypatch.setattr(middleware, "_line", structlog.wrap_logger(structlog.WriteLogger(lines)))
    with service(ca.sign, aside=aside) as fake:
        told(fake, version, user)
        page = cast.licence_head.client().get(
            f"/meja/berkas/{letter.subject}?pos={cast.licence_head.holding}"
        )
        assert "Tanda tangani lewat BSrE" in page.content.decode()
        wrong = press(letter, cast, "passphrase-keliru-5")
        assert wrong.status_code == 422 and "menolak: Passphrase •••" in wrong.content.decode()
        answer = press(letter, cast)
        assert answer.status_code == 303, answer.content.decode()[:2000]
        asked = len(fake.asked)
        assert press(letter, cast).status_code >= 400 and len(fake.asked) == asked, "nothing is sent in vain"
    assert newest(letter, cast, "sign").payload[KEY].startswith("Pejabat Uji; sertifikat dari")
    assert any(b"Pejabat Uji" in raw for _, raw in everything(own_database, ())), "parts are looked into"
    assert "POST" in lines.getvalue()
    logs = (lines.getvalue() + caplog.text + wrong.content.decode() + answer.content.decode()).encode()
    for secret in (PASSPHRASE, "passphrase-keliru-5", NIK):
        kept = [
            where
            for where, raw in everything(own_database, (settings.FILES_DIR, tmp_path))
            if secret.encode() in raw
        ]
        assert kept == [] and secret.encode() not in logs


def test_what_is_not_the_letter_or_goes_elsewhere_is_not_taken(
    letter: actions.Done,
    cast: Cast,
    ca: Authority,
    told: Any,
    front: None,
) -> None:
    with service(lambda pdf: ca.sign(pdf, stamped=False)) as fake:
        told(fake)
        answer = press(letter, cast)
        assert answer.status_code == 400 and "Tidak ada cap waktu" in answer.content.decode()
        assert press(letter, cast, nik="123").status_code == 400 and len(fake.asked) == 1
        with service(ca.sign, elsewhere=fake.url + "/api/v2/sign/pdf") as other:
            told(other)
            assert press(letter, cast).status_code in (422, 502) and len(fake.asked) == 1
    told(fake)  # nobody listens there any more
    answer = press(letter, cast)
    assert answer.status_code == 502 and "belum ditandatangani" in answer.content.decode()
    assert Record.objects.get(id=letter.subject).state == "approved"


def test_only_who_signs_is_offered_it_and_may(
    letter: actions.Done,
    cast: Cast,
    ca: Authority,
    told: Any,
    front: None,
) -> None:
    officer = cast.licence_officer
    with service(ca.sign) as fake:
        told(fake)
        page = officer.client().get(f"/meja/berkas/{letter.subject}?pos={officer.holding}")
        assert "lewat BSrE" not in page.content.decode()
        sent = {
            "act": "sign",
            "nik": NIK,
            "passphrase": PASSPHRASE,
            "key": str(records.uuid7()),
            "pos": officer.holding,
            "version": 5,
        }
        assert officer.client().post(f"/meja/berkas/{letter.subject}", sent).status_code in (403, 409)
        assert fake.asked == []
