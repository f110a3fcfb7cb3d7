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
from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from serentak.people.rules import cookie_of
from serentak.site.environment import ROOT
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as factory
from tests.factories import records
from tests.journeys import province
from tests.records.test_one_truth import photo

URL = "/api/v1/complaint"
REPORT = {**records.STREET_LIGHT, "channel": "lapor", "lapor_number": "12345678"}


def send(client: Client, url: str = URL, *, key: str = "", **body: Any) -> tuple[int, dict[str, Any]]:
    retry = {"Idempotency-Key": key or str(uuid7())}
    answer = client.post(url, json.dumps(REPORT | body), content_type="application/json", headers=retry)
    return answer.status_code, answer.json()


def said(database: OwnDatabase, entry: int) -> dict[str, Any]:
    ((text,),) = database.ask("SELECT convert_from(bytes, 'UTF8') FROM ledger_entry WHERE id = %s", entry)
    return dict(json.loads(text))


def test_it_files_in_its_post_and_never_reads_who_reported(own_database: OwnDatabase, cast: Cast) -> None:
    key = str(uuid7())
    named = {"naming": "named", "reporter_name": "Warga Z", "reporter_phone": "0812 3456 7890"}
    status, done = send(cast.machine.client(), key=key, **named)
    assert status == 201 and done["code"]
    entry = said(own_database, done["entry"])
    assert (entry["post"], entry["act"]) == ("Aplikasi Peragaan", "file") and entry["auth"].startswith("key/")
    assert send(cast.machine.client(), key=key, **named) == (201, {**done, "replayed": True})
    told = cast.machine.client().get(f"{URL}/{done['id']}").content
    assert b"Lampu jalan padam" in told and b"Warga Z" not in told and b"8123456" not in told
    machine = cast.machine.actor()
    with psycopg.connect(own_database.dsn("web")) as web:
        read = "SELECT * FROM records_identity('key', %s, %s, %s, 'handling', %s)"
        asked = [machine.secret, None, done["id"], rfc3339(now())]
        assert web.execute(read, asked).fetchall() == []
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
    answer = client.post(URL, json.dumps(REPORT), content_type="application/json")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Serentak"')
    citizens = client.post("/layanan/pengaduan/kirim", json.dumps(REPORT), content_type="application/json")
    assert (citizens.status_code, citizens.json()["code"]) == (400, "wrong_door")


@pytest.mark.django_db
def test_it_is_for_its_acts_alone(cast: Cast) -> None:
    for type in ("whistleblowing", "helpdesk", "breach"):
        status, no = send(cast.machine.client(), f"/api/v1/{type}")
        assert status == 403 and "number" not in no
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


def test_the_guides_requests_work_and_a_revoked_key_is_refused_by_every_process(
    own_database: OwnDatabase, cast: Cast, tmp_path: Path
) -> None:
    """The real web program with its workers, each command as it stands; each request may come to any of them."""
    guide = (ROOT / "docs/guide/programmer.md").read_text()
    commands = re.findall(r"```sh\n(.*?)```", guide, re.S)
    cast.machine.acts = frozenset({"complaint.file", "complaint.add"})
    secret = cast.machine.secret
    with province.running(own_database.environment, own_database.variables, tmp_path / "output") as site:
        told = {"ADDRESS": site.address, "KEY": cookie_of(secret), "PATH": "/usr/bin:/bin"}
        (tmp_path / "lampu.jpg").write_bytes(photo(1).stream.read())

        def asked(command: str) -> dict[str, Any]:
            done = subprocess.run(
                ["sh", "-c", command], env=told, cwd=tmp_path, capture_output=True, text=True, check=True
            )
            return dict(json.loads(done.stdout))

        file, with_photo, read, listed, act = commands
        first, again = asked(file), asked(file)
        assert first["code"] and not first["replayed"] and again == {**first, "replayed": True}
        told["ID"] = asked(with_photo)["id"]
        assert asked(read)["fields"]["photos"]
        assert {item["id"] for item in asked(listed)["items"]} == {first["id"], told["ID"]}
        assert asked(act)["version"] == 2
        held = agencies.machine_of(secret, now())
        assert held is not None and held.holding is not None
        factory.end(held.holding.id, by=cast.programmer.actor())
        assert [asked(file)["code"] for _ in range(8)] == ["credential"] * 8
