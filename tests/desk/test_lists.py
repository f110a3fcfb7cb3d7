"""The lists of administration: pages without gap, a constant number of statements, over an index."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serentak.agencies import announcements, prepared, queries, staffing
from serentak.agencies.queries import organisation_by_code
from serentak.gate import queries as gate
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from serentak.people import queries as people
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.desk.test_administration import page, post_of
from tests.desk.test_changes import Composing
from tests.factories import agencies as factory
from tests.factories import people as persons
from tests.plans import plans

MANY = 53
SCANS = ("seqscan", "bitmapscan", "sort", "incremental_sort")


def walked(ask: Callable[[int | None], tuple[list[Any], int | None]], number: str = "id") -> list[int]:
    """The numbers of all pages; no page is longer than fifty."""
    found, cursor = [], None
    for _ in range(9):
        rows, cursor = ask(cursor)
        assert len(rows) <= 50
        found += [getattr(row, number) for row in rows]
        if cursor is None:
            return found
    raise AssertionError("the list has no end")


def test_pages_of_posts_of_holdings_of_keys_and_of_announcements_go_on_without_gap(cast: Cast) -> None:
    by, dinkes = cast.administrator.actor(), organisation_by_code("dinkes")
    posts = [factory.post(by=by, organisation="dinkes", title=f"Seksi {n}") for n in range(MANY)]
    found = walked(lambda after: staffing.posts(dinkes, on=today(), after=after))
    assert found == sorted(found) and set(posts) < set(found) and len(found) == len(set(found))

    person = persons.account()
    for _ in range(MANY):
        factory.end(factory.holding(by=by, post=posts[0], person=person, since=now()), by=by)
    held = walked(lambda before: staffing.history(posts[0], before=before))
    every = staffing.tenures_of_posts([posts[0]])
    assert held == [one.id for one in every] and len(held) == MANY

    own = cast.unit_administrator.actor()
    for n in range(MANY):
        factory.key(by=own, title=f"Aplikasi {n % 7}")
        factory.announcement(by=own, title=f"Kabar {n}", since=n % 3)
    keys = walked(lambda before: staffing.systems([dinkes], at=now(), before=before), "key")
    assert len(set(keys)) == MANY and keys == sorted(keys, reverse=True)
    given = walked(lambda before: announcements.given(own, [dinkes], on=today(), before=before))
    assert len(set(given)) == MANY and given == sorted(given, reverse=True)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("unit_administrator", "/kelola/instansi/{dinkes}/"),
        ("unit_administrator", "/kelola/jabatan/{post}/"),
        ("unit_administrator", "/kelola/sistem/"),
        ("unit_administrator", "/kelola/pengumuman/"),
        ("unit_administrator", "/kelola/orang/"),
        ("administrator", "/kelola/instansi/"),
    ],
)
def test_a_page_costs_the_same_however_long_the_list_is_and_leads_on(cast: Cast, who: str, path: str) -> None:
    member, by = getattr(cast, who), cast.unit_administrator.actor()
    dinkes, post = organisation_by_code("dinkes"), post_of(cast.other_officer)
    browser, asked = member.client(), {"pos": member.holding}
    where = path.format(dinkes=dinkes, post=post)
    browser.get(where, asked)  # whatever is remembered is remembered

    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(where, asked).status_code == 200
        return len(seen)

    before = counted()
    for n in range(MANY):
        person = persons.account(invited_by=dinkes)
        factory.holding(by=by, post=post, person=person)
        factory.post(by=by, organisation="dinkes", title=f"Seksi {n}")
        factory.key(by=by, title=f"Aplikasi {n}")
        factory.announcement(by=by, title=f"Kabar {n}")
    assert counted() == before
    shown = page(member, where)
    if "{" in path or path != "/kelola/instansi/":
        following = shown.split('class="keyset"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
        assert browser.get(following).status_code == 200


def asked_of(call: Callable[[], Any]) -> str:
    """The last statement of a read, with its values."""
    with CaptureQueriesContext(connection) as seen:
        call()
    return [str(one["sql"]) for one in seen if "SELECT" in one["sql"]][-1]


@pytest.mark.parametrize(
    ("index", "read"),
    [
        ("agencies_announcement_pkey", lambda by: announcements.given(by, [1, 2], on=today(), before=9)),
        ("agencies_announcement_until", lambda by: announcements.for_everyone(on=today())),
        ("agencies_announcement_until", lambda by: announcements.for_staff(1, on=today())),
        ("agencies_post_organisation", lambda by: staffing.posts(1, on=today(), after=9)),
        ("agencies_holding_post", lambda by: staffing.history(1, before=9)),
        ("agencies_holding_post", lambda by: staffing.history(1)),
        ("agencies_key_pkey", lambda by: staffing.systems([1, 2], at=now(), before=9)),
        ("people_person_username", lambda by: people.directory(None, view="never", after="a")),
        ("people_person_username", lambda by: people.directory([1, 2], view="locked")),
    ],
)
def test_a_list_runs_along_its_index(cast: Cast, index: str, read: Callable[[Any], Any]) -> None:
    statement = asked_of(lambda: read(cast.administrator.actor()))
    sorted_ones = "until" in index  # of those in force, which are few
    with connection.cursor() as cursor:
        for way in SCANS[: 2 if sorted_ones else 4]:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + statement)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan and "Seq Scan" not in plan, plan
    assert sorted_ones or "Sort" not in plan, plan


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "gate_mail_pkey"),
        ({"unsent": True}, "gate_mail_unsent"),
        ({"reference": "ADU-2026-000001"}, "gate_mail_reference"),
        ({"unsent": True, "before": 9}, "gate_mail_unsent"),
        ({"before": 9}, "gate_mail_pkey"),
    ],
)
def test_outgoing_mail_runs_along_its_index(
    own_database: OwnDatabase, cast: Cast, asked: dict[str, Any], index: str
) -> None:
    statement = asked_of(lambda: gate.mails(cast.administrator.actor(), **asked))
    plan = plans(own_database.dsn("admin"), statement, off=SCANS)
    assert index in plan and "Seq Scan on gate_mail" not in plan, plan


def test_jobs_and_the_queue_run_over_their_indexes(own_database: OwnDatabase, cast: Cast) -> None:
    by = cast.administrator.actor()
    plan = plans(own_database.dsn("admin"), asked_of(lambda: gate.jobs(by, "failed", before=9)), off=SCANS)
    assert "gate_failed_jobs" in plan and "Seq Scan on procrastinate_jobs" not in plan, plan
    plan = plans(own_database.dsn("admin"), asked_of(lambda: gate.queue(by)))
    assert "gate_mail_unsent" in plan and "Seq Scan on gate_mail" not in plan, plan


def test_prepared_changes_read_the_log_by_number(cast: Cast) -> None:
    form = Composing(cast)
    form.add("rename", bodies=organisation_by_code("pupr"), name="Dinas X", short="X")
    form.press("prepare", 303)
    register = queries.register()
    statements = [asked_of(lambda: prepared.prepared(register, on=today()))]
    ahead = prepared.prepared(register, on=today())
    statements.append(asked_of(lambda: prepared.lost(ahead, on=today())))
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + statement)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "ledger_entry_pkey" in plan and "Seq Scan on ledger" not in plan, plan
        assert "Seq Scan on agencies_holding" not in plan and "Seq Scan on agencies_post" not in plan, plan


def test_an_announcement_of_another_page_is_withdrawn_too(cast: Cast) -> None:
    own = cast.unit_administrator.actor()
    first = factory.announcement(by=own, title="Kabar pertama")
    for n in range(MANY):
        factory.announcement(by=own, title=f"Kabar {n}")
    who, here = cast.unit_administrator, "/kelola/pengumuman/"
    assert "Kabar pertama" not in page(who, here)
    form = {"pos": who.holding, "withdraw": str(first), "version": "1", "key": str(uuid7())}
    assert who.client().post(here, form).status_code == 303
    assert "Kabar pertama" in page(who, here, before=str(first + 1))
    for number in ("x", "0", "99999999"):
        answer = who.client().post(here, form | {"withdraw": number, "key": str(uuid7())})
        assert answer.status_code == 404, number


def test_ended_announcements_leave_the_list_after_thirty_days(cast: Cast) -> None:
    by = cast.unit_administrator.actor()
    factory.announcement(by=by, days=1)
    dinkes = [organisation_by_code("dinkes")]
    for days, count in ((30, 1), (31, 0)):
        assert len(announcements.given(by, dinkes, on=today() + timedelta(days=days))[0]) == count
