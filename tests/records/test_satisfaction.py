"""The survey: asked once of the reporter of a record that has ended, counted and kept of nobody; the index as reckoned by hand."""

import json
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from serentak.agencies.rules import PUBLIC, Actor
from serentak.lib.clock import now, rfc3339, today
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.queries.satisfaction import elements, may_rate, rated
from serentak.records.satisfaction import FEWEST, Result, result
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import records

BANDS = (6500, 7661, 8831)
NAMES = [row["id"] for row in elements(today())]
ALL_GOOD = dict.fromkeys(NAMES, "3")


@given(st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=FEWEST, max_size=30))
def test_the_index_is_the_mean_of_the_elements_means_times_25(answers: list[list[int]]) -> None:
    counts: dict[tuple[str, int], int] = {}
    for answer in answers:
        for name, score in zip(NAMES, answer, strict=True):
            counts[name, score] = counts.get((name, score), 0) + 1
    found = result(NAMES, counts, 40, BANDS)
    plain = sum(sum(a[n] for a in answers) / len(answers) for n in range(9)) / 9 * 25
    assert found.index is not None and abs(found.index / 100 - plain) < 0.0051
    assert found.answered == len(answers) and found.decided == 40
    bands = [
        band for band, lowest in (("A", 8831), ("B", 7661), ("C", 6500), ("D", 0)) if found.index >= lowest
    ]
    assert found.band == bands[0]


def test_too_few_answers_make_no_index() -> None:
    counts = {(name, 4): FEWEST - 1 for name in NAMES}
    assert result(NAMES, counts, 9, BANDS) == Result(FEWEST - 1, 9, None, None, {})


def closed(cast: Cast) -> tuple[UUID, Actor]:
    """A complaint that was refused, and its reporter by the slip."""
    done = records.complaint()
    records.act(done.subject, 1, "refuse", by=cast.verifier.actor(), ground="incomplete", reason="Kurang.")
    assert done.code is not None
    return done.subject, Actor("slip", done.code.encode())


def test_the_reporter_of_an_ended_record_is_counted_once_and_nobody_else(
    own_database: OwnDatabase, cast: Cast
) -> None:
    record, by = closed(cast)
    for other in (PUBLIC, Actor("slip", b"AAAAAAAAAA"), cast.verifier.actor(), cast.resident.actor()):
        with pytest.raises(Refusal) as no:
            actions.rate(record, ALL_GOOD, by=other, at=now())
        assert no.value.status in (401, 403)
    with pytest.raises(Refusal) as no:
        actions.rate(record, {**ALL_GOOD, "time": "5"}, by=by, at=now())
    assert set(no.value.fields) == {"time"} and may_rate(record)
    with psycopg.connect(own_database.dsn("admin")) as admin:
        admin.execute("ALTER TABLE ledger_setting DISABLE TRIGGER guard")
        admin.execute("UPDATE ledger_setting SET demo = false")
    for day in (now() - timedelta(days=40), now() + timedelta(days=40)):
        with pytest.raises(Refusal):
            actions.rate(record, ALL_GOOD, by=by, at=day)  # it counts in this month or not at all
    assert may_rate(record)
    actions.rate(record, ALL_GOOD, by=by, at=now())
    with pytest.raises(Refusal) as no:
        actions.rate(record, ALL_GOOD, by=by, at=now())
    assert no.value.status == 409 and not may_rate(record)
    assert own_database.ask("SELECT count(*), sum(count), max(score) FROM records_survey") == [(9, 9, 3)]
    columns = own_database.ask(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'records_survey'::regclass AND attnum > 0"
    )
    assert {name for (name,) in columns} == {"month", "agency", "type", "element", "score", "count"}
    running = records.complaint()
    assert running.code is not None and not may_rate(running.subject)
    with psycopg.connect(own_database.dsn("web")) as web:
        for subject, code, scores, state in (
            (running.subject, running.code, ALL_GOOD, "42501"),
            (record, by.secret.decode(), {"time": "9"}, "22023"),
            (record, by.secret.decode(), {}, "22023"),
        ):
            said = json.dumps({name: int(score) for name, score in scores.items()})
            with pytest.raises(psycopg.Error) as error, web.transaction():
                web.execute(
                    "SELECT records_survey_answer('slip', %s, %s, %s, %s)",
                    [code.encode(), subject, said, rfc3339(now())],
                )
            assert error.value.sqlstate == state
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("INSERT INTO records_survey VALUES (now(), 1, 'x', 'time', 1, 1)")


@pytest.mark.django_db
def test_a_reporter_is_offered_it_on_the_page_of_the_case_and_the_result_says_of_how_many(cast: Cast) -> None:
    for n in range(FEWEST):
        done = records.complaint(about=f"Lampu {n}")
        records.act(
            done.subject, 1, "refuse", by=cast.verifier.actor(), ground="incomplete", reason="Kurang."
        )
        browser = Client()
        browser.post("/lacak/", {"number": done.number, "code": done.code})
        assert b"/lacak/penilaian" in browser.get("/lacak/").content
        page = browser.get("/lacak/penilaian")
        assert page.status_code == 200 and page.content.count(b'type="radio"') == 36
        assert browser.post("/lacak/penilaian", {"time": "4"}).status_code == 400
        assert browser.post("/lacak/penilaian", ALL_GOOD)["Location"] == "/lacak/?dinilai=ya"
        assert b"/lacak/penilaian" not in browser.get("/lacak/").content
    (one,) = rated(today().year)
    assert (one.result.answered, one.result.index, one.result.band) == (FEWEST, 7500, "C")
    shown = Client().get("/angka/kepuasan").content.decode()
    assert "75" in shown and one.body.name in shown
