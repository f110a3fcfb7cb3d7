"""Announcements: who gives them, to whom, for how long, where they are shown, and that both acts are on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serentak.agencies import actions, announcements, queries, rules
from serentak.agencies.models import Announcement
from serentak.agencies.rules import Actor
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from tests.cast import Cast
from tests.desk.test_administration import day, page, send
from tests.factories import agencies as factory
from tests.factories import people

pytestmark = pytest.mark.django_db
HERE = "/kelola/pengumuman/"


def given(by: Actor) -> list[announcements.Announcement]:
    return announcements.given(by, rules.announces(by, queries.register().bodies.values()), on=today())[0]


def test_each_is_shown_where_it_is_meant_for_and_nowhere_else(cast: Cast) -> None:
    by, own = cast.coordinator.actor(), cast.unit_administrator.actor()
    for who, name in ((by, "semua"), (own, "dinkes")):
        for audience in ("public", "staff"):
            factory.announcement(by=who, title=f"{audience} {name}", audience=audience)
    dinkes = queries.organisation_by_code("dinkes")
    shown = {
        "home": cast.citizen.client().get("/").content.decode(),
        "body": cast.citizen.client().get(f"/unit/{dinkes}/", follow=True).content.decode(),
        "other body": cast.citizen.client().get("/unit/1-setda/").content.decode(),
        "desk": page(cast.other_officer, "/meja/"),
        "other desk": page(cast.officer, "/meja/"),
    }
    every = [f"{audience} {name}" for audience in ("public", "staff") for name in ("semua", "dinkes")]
    assert {where: [one for one in every if one in text] for where, text in shown.items()} == {
        "home": ["public semua"],
        "body": ["public dinkes"],
        "other body": [],
        "desk": ["staff semua", "staff dinkes"],
        "other desk": ["staff semua"],
    }


def test_it_begins_and_ends_by_itself(cast: Cast) -> None:
    factory.announcement(by=cast.administrator.actor(), since=2, days=3)
    for days, count in ((0, 0), (1, 0), (2, 1), (4, 1), (5, 0)):
        assert len(announcements.for_everyone(on=today() + timedelta(days=days))) == count, days
    assert len(given(cast.coordinator.actor())) == 1


def test_english_is_shown_where_there_is_some(cast: Cast) -> None:
    factory.announcement(by=cast.administrator.actor(), title="Loket tutup", english="Counter closed")
    factory.announcement(by=cast.administrator.actor(), title="Hanya Indonesia")
    browser = cast.citizen.client()
    browser.post("/bahasa", {"language": "en", "next": "/"})
    shown = browser.get("/").content.decode()
    assert "Counter closed" in shown and "Loket tutup" not in shown and "Hanya Indonesia" in shown


def test_the_page_gives_one_once_and_takes_it_back_once(cast: Cast) -> None:
    who, key = cast.unit_administrator, str(uuid7())
    form = {"audience": "public", "title": "Loket <b>tutup</b>", "text": "Satu\r\ndua", "key": key}
    form |= day("since", today()) | day("until", today())
    for _ in range(2):
        assert "done=announced" in send(who, HERE, **form)
    (one,) = given(who.actor())
    assert (one.title, one.text, one.valid_until) == (
        {"id": "Loket <b>tutup</b>"},
        {"id": "Satu\ndua"},
        today() + timedelta(days=1),
    )
    assert "Loket &lt;b&gt;tutup" in page(who, HERE) and "<b>tutup" not in page(who, HERE)
    taken = {"withdraw": str(one.id), "version": "1", "key": str(uuid7())}
    send(cast.coordinator, HERE, 403, **taken)
    for _ in range(2):
        assert "done=withdrawn" in send(who, HERE, **taken)
    assert "ditarik" in page(who, HERE)
    assert announcements.of_body(queries.organisation_by_code("dinkes"), on=today()) == []
    send(who, HERE, 409, **taken | {"key": str(uuid7())})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT act, agency FROM ledger_entry WHERE subject = (SELECT subject FROM agencies_announcement) ORDER BY id"
        )
        dinkes = queries.organisation_by_code("dinkes")
        assert cursor.fetchall() == [("announce", dinkes), ("withdraw_announcement", dinkes)]


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"title": ""}, "title"), ({"title": "x" * 121}, "title"), ({"text": " "}, "text"),
        ({"text": "x" * 1001}, "text"), ({"title_en": "Closed"}, "text_en"), ({"audience": "both"}, "audience"),
        (day("since", today() - timedelta(days=1)), "since"), (day("until", today() - timedelta(days=1)), "until"),
        (day("until", today() + timedelta(days=366)), "until"), ({"until.day": ""}, "until"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_at_its_field(cast: Cast, how: dict[str, Any], field: str) -> None:
    form = {"audience": "public", "title": "Loket tutup", "text": "Jumat."}
    form |= day("since", today()) | day("until", today() + timedelta(days=365))
    assert f'href="#f-{field}"' in send(cast.administrator, HERE, 400, **form | how)
    assert given(cast.administrator.actor()) == []
    send(cast.administrator, HERE, **form)


@pytest.mark.parametrize("who", ["officer", "head", "verifier", "programmer", "secretary", "auditor"])
def test_nobody_else_gives_one_in_program_or_database(cast: Cast, who: str) -> None:
    by = getattr(cast, who).actor()
    assert rules.announces(by, queries.register().bodies.values()) == frozenset()
    with pytest.raises(Refusal) as caught:
        factory.announcement(by=by)
    assert caught.value.status == 403 and not Announcement.objects.exists()


def test_an_acting_administrator_announces_for_as_long_as_that_lasts(cast: Cast) -> None:
    by, person = cast.administrator.actor(), people.account()
    assert by.holding is not None
    held = factory.holding(by=by, post=by.holding.post_id, person=person, terms=factory.terms("plt"))
    acting, _ = queries.actor_of(people.session(person=person), None, now())
    factory.announcement(by=acting)
    factory.end(held, by=by)
    with pytest.raises(Refusal) as caught:
        factory.announcement(by=acting)
    assert caught.value.status == 401


def test_pages_take_one_statement_however_many_there_are(cast: Cast) -> None:
    def counted(path: str) -> int:
        browser = cast.other_officer.client() if path == "/meja/" else cast.citizen.client()
        browser.get(path)
        with CaptureQueriesContext(connection) as seen:
            browser.get(path)
        return len(seen)

    pages = ("/", "/unit/1-setda/", "/meja/")
    before = [counted(path) for path in pages]
    assert before[:2] == [1, 4]
    for _ in range(3):
        factory.announcement(by=cast.administrator.actor())
        factory.announcement(by=cast.coordinator.actor(), audience="staff")
    assert [counted(path) for path in pages] == before


def test_the_program_and_the_database_say_the_same_of_a_withdrawal(cast: Cast) -> None:
    number = factory.announcement(by=cast.unit_administrator.actor())
    for who in (cast.administrator, cast.coordinator, cast.head):
        with pytest.raises(Refusal) as caught:
            actions.withdraw_announcement(
                announcement=number, by=who.actor(), at=now(), key=uuid7(), version=1
            )
        assert caught.value.status == 403
        assert given(who.actor()) == []
