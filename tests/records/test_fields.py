"""What an act asks: reading, conditions, and messages that say how to mend it."""

from datetime import timedelta
from typing import Any

import pytest

from serentak.agencies.rules import PUBLIC
from serentak.lib.ids import uuid7
from serentak.records import fields
from serentak.records.lifecycle import Standing
from tests.records.walk import (
    OTHER,
    REPORT,
    START,
    VERIFIER,
    answers,
    complaint,
    library,
    organisation,
    walked,
)

NEW = Standing(uuid7())


def filed(**changes: Any) -> fields.Answers:
    raw = {name: value for name, value in {**REPORT, **changes}.items() if value is not None}
    return answers("file", raw, by=PUBLIC, standing=NEW)


def test_a_whole_report_is_accepted_with_the_desks_default() -> None:
    found = filed()
    assert not found.errors
    assert found.values["channel"] == "web" and found.values["place"] == {"district": "76.02.04"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("about", "", "belum diisi"),
        ("about", "x" * 121, "Paling banyak 120"),
        ("about", 7, "teks"),
        ("story", None, "belum diisi"),
        ("story", "x" * 4001, "4000"),
        ("category", "lubang", "daftar"),
        ("category", None, "pilih satu"),
        ("happened", {"day": "31", "month": "2", "year": "2026"}, "kalender"),
        ("happened", {"day": "1", "month": "1", "year": "26"}, "angka"),
        ("happened", (START + timedelta(days=1)).date().isoformat(), "belum terjadi"),
        ("happened", {"day": "", "month": "5", "year": "2026"}, "angka"),
        ("happened", "besok", "angka"),
        ("place", {}, "kecamatan"),
        ("place", {"village": "76.02.04.2001"}, "desanya"),
        ("place", {"district": "76.02.04", "village": "76.03.01.2001"}, "desanya"),
        ("place", {"district": "76.02"}, "daftar"),
        ("place", {"district": "99.99.99"}, "daftar"),
        ("place", {"lat": "91", "lon": "119"}, "luar Indonesia"),
        ("place", {"lat": "abc", "lon": "119"}, "terbaca"),
        ("place", {"lat": "NaN", "lon": "119"}, "terbaca"),
        ("place", {"lat": "-2.6"}, "terbaca"),
        ("place", {"landmark": "pasar"}, "kecamatan"),
        ("place", {"district": "76.02.04", "x": "1"}, "dikenal"),
        ("place", {"district": "76.02.04", "landmark": "x" * 201}, "200"),
        ("place", "Mamuju", "kecamatan"),
        ("agency", "9999", "daftar"),
        ("naming", None, "pilih satu"),
        ("reporter_name", None, "belum diisi"),
        ("reporter_phone", "delapan", "angka"),
        ("reporter_phone", "0812", "angka"),
        ("reporter_email", "sitti@", "surel"),
        ("reporter_email", "a" * 250 + "@b.id", "Terlalu panjang"),
        ("channel", "lapor", "tidak diminta"),
        ("nik", "7602", "tidak diminta"),
        ("public_summary", "x", "tidak diminta"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(name: str, value: Any, says: str) -> None:
    found = filed(**{name: value})
    assert list(found.errors) == [name]
    assert says in found.errors[name]["id"] and found.errors[name]["en"]


def test_values_are_canonical() -> None:
    found = filed(
        about="  Jalan\n berlubang\x00 ",
        happened={"day": "1", "month": "3", "year": "2026"},
        place={"lat": "-2.6784321", "lon": "118.8612345", "district": ""},
        reporter_phone="0812-3456 7890",
        agency=str(organisation("pupr")),
        story="a\r\nb\ud800",
    )
    assert not found.errors
    assert (
        found.values
        | {
            "about": "Jalan berlubang",
            "happened": "2026-03-01",
            "story": "a\nb",
            "place": {"lat": -2678432, "lon": 118861234},
            "reporter_phone": "+6281234567890",
            "agency": organisation("pupr"),
        }
        == found.values
    )


def test_who_stays_anonymous_leaves_nothing_whatever_was_sent() -> None:
    found = filed(naming="anonymous", reporter_phone="kacau")
    assert not found.errors
    assert not [name for name in found.values if name.startswith("reporter_")]


def test_a_tracking_number_is_asked_only_of_what_came_through_lapor() -> None:
    raw = {**REPORT, "channel": "lapor"}
    assert list(answers("file", raw, by=VERIFIER, standing=NEW).errors) == ["lapor_number"]
    given = answers("file", {**raw, "channel": "phone", "lapor_number": "1"}, by=VERIFIER, standing=NEW)
    assert not given.errors and "lapor_number" not in given.values


def test_the_desk_does_not_enter_what_came_through_the_site() -> None:
    found = answers("file", {**REPORT, "channel": "web"}, by=VERIFIER, standing=NEW)
    assert list(found.errors) == ["channel"] and "tidak dipakai di sini" in found.errors["channel"]["id"]


def test_the_acting_body_is_no_target_and_a_duplicate_must_be_visible() -> None:
    standing = walked("file")
    raw = {"target": str(organisation("kominfo")), "public_summary": "x", "category": "jalan"}
    assert "sendiri" in answers("forward", raw, by=VERIFIER, standing=standing).errors["target"]["id"]
    joining = {"duplicate_of": "ADU-2026-000009"}
    assert list(answers("join", joining, by=VERIFIER, standing=standing).errors) == ["duplicate_of"]
    good = answers("join", {"duplicate_of": " adu-2026-000001 "}, by=VERIFIER, standing=standing)
    assert good.values["duplicate_of"] == str(OTHER)


def test_forms_become_nested_data() -> None:
    post = {
        "about": ["x", "y"],
        "place.district": ["76.02.04"],
        "happened.day": "3",
        "key": ["k"],
        "pos": "1",
    }
    assert fields.typed(post) == {"about": "y", "place": {"district": "76.02.04"}, "happened": {"day": "3"}}


@pytest.mark.parametrize(
    ("row", "value", "met"),
    [
        ({"is": 1}, 1, True),
        ({"is": 1}, None, False),
        ({"is_not": 1}, None, True),
        ({"is_not": 1}, 1, False),
        ({"more": 3}, 4, True),
        ({"more": 3}, 3, False),
        ({"more": 3}, None, False),
        ({"less": 3}, 2, True),
        ({"one_of": [1, 2]}, 2, True),
        ({"one_of": [1, 2]}, 3, False),
        ({"empty": True}, "", True),
        ({"empty": True}, "x", False),
        ({"empty": False}, "x", True),
    ],
)
def test_conditions(row: dict[str, Any], value: Any, met: bool) -> None:
    values = {} if value is None else {"f": value}
    assert fields.holds({"all": [{"field": "f", **row}]}, values) is met
    assert fields.holds({"any": [{"field": "f", **row}, {"field": "g", "is": 1}]}, values) is met


def test_every_field_of_every_type_has_a_shape_and_a_reader() -> None:
    kind = complaint()
    every = [*kind.fields.values(), *kind.payload.values()]
    assert set(fields.schema(every)["properties"]) == {f.id for f in every}
    assert library().record_types
