"""Doors that a stranger, or the next person at the same computer, tries: limits, slips, posts, caches."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from PIL import Image

from serentak.agencies import actions as agencies
from serentak.cases import forms
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.people.rules import address_key
from serentak.records import envelope
from serentak.site import middleware
from tests.cases.filing import KIRIM, file, slip_of, typed
from tests.cast import Cast
from tests.records import cases

pytestmark = pytest.mark.django_db

MARK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


def look_up(browser: Client, number: str, code: str, address: str) -> int:
    return int(browser.post("/lacak/", {"number": number, "code": code}, REMOTE_ADDR=address).status_code)


def test_nobody_is_locked_out_of_his_case_by_a_strangers_tries(client: Client) -> None:
    file(client)
    number, code = slip_of(client)
    tries = [look_up(Client(), number, "AAAAAAAAAA", "203.0.113.9") for _ in range(40)]
    assert tries[0] == 404 and tries[-1] == 429
    assert look_up(Client(), number, code, "203.0.113.9") == 429, (
        "the guesser waits, even with the right code"
    )
    assert look_up(Client(), number, code, "198.51.100.7") == 303


def test_all_addresses_of_one_household_count_as_one() -> None:
    tries = [look_up(Client(), "ADU-2026-000777", "AAAAAAAAAA", f"2001:db8:1:2::{n:x}") for n in range(40)]
    assert tries[-1] == 429
    assert look_up(Client(), "ADU-2026-000777", "AAAAAAAAAA", "2001:db8:1:3::1") == 404
    assert address_key("::ffff:203.0.113.9") == address_key("203.0.113.9")


def test_a_forwarded_address_is_believed_of_our_own_proxy_only(settings: Any) -> None:

    def tell(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.META["REMOTE_ADDR"])

    def asked(forwarded: str) -> str:
        request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        return middleware.log(tell)(request).content.decode()

    settings.BEHIND_PROXY = False
    assert asked("6.6.6.6") == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert asked("6.6.6.6, 203.0.113.9") == "203.0.113.9", "the last hop, which the client cannot write"


def test_the_counters_slip_is_not_for_the_next_person_at_the_computer(cast: Cast) -> None:
    browser = cast.verifier.client()
    form = {**typed(), "channel": "counter", "read": "ya", "pos": str(cast.verifier.holding)}
    answer = browser.post("/meja/pengaduan/baru", form)
    assert answer.status_code == 303, answer.content.decode()
    slip = browser.cookies[forms.DESK_COOKIE].value
    number, code = envelope.slip_from(slip).number, envelope.slip_from(slip).code  # type: ignore[union-attr]
    assert number in browser.get("/meja/pengaduan/tanda-terima").content.decode()
    browser.post("/keluar")
    browser.cookies.pop("sesi", None)
    after = browser.get("/meja/pengaduan/tanda-terima")
    assert after.status_code == 302 and after["Location"].startswith("/masuk?")
    assert code not in after.content.decode()


def test_a_form_of_a_post_that_ended_acts_in_no_other_post(cast: Cast) -> None:
    """Whoever holds two posts opens a case in one of them, and sends the form after that one ended."""
    both, done = cast.own_head, cases.file()
    browser, post = both.client(), both.holding
    form = {"act": "confirm", "version": "1", "key": str(uuid7()), "pos": str(post)}
    assert cast.other_head.holding != post and cast.other_head.username == both.username
    allowed = browser.post(f"/meja/berkas/{done.subject}", form)
    assert "bukan lagi jabatan Anda" not in allowed.content.decode()
    agencies.end_holding(holding=post, until=now(), by=cast.administrator.actor(), at=now(), key=uuid7())
    answer = browser.post(f"/meja/berkas/{done.subject}", form)
    assert answer.status_code == 403 and "bukan lagi jabatan Anda" in answer.content.decode()
    assert browser.get(f"/meja/?pos={post}").status_code == 200, "reading goes on in the post still held"


def test_a_slip_is_not_made_without_our_key(client: Client) -> None:
    file(client)
    signed = client.cookies["slip"].value
    head, rest = signed.split(":", 1)
    for forged in (head + "A:" + rest, signed[:-2] + "AA", "", "::", "a:b:c", head, "é" * 60):
        stranger = Client()
        stranger.cookies["slip"] = forged
        assert 'name="code"' in stranger.get("/lacak/").content.decode(), forged
        assert stranger.post("/lacak/kabar", {"token": forged, "act": "add", "note": "x"}).status_code == 401


@pytest.mark.parametrize(
    "address", ["/", "/layanan/", KIRIM, "/lacak/", "/masuk", "/catatan/", "/unit/", "/isi/"]
)
def test_no_shared_cache_keeps_a_page(address: str) -> None:
    """A page carries a form token, and perhaps a key or a post."""
    assert {"private"} <= {part.strip() for part in Client().get(address)["Cache-Control"].split(",")}


def photo() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 20)).save(made, "JPEG")
    return made.getvalue()


def test_a_case_shows_nothing_to_another_agency_and_runs_nothing(client: Client, cast: Cast) -> None:
    sent = SimpleUploadedFile("'><svg onload=alert(1)>.html", photo(), "text/html")
    file(
        client,
        {**typed(about=MARK, story=MARK, place__landmark=MARK, reporter_name=MARK[:100]), "photos": sent},
    )
    number, _ = slip_of(client)
    slip, track = (
        client.get("/layanan/pengaduan/tanda-terima").content.decode(),
        client.get("/lacak/").content.decode(),
    )
    verifier = cast.verifier.client()
    record = verifier.get("/meja/", {"q": number}).content.decode().split("/meja/berkas/")[1][:36]
    page = verifier.get(f"/meja/berkas/{record}").content.decode()
    for text in (
        slip,
        track,
        page,
        verifier.get("/meja/").content.decode(),
        Client().get("/catatan/").content.decode(),
    ):
        assert "<script>alert" not in text and "<img src=x" not in text and "<svg onload" not in text
    hash = re.findall("/berkas/([0-9a-f]{64})", page)[0]
    answer = verifier.get(f"/berkas/{hash}")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    assert ".html" not in answer["Content-Disposition"] and "<" not in answer["Content-Disposition"]
    for part in ("officer", "other_officer", "head", "administrator", "inspector"):
        other = getattr(cast, part).client()
        assert other.get(f"/meja/berkas/{record}").status_code == 404, part
        assert other.get(f"/berkas/{hash}").status_code == 404, part
        act = {"act": "ask", "version": "1", "key": str(uuid7()), "question": "x"}
        assert other.post(f"/meja/berkas/{record}", act).status_code == 404, part
        foreign = act | {"pos": str(cast.verifier.holding)}
        assert other.post(f"/meja/berkas/{record}", foreign).status_code == 403, part
        assert f"/meja/berkas/{record}" not in other.get("/meja/", {"q": number}).content.decode(), part
    assert Client().get(f"/berkas/{hash}").status_code == 404
