"""The inbox: whose it is, what it shows, how it is filtered, and how few statements it takes."""

from typing import Any

import pytest
from django.test import Client

from tests.cases.filing import file, slip_of, typed

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/meja/?view=overdue")
    assert answer.status_code == 302
    assert answer["Location"] == "/masuk?next=%2Fmeja%2F%3Fview%3Doverdue"


def test_an_account_without_a_post_is_refused(cast: Any) -> None:
    answer = cast.citizen.client().get("/meja/")
    assert answer.status_code in (302, 403)


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_filed_waits_for_the_verifier_alone(client: Client, cast: Any, language: str) -> None:
    file(client)
    number, _code = slip_of(client)
    verifier = cast.verifier.client()
    verifier.cookies["bahasa"] = language
    page = verifier.get("/meja/").content.decode()
    assert number in page
    assert "Jalan berlubang di depan pasar" in page
    for who in (cast.officer, cast.head, cast.other_officer, cast.own_officer):
        assert number not in who.client().get("/meja/", {"view": "agency"}).content.decode()


@pytest.mark.parametrize("name", ["governor", "legislator", "front_desk", "coordinator"])
def test_a_post_to_which_no_case_comes_is_told_so_and_led_on(cast: Any, name: str) -> None:
    page = cast.members()[name].client().get("/meja/").content.decode()
    comes = name in ("front_desk", "coordinator")  # the obstacles it raised, or that climb to it
    assert ("Jabatan ini tidak menerima berkas" in page) != comes and ('class="filters' in page) == comes
    assert comes or "/unit/peran/" in page.partition('class="empty"')[2].partition("</div>")[0]


def test_an_empty_list_says_what_to_do(cast: Any) -> None:
    page = cast.officer.client().get("/meja/").content.decode()
    assert 'class="empty"' in page


def test_whoever_administers_comes_to_what_is_wrong_instead_of_an_empty_inbox(cast: Any) -> None:
    for who in (cast.administrator, cast.unit_administrator):
        answer = who.client().get("/meja/", {"pos": who.holding})
        assert (answer.status_code, answer["Location"]) == (302, f"/kelola/?pos={who.holding}")


def test_filters_narrow_and_can_be_dropped(client: Client, cast: Any) -> None:
    file(client)
    number, _code = slip_of(client)
    verifier = cast.verifier.client()
    assert number in verifier.get("/meja/", {"region": "76.02"}).content.decode()
    page = verifier.get("/meja/", {"region": "76.01"}).content.decode()
    assert number not in page
    assert "/meja/?" in page or 'href="/meja/"' in page
    assert number in verifier.get("/meja/", {"q": number.lower()}).content.decode()
    assert number in verifier.get("/meja/", {"state": "filed"}).content.decode()
    assert number not in verifier.get("/meja/", {"state": "closed"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"view": "nonsense"},
        {"after": "zzz"},
        {"after": "f~2026~xx"},
        {"region": "'; drop"},
        {"type": "permit"},
        {"pos": "999999"},
        {"pos": "x"},
        {"q": "%"},
        {"state": "nothing"},
    ],
)
def test_odd_addresses_are_answered(cast: Any, query: dict[str, str]) -> None:
    assert cast.verifier.client().get("/meja/", query).status_code == 200


def test_statements_do_not_grow_with_the_rows(
    client: Client, cast: Any, django_assert_max_num_queries: Any
) -> None:
    verifier = cast.verifier.client()
    for n in range(6):
        file(client, typed(about=f"Jalan {chr(97 + n) * 3}"), REMOTE_ADDR=f"10.1.{n}.1")
    with django_assert_max_num_queries(10):
        page = verifier.get("/meja/").content.decode()
    assert page.count('class="no"') >= 6


def test_links_keep_the_post(client: Client, cast: Any) -> None:
    file(client)
    holding = cast.verifier.actor().holding
    page = cast.verifier.client().get("/meja/", {"pos": str(holding.id)}).content.decode()
    assert f"?pos={holding.id}" in page
    assert f'name="pos" value="{holding.id}"' in page
