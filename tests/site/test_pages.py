"""What every answer carries, how "no" is said, and what is never said."""

import gzip
import json
from collections.abc import Iterator
from types import SimpleNamespace

import brotli
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.translation import override

from serentak.lib.refusal import Refusal
from serentak.site import middleware
from serentak.site.urls import handler400, handler403, handler404, handler500  # noqa: F401  (used by Django below)
from tests.cast import Cast
from tests.conftest import OwnDatabase

SECRET = "a value nobody should see"
SAID = Refusal(
    "not_yours", {"id": "Berkas ini bukan milik Anda.", "en": "This case is not yours."},
    law="UU 27/2022", remedy={"id": "Masuk dulu.", "en": "Sign in first."}, status=403, fields={"about": "Terlalu panjang."},
)  # fmt: skip


def refused(request: HttpRequest) -> HttpResponse:
    raise SAID


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError(SECRET)


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


def long(request: HttpRequest) -> HttpResponse:
    return HttpResponse("kata " * 1000)


urlpatterns = [path("refused", refused), path("broken", broken), path("away", away), path("long", long)]
ours = override_settings(ROOT_URLCONF="tests.site.test_pages")


@pytest.fixture
def browser() -> Iterator[Client]:
    with ours, override("id"):
        yield Client(raise_request_exception=False)


def test_a_refusal_says_what_why_and_what_to_do(browser: Client) -> None:
    answer = browser.get("/refused", headers={"Accept": "text/html"})
    text = answer.content.decode()
    assert answer.status_code == 403 and answer["Cache-Control"] == "no-store"
    for part in (
        "Berkas ini bukan milik Anda.",
        "Masuk dulu.",
        "UU 27/2022",
        "not_yours",
        "Terlalu panjang.",
    ):
        assert part in text
    browser.cookies["bahasa"] = "en"
    assert "This case is not yours." in browser.get("/refused").content.decode()


def test_a_machine_reads_a_refusal_as_problem_json(browser: Client) -> None:
    answer = browser.get("/refused", headers={"Accept": "application/json"})
    assert answer["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert (told["status"], told["code"], told["law"]) == (403, "not_yours", "UU 27/2022")
    assert told["fields"] == {"about": "Terlalu panjang."} and told["remedy"] == "Masuk dulu."


@pytest.mark.parametrize(
    ("address", "status", "code"), [("/broken", 500, "broken"), ("/away", 503, "database_away")]
)
def test_our_own_faults_are_admitted_without_a_trace(
    browser: Client, address: str, status: int, code: str
) -> None:
    answer = browser.get(address)
    text = answer.content.decode()
    assert answer.status_code == status and code in text
    assert SECRET not in text and "Traceback" not in text and "ZeroDivision" not in text
    assert ("Retry-After" in answer) == (status == 503)


def test_an_unknown_address_is_a_page(browser: Client) -> None:
    answer = browser.get("/tidak-ada")
    assert answer.status_code == 404 and 'data-refusal="not_found"' in answer.content.decode()


def test_a_form_without_our_token_is_refused_with_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/bahasa", {"language": "en"})
    assert answer.status_code == 403 and "form_expired" in answer.content.decode()


def test_a_body_too_large_is_refused_unread(browser: Client) -> None:
    answer = browser.generic("POST", "/refused", b"x", headers={"Content-Length": "70000001"})
    assert answer.status_code == 413


def test_every_answer_fences_the_page_in(browser: Client) -> None:
    for address in ("/refused", "/broken", "/tidak-ada", "/long"):
        answer = browser.get(address)
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'", address
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", address
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "same-origin"
        assert "geolocation=(self)" in answer["Permissions-Policy"]


def test_pages_are_compressed_as_the_browser_asks(browser: Client) -> None:
    plain = browser.get("/long")
    assert "Content-Encoding" not in plain and plain["Vary"] == "Accept-Encoding"
    for name, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = browser.get("/long", headers={"Accept-Encoding": name})
        assert packed["Content-Encoding"] == name and len(packed.content) < len(plain.content) / 10
        assert opened(packed.content) == plain.content


def test_the_language_is_kept_and_leads_back() -> None:
    browser = Client()
    answer = browser.post("/bahasa", {"language": "en", "next": "/lacak/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/lacak/?x=1")
    assert browser.cookies["bahasa"].value == "en"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_the_language_switch_leads_nowhere_else(elsewhere: str) -> None:
    assert Client().post("/bahasa", {"language": "en", "next": elsewhere})["Location"] == "/"


def test_an_unknown_language_is_not_kept() -> None:
    assert "bahasa" not in Client().post("/bahasa", {"language": "xx"}).cookies


@pytest.mark.django_db
def test_a_page_without_session_asks_the_database_nothing(
    django_assert_num_queries: object, cast: Cast
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert Client().get("/masuk").status_code == 200


@pytest.mark.django_db
def test_a_made_up_session_is_nobody() -> None:
    browser = Client()
    browser.cookies["sesi"] = "A" * 43
    assert browser.get("/").status_code == 200
    assert browser.get("/meja/").status_code != 200


@pytest.mark.django_db
def test_another_persons_post_is_not_taken(cast: Cast) -> None:
    answer = cast.officer.client().get("/meja/", {"pos": cast.verifier.holding})
    assert answer.status_code == 200 and '<span class="post">Petugas Pengaduan<' in answer.content.decode()
    for wrong in ("x", "-1", "9" * 30, "٣"):
        assert cast.officer.client().get("/meja/", {"pos": wrong}).status_code == 200


def test_health_tells_when_the_log_is_not_sealed(own_database: OwnDatabase) -> None:
    answer = Client().get("/sehat")
    assert answer.json()["database"] is True and answer["Content-Type"] == "application/json"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_leaf")
        assert cursor.fetchone() == (0,)


def test_the_request_log_has_no_address_no_query_and_no_person(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(middleware, "_line", SimpleNamespace(info=lambda event, **rest: told.append(rest)))
    browser.get("/refused?q=rahasia", headers={"User-Agent": "Peramban Budi", "Cookie": "sesi=abc"})
    (line,) = told
    assert line.pop("ms") is not None
    assert line == {"method": "GET", "route": "refused", "status": 403}
