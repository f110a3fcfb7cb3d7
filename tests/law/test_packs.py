"""What may not be used is refused with file, line, what is wrong and how to mend it; all of it at once."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from serentak.law import packs
from serentak.law.dates import NotInForce

CONTENT = Path(__file__).parents[2] / "content"
COMPLAINT = "records/complaint.yaml"
AGENCIES = "agencies/sulawesi-barat.yaml"
HOLDINGS = "holdings/kinds.yaml"
SCORED = "scored/2026.yaml"
TIMES = "settings/complaint.yaml"
HOURS = "calendars/office-hours.yaml"
REGIONS = "regions/sulawesi-barat.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The committed content with one village only, since the others just cost time here."""
    shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("tests"))
    file = tmp_path / "content" / REGIONS
    text = file.read_text().split("\n")
    first = next(n for n, line in enumerate(text) if "76.01.01.1" in line)
    file.write_text("\n".join(text[: first + 1]) + "\n")
    elected = file.with_name("electoral-districts.yaml")
    elected.write_text(elected.read_text().partition("  - id: mamuju\n")[0])
    return tmp_path / "content"


def change(content: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line where the replacement begins."""
    text = (content / file).read_text()
    assert old in text
    (content / file).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1 + (len(new) - len(new.lstrip("\n")))


def refused(content: Path) -> list[packs.Problem]:
    with pytest.raises(packs.ContentError) as caught:
        packs.load(content)
    return list(caught.value.problems)


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
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        # the header, and values without a word on when, how certain, whose
        (TIMES, "grade: unconfirmed\nsource", "source", "'grade' is missing"),
        (TIMES, "start: 2025-05-01\ngrade", "grade", "'start' is missing"),
        (TIMES, "version: 1\n", "", "'version' is missing"),
        ("roles/roles.yaml", "kind: roles\n", "", "'kind' is missing"),
        ("roles/roles.yaml", "kind: roles\n", "kind: rules\n", "kind 'rules' is not known"),
        (TIMES, "        value: 3\n        grade: unconfirmed\n", "        value: 3\n", "'grade' is missing"),
        (TIMES, "      - start: 2025-05-01\n        value: 3\n", "      - value: 3\n", "'start' is missing"),
        (AGENCIES, '    source: "https://8enam.com/?p=54502"\n', "", "'source' is missing"),
        # shapes
        (TIMES, "unit: working_days", "unit: working_weeks", "working_weeks"),
        (
            TIMES,
            "start: 2025-05-01\n        value: 3",
            "start: 2025-13-01\n        value: 3",
            'is not a "date"',
        ),
        (TIMES, "value: 3\n", "valu: 3\n", "key 'valu' is not known here"),
        (TIMES, "grade: unconfirmed\n        source", "grade: sure\n        source", "sure"),
        (
            TIMES,
            "title: {id: Memeriksa dan meneruskan laporan, en: Check a report and pass it on}",
            "title: {id: Memeriksa}",
            "'en' is missing",
        ),
        (TIMES, "value: 3\n", "value: three\n", "does not fit its unit working_days"),
        (COMPLAINT, "kind: text\n", "kind: txt\n", "txt"),
        (COMPLAINT, "    max: 120\n", "", "'max' is missing"),
        (HOURS, '["07:30", "12:00"]', '["7:30", "12:00"]', "7:30"),
        # dates
        (TIMES, "value: 3\n", "value: 3\n        until: 2025-05-01\n", "it ends before it starts"),
        (AGENCIES, "until: 2026-01-01", "until: 2022-01-01", "it ends before it starts"),
        (HOURS, "until: 2024-04-10", "until: 2025-04-10", "overlaps the value in line"),
        ("calendars/2026.yaml", "day: 2026-01-01", "day: 2027-01-01", "2027-01-01 is not in 2026"),
        ("calendars/2026.yaml", "day: 2026-01-16", "day: 2026-01-01", "day '2026-01-01' stands twice"),
        ("calendars/2027.yaml", "year: 2027", "year: 2026", "calendar of '2026' stands twice"),
        (
            HOURS,
            '[["07:30", "12:00"], ["13:00"',
            '[["07:30", "13:30"], ["13:00"',
            "the times do not follow one another",
        ),
        # names that are not there
        (
            TIMES,
            "law: permenpanrb-5-2025",
            "law: permenpanrb-5-2026",
            "law 'permenpanrb-5-2026' is not in the content",
        ),
        (
            "laws/national.yaml",
            "replaces: permenpanrb-62-2018",
            "replaces: permenpanrb-1-2018",
            "is not in the content",
        ),
        ("roles/roles.yaml", "law: uu-30-2014", "law: uu-30-2015", "law 'uu-30-2015'"),
        (
            "government.yaml",
            "verifier: kominfo",
            "verifier: diskominfo",
            "no organisation with code 'diskominfo'",
        ),
        ("government.yaml", 'code: "76"', 'code: "77"', "no regions of this province"),
        (REGIONS, '- code: "76.01.01"', '- code: "76.02.01"', "code '76.02.01' does not lie in 76.01"),
        (REGIONS, '"76.01.01.1', '"76.02.01.1', "does not lie in 76.01.01"),
        ("regions/electoral-districts.yaml", '["76.01"]', '["76.09"]', "no regency '76.09'"),
        ("roles/roles.yaml", "[kominfo]", "[diskominfo]", "no organisation with code 'diskominfo'"),
        (AGENCIES, "parent: 1\n", "parent: 99\n", "no organisation 99 to belong to"),
        (AGENCIES, "successor: 5\n", "successor: 99\n", "no organisation 99"),
        (AGENCIES, "predecessor: 101\n", "predecessor: 13\n", "organisation 13 has not ended"),
        (AGENCIES, "  - id: 2\n", "  - id: 1\n", "organisation '1' stands twice"),
        (AGENCIES, "code: setwan", "code: setda", "code 'setda' stands twice"),
        (SCORED, "body: kominfo", "body: diskominfo", "no body 'diskominfo' exists on 2026-01-01"),
        (SCORED, "body: dlhk", "body: dlh", "no body 'dlh' exists on 2026-01-01"),
        (SCORED, "start: 2026-01-01", "start: 2025-12-31", "no body 'dinkes' exists on 2025-12-31"),
        (SCORED, "- id: setwan", "- id: setda", "unit 'setda' stands twice"),
        (SCORED, "body: setwan", "body: setda", "body 'setda' stands twice"),
        (SCORED, "    body: setwan\n", "", "'note' is missing"),
        (SCORED, "decree: unknown\n", "", "'decree' is missing"),
        (SCORED, "decree: unknown", 'decree: {number: "188.4/1"}', "decree"),
        (SCORED, "grade: unconfirmed", "grade: confirmed", "a list without a decree is not confirmed"),
        (SCORED, "decree: unknown\n", "decree: unknown\nuntil: 2026-01-01\n", "it ends before it starts"),
        ("roles/roles.yaml", "id: officer", "id: verifier", "role 'verifier' stands twice"),
        ("laws/national.yaml", "id: uu-37-2008", "id: uu-14-2008", "law 'uu-14-2008' stands twice"),
        ("laws/national.yaml", 'article: "20"', 'article: "4"', "article 'uu-27-2022-4' stands twice"),
        (HOLDINGS, "id: plh", "id: plt", "kind of holding 'plt' stands twice"),
        (HOLDINGS, "id: machine", "id: robot", "kind of holding 'machine' is missing"),
        (HOLDINGS, '    prefix: "Plt."\n', "", "'plt' lacks a prefix"),
        (
            HOLDINGS,
            "en: Machine}\n",
            'en: Machine}\n    prefix: "Sis."\n',
            "'machine' must not have a prefix",
        ),
        (HOLDINGS, "bars: []", "bars: [complaint.sign]", "no act 'complaint.sign'"),
        (HOLDINGS, "bars: []", "bars: [confirm]", "bars.0"),
        (HOLDINGS, "grade: unconfirmed, source", "source", "'grade' is missing"),
        (
            HOLDINGS,
            "law: uu-30-2014-14\n    longest",
            "law: uu-30-2014-15\n    longest",
            "law 'uu-30-2014-15'",
        ),
        ("roles/roles.yaml", "single: true", "single: yes", "'yes' can be read as yes"),
        # inside the record type
        (
            COMPLAINT,
            "route: cases.rules.intake_agency",
            "route: records.rules.no_such_rule",
            "no function records.rules.no_such_rule",
        ),
        (COMPLAINT, "from: [filed]\n", "from: [field]\n", "no state 'field'"),
        (COMPLAINT, "    to: asked\n", "    to: aksed\n", "no state 'aksed'"),
        (COMPLAINT, "by: {verifier: agency}", "by: {checker: agency}", "no role 'checker'"),
        (
            COMPLAINT,
            "sets: [public_summary, category]",
            "sets: [summary, category]",
            "no content field 'summary'",
        ),
        (COMPLAINT, "asks: [question]", "asks: [questions]", "no payload field 'questions'"),
        (COMPLAINT, "confirms: prepare", "confirms: prepared", "no act 'prepared'"),
        (COMPLAINT, "private_until: confirm", "private_until: sign", "no act 'sign'"),
        (
            COMPLAINT,
            "hands_over: target",
            "hands_over: note_optional",
            "no organisation asked for 'note_optional'",
        ),
        (COMPLAINT, "field: duplicate_of}", "field: twin}", "no field asked for 'twin'"),
        (
            COMPLAINT,
            "within: complaint.reopen_days",
            "within: complaint.reopen_time",
            "no setting 'complaint.reopen_time'",
        ),
        (
            COMPLAINT,
            "within: complaint.reopen_days",
            "within: signin.window_minutes",
            "does not count working_days",
        ),
        (
            COMPLAINT,
            "days: complaint.close_days}",
            "days: complaint.shut_days}",
            "no setting 'complaint.shut_days'",
        ),
        (
            COMPLAINT,
            "waiting: true, days: complaint.reply_days}",
            "waiting: true}",
            "state 'asked' never becomes due",
        ),
        (COMPLAINT, "days: complaint.answer_days}", "days: complaint.reply}", "no setting 'complaint.reply'"),
        (COMPLAINT, "prepared_by: [officer]", "prepared_by: [clerk]", "no role 'clerk'"),
        (COMPLAINT, "prepared_by: [officer]", "prepared_by: [head]", "who may do it needs no preparation"),
        (COMPLAINT, "prepared_by: [officer]", "prepared_by: [slip]", "only posts prepare and confirm"),
        (
            COMPLAINT,
            "{head: agency}\n    prepared_by: [officer]",
            "{head: agency, verifier: agency}\n    prepared_by: [officer]",
            "it is not reserved to one role",
        ),
        (
            COMPLAINT,
            "    confirms: prepare\n",
            "    confirms: prepare\n    prepared_by: [officer]\n",
            "it confirms another act",
        ),
        (
            COMPLAINT,
            "prepared_days: complaint.prepared_days",
            "note: {id: x, en: x}",
            "the type has no 'prepared_days'",
        ),
        (
            COMPLAINT,
            "prepared_days: complaint.prepared_days",
            "prepared_days: complaint.days",
            "no setting 'complaint.days'",
        ),
        (COMPLAINT, "- act: progress", "- act: send_back", "is the engine's own name"),
        (COMPLAINT, "until: [confirm, give_back]", "until: [confirm, hand_back]", "no act 'hand_back'"),
        (COMPLAINT, "field: naming, is_not: anonymous", "field: name, is_not: anonymous", "no field 'name'"),
        (COMPLAINT, "is_not: anonymous}", "is_not: nameless}", "no choice 'nameless'"),
        (COMPLAINT, "default: web", "default: internet", "no choice 'internet'"),
        (COMPLAINT, "visibility_field: naming", "visibility_field: named", "no field 'named'"),
        (COMPLAINT, "always: [verifier]", "always: [emperor]", "no role 'emperor'"),
        (COMPLAINT, "{id: web, by: [public]", "{id: web, by: [visitor]", "no role 'visitor'"),
        (COMPLAINT, "join: [officer, head]", "join: [officers, head]", "no role 'officers'"),
        (COMPLAINT, "parts: [content, parties]\n", "parts: [parties]\n", "may not write the content"),
        (COMPLAINT, "step: 5, end: true", "step: 6, end: true", "there is no step 6"),
        (
            COMPLAINT,
            "en: Not taken up}, step: 5, end: true",
            "en: Not taken up}, step: 5",
            "no move leads out of 'refused'",
        ),
        ("records/breach.yaml", 'from: [""]', "from: [found]", "no move opens a record"),
        (COMPLAINT, "  - act: ask\n", "  - act: file\n", "act 'file' stands twice"),
        (COMPLAINT, "    personal: phone\n", "    personal: phone\n    index: text\n", "may not be searched"),
        (COMPLAINT, "law: uu-27-2022-43", "law: uu-27-2022-44", "law 'uu-27-2022-44'"),
    ],
)
def test_refused(content: Path, file: str, old: str, new: str, what: str) -> None:
    line = change(content, file, old, new)
    text = (content / file).read_text().splitlines()
    found = [problem for problem in refused(content) if what in problem.what]
    assert found, refused(content)
    assert found[0].file == file
    assert found[0].remedy
    assert 1 <= found[0].line <= len(text)
    named = new.strip().split(": ")[-1].strip('[]{}\n "')
    if named and f"'{named}'" in found[0].what:
        assert found[0].line == line


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
    assert len(found) == 7
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
