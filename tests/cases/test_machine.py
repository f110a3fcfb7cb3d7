"""A system of an agency files with its key: in its post, within its limit, until its key is over, and not beyond."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client

from serentak.agencies import queries as agencies
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.people.rules import cookie_of
from serentak.site.environment import ROOT
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as factory
from tests.factories import records
from tests.journeys import province

URL = "/layanan/pengaduan/kirim"
REPORT = {**records.STREET_LIGHT, "channel": "lapor", "lapor_number": "12345678"}


def send(client: Client, url: str = URL, **body: Any) -> tuple[int, dict[str, Any]]:
    sent = {"key": str(uuid7()), **REPORT, **body}
    answer = client.post(url, json.dumps(sent), content_type="application/json")
    return answer.status_code, answer.json()


def said(database: OwnDatabase, entry: int) -> dict[str, Any]:
    ((text,),) = database.ask("SELECT convert_from(bytes, 'UTF8') FROM ledger_entry WHERE id = %s", entry)
    return dict(json.loads(text))


def test_it_files_in_its_post_and_opens_nothing_afterwards(own_database: OwnDatabase, cast: Cast) -> None:
    key = str(uuid7())
    status, done = send(cast.machine.client(), key=key)
    assert status == 201 and done["code"]
    entry = said(own_database, done["entry"])
    assert (entry["post"], entry["act"]) == ("Aplikasi Peragaan", "file") and entry["auth"].startswith("key/")
    assert send(cast.machine.client(), key=key) == (200, {**done, "replayed": True})
    machine = cast.machine.actor()
    with psycopg.connect(own_database.dsn("web")) as web:
        read = "SELECT * FROM records_read('key', %s, %s, %s)"
        assert web.execute(read, [machine.secret, None, done["record"]]).fetchall() == []
    assert own_database.ask("SELECT count(*) FROM agencies_key_use") == [(1,)]


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "Bearer",
        "Bearer x",
        "Bearer " + cookie_of(b"y" * 32),
        "Basic {}",
        "Bearer {} {}",
        "Bearer\u00e9 {}",
    ],
)
@pytest.mark.django_db
def test_what_is_no_key_opens_nothing_and_does_not_fall_back_to_the_public(cast: Cast, shown: str) -> None:
    text = cookie_of(cast.machine.secret)
    client = Client(headers={"authorization": shown.format(text, text)})
    answer = client.post(URL, json.dumps({"key": str(uuid7()), **REPORT}), content_type="application/json")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Serentak"')


@pytest.mark.django_db
def test_it_is_for_its_acts_alone(cast: Cast) -> None:
    status, no = send(cast.machine.client(), "/layanan/pengaduan-pelanggaran/kirim")
    assert status in (400, 403, 404) and "number" not in no
    status, no = send(cast.machine.client(), channel="social")
    assert status == 400 and "channel" in no["fields"]


@pytest.mark.django_db
def test_it_comes_to_no_page(cast: Cast) -> None:
    for path in ("/meja/", "/kelola/sistem/", "/akun"):
        assert cast.machine.client().get(path).status_code == 302


@pytest.mark.django_db
def test_a_key_has_a_limit_of_its_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    library = law.library()
    real = library.value

    def value(name: str, on: Any) -> Any:
        found = real(name, on)
        return type(found)(**{**vars(found), "value": 2}) if name == "door.filings_per_hour_key" else found

    monkeypatch.setattr(library, "value", value)
    other = Client(
        headers={"authorization": f"Bearer {cookie_of(factory.key(by=cast.unit_administrator.actor()))}"}
    )
    assert [send(cast.machine.client())[0] for _ in range(3)] == [201, 201, 429]
    assert send(other)[0] == 201


def test_the_guides_request_works_and_a_revoked_key_is_refused_by_every_process(
    own_database: OwnDatabase, cast: Cast, tmp_path: Path
) -> None:
    """The real web program with its workers; each request may come to any of them."""
    guide = (ROOT / "docs/guide/programmer.md").read_text()
    (command,) = re.findall(r"```sh\n(curl .*?)```", guide, re.S)
    secret = cast.machine.secret
    with province.running(own_database.environment, own_database.variables, tmp_path / "output") as site:
        told = {"ADDRESS": site.address, "KEY": cookie_of(secret), "PATH": "/usr/bin:/bin"}

        def asked() -> dict[str, Any]:
            done = subprocess.run(["sh", "-c", command], env=told, capture_output=True, text=True, check=True)
            return dict(json.loads(done.stdout))

        first, again = asked(), asked()
        assert first["code"] and not first["replayed"] and again == {**first, "replayed": True}
        held = agencies.machine_of(secret, now())
        assert held is not None and held.holding is not None
        factory.end(held.holding.id, by=cast.programmer.actor())
        assert [asked()["code"] for _ in range(8)] == ["credential"] * 8
