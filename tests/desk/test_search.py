"""The search page and the files of lists: whose they are, what they say, what is never in them."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from serentak.desk import table
from serentak.records.queries import export
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.records.cases import answered, file, forward
from tests.records.finding import followed

PERSONAL = {
    "naming": "named",
    "reporter_name": "Zulkifli Rahmat",
    "reporter_phone": "0812 7777 1234",
    "reporter_email": "zulkifli@contoh.id",
}
FORMULA = '=HYPERLINK("x")'


def page(browser: Client, **asked: Any) -> str:
    answer = browser.get("/meja/cari", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def taken(browser: Client, form: str, **asked: Any) -> bytes:
    answer = browser.get("/meja/unduh", asked | {"bentuk": form})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], answer.content
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_what_is_found_is_marked_and_escaped_and_nobody_elses(own_database: OwnDatabase, cast: Cast) -> None:
    done = file(about="Pompa <b>air</b> macet", story="Sudah tiga hari pompanya mati.")
    followed(own_database)
    shown = page(cast.verifier.client(), q="pompa")
    assert done.number in shown and "<mark>Pompa</mark> &lt;b&gt;air&lt;/b&gt; macet" in shown
    assert "<mark>pompanya</mark>" in shown
    assert done.number not in page(cast.other_officer.client(), q="pompa")
    assert "Apa yang dicari?" in page(cast.verifier.client())
    assert "Kata ini ada di semua laporan" in page(cast.verifier.client(), q="yang dan")
    assert "Tulis tanggal seperti" in page(cast.verifier.client(), q="pompa", since="besok")
    chosen = page(
        cast.verifier.client(),
        type="complaint", field="category", value="jalan", sort="up", kolom=["f.story", "agency"],
    )  # fmt: skip
    assert "Sudah tiga hari pompanya mati." in chosen and "Tenggat</th>" not in chosen


@pytest.mark.parametrize("asked", [
    {"q": "x\0y"}, {"type": "permit"}, {"field": "story", "type": "complaint"}, {"sort": "up"}, {"body": "9" * 40}, {"after": "x", "q": "a"},
    {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"kolom": "f.reporter_name", "type": "complaint", "q": "a"}, {"low": "x", "high": "y", "field": "about", "type": "complaint"},
])  # fmt: skip
def test_odd_addresses_are_answered(own_database: OwnDatabase, cast: Cast, asked: dict[str, str]) -> None:
    page(cast.verifier.client(), **asked)
    taken(cast.verifier.client(), "json", **asked)


def test_a_file_holds_the_list_and_nothing_personal_and_reckons_nothing(
    own_database: OwnDatabase, cast: Cast
) -> None:
    first, second = answered(cast, about=FORMULA, **PERSONAL), file(about="Pompa mati", **PERSONAL)
    followed(own_database)
    browser = cast.verifier.client()
    for list in ({"type": "complaint"}, {"view": "agency"}, {"view": "agency", "type": "complaint"}):
        rows = [*csv.reader(StringIO(taken(browser, "csv", **list).decode("utf-8-sig")), delimiter=";")]
        assert {row[0] for row in rows[1:]} == {first.number, second.number}
        assert {row[1] for row in rows[1:]} == {f"'{FORMULA}", "Pompa mati"}
        told = json.loads(taken(browser, "json", **list))
        assert {one["number"]: one["title"] for one in told} == {
            first.number: FORMULA,
            second.number: "Pompa mati",
        }
        book = CalamineWorkbook.from_filelike(BytesIO(taken(browser, "xlsx", **list)))
        sheet = book.get_sheet_by_index(0).to_python()
        assert len(sheet) == 3 and sheet[0][:2] == ["Nomor", "Perihal"]
        assert {row[1] for row in sheet[1:]} == {FORMULA, "Pompa mati"}
        for form in table.FORMS:
            raw = taken(browser, form, **list).lower()
            assert not any(word in raw for word in (b"zulkifli", b"7777", b"contoh.id", b"<f>")), form
    (one,) = json.loads(
        taken(browser, "json", type="complaint", q="pompa", kolom=["f.category", "f.reporter_name"])
    )
    assert one == {"number": second.number, "f.category": "Jalan dan jembatan"}


def test_a_file_is_its_readers_list_and_taking_it_is_on_record(own_database: OwnDatabase, cast: Cast) -> None:
    mine, other = file(about="Pompa satu"), file(about="Pompa dua")
    forward(mine, cast)
    followed(own_database)
    for asked in ({"q": "pompa"}, {"view": "agency"}, {"q": "pompa", "sort": "relevance"}):
        told = json.loads(taken(cast.officer.client(), "json", **asked))
        assert [one["number"] for one in told] == [mine.number]
        assert json.loads(taken(cast.other_officer.client(), "json", **asked)) == []
    assert json.loads(taken(cast.verifier.client(), "json", q="yang dan")) == []
    rows = own_database.ask("SELECT person, purpose FROM ledger_access ORDER BY id")
    persons = [cast.officer.actor().person, cast.other_officer.actor().person, cast.verifier.actor().person]
    assert rows == [(person, "export") for person in persons]
    shown = cast.auditor.client().get("/meja/akses").content.decode()
    assert "Mengunduh daftar berkas" in shown and other.number not in shown


def test_a_list_that_is_too_long_is_refused_in_words(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        file(about=f"Pompa {n}")
    monkeypatch.setattr(export, "CEILING", 2)
    answer = cast.verifier.client().get("/meja/unduh", {"type": "complaint"})
    assert answer.status_code == 422 and "Persempit" in answer.content.decode()
