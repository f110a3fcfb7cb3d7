"""Keys over several transactions: what is committed once stays once."""

from typing import Any

from django.db import connection
from django.test import Client

from tests.cases.filing import file, slip_of, typed


def records() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_record")
        return int(cursor.fetchone()[0])


def test_the_same_key_with_other_content_is_refused_and_explained(own_database: Any, client: Client) -> None:
    form = typed()
    file(client, form)
    slip = slip_of(client)
    answer = file(client, {**form, "story": "Ini laporan lain."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'class="refusal"' in page
    assert records() == 1
    assert slip_of(client) == slip, "the first slip is still good"
    assert file(client, form).status_code == 303, "and the first request still has its answer"
    assert records() == 1


def test_a_refused_form_can_be_mended_and_sent_under_its_key(own_database: Any, client: Client) -> None:
    form = typed(about="")
    assert file(client, form).status_code >= 400
    assert file(client, {**form, "about": "Jalan rusak"}).status_code == 303
    assert records() == 1


def test_a_filing_takes_two_statements_and_its_slip_one(
    own_database: Any, client: Client, django_assert_num_queries: Any
) -> None:
    file(client)  # fills the caches of types
    with django_assert_num_queries(2):
        assert file(client, typed(alike="1")).status_code == 303  # its sender saw what is alike
    with django_assert_num_queries(1):
        assert slip_of(client)
