"""Laporan saya, as a browser goes through it: an account made, cases filed, taken in, answered, the end of it."""

from typing import Any

import pytest
from django.test import Client

from serentak.cases import actions
from serentak.demo.actions import photo
from serentak.lib.ids import uuid7
from serentak.people.actions import door
from serentak.people.models import Person
from serentak.records.models import Party, Record
from tests.cases.filing import file, slip_of, typed
from tests.cast import Cast
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
TYPED_IN = {"username": "0812 3456-7890", "name": "Warga X", "password": PASSWORD}


def joined(client: Client, **changed: str) -> Any:
    """Makes an account and signs in to it; the answer to signing in."""
    form = {**TYPED_IN, **changed}
    assert client.post("/akun/baru", form).status_code == 200
    return client.post("/masuk", {"username": form["username"], "password": form["password"]})


def said(client: Client, path: str = "/saya/") -> str:
    return client.get(path).content.decode()


def test_an_account_is_made_by_telephone_and_leads_to_ones_reports(client: Client) -> None:
    answer = joined(client)
    assert (answer.status_code, answer["Location"]) == (302, "/meja/")
    assert client.get("/meja/")["Location"] == "/saya/"
    assert "Belum ada laporan" in said(client)
    assert Person.objects.get(name="Warga X").username == "+6281234567890"
    assert "Laporan saya" in said(client, "/") and "Meja kerja" not in said(client, "/")


def test_a_sign_in_name_that_is_taken_is_answered_like_any_other(client: Client) -> None:
    first = client.post("/akun/baru", TYPED_IN)
    again = client.post("/akun/baru", {**TYPED_IN, "name": "Orang Lain", "password": "kereta angin melaju"})
    plain = [answer.content.decode().split("<main", 1)[1].split("csrf")[0] for answer in (first, again)]
    assert first.status_code == again.status_code == 200 and plain[0] == plain[1]
    assert "sesi" not in again.cookies
    assert Person.objects.get(username="+6281234567890").name == "Warga X"
    wrong = client.post("/masuk", {"username": "081234567890", "password": "kereta angin melaju"})
    assert wrong.status_code == 403


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"username": "petugas"}, "username"),
        ({"username": "warga@"}, "username"),
        ({"username": ""}, "username"),
        ({"name": " "}, "name"),
        ({"name": "\u200b\u3164 \u202e\x00"}, "name"),
        ({"password": "pendek"}, "password"),
        ({"password": "passwordpassword"}, "password"),
        ({"password": "sandeq-berlayar-081234567890"}, ""),
    ],
)
def test_what_cannot_be_an_account_is_said_at_its_field(
    client: Client, changed: dict[str, str], field: str
) -> None:
    answer = client.post("/akun/baru", {**TYPED_IN, **changed})
    assert answer.status_code == (400 if field else 200)
    assert not field or f'id="f-{field}-e"' in answer.content.decode()
    assert changed.get("password", "@@") not in answer.content.decode()


def test_accounts_from_one_address_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = door.setting
    monkeypatch.setattr(
        door, "setting", lambda name, at: 2 if name == "signin.accounts_hour_address" else real(name, at)
    )
    form = {**TYPED_IN, "username": "d@contoh.id"}
    assert [client.post("/akun/baru", form).status_code for _ in range(3)] == [200, 200, 429]


def test_what_is_filed_signed_in_is_listed_and_opens_without_a_code(client: Client) -> None:
    joined(client)
    page = said(client, "/layanan/pengaduan/kirim")
    assert 'value="Warga X"' in page and 'value="+6281234567890"' in page and "masuk ke Laporan saya" in page
    file(client)
    assert "/saya/" in said(client, "/layanan/pengaduan/tanda-terima")
    record = Record.objects.get()
    assert record.number in said(client)
    client.cookies.pop("slip")
    assert record.number in said(client, f"/saya/{record.id}")
    form = {"act": "add", "note": "Kini tiga lubang.", "version": "1", "key": str(uuid7())}
    answer = client.post(f"/saya/{record.id}", form)
    assert (answer.status_code, answer["Location"]) == (303, f"/saya/{record.id}?terkirim=ya")
    assert "Kini tiga lubang." in said(client, f"/saya/{record.id}")
    assert client.post(f"/saya/{record.id}", {**form, "note": "", "version": "2"}).status_code == 400


def test_only_who_is_signed_in_is_told_so_on_the_form(cast: Cast) -> None:
    """A stranger who reads it on the form for wrongdoing closes the page."""
    told = "Anda sedang masuk"
    assert told in said(cast.resident.client(), "/layanan/pengaduan/kirim")
    for service in ("pengaduan", "pengaduan-pelanggaran"):
        assert told not in said(Client(), f"/layanan/{service}/kirim")
    assert told not in said(cast.resident.client(), "/layanan/pengaduan-pelanggaran/kirim")


def test_without_a_name_nobody_is_stored_also_when_signed_in(client: Client) -> None:
    joined(client)
    file(client, typed(naming="anonymous", reporter_name="", reporter_phone=""))
    assert not Party.objects.filter(scope__startswith="p:").exists()
    assert "Belum ada laporan" in said(client)
    number, code = slip_of(client)
    answer = client.post("/saya/tautkan", {"number": number, "code": code, "key": str(uuid7())})
    assert answer.status_code == 409 and "tanpa nama" in answer.content.decode()


def test_an_officer_files_as_a_citizen_and_the_post_sees_nothing_of_it(cast: Cast) -> None:
    browser = cast.officer.client()
    file(browser)
    record = Record.objects.get()
    assert record.number in said(browser)
    assert browser.get(f"/meja/berkas/{record.id}").status_code == 404
    assert "Meja kerja" in said(browser, "/")


def test_a_slip_is_taken_in_by_number_and_code_or_from_the_tracking_page(client: Client) -> None:
    file(client)
    number, code = slip_of(client)
    joined(client)
    token = (
        said(client, "/lacak/")
        .split('action="/saya/tautkan"')[1]
        .split('name="token" value="')[1]
        .split('"')[0]
    )
    record = Record.objects.get()
    for sent in ({"token": token}, {"number": number, "code": code}):  # the second time it is in there
        answer = client.post("/saya/tautkan", {**sent, "key": str(uuid7())})
        assert (answer.status_code, answer["Location"]) == (303, f"/saya/{record.id}?masuk=ya")
    assert Record.objects.get().version == 2
    page = said(client, f"/saya/{record.id}")
    assert "Pelapor memasukkan berkas ini ke akunnya" in page
    other = Client()
    joined(other, username="lain@contoh.id")
    refused = other.post("/saya/tautkan", {"number": number, "code": code, "key": str(uuid7())})
    assert refused.status_code == 409 and "sudah masuk ke sebuah akun" in refused.content.decode()
    assert other.get(f"/saya/{record.id}").status_code == 404
    out = client.post(f"/saya/{record.id}", {"act": "unlink_account", "version": "2", "key": str(uuid7())})
    assert out["Location"] == "/saya/?keluar=ya" and client.get(f"/saya/{record.id}").status_code == 404


def test_wrong_codes_are_counted_as_at_the_tracking_door(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(client)
    number, _ = slip_of(client)
    joined(client)
    limits = {"door.lookups_per_hour_address": 100, "door.lookups_per_hour_number": 2}
    monkeypatch.setattr(actions, "limit", lambda name, at: limits[name])
    sent = {"number": number, "code": "AAAAAAAAAA"}
    tries = [client.post("/saya/tautkan", {**sent, "key": str(uuid7())}).status_code for _ in range(3)]
    assert tries == [404, 404, 429]


def test_a_file_opens_from_the_account_and_in_no_other(client: Client, cast: Cast) -> None:
    joined(client)
    picture = photo("lubang")
    picture.stream.name = "lubang.jpg"  # type: ignore[attr-defined]
    file(client, {**typed(), "photos": picture.stream})
    client.cookies.pop("slip")
    record = Record.objects.get()
    address = said(client, f"/saya/{record.id}").split('href="/berkas/')[1].split('"')[0]
    assert client.get(f"/berkas/{address}").status_code == 200
    other = Client()
    joined(other, username="lain@contoh.id")
    assert other.get(f"/berkas/{address}").status_code == 404


def test_a_closed_account_keeps_no_name_and_its_cases_stay(client: Client) -> None:
    joined(client)
    file(client)
    wrong = client.post("/akun/tutup", {"password": "bukan ini"})
    assert wrong.status_code == 403 and "f-password-e" in wrong.content.decode()
    assert client.post("/akun/tutup", {"password": PASSWORD}).status_code == 303
    (left,) = Person.objects.filter(is_active=False)
    assert (left.username, left.name, left.email) == (f"closed:{left.id}", "-", "")
    assert client.get("/saya/").status_code == 302
    assert Record.objects.count() == 1
    joined(client)
    assert "Belum ada laporan" in said(client), "the number is another account now"


def test_whoever_holds_a_post_does_not_close_the_account(cast: Cast) -> None:
    browser = cast.officer.client()
    assert browser.get("/akun/tutup").status_code == 403
    assert browser.post("/akun/tutup", {"password": cast.officer.password}).status_code == 403
    assert Person.objects.get(username="petugas").is_active


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    for path in ("/saya/", "/saya/tautkan", f"/saya/{uuid7()}", "/akun/tutup"):
        assert client.get(path)["Location"].startswith("/masuk?next=")
