"""What no page of ours sends: it is refused in words, in time, and never as a fault of our own."""

import json
import time
from typing import Any

import pytest
from django.test import Client

from serentak.lib.ids import uuid7
from serentak.people.models import Person
from serentak.records import kinds
from serentak.records.kinds import reading
from tests.cases.filing import KIRIM, file, typed
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DEEP = '{"key": "%s", "agency": %s}'
PLAIN = {"about": "Jalan", "story": "Rusak", "category": "jalan", "naming": "anonymous"}


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


def json_door(browser: Client, body: str) -> Any:
    return browser.generic("POST", KIRIM, body, content_type="application/json")


@pytest.mark.parametrize(
    "lat", ["1e999990", "1e999999", "1e-999999", "NaN", "Infinity", "1_0", "1" * 5000, "0x1", "2,5"]
)
def test_a_position_that_would_cost_minutes_is_refused_at_once(stranger: Client, lat: str) -> None:
    began = time.process_time()
    answer = file(stranger, typed(place__lat=lat, place__lon="119"))
    assert answer.status_code == 400 and "Posisi ini" in answer.content.decode()
    assert time.process_time() - began < 2


def test_a_position_as_a_phone_writes_it_is_taken() -> None:
    read = reading._degrees
    assert [
        read(text, reading.LATITUDE) for text in ("-2.67544", "-2.675442309999999", "0", "+1.", "-0.0000004")
    ] == [-2_675_440, -2_675_442, 0, 1_000_000, 0]


@pytest.mark.parametrize("part", ["day", "month", "year"])
@pytest.mark.parametrize("figures", ["99999999999999999999", "9" * 5000])
def test_a_date_beyond_every_calendar_is_refused(stranger: Client, part: str, figures: str) -> None:
    answer = file(stranger, typed(**{f"happened__{part}": figures}))
    assert answer.status_code == 400 and "Tulis tanggal dengan angka" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["place", "happened", "about", "naming", "agency", "category", "reporter_phone"]
)
@pytest.mark.parametrize("shape", ["plain", "parts", "refresh"])
def test_a_field_in_the_wrong_shape_comes_back_with_the_form(stranger: Client, name: str, shape: str) -> None:
    form = {key: value for key, value in typed().items() if key.split(".")[0] != name}
    form |= {f"{name}.x": "a"} if shape == "parts" else {name: "bukan"}
    answer = file(stranger, form | ({"refresh": "place"} if shape == "refresh" else {}))
    taken = {("plain", "about"), ("parts", "happened")}  # a text is a text; parts no date has are no date
    wanted = 200 if shape == "refresh" else 303 if (shape, name) in taken else 400
    assert answer.status_code == wanted


@pytest.mark.parametrize(
    "nested",
    [
        "[" * 100_000,
        "[" * 980 + "]" * 980,
        '{"a":' * 5000 + "1" + "}" * 5000,
        "[[[1]]]",
        '{"district": ["76.02.01"]}',
    ],
)
def test_json_that_is_nested_without_end_is_no_filing(stranger: Client, nested: str) -> None:
    answer = json_door(stranger, DEEP % (uuid7(), nested))
    assert (answer.status_code, answer.json()["code"]) == (400, "not_json")


@pytest.mark.parametrize(
    "odd",
    [
        {"happened": {"year": "2026", "month": 10**30, "day": 1}},
        {"happened": [1]},
        {"place": [1]},
        {"place": {"lat": {}}},
        {"about": 5},
        {"naming": {"a": 1}},
        {"category": ["jalan"]},
        {"agency": True},
        {"about": "\ud800"},
        {"place": {"district": "\x00"}},
        {"\ud800": "x"},
    ],
)
def test_json_of_the_wrong_kind_is_named_field_by_field(stranger: Client, odd: dict[str, Any]) -> None:
    body = {**PLAIN, "place": {"district": "76.02.01"}, "key": str(uuid7()), **odd}
    answer = json_door(stranger, json.dumps(body))
    assert answer.status_code == 400 and set(answer.json()["fields"]) & set(odd)


@pytest.mark.parametrize("address", ["/lacak/", "/masuk"])
def test_a_nul_in_what_is_looked_up_is_a_bad_request(stranger: Client, address: str) -> None:
    answer = stranger.post(
        address, {"number": "A\0", "code": "ABCDEFGHIJ", "username": "a\0", "password": "x"}
    )
    assert answer.status_code == 400 and "bad_request" in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\0"},
        {"type": "\0"},
        {"region": "\0"},
        {"state": "\0"},
        {"view": "\0"},
        {"pos": "\0"},
        {"after": "f~0001-01-01T00:00:00+23:59~" + "0" * 32},
        {"after": "f~9999-12-31T23:59:59-23:59~" + "0" * 32},
        {"after": "b~9999-99-99~" + "0" * 32},
        {"q": "9" * 80},
        {"q": "²"},
    ],
)
def test_a_list_asked_for_oddly_is_no_fault(cast: Cast, asked: dict[str, str]) -> None:
    browser = cast.officer.client()
    browser.raise_request_exception = False
    assert browser.get("/meja/", asked).status_code in (200, 400)


@pytest.mark.parametrize("kind", ["0", "entries"])
@pytest.mark.parametrize(
    "tail", ["x001/" * 1500 + "001", "x999/" * 6 + "999", "x999/" * 5 + "999", "000.p/0", "000.p/999"]
)
def test_tiles_beyond_every_log_are_absent(stranger: Client, kind: str, tail: str) -> None:
    assert stranger.get(f"/catatan/tile/{kind}/{tail}").status_code == 404


@pytest.mark.parametrize("letters", ["hex", "utf-7", "utf-16", "none"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("address", [KIRIM, "/masuk", "/meja/", "/lacak/kabar"])
def test_forms_in_other_letters_are_refused(cast: Cast, letters: str, kind: str, address: str) -> None:
    browser = cast.officer.client()
    browser.raise_request_exception = False
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'
    answer = browser.generic("POST", address, body, content_type=f"{kind}; charset={letters}")
    assert answer.status_code == 400 and "bad_request" in answer.content.decode()


@pytest.mark.parametrize("length", ["9" * 5000, "9" * 20, "70000001", "-1", "x", "\u00b2"])
def test_a_length_that_is_none_is_refused_unread(stranger: Client, length: str) -> None:
    assert stranger.get("/", CONTENT_LENGTH=length).status_code == 413


def test_signs_that_turn_the_direction_of_writing_are_dropped() -> None:
    assert kinds.clean("lunas \u202e0001 pR\u202c \u2066x\u2069") == "lunas 0001 pR x"
    assert kinds.clean("👩\u200d👧 á") == "👩\u200d👧 á"
    assert kinds.clean("\u200b\u2800\u3164\ufeff\u00ad") == "", "what nobody sees is no answer"


def test_a_citizens_name_is_one_line_of_signs_that_are_seen(stranger: Client) -> None:
    name = "Warga\r\nBcc: a@b.id \u202eK\u0000\u200b"
    asked = {"username": "k@contoh.id", "name": name, "password": "kereta senja berangkat"}
    assert stranger.post("/akun/baru", asked).status_code == 200
    assert Person.objects.get(username="k@contoh.id").name == "Warga Bcc: a@b.id K"
