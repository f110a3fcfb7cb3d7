"""One change, one refusal: where it stands, what is wrong, how to mend it."""

from pathlib import Path

import pytest

from tests.law.packs.edits import (
    AGENCIES,
    COMPLAINT,
    HOLDINGS,
    HOURS,
    REGIONS,
    SCORED,
    TIMES,
    change,
    refused,
)


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
