"""The verifier's door: reports from other channels, in the verifier's post alone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cases.filing import typed

pytestmark = pytest.mark.django_db
BARU = "/meja/pengaduan/baru"


def form(pos: int, **changed: str) -> dict[str, Any]:
    return {**typed(**changed), "channel": "lapor", "lapor_number": "9912345", "pos": str(pos)}


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
