"""The NIK: what can be one, that it lies nowhere in clear, who reads it, and that it goes with an erasure."""

import logging
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings

from serentak.agencies.rules import PUBLIC
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.records import actions
from serentak.records.checks.comparison import tables
from serentak.records.kinds import Wrong, nik
from serentak.records.queries.form import form
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.records import specimen
from tests.records.cases import act
from tests.records.walk import REPORT

KEY = b"k" * 32
WOMAN, ELSEWHERE = "7602044112900001", "7371011201850002"
FIELD: dict[str, Any] = {
    "id": "number", "kind": "nik", "personal": "nik", "law": "uu-27-2022-20", "required": True,
    "label": {"id": "NIK", "en": "NIK"}, "when": {"all": [{"field": "naming", "is_not": "anonymous"}]},
}  # fmt: skip


@pytest.mark.parametrize("typed", ["7602 0441 1290 0001", "7602-0441-1290-0001", " 7602044112900001 "])
def test_it_is_read_however_it_is_grouped(typed: str) -> None:
    assert nik.read(typed) == WOMAN and nik.read("") is None


@pytest.mark.parametrize(
    "typed",
    ["760204411290000", "76020441129000011", "760204411290000x", "7602040012900001", "7602043202900001",
     "7602047202900001", "7602044113900001", "7602044112900000", "7602043002900001", "٧602044112900001"],
)  # fmt: skip
def test_what_cannot_be_one_is_refused(typed: str) -> None:
    with pytest.raises(Wrong):
        nik.read(typed)


def test_a_leap_day_of_either_century_can_be_a_birthday() -> None:
    assert nik.read("7602042902000001") and nik.read("7602042902960001")
    with pytest.raises(Wrong):
        nik.read("7602042902010001")


def test_a_district_that_is_not_ours_is_a_warning_and_nothing_more() -> None:
    regions = law.library().regions
    assert nik.read(ELSEWHERE) == ELSEWHERE
    assert "73.71.01" in nik.written(ELSEWHERE, regions)["id"]
    assert nik.written(WOMAN, regions) == {"id": "7602 0441 1290 0001", "en": "7602 0441 1290 0001"}


def test_it_opens_for_its_record_and_file_key_alone_and_matches_by_the_key() -> None:
    record = uuid7()
    first, again = nik.kept(KEY, record, WOMAN), nik.kept(KEY, record, WOMAN)
    assert first["nik"] != again["nik"] and first["nik_hash"] == again["nik_hash"]
    sealed = bytes.fromhex(first["nik"])
    assert nik.opened(KEY, record, sealed) == WOMAN
    for key, of, bytes_ in (
        (b"x" * 32, record, sealed),
        (KEY, uuid7(), sealed),
        (KEY, record, sealed[:-1] + b"\0"),
    ):
        with pytest.raises(ValueError):
            nik.opened(key, of, bytes_)
    assert nik.matching(KEY, WOMAN).hex() == first["nik_hash"] != nik.matching(b"x" * 32, WOMAN).hex()


def everywhere(database: OwnDatabase) -> str:
    """All rows of all tables as text, bytes as they are where they are text."""
    with psycopg.connect(database.dsn("admin")) as admin:
        tables = admin.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        rows = [
            repr(row) for (table,) in tables.fetchall() for row in admin.execute(f'SELECT * FROM "{table}"')
        ]
    return "\n".join(rows)


def filed(number: str, **more: Any) -> Any:
    raw = {**REPORT, "number": number, **more}
    return actions.perform(None, "file", raw, by=PUBLIC, at=now(), key=uuid7(), type="asking")


def reporter(cast: Cast, record: UUID) -> str:
    return str(record_page(cast.verifier.actor(), record, at=now()).reporter)


def test_it_lies_nowhere_in_clear_is_read_on_record_and_goes_with_an_erasure(
    own_database: OwnDatabase, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    specimen.publish(own_database, specimen.complaint("asking", FIELD))
    done = filed(ELSEWHERE)
    [(kept, found)] = own_database.ask("SELECT nik, nik_hash FROM records_private")
    assert nik.opened(settings.FILE_KEY, done.subject, bytes(kept)) == ELSEWHERE
    assert bytes(found) == nik.matching(settings.FILE_KEY, ELSEWHERE)
    text = everywhere(own_database)
    assert ELSEWHERE not in text and ELSEWHERE not in caplog.text and bytes(kept).hex() in text
    assert "7371 0112 0185 0002 (kode wilayah 73.71.01" in reporter(cast, done.subject)
    assert own_database.ask("SELECT purpose FROM ledger_access") == [("handling",)]
    with psycopg.connect(own_database.dsn("admin")) as admin:  # the row is the fold of its entries
        assert not [
            one for one in tables(admin) if str(done.subject) in one.place or done.number in one.place
        ]
    assert done.code
    _, page = by_slip(done.number, done.code, at=now())
    assert ELSEWHERE not in str(page)
    act(done.subject, "refuse", cast.verifier.actor(), {"ground": "incomplete", "reason": "Kurang."})
    act(done.subject, "erase", cast.verifier.actor(), {"reason": "Diminta."})
    text = everywhere(own_database)
    assert bytes(kept).hex() not in text and bytes(found).hex() not in text and repr(bytes(kept)) not in text


def test_who_stays_anonymous_leaves_no_number_and_a_wrong_one_is_said_at_its_field(
    own_database: OwnDatabase,
) -> None:
    specimen.publish(own_database, specimen.complaint("asking", FIELD))
    filed(WOMAN, naming="anonymous")
    assert own_database.ask("SELECT 1 FROM records_private") == []
    with pytest.raises(Exception, match="perbaik|mending") as no:
        filed("7602")
    assert "16 angka" in no.value.fields["number"]["id"]  # type: ignore[attr-defined]
    assert [f.kind for f in form("asking", "file", PUBLIC, at=now()) if f.id == "number"] == ["nik"]
