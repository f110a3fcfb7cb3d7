"""The desk's door: reports from other channels, in the post of a verifier or a front desk; read back first."""

import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from PIL import Image

from tests.cases.filing import typed

pytestmark = pytest.mark.django_db
BARU = "/meja/pengaduan/baru"


def form(pos: int, **changed: str) -> dict[str, Any]:
    return {**typed(**changed), "channel": "lapor", "lapor_number": "9912345", "pos": str(pos), "read": "ya"}


def said(cast: Any, **changed: str) -> dict[str, Any]:
    """What somebody says at the front desk, as its officer types it."""
    return {**typed(**changed), "channel": "whatsapp", "pos": str(cast.front_desk.actor().holding.id)}


def test_strangers_and_other_posts_are_refused(client: Client, cast: Any) -> None:
    assert client.get(BARU).status_code == 401
    for who in (cast.officer, cast.head, cast.administrator):
        assert who.client().get(BARU).status_code == 403


def test_the_form_asks_for_the_channel_and_keeps_no_draft(cast: Any) -> None:
    page = cast.verifier.client().get(BARU).content.decode()
    assert 'name="channel"' in page and 'name="lapor_number"' in page
    assert page.index('name="channel"') < page.index('name="about"'), "where it came from is asked first"
    channel = page.split('name="channel"', 1)[1].split('name="about"')[0]
    assert "checked" not in channel, "no channel is chosen for the verifier"
    assert 'value="phone"' in channel and 'value="web"' not in channel, "the desk enters what others bring"
    assert "data-draft" not in page, "what an officer types about others stays out of the browser's store"


def test_a_report_of_another_channel_is_filed_in_the_post_and_gives_a_slip(cast: Any) -> None:
    client = cast.verifier.client()
    holding = cast.verifier.actor().holding
    answer = client.post(BARU, form(holding.id))
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert 'class="slip"' in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM ledger_entry WHERE act = 'file'")
        assert cursor.fetchall() == [(holding.id,)]
        cursor.execute(
            "SELECT field, value_text FROM records_field_index WHERE field IN ('channel', 'lapor_number')"
        )
        assert dict(cursor.fetchall()) == {"channel": "lapor", "lapor_number": "9912345"}


def test_errors_come_back_at_the_desk(cast: Any) -> None:
    client = cast.verifier.client()
    page = client.post(BARU, form(cast.verifier.actor().holding.id, story="")).content.decode()
    assert 'href="#f-story"' in page
    assert 'value="9912345"' in page


def test_an_officer_cannot_post_it_either(cast: Any) -> None:
    answer = cast.officer.client().post(BARU, form(cast.officer.actor().holding.id))
    assert answer.status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_record")
        assert cursor.fetchone()[0] == 0


def test_the_counter_does_not_open_the_case_as_its_reporter(cast: Any) -> None:
    client = cast.verifier.client()
    client.post(BARU, form(cast.verifier.actor().holding.id))
    assert "slip" not in client.cookies
    assert 'name="code"' in client.get("/lacak/").content.decode(), "tracking still asks for number and code"


def test_a_channel_must_be_chosen(cast: Any) -> None:
    answer = cast.verifier.client().post(BARU, {**form(cast.verifier.actor().holding.id), "channel": ""})
    assert 400 <= answer.status_code < 500
    assert 'href="#f-channel"' in answer.content.decode()


def records() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_record")
        return int(cursor.fetchone()[0])


def test_the_front_desk_offers_its_own_channels(cast: Any) -> None:
    page = cast.front_desk.client().get(BARU).content.decode()
    channel = page.split('name="channel"', 1)[1].split('name="about"')[0]
    assert all(f'value="{name}"' in channel for name in ("counter", "phone", "whatsapp"))
    assert (
        not any(f'value="{name}"' in page for name in ("lapor", "web", "letter"))
        and "lapor_number" not in page
    )
    assert 'type="file"' not in page, "files are chosen where it is read back"
    answer = cast.front_desk.client().post(BARU, {**said(cast), "channel": "lapor"})
    assert answer.status_code == 400 and 'href="#f-channel"' in answer.content.decode()


def test_it_is_read_back_and_changed_before_anything_is_filed(cast: Any) -> None:
    client, form = cast.front_desk.client(), said(cast, about="Jembatan <goyah>")
    page = client.post(BARU, form).content.decode()
    assert "Bacakan kembali" in page and "Siti Rahmah" in page and "081234567890" in page
    assert "Jembatan &lt;goyah&gt;" in page and "Jembatan <goyah>" not in page
    assert f'name="key" value="{form["key"]}"' in page, "one key, so one slip"
    assert records() == 0
    changed = client.post(BARU, {**form, "refresh": "ya"}).content.decode()
    assert 'value="Siti Rahmah"' in changed and 'name="read"' not in changed
    assert records() == 0


def test_a_file_is_chosen_where_it_is_read_back_and_a_bad_one_is_said_there(cast: Any) -> None:
    client, form = cast.front_desk.client(), said(cast)
    assert 'name="photos"' in client.post(BARU, form).content.decode()
    bad = io.BytesIO(b"<script>")
    bad.name = "skrip.jpg"
    answer = client.post(BARU, {**form, "read": "ya", "photos": bad})
    assert answer.status_code == 400 and records() == 0
    page = answer.content.decode()
    assert 'href="#f-photos"' in page and "Bacakan kembali" in page and "Siti Rahmah" in page


def test_the_front_desk_files_and_sees_the_slip_and_nothing_else(cast: Any) -> None:
    client = cast.front_desk.client()
    answer = client.post(BARU, {**said(cast), "read": "ya"})
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert 'class="slip"' in page and "/meja/berkas/" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number FROM records_record")
        record, number = cursor.fetchone()
        cursor.execute("SELECT scope FROM records_party WHERE record = %s", [record])
        assert [scope for (scope,) in cursor.fetchall()] == [
            f"q:{cast.verifier.actor().holding.organisation}:verifier"
        ]
    pos = cast.front_desk.actor().holding.id
    assert client.get(f"/meja/berkas/{record}?pos={pos}").status_code == 404
    assert number not in client.get(f"/meja/?pos={pos}&view=agency").content.decode()
    assert number in cast.verifier.client().get("/meja/").content.decode()


def test_the_picture_and_the_message_name_nobody(cast: Any) -> None:
    client = cast.front_desk.client()
    client.post(BARU, {**said(cast), "read": "ya"})
    page = client.get("/meja/pengaduan/tanda-terima").content.decode()
    code = page.split('<dd class="code">')[1].split("</dd>")[0]
    link = page.split('href="https://wa.me/')[1].split('"')[0]
    (text,) = parse_qs(urlsplit(link).query)["text"]
    assert "ADU-" in text and "/lacak/" in text
    assert not any(
        secret in text for secret in (code, code.replace(" ", ""), "#", "Siti", "0812", "berlubang")
    )
    answer = client.get("/meja/pengaduan/tanda-terima.png")
    assert answer["Content-Disposition"].startswith('attachment; filename="ADU-')
    assert "no-store" in answer["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size, picture.info) == ("PNG", (720, 1080), {})
    assert len(answer.content) < 60_000


def test_no_picture_without_a_slip_or_after_signing_out(client: Client, cast: Any) -> None:
    assert client.get("/layanan/pengaduan/tanda-terima.png").status_code == 302
    desk = cast.front_desk.client()
    desk.post(BARU, {**said(cast), "read": "ya"})
    desk.cookies.pop("sesi", None)
    assert desk.get("/meja/pengaduan/tanda-terima.png").status_code == 302
