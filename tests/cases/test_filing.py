"""The form that opens a case: kept on error, answered once for one key, bounded at the anonymous door."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from serentak.cases import actions
from serentak.lib.ids import uuid7
from serentak.records import envelope
from tests.cases.filing import KIRIM, TYPED, file, slip_of, typed

pytestmark = pytest.mark.django_db


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_form_carries_a_key_and_every_field_a_citizen_is_asked(client: Client, language: str) -> None:
    client.cookies["bahasa"] = language
    page = client.get(KIRIM).content.decode()
    assert 'name="key"' in page
    for name in TYPED:
        assert f'name="{name}"' in page, name
    for name in ("channel", "lapor_number", "public_summary"):
        assert f'name="{name}"' not in page, f"{name} is the desk's"
    assert "UU 27/2022" in page, "the privacy notice names its basis"


def test_two_forms_have_two_keys(client: Client) -> None:
    keys = {client.get(KIRIM).content.decode().split('name="key" value="')[1][:36] for _ in range(2)}
    assert len(keys) == 2


def test_a_good_form_gives_a_slip_at_once(client: Client) -> None:
    answer = file(client)
    assert (answer.status_code, answer["Location"]) == (303, "/layanan/pengaduan/tanda-terima")
    cookie = answer.cookies[envelope.SLIP_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and int(cookie["max-age"]) <= 1800
    number, code = slip_of(client)
    assert number.startswith("ADU-") and len(code) == 10
    page = client.get("/layanan/pengaduan/tanda-terima").content.decode()
    assert 'class="qr" src="data:image/png;base64,' in page
    assert "Jalan berlubang di depan pasar" in page
    assert client.get("/layanan/pengaduan/tanda-terima")["Cache-Control"].count("no-store")


def test_the_code_stands_in_no_address_and_no_readable_cookie_name(client: Client) -> None:
    answer = file(client)
    _number, code = slip_of(client)
    assert code not in answer["Location"]


def test_without_a_slip_the_page_leads_to_tracking(client: Client) -> None:
    answer = client.get("/layanan/pengaduan/tanda-terima")
    assert (answer.status_code, answer["Location"]) == (302, "/lacak/")


def test_a_forged_or_old_slip_is_no_slip(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    file(client)
    good = client.cookies[envelope.SLIP_COOKIE].value
    client.cookies[envelope.SLIP_COOKIE] = good[:-3] + "abc"
    assert client.get("/layanan/pengaduan/tanda-terima").status_code == 302
    client.cookies[envelope.SLIP_COOKIE] = good
    assert client.get("/layanan/pengaduan/tanda-terima").status_code == 200
    monkeypatch.setattr(envelope, "SLIP_SECONDS", -1)
    assert client.get("/layanan/pengaduan/tanda-terima").status_code == 302


def test_an_error_keeps_everything_that_was_typed(client: Client) -> None:
    form = typed(about="", happened__day="31", happened__month="2")
    before = count("ledger_entry")
    answer = file(client, form)
    page = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert count("ledger_entry") == before
    assert 'href="#f-about"' in page and 'href="#f-happened"' in page, "the summary leads to the fields"
    assert form["key"] in page, "the same key again"
    for kept in ("Sudah tiga minggu. Dua pengendara jatuh.", "Depan pasar lama", "Siti Rahmah", 'value="31"'):
        assert kept in page, kept
    assert 'value="76.02.01" selected' in page


def test_the_village_button_asks_again_without_judging(client: Client) -> None:
    page = file(client, typed(about="", refresh="place")).content.decode()
    assert "ds-error-summary" not in page
    assert 'value="76.02.01.' in page, "the villages of the chosen district"
    assert "Sudah tiga minggu" in page


def test_a_retry_gives_the_same_slip_and_files_nothing_more(client: Client) -> None:
    form = typed()
    file(client, form)
    first = slip_of(client)
    records = count("records_record")
    assert file(client, form).status_code == 303
    assert slip_of(client) == first
    assert count("records_record") == records


def test_the_door_counts_by_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = actions.limit
    monkeypatch.setattr(
        actions, "limit", lambda name, at: 2 if name == "door.filings_ceiling_address" else real(name, at)
    )
    assert [file(client, typed()).status_code for _ in range(3)] == [303, 303, 429]
    assert file(client, typed(), REMOTE_ADDR="10.1.2.3").status_code == 303, (
        "another address has its own count"
    )
    full = file(client, typed())
    page = full.content.decode()
    assert "Retry-After" in full and "Situs ini sedang penuh" in page and "Coba lagi sesudah" in page
    assert "Sudah tiga minggu. Dua pengendara jatuh." in page, "what was typed is kept"


def test_too_large_a_body_is_refused_unread(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "limit", lambda name, at: 1000)
    photo = SimpleUploadedFile("a.jpg", b"x" * 5000, "image/jpeg")
    answer = client.post(KIRIM, {**typed(), "photos": photo})
    assert answer.status_code == 413
    assert count("records_record") == 0


def test_a_photo_is_kept_without_its_place(client: Client, settings: Any, tmp_path: Path) -> None:
    from PIL import Image

    settings.FILES_DIR = tmp_path
    where = tmp_path / "sent.jpg"
    exif = Image.Exif()
    exif[0x010E] = "rumah saya"
    Image.new("RGB", (40, 30), "red").save(where, exif=exif)
    photo = SimpleUploadedFile("jalan.jpg", where.read_bytes(), "image/jpeg")
    assert client.post(KIRIM, {**typed(), "photos": photo}).status_code == 303
    kept = [path for path in tmp_path.glob("??/??/*")]
    assert len(kept) == 1
    assert b"rumah saya" not in kept[0].read_bytes()


def test_what_is_no_photo_is_named_and_the_rest_kept(client: Client) -> None:
    fake = SimpleUploadedFile("jalan.jpg", b"MZ not a picture", "image/jpeg")
    page = client.post(KIRIM, {**typed(), "photos": fake}).content.decode()
    assert 'href="#f-photos"' in page
    assert "Sudah tiga minggu" in page


def test_a_form_of_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(KIRIM, typed()).status_code == 403
    page = strict.get(KIRIM).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert strict.post(KIRIM, {**typed(), "csrfmiddlewaretoken": token}).status_code == 303


# ---- for programs

BODY = {
    "about": "Jalan berlubang",
    "story": "Di depan pasar.",
    "category": "jalan",
    "place": {"district": "76.02.01", "landmark": "pasar"},
    "naming": "anonymous",
}


def send(client: Client, body: Any, **extra: Any) -> Any:
    return client.post(
        KIRIM, body if isinstance(body, str) else json.dumps(body), "application/json", **extra
    )


def test_json_is_answered_with_number_and_code() -> None:
    client = Client(enforce_csrf_checks=True)
    key = str(uuid7())
    answer = send(client, {**BODY, "key": key})
    said = answer.json()
    assert answer.status_code == 201
    assert set(said) == {"number", "code", "record", "entry", "replayed"}
    again = send(client, BODY, headers={"Idempotency-Key": key})
    assert again.status_code == 200
    assert again.json() == {**said, "replayed": True}
    other = send(client, {**BODY, "key": key, "about": "Lain"})
    assert other.status_code == 409
    assert other["Content-Type"] == "application/problem+json"


def test_json_problems_name_the_fields(client: Client) -> None:
    answer = send(client, {"key": str(uuid7()), "about": "Jalan"})
    said = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert {"story", "category", "place"} <= set(said["fields"])


@pytest.mark.parametrize("body", ["", "[]", "not json", '"text"'])
def test_json_that_is_no_object_is_refused(client: Client, body: str) -> None:
    assert send(client, body).status_code == 400


def test_json_without_a_key_is_refused(client: Client) -> None:
    assert send(client, BODY).json()["code"] == "no_key"


def test_a_form_that_accepts_json_gets_json(client: Client) -> None:
    answer = file(client, typed(), headers={"Accept": "application/json"})
    assert answer.status_code == 201
    assert answer.json()["number"].startswith("ADU-")


def test_whoever_is_signed_in_files_as_the_public(cast: Any) -> None:
    client = cast.officer.client()
    assert file(client).status_code == 303
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM ledger_entry WHERE act = 'file' ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone()[0] is None


def test_an_agency_s_page_fills_in_the_agency_and_nothing_else(client: Client) -> None:
    page = client.get(KIRIM, {"agency": "5", "about": "ditulis orang lain"}).content.decode()
    assert 'value="5" selected' in page
    assert "ditulis orang lain" not in page
    assert client.get(KIRIM, {"agency": "<script>"}).status_code == 200
