"""What people type into numbers and amounts, and lists of codes over time."""

from datetime import date
from typing import Any

import pytest

from serentak.law.references import References
from serentak.records.kinds import Given, Wrong, fault, read, typed, written
from serentak.records.queries.timeline import words
from serentak.records.rules import Field

LABEL = {"id": "Isian", "en": "Field"}
WHOLE = Field("f", "number", LABEL, unit={"id": "orang", "en": "people"}, min=1, max=1000)
DECIMAL = Field("f", "number", LABEL, decimals=2)
MONEY = Field("f", "money", LABEL)


class Library:
    """Nothing but one list."""

    references = References(
        {
            "list": {
                "codes": [
                    {"code": "a", "label": {"id": "Lama", "en": "Old"}, "start": "2020-01-01", "until": "2026-01-01"},
                    {"code": "b", "label": {"id": "Dulu", "en": "Then"}, "start": "2020-01-01", "until": "2026-01-01"},
                    {"code": "b", "label": {"id": "Kini", "en": "Now"}, "start": "2026-01-01"},
                ]
            }
        }
    )  # fmt: skip


def given(on: date = date(2026, 11, 25)) -> Given:
    return Given(Library(), on, "public", lambda number: None, lambda body: False)


@pytest.mark.parametrize(
    ("field", "raw", "kept"),
    [
        (WHOLE, "1.250", 1250),
        (WHOLE, " 40 ", 40),
        (WHOLE, 40, 40),
        (WHOLE, 40.0, 40),
        (WHOLE, "-3", -3),
        (WHOLE, "", None),
        (DECIMAL, "12,5", 1250),
        (DECIMAL, "12.5", 1250),
        (DECIMAL, "1.250,75", 125075),
        (DECIMAL, "1.250.000", 125000000),
        (DECIMAL, "-0,25", -25),
        (DECIMAL, 0.25, 25),
        (MONEY, "Rp 1.500.000,-", 1500000),
        (MONEY, "Rp. 1500000", 1500000),
        (MONEY, "IDR 1.500.000,00", 1500000),
    ],
)
def test_a_number_is_kept_by_its_last_decimal(field: Field, raw: Any, kept: int | None) -> None:
    assert read(raw, field, given()) == kept


@pytest.mark.parametrize(
    ("field", "raw", "says"),
    [
        (WHOLE, "banyak", "dengan angka"),
        (WHOLE, "1,5", "bilangan bulat"),
        (WHOLE, "1,250", "bilangan bulat"),
        (WHOLE, "1.25", "dengan angka"),
        (WHOLE, "12.50.000", "dengan angka"),
        (WHOLE, "1e5", "dengan angka"),
        (WHOLE, 1e30, "dengan angka"),
        (WHOLE, float("nan"), "dengan angka"),
        (WHOLE, True, "teks"),
        (WHOLE, ["1"], "teks"),
        (WHOLE, "٤", "dengan angka"),
        (DECIMAL, "1.250", "titik"),
        (DECIMAL, "1,255", "di belakang koma"),
        (DECIMAL, "9" * 15, "terlalu besar"),
        (DECIMAL, "9" * 5000, "dengan angka"),
        (MONEY, "1500000,50", "bilangan bulat"),
        (MONEY, "$5", "rupiah"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused(field: Field, raw: Any, says: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read(raw, field, given())
    assert says in wrong.value.text["id"] and wrong.value.text["en"]


def test_a_number_reads_as_people_write_it_and_goes_back_into_the_form() -> None:
    assert written(WHOLE, 1250) == {"id": "1.250 orang", "en": "1,250 people"}
    assert written(DECIMAL, 125075) == {"id": "1.250,75", "en": "1,250.75"}
    assert written(MONEY, 1500000) == {"id": "Rp1.500.000", "en": "Rp1,500,000"}
    for field, kept in ((WHOLE, 0), (DECIMAL, 125000), (DECIMAL, -7), (MONEY, 1500000)):
        assert read(typed(field, kept), field, given()) == kept


def test_a_declaration_is_agreed_to_or_nothing() -> None:
    field = Field("f", "declaration", LABEL, text={"id": "Benar.", "en": "True."}, required=True)
    assert [read(raw, field, given()) for raw in ("true", True, "", "false", None, 1.5)] == [
        True, True, None, None, None, None,
    ]  # fmt: skip
    assert "Centang" in fault(field, "required")["id"]
    assert words(field, True) == {"id": "Benar.", "en": "True."}


def test_a_bound_is_said_in_the_fields_own_words() -> None:
    assert fault(WHOLE, "maximum")["id"] == "Paling banyak 1.000 orang."
    assert fault(WHOLE, "minimum")["en"] == "At least 1 people."


def test_a_code_is_taken_while_it_is_in_force_and_read_for_ever() -> None:
    field = Field("f", "reference", LABEL, codes="list")
    assert read("b", field, given()) == "b" and read("a", field, given(date(2025, 12, 31))) == "a"
    for code in ("a", "c"):
        with pytest.raises(Wrong):
            read(code, field, given())
    references = Library.references
    assert references.label("list", "a")["id"] == "Lama" and references.label("list", "b")["id"] == "Kini"
    assert [row["label"]["id"] for row in references.on("list", date(2025, 12, 31))] == ["Lama", "Dulu"]
    assert references.label("list", "gone") == {"id": "gone", "en": "gone"}
