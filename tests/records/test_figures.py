"""The figures of a period: counted from the sealed log, once; whose they are by day; what is kept; the page."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from serentak.agencies import directory
from serentak.agencies.queries import organisation_by_code
from serentak.agencies.register import Register
from serentak.agencies.rules import PUBLIC, Actor, Body, Held, Succession
from serentak.ledger.note import Signer
from serentak.ledger.sequence import Sequencer
from serentak.lib.clock import today
from serentak.records import figures
from serentak.records.figures import Asked, Line, Sum, Tally
from serentak.records.models import Record
from serentak.records.queries import figures as reports
from serentak.records.queries import types
from tests.agencies import worlds
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.oracles import figures as slow
from tests.records.test_visible import nodes, wander, wrongdoing

DAYS = st.integers(0, 11).map(lambda n: worlds.FIRST + timedelta(days=n))
ACTS = st.lists(st.tuples(DAYS, st.sampled_from(["complaint", "permit"]), worlds.numbers), max_size=12)


@given(worlds.bodies(), worlds.successions, ACTS, DAYS, st.none() | DAYS)
def test_the_figures_go_to_whom_the_slow_reading_says(
    bodies: list[Body],
    links: list[Succession],
    acts: list[tuple[date, str, int]],
    end: date,
    on: date | None,
) -> None:
    register = Register({body.id: body for body in bodies}, tuple(links))
    eras = figures.eras(register)
    sums = [
        Sum(type, body, sum(day >= era for era in eras), Tally(1, 1, 0, 1))
        for day, type, body in acts
        if day <= end
    ]
    folded = figures.fold(sums, register, end, on)
    found = Counter[tuple[str, tuple[int, ...]]]()
    for type, lines in folded.items():
        for line in lines:
            key = type, tuple(sorted(body.id for body in line.bodies))
            assert line.tally.came == line.tally.decided
            found.update({(*key, "came"): line.tally.came, (*key, "running"): line.tally.running})  # type: ignore[dict-item]
    expected = Counter[tuple[str, tuple[int, ...]]]()
    for day, type, body in acts:
        if day <= end:
            for name, asked in (("came", on or day), ("running", on or end)):
                expected[type, slow.whose(body, bodies, links, asked, type), name] += 1  # type: ignore[index]
    assert +found == +expected


def sealed(database: OwnDatabase) -> None:
    """Everything committed so far is in the log."""
    signer = Signer(settings.LOG_NAME, settings.SERENTAK.log_seed)
    sequencer = Sequencer(database.dsn("sequencer"), settings.CHECKPOINT_FILE, signer)
    while sequencer.step():
        pass
    sequencer.close()


def count(database: OwnDatabase, most: int) -> int:
    """Counts what is sealed as the worker does, in steps of so many leaves; how many."""
    rules = json.dumps(figures.settling(types.published()))
    done = 0
    with psycopg.connect(database.dsn("worker"), autocommit=True) as worker:
        while True:
            [fresh] = worker.execute("SELECT records_count(%s, %s)", [rules, most]).fetchone() or (0,)
            if not fresh:
                return done
            done += fresh


def rows(database: OwnDatabase) -> dict[tuple[date, str, int], Tally]:
    with psycopg.connect(database.dsn("worker")) as worker:
        said = worker.execute("SELECT day, type, agency, came, decided, in_time, running FROM records_daily")
        return {(day, type, body): Tally(*rest) for day, type, body, *rest in said if any(rest)}


def test_each_leaf_is_counted_once_and_as_the_slow_count_says(own_database: OwnDatabase, cast: Cast) -> None:
    wander(cast, random.Random(20261125), 12)
    wrongdoing()
    sealed(own_database)
    first = count(own_database, 7)
    assert first > 20 and count(own_database, 7) == 0
    wander(cast, random.Random(7), 6)
    sealed(own_database)
    assert count(own_database, 1000) > 6
    with psycopg.connect(own_database.dsn("admin"), autocommit=True) as admin:
        assert rows(own_database) == slow.daily(admin, types.published())
    assert {type for _day, type, _body in rows(own_database)} == {"complaint"}  # nothing of the sealed one
    waiting = Record.objects.filter(type="complaint").exclude(
        state__in=["answered", "closed", "refused", "joined"]
    )
    report = reports.report(PUBLIC, asked(), today=today())
    assert sum(type.total["running"] for type in report.types) == waiting.count() > 0
    assert report.types[0].total["decided"] > 0

    # counted anew it is the same
    with psycopg.connect(own_database.dsn("admin"), autocommit=True) as admin:
        before = rows(own_database)
        admin.execute("SELECT records_rebuild()")
    assert rows(own_database) == {}
    count(own_database, 1000)
    assert rows(own_database) == before

    page = Client().get("/angka/").content.decode()
    kominfo = f"/unit/{organisation_by_code('kominfo')}-"
    assert kominfo in page and "Pengaduan</h2>" in page and "wrongdoing" not in page
    lines = Client().get("/angka/angka.csv?menurut=kini").content.decode().splitlines()
    assert len(lines) == 1 + sum(len(type.rows) for type in report.types)
    assert all(line.split(";")[0] == "complaint" for line in lines[1:])
    one = Client().get(f"/angka/?instansi={organisation_by_code('kominfo')}").content.decode()
    assert "Angka Dinas Komunikasi" in one and f"/unit/{organisation_by_code('pupr')}-" not in one


def asked(**changes: Any) -> Asked:
    return replace(Asked(today() - timedelta(days=400), today(), False, None, {}), **changes)


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["INSERT INTO records_daily VALUES (now(), 'x', 1, 1, 1, 1, 1)",
    "UPDATE records_counted SET position = 0", "SELECT records_count('{}', 1)"])  # fmt: skip
def test_the_web_changes_no_figure(login: str) -> None:
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(login)


@pytest.mark.django_db
def test_a_report_takes_two_statements_over_its_index(django_assert_num_queries: Any) -> None:
    Client().get("/angka/")
    with django_assert_num_queries(2):
        assert Client().get("/angka/?dari=1-1-2020").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        given = reports.arguments(asked(), directory.directory(today()).register)
        cursor.execute("EXPLAIN (FORMAT JSON) " + reports.SUMS, given)
        plan = cursor.fetchone()[0][0]["Plan"]
    assert {node.get("Index Name") for node in nodes(plan)} >= {"records_daily_pkey"}, plan
    assert all(node["Node Type"] != "Seq Scan" for node in nodes(plan)), plan


@pytest.mark.parametrize(
    ("query", "field"),
    [({"dari": "kemarin"}, "dari"), ({"sampai": "32-1-2026"}, "sampai"), ({"dari": "1-1-2030"}, "sampai")],
)
def test_a_period_that_cannot_be_read_is_said(query: dict[str, str], field: str) -> None:
    assert list(figures.read(query, date(2026, 11, 25)).wrong) == [field]


def test_a_period_is_read_and_offered() -> None:
    found = figures.read({"dari": "1-2-2026", "sampai": "28/02/2026", "menurut": "kini"}, date(2026, 3, 5))
    assert (found.first, found.last, found.today) == (date(2026, 2, 1), date(2026, 2, 28), True)
    offered = {name: (first, last) for name, first, last in figures.periods(date(2026, 2, 10))}
    assert offered == {
        "month": (date(2026, 2, 1), date(2026, 2, 28)),
        "last_month": (date(2026, 1, 1), date(2026, 1, 31)),
        "quarter": (date(2026, 1, 1), date(2026, 3, 31)),
        "last_quarter": (date(2025, 10, 1), date(2025, 12, 31)),
        "year": (date(2026, 1, 1), date(2026, 12, 31)),
        "last_year": (date(2025, 1, 1), date(2025, 12, 31)),
    }


def test_small_figures_of_a_confidential_type_are_for_those_who_answer_for_them() -> None:
    line = Line((worlds.body(1),), Tally(3, 0, 0, 7))

    def sees(role: str, body: int, access_class: str = "confidential") -> int | None:
        held = Held(1, 1, 1, "Jabatan", role, body, "B")
        by = Actor("session", holding=held) if role else PUBLIC
        said = figures.shown(line, {"class": access_class}, by)
        assert (said["decided"], said["running"]) == (0, 7)
        return said["came"]

    assert sees("", 1) is sees("officer", 1) is sees("head", 2) is None
    assert sees("head", 1) == sees("coordinator", 2) == sees("governor", 2) == 3
    assert sees("", 1, "internal") == sees("", 1, "public") == 3
