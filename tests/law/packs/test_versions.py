"""Packs beside one another: versions, values in force, all errors at once, hashes."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from serentak.law import packs
from serentak.law.dates import NotInForce
from tests.law.packs.edits import AGENCIES, SCORED, TIMES, change, refused


def test_the_committed_content_loads(content: Path) -> None:
    assert {pack.kind for pack in packs.load(content).packs} == {
        "government",
        "roles",
        "holding_kinds",
        "settings",
        "laws",
        "agencies",
        "calendar",
        "office_hours",
        "record_type",
        "regions",
        "electoral_districts",
        "scored_units",
        "references",
    }


def test_overlapping_values_name_each_other(content: Path) -> None:
    change(
        content,
        TIMES,
        "      - start: 2025-05-01\n        value: 3\n",
        "      - start: 2025-01-01\n        value: 4\n        until: 2025-06-01\n        grade: unconfirmed\n"
        "        source: contoh\n      - start: 2025-05-01\n        value: 3\n",
    )
    (problem,) = refused(content)
    lines = (content / TIMES).read_text().splitlines()
    assert lines[problem.line - 1].strip() == "- start: 2025-05-01"
    assert problem.what == f"it overlaps the value in line {lines.index('      - start: 2025-01-01') + 1}"


def test_the_same_setting_in_two_files(content: Path) -> None:
    shutil.copy(content / TIMES, content / "settings" / "again.yaml")
    change(content, "settings/again.yaml", "name: complaint", "name: again")
    found = refused(content)
    assert len(found) == 10
    assert {problem.file for problem in found} == {"settings/complaint.yaml"}
    assert "the other is settings/again.yaml:" in found[0].remedy


def test_a_new_version_stands_beside_the_old(content: Path) -> None:
    for file in (TIMES, AGENCIES, "roles/roles.yaml", "calendars/2026.yaml"):
        again = file.replace(".yaml", "-2.yaml")
        shutil.copy(content / file, content / again)
        change(content, again, "version: 1\nstart: 20", "version: 2\nstart: 21")
    change(content, "settings/complaint-2.yaml", "value: 3\n", "value: 2\n")
    library = packs.load(content)
    assert library.value("complaint.verify_days", date(2026, 1, 1)).value == 2
    assert [p.version for p in library.packs if p.kind == "roles"] == [1, 2]
    assert library.pack("roles", "roles").version == 2


def test_lists_of_scored_units_follow_one_another_and_never_overlap(content: Path) -> None:
    later = "scored/2027.yaml"
    shutil.copy(content / SCORED, content / later)
    change(content, later, "name: scored-2026", "name: scored-2027")
    (problem,) = refused(content)
    assert problem.what.startswith("it overlaps the list in scored/2026.yaml")
    change(content, later, "start: 2026-01-01", "start: 2027-01-01")
    change(content, later, "decree: unknown", 'decree: {number: "188.4/1", date: 2026-12-01}')
    change(content, SCORED, "decree: unknown", "decree: unknown\nuntil: 2026-12-01")
    library = packs.load(content)
    days = [date(2025, 12, 31), date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1)]
    first, old, between, new = map(library.scored_units, days)
    assert first is between is None
    assert old and (old["until"], old["decree"]) == (date(2026, 12, 1), None)
    assert new and (new["name"], new["decree"]["date"]) == ("scored-2027", date(2026, 12, 1))
    assert new["units"][0]["body"] == "setda"
    change(content, SCORED, "until: 2026-12-01", "until: 2027-01-02")
    assert [p.file for p in refused(content)] == [later]


def test_a_new_version_starts_later(content: Path) -> None:
    shutil.copy(content / TIMES, content / "settings" / "complaint-2.yaml")
    change(content, "settings/complaint-2.yaml", "version: 1\n", "version: 2\n")
    (problem,) = refused(content)
    assert (problem.file, problem.line) == ("settings/complaint-2.yaml", 6)
    assert "does not start after the one before" in problem.what


def test_all_errors_of_all_files_at_once(content: Path) -> None:
    change(content, "roles/roles.yaml", "grade: inferred", "grade: no")
    change(content, "government.yaml", 'code: "76"', "code: 76")
    change(content, AGENCIES, "code: setda", "kode: setda")
    change(content, TIMES, "law: permenpanrb-5-2025", "law: permenpanrb-99-2025")
    found = refused(content)
    assert {problem.file for problem in found} == {"roles/roles.yaml", "government.yaml", AGENCIES, TIMES}
    assert found == sorted(found)
    assert str(packs.ContentError(found)).count("\n") == len(found) - 1


def test_a_pack_that_cannot_be_read_does_not_make_its_names_missing(content: Path) -> None:
    change(content, "laws/national.yaml", "kind: laws", "kind: laws\nkind: laws")
    assert [problem.file for problem in refused(content)] == ["laws/national.yaml"]


def test_a_line_is_told_once(content: Path) -> None:
    line = change(content, TIMES, "value: 3\n", "value: 1.5\n")
    assert [problem.line for problem in refused(content)] == [line]


def test_a_remote_schema_is_not_fetched(content: Path) -> None:
    change(content, "schema/roles.json", "pack.json#/$defs/slug", "https://example.invalid/slug.json")
    with pytest.raises(ValueError, match=r"example\.invalid"):
        packs.load(content)


def test_a_hash_names_what_is_said_not_how_it_is_written(content: Path) -> None:
    before = packs.load(content).pack("settings", "complaint").hash
    change(content, TIMES, "# How long", "# Another comment\n# How long")
    assert packs.load(content).pack("settings", "complaint").hash == before
    change(content, TIMES, "value: 3\n", "value: 4\n")
    assert packs.load(content).pack("settings", "complaint").hash != before


def test_values_in_force(content: Path) -> None:
    change(content, TIMES, "        value: 3\n", "        value: 3\n        until: 2027-01-01\n")
    change(
        content,
        TIMES,
        "    values:\n",
        "    values:\n      - start: 2027-01-01\n        value: 2\n"
        "        grade: confirmed\n        source: contoh\n        law: uu-25-2009\n",
    )
    library = packs.load(content)
    old, new = library.values("complaint.verify_days")
    assert (old.value, old.until, old.law) == (3, date(2027, 1, 1), "permenpanrb-5-2025")
    assert library.value("complaint.verify_days", date(2026, 12, 31)) is old
    assert library.value("complaint.verify_days", date(2027, 1, 1)) is new
    assert (new.value, new.unit, new.law, new.until) == (2, "working_days", "uu-25-2009", None)
    with pytest.raises(NotInForce):
        library.value("complaint.verify_days", date(2025, 4, 30))
    with pytest.raises(KeyError):
        library.value("complaint.nothing", date(2026, 1, 1))
    with pytest.raises(KeyError):
        library.pack("settings", "nothing")
