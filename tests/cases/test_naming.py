"""What a filing stores of whoever reports: nothing, or nothing outside the identity."""

from typing import Any

from django.test import Client

from tests.cases.filing import file, typed

PARTS = (
    "SELECT p.kind, convert_from(p.bytes, 'UTF8') FROM ledger_part p JOIN ledger_entry e ON e.id = p.entry"
    " JOIN records_record r ON r.id = e.subject"
)


def test_anonymous_stores_no_trace_of_the_person(own_database: Any, client: Client) -> None:
    form = typed(naming="anonymous", reporter_email="siti@contoh.id")
    assert file(client, form).status_code == 303
    assert own_database.ask("SELECT record FROM records_private") == []
    parts = dict(own_database.ask(PARTS))
    assert "identity" not in parts  # and no hash holds seven of these figures by chance
    assert not any(trace in text for text in parts.values() for trace in ("Siti", "8123456", "contoh.id"))


def test_confidential_keeps_the_name_out_of_the_content(own_database: Any, client: Client) -> None:
    file(client)
    parts = dict(own_database.ask(PARTS))
    assert "Siti Rahmah" in parts["identity"]
    assert "Siti" not in parts["content"]
