"""Who opened personal data: all of it for the auditor, the own record for its reporter, nothing sealed for anybody."""

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serentak.agencies import queries as agencies
from serentak.agencies.rules import Actor
from serentak.lib.clock import local_day, now
from serentak.lib.refusal import Refusal
from serentak.records.queries import accesses
from serentak.records.queries.accesses import Access, Asked
from serentak.records.queries.page import record_page
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.desk.test_administration import page, post_of
from tests.factories import people
from tests.records import test_sealed as sealed
from tests.records.cases import file

NOBODY = "00000000-0000-0000-0000-000000000000"


def seen(by: Actor, after: str | None = None, **asked: Any) -> list[Access]:
    return accesses.accesses(by, Asked(**asked), at=now(), after=after)[0]


def test_a_reading_is_seen_by_the_auditor_with_post_person_and_purpose(cast: Cast) -> None:
    done = file()
    record_page(cast.verifier.actor(), done.subject, at=now())
    by = cast.auditor.actor()
    (one,) = seen(by, number=done.number)
    assert (one.number, one.printed, one.person) == (
        done.number,
        "Pemeriksa Pengaduan",
        cast.verifier.actor().person,
    )
    shown = page(cast.auditor, "/meja/akses", q=done.number.lower())
    assert (
        done.number in shown and "Pegawai A" in shown and "Menangani berkas" in shown and "Sitti" not in shown
    )


def test_looking_is_itself_on_record_once_an_hour(cast: Cast) -> None:
    by = cast.auditor.actor()
    assert [(one.purpose, str(one.record), one.person) for one in seen(by)] == [
        ("access_log", NOBODY, by.person)
    ]
    assert len(seen(by)) == 1
    assert "catatan akses" in page(cast.auditor, "/meja/akses")


def test_it_is_found_by_post_and_by_day(cast: Cast) -> None:
    done, by = file(), cast.auditor.actor()
    record_page(cast.verifier.actor(), done.subject, at=now())
    record_page(cast.verifier.actor(), done.subject, at=now() + timedelta(days=1))
    today = local_day(now())
    assert len(seen(by, number=done.number)) == 2
    assert len(seen(by, number=done.number, day=today)) == 1
    assert len(seen(by, number=done.number, day=today + timedelta(days=2))) == 0
    assert {one.post for one in seen(by, post=post_of(cast.verifier))} == {post_of(cast.verifier)}
    assert seen(by, post=post_of(cast.officer)) == []
    assert seen(by, number="ADU-2026-999999") == []
    shown = page(cast.auditor, "/meja/akses", tanggal="kemarin", post="x", after="a|b")
    assert "31-12-2025" in shown and 'aria-invalid="true"' in shown


def test_nobody_else_reads_it_an_administrator_neither(cast: Cast) -> None:
    for name, member in cast.members().items():
        if name == "auditor":
            continue
        with pytest.raises(Refusal) as no:
            seen(member.actor())
        assert no.value.status == 403, name
        assert "auditor Inspektorat saja" in page(member, "/meja/akses", 403)


def test_sealed_readings_are_told_to_nobody_but_the_reporter(own_database: OwnDatabase, cast: Cast) -> None:
    done = sealed.file()
    record_page(cast.inspector.actor(), done.subject, at=now(), purpose="contact")
    noted = "SELECT count(*) FROM ledger_access WHERE record = %s"
    assert own_database.ask(noted, done.subject) == [(1,)]
    by = cast.auditor.actor()
    assert seen(by, number=done.number) == []
    assert all(one.record != done.subject for one in seen(by))
    assert seen(by, post=post_of(cast.inspector)) == []
    shown = page(cast.auditor, "/meja/akses")
    assert done.number not in shown and "Pemeriksa Pengaduan" not in shown
    client = Client()
    client.post("/lacak/", {"number": done.number, "code": done.code})
    told = client.get("/lacak/").content.decode()
    assert "Pemeriksa Pengaduan</b>, Inspektorat" in told and "Menghubungi pelapor" in told


def test_a_reporter_sees_posts_and_hours_of_the_own_record_and_no_person(cast: Cast) -> None:
    done, other = file(), file()
    record_page(cast.verifier.actor(), done.subject, at=now())

    def told(case: Any) -> str:
        client = Client()
        client.post("/lacak/", {"number": case.number, "code": case.code})
        return client.get("/lacak/").content.decode().split("Siapa membuka data pribadi Anda?")[1]

    first = told(done).split("</details>")[0]
    assert (
        "Pemeriksa Pengaduan</b>, Kominfo" in first and "Menangani berkas" in first and "Pegawai" not in first
    )
    assert re.search(r"<time datetime=\"[0-9T:+-]+\">", first)
    assert "Belum ada." in told(other)
    for code, count in ((done.code, 1), (other.code, 0), ("", 0)):
        assert len(accesses.readings(Actor("slip", str(code).encode()), done.subject, "complaint")) == count


def test_pages_go_on_without_gap_and_cost_the_same(own_database: OwnDatabase, cast: Cast) -> None:
    done, by = file(), cast.auditor.actor()

    def fill(hours: int) -> None:
        with psycopg.connect(own_database.dsn("admin")) as db:
            db.execute(
                "INSERT INTO ledger_access (moment, person, record, purpose, holding) SELECT date_trunc('hour', now()) - n * interval '1 hour', %s, %s, p, %s"
                " FROM generate_series(1, %s) n, unnest(ARRAY['handling', 'lost_slip']) p ON CONFLICT DO NOTHING",
                [by.person, done.subject, cast.verifier.holding, hours],
            )

    counts = []
    for hours in (3, 60):
        fill(hours)
        with CaptureQueriesContext(connection) as asked:
            page(cast.auditor, "/meja/akses")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    first, mark = accesses.accesses(by, Asked(), at=now())
    second, again = accesses.accesses(by, Asked(), at=now(), after=mark)
    rest, end = accesses.accesses(by, Asked(), at=now(), after=again)
    found = [*first, *second, *rest]
    assert (len(first), len(second), len(rest), end) == (50, 50, 21, None)
    assert len({one.mark for one in found}) == 121
    assert [one.moment for one in found] == sorted((one.moment for one in found), reverse=True)


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ("true", "pkey"),
        ("x.record = %(record)s", "record_moment"),
        ("x.holding = ANY (ARRAY(SELECT h.id FROM agencies_holding h WHERE h.post = 1))", "holding_moment"),
    ],
)
def test_the_list_runs_over_an_index(own_database: OwnDatabase, cast: Cast, where: str, index: str) -> None:
    with psycopg.connect(own_database.dsn("admin")) as db:
        db.execute(
            "INSERT INTO ledger_access (moment, person, record, purpose, holding) SELECT date_trunc('hour', now()) - (n % 500) * interval '1 hour', n / 500,"
            " md5(n::text)::uuid, 'handling', 100000 + n % 5000 FROM generate_series(1, 20000) n"
        )
        db.execute("ANALYZE ledger_access")
        plan = db.execute(
            f"EXPLAIN SELECT * FROM ledger_access x WHERE {where}"  # type: ignore[arg-type]
            " ORDER BY x.moment DESC, x.person DESC, x.record DESC, x.purpose DESC LIMIT 51",
            {"record": NOBODY},
        ).fetchall()
    assert index in str(plan), plan
    # a month that is still empty may be read as it is
    assert not re.search(r"Seq Scan on ledger_access\w* x?\w*\s+\(cost=\S+ rows=(?!1 )", str(plan)), plan


def test_who_filed_signed_in_sees_them_without_a_slip_and_in_a_post_nobody_does(cast: Cast) -> None:
    owner = agencies.actor_of(people.session(), None, now())[0]
    done = file(owner)
    record_page(cast.verifier.actor(), done.subject, at=now())
    (one,) = accesses.readings(owner, done.subject, "complaint")
    assert (one.printed, one.agency) == ("Pemeriksa Pengaduan", "Kominfo")
    assert accesses.readings(cast.verifier.actor(), done.subject, "complaint") == []
