"""Tracking with number and code, and what a citizen may do there."""

from typing import Any

import pytest
from django.test import Client

from serentak.cases import actions
from serentak.lib import clock
from serentak.lib.ids import uuid7
from serentak.records import actions as records
from serentak.records import envelope
from serentak.records.queries.slip import actor_of
from tests.cases.filing import file, slip_of, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def slip(client: Client) -> tuple[str, str]:
    """A case just filed; the browser forgets it."""
    file(client)
    number, code = slip_of(client)
    client.cookies.pop("slip")
    return number, code


def open_case(client: Client, number: str, code: str) -> Any:
    return client.post("/lacak/", {"number": number, "code": code})


def by_verifier(cast: Any, slip: tuple[str, str], act: str, data: dict[str, Any]) -> None:
    _by, row = actor_of(*slip)
    records.perform(
        row.id, act, data, by=cast.verifier.actor(), at=clock.now(), key=uuid7(), version=row.version
    )


@pytest.mark.parametrize("spell", [str, str.lower, lambda c: f" {c[:4]}-{c[4:8]} {c[8:]} "])
def test_number_and_code_open_the_case_however_typed(
    client: Client, slip: tuple[str, str], spell: Any
) -> None:
    answer = open_case(client, slip[0].lower(), spell(slip[1]))
    assert (answer.status_code, answer["Location"]) == (303, "/lacak/")
    assert slip[0] in client.get("/lacak/").content.decode()


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_answers_where_who_until_when_and_what_next_in_this_order(
    client: Client, slip: tuple[str, str], language: str
) -> None:
    client.cookies["bahasa"] = language
    open_case(client, *slip)
    page = client.get("/lacak/").content.decode()
    where, who, until, following, history = {
        "id": ("Ada di", "Dipegang", "Janji layanan", "Berikutnya", "Riwayat"),
        "en": ("w4", "w4", "Service promise", "nextup", "tl2"),
    }[language]
    places = [page.index(words) for words in (where, who, until, following, history)]
    assert places == sorted(places)
    assert "Siti Rahmah" not in page, "who holds the slip sees the report, not the person"


def test_the_reporter_rereads_what_was_sent(client: Client, slip: tuple[str, str]) -> None:
    open_case(client, *slip)
    sent = client.get("/lacak/").content.decode().split("Yang Anda laporkan", 1)[1].split("Riwayat", 1)[0]
    assert typed()["about"] in sent and typed()["story"] in sent


def test_a_step_passed_over_is_not_ticked(client: Client, slip: tuple[str, str], cast: Any) -> None:
    by_verifier(cast, slip, "refuse", {"ground": "incomplete", "reason": "Kurang jelas."})
    open_case(client, *slip)
    steps = client.get("/lacak/").content.decode().split('class="track5"', 1)[1].split("</ol>", 1)[0]
    assert steps.count('class="done') == 2 and steps.count('class="skip') == 3


def test_a_wrong_code_and_an_unknown_number_get_one_answer(client: Client, slip: tuple[str, str]) -> None:
    wrong = open_case(client, slip[0], "AAAAAAAAAA")
    unknown = open_case(client, "ADU-2026-999999", slip[1])
    assert wrong.status_code == unknown.status_code == 404
    assert "slip" not in wrong.cookies
    assert slip[0] in wrong.content.decode(), "what was typed stays"
    strip = lambda page, number: page.replace(number, "")  # noqa: E731
    said = [r.content.decode().split("error-title")[2] for r in (wrong, unknown)]
    assert strip(said[0], slip[0])[:200] == strip(said[1], "ADU-2026-999999")[:200]


@pytest.mark.parametrize(("number", "code"), [("", "AAAAAAAAAA"), ("ADU-2026-000001", "AAA"), ("", "")])
def test_what_cannot_be_a_slip_is_said_before_anything_is_asked(
    client: Client, number: str, code: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = open_case(client, number, code)
    assert answer.status_code == 400
    assert "ds-error-summary" in answer.content.decode()


def test_tries_are_counted_by_number(
    client: Client, slip: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {"door.lookups_per_hour_address": 100, "door.lookups_per_hour_number": 2}
    monkeypatch.setattr(actions, "limit", lambda name, at: limits[name])
    tries = [open_case(client, slip[0], "AAAAAAAAAA").status_code for _ in range(3)]
    assert tries == [404, 404, 429]
    assert open_case(client, slip[0], slip[1]).status_code == 429, "also the right code has to wait"
    assert open_case(client, "ADU-2026-000999", "AAAAAAAAAA").status_code == 404


def test_tries_are_counted_by_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"door.lookups_per_hour_address": 2, "door.lookups_per_hour_number": 100}
    monkeypatch.setattr(actions, "limit", lambda name, at: limits[name])
    tries = [open_case(client, f"ADU-2026-00000{n}", "AAAAAAAAAA").status_code for n in range(3)]
    assert tries == [404, 404, 429]


def test_leaving_forgets_the_case(client: Client, slip: tuple[str, str]) -> None:
    open_case(client, *slip)
    client.post("/lacak/tutup")
    page = client.get("/lacak/").content.decode()
    assert slip[0] not in page
    assert 'name="code"' in page


def form_of(page: str, act: str) -> dict[str, str]:
    """The hidden fields of one act's form."""
    part = next(p for p in page.split("<form") if f'value="{act}"' in p)
    return {
        name: part.split(f'name="{name}" value="')[1].split('"')[0]
        for name in ("token", "act", "version", "key")
    }


def test_a_citizen_adds_news(client: Client, slip: tuple[str, str]) -> None:
    open_case(client, *slip)
    hidden = form_of(client.get("/lacak/").content.decode(), "add")
    answer = client.post("/lacak/kabar", {**hidden, "note": "Lubangnya makin dalam."})
    assert answer.status_code == 303
    assert slip[1] not in answer["Location"] and slip[0] not in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert "Lubangnya makin dalam." in page
    assert client.post("/lacak/kabar", {**hidden, "note": "Lubangnya makin dalam."}).status_code == 303
    assert client.get("/lacak/").content.decode().count("Lubangnya makin dalam.") == 1, "a retry adds nothing"


def test_an_empty_note_comes_back_with_what_is_wrong(client: Client, slip: tuple[str, str]) -> None:
    open_case(client, *slip)
    hidden = form_of(client.get("/lacak/").content.decode(), "add")
    answer = client.post("/lacak/kabar", {**hidden, "note": ""})
    page = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert 'href="#f-add-note"' in page


def test_a_question_is_answered(client: Client, slip: tuple[str, str], cast: Any) -> None:
    by_verifier(cast, slip, "ask", {"question": "Di sebelah mana pasar?"})
    open_case(client, *slip)
    page = client.get("/lacak/").content.decode()
    assert "Di sebelah mana pasar?" in page
    hidden = form_of(page, "reply")
    assert client.post("/lacak/kabar", {**hidden, "note": "Sebelah utara."}).status_code == 303
    assert "Sebelah utara." in client.get("/lacak/").content.decode()


def test_an_act_upon_an_old_page_is_refused(client: Client, slip: tuple[str, str], cast: Any) -> None:
    open_case(client, *slip)
    hidden = form_of(client.get("/lacak/").content.decode(), "add")
    by_verifier(cast, slip, "ask", {"question": "Di mana?"})
    assert client.post("/lacak/kabar", {**hidden, "note": "Kabar."}).status_code == 409


@pytest.mark.parametrize("act", ["confirm", "refuse", "forward", "erase", "lapse", "rate", "none"])
def test_acts_of_others_are_refused(client: Client, slip: tuple[str, str], act: str) -> None:
    open_case(client, *slip)
    hidden = form_of(client.get("/lacak/").content.decode(), "add")
    answer = client.post("/lacak/kabar", {**hidden, "act": act, "reason": "x", "rating": "5"})
    assert answer.status_code in (401, 403)


def test_a_forged_or_old_token_is_refused(
    client: Client, slip: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_case(client, *slip)
    hidden = form_of(client.get("/lacak/").content.decode(), "add")
    assert client.post("/lacak/kabar", {**hidden, "token": "x" + hidden["token"]}).status_code == 401
    assert client.post("/lacak/kabar", {**hidden, "token": ""}).status_code == 401
    monkeypatch.setattr(envelope, "SLIP_SECONDS", -1)
    assert client.post("/lacak/kabar", {**hidden, "note": "Kabar."}).status_code == 401


def test_two_tabs_do_not_mix_two_cases(client: Client, slip: tuple[str, str]) -> None:
    open_case(client, *slip)
    hidden = form_of(client.get("/lacak/").content.decode(), "add")
    file(client, typed(about="Sekolah rusak"))
    other = slip_of(client)
    assert other[0] != slip[0]
    client.post("/lacak/kabar", {**hidden, "note": "Untuk yang pertama."})
    page = client.get("/lacak/").content.decode()
    assert slip[0] in page and "Untuk yang pertama." in page


def test_statements_do_not_grow_with_the_history(
    client: Client, slip: tuple[str, str], django_assert_max_num_queries: Any
) -> None:
    open_case(client, *slip)
    for n in range(4):
        hidden = form_of(client.get("/lacak/").content.decode(), "add")
        client.post("/lacak/kabar", {**hidden, "note": f"Kabar {n}."})
    with django_assert_max_num_queries(8):
        client.get("/lacak/")
