"""Posts and holdings through the database function, as the web login: who may, what is on the log, what repeats."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from serentak.agencies import actions, checks, queries
from serentak.agencies.rules import INSTALLER, PUBLIC, Actor
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from tests.cast import Cast
from tests.factories import agencies as factory
from tests.factories import people

pytestmark = pytest.mark.django_db


def entries(table: str) -> list[tuple[Any, ...]]:
    """(act, version, holding, law) of the entries of a table's rows, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.act, e.version, e.actor, e.law FROM ledger_entry e JOIN {table} t ON t.subject = e.subject ORDER BY e.id DESC"
        )
        return cursor.fetchall()


def test_a_right_is_granted_and_revoked_from_one_request_to_the_next(cast: Cast) -> None:
    by = cast.administrator.actor()
    person = people.account()
    secret = people.session(person=person)
    assert queries.actor_of(secret, None, now())[0].holding is None
    post = factory.post(by=by, organisation="dlhk")
    holding = factory.holding(by=by, person=person, post=post)
    actor, held = queries.actor_of(secret, None, now())
    assert actor.holding is not None and (actor.holding.id, actor.role) == (holding, "officer")
    assert len(held) == 1 and f"h:{holding}" in actor.scopes
    actions.end_holding(holding=holding, until=now(), by=by, at=now(), key=uuid7())
    actor, held = queries.actor_of(secret, None, now())
    assert (actor.holding, held, actor.scopes) == (None, (), (f"p:{person}",))


def test_the_heir_of_merged_bodies_gets_their_pools(cast: Cast) -> None:
    by = cast.administrator.actor()
    person = people.account()
    factory.holding(by=by, person=person, post=factory.post(by=by, organisation="dlhk"))
    actor, _ = queries.actor_of(people.session(person=person), None, now())
    before = {queries.organisation_by_code(code) for code in ("dlh", "kehutanan")}
    assert before < actor.answers_for and {f"q:{body}:officer" for body in before} < set(actor.scopes)


def test_a_post_that_is_closed_gives_no_right(cast: Cast) -> None:
    by = cast.administrator.actor()
    person = people.account()
    post = factory.post(by=by)
    factory.holding(by=by, person=person, post=post)
    actions.close_post(post=post, until=date(2026, 1, 6), by=by, at=now(), key=uuid7())
    assert queries.actor_of(people.session(person=person), None, now())[1] == ()
    assert post not in {
        row.id for row in queries.posts_of(queries.organisation_by_code("dikbud"), on=date(2026, 1, 6))
    }
    assert post in {
        row.id for row in queries.posts_of(queries.organisation_by_code("dikbud"), on=date(2026, 1, 5))
    }


def test_every_change_is_an_entry_of_the_administrators_post_and_cites_the_roles_law(cast: Cast) -> None:
    by = cast.administrator.actor()
    assert by.holding is not None
    post = factory.post(by=by, role="head")
    holding = factory.holding(by=by, post=post)
    actions.end_holding(holding=holding, until=now(), by=by, at=now(), key=uuid7())
    cited = law.library().roles["head"]["law"]
    assert entries("agencies_post")[0] == ("open_post", 1, by.holding.id, cited)
    assert entries("agencies_holding")[:2] == [
        ("end_holding", 2, by.holding.id, cited),
        ("appoint", 1, by.holding.id, cited),
    ]


@pytest.mark.parametrize("seat", ["verifier", "officer", "head", "other_officer"])
def test_others_change_no_posts(cast: Cast, seat: str) -> None:
    with pytest.raises(Refusal) as caught:
        factory.post(by=getattr(cast, seat).actor())
    assert (caught.value.code, caught.value.status) == ("not_allowed", 403)


def test_nobody_changes_posts_without_a_proof(cast: Cast) -> None:
    own = cast.administrator.actor()
    forged = Actor("session", bytes(32), own.person, own.holding, own.answers_for, own.scopes)
    elsewhere = Actor("session", cast.officer.secret, own.person, own.holding, own.answers_for, own.scopes)
    for actor in (PUBLIC, INSTALLER, forged, elsewhere):
        with pytest.raises(Refusal) as caught:
            factory.post(by=actor)
        assert caught.value.status == 401


def test_a_repeated_request_is_answered_and_another_with_its_key_refused(cast: Cast) -> None:
    by, key = cast.administrator.actor(), uuid7()

    def open_post(title: str) -> int:
        return actions.open_post(
            organisation=6, title=title, role="officer", since=factory.SINCE, by=by, at=now(), key=key
        )

    first = open_post("Petugas")
    assert open_post("Petugas") == first
    with pytest.raises(Refusal) as caught:
        open_post("Petugas lain")
    assert (caught.value.code, caught.value.status) == ("key_used", 409)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda by: factory.post(by=by, role="raja"), "invalid"),
        (
            lambda by: actions.open_post(
                organisation=999, title="X", role="officer", since=factory.SINCE, by=by, at=now(), key=uuid7()
            ),
            "not_found",
        ),
        (
            lambda by: actions.appoint(person=1, post=10**9, since=now(), by=by, at=now(), key=uuid7()),
            "not_found",
        ),
        (
            lambda by: actions.appoint(
                person=10**9, post=factory.post(by=by), since=now(), by=by, at=now(), key=uuid7()
            ),
            "bad_value",
        ),
        (
            lambda by: actions.end_holding(holding=10**9, until=now(), by=by, at=now(), key=uuid7()),
            "not_found",
        ),
        (
            lambda by: actions.close_post(
                post=factory.post(by=by), until=factory.SINCE, by=by, at=now(), key=uuid7()
            ),
            "dates",
        ),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, change: Callable[[Actor], object], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        change(cast.administrator.actor())
    assert caught.value.code == code


def test_nobody_is_put_into_a_post_twice(cast: Cast) -> None:
    by = cast.administrator.actor()
    person, post = people.account(), factory.post(by=by)
    factory.holding(by=by, person=person, post=post)
    with pytest.raises(Refusal) as caught:
        factory.holding(by=by, person=person, post=post)
    assert caught.value.code == "already_held"


def test_a_holding_of_tomorrow_gives_no_right_today(cast: Cast) -> None:
    by = cast.administrator.actor()
    person = people.account()
    factory.holding(by=by, person=person, post=factory.post(by=by), since=now() + timedelta(days=1))
    secret = people.session(person=person)
    assert queries.actor_of(secret, None, now())[1] == ()


def test_the_list_is_installed_and_a_second_time_nothing_differs(cast: Cast) -> None:
    assert actions.install(at=now()) == 0
    assert len(queries.register().bodies) == len(law.library().organisations)
    assert len(queries.register().successions) == len(law.library().successions)


def test_only_the_installer_changes_the_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [dict(row) for row in law.library().organisations]
    rows[0]["name"] = "Sekretariat Lain"
    monkeypatch.setitem(law.library().__dict__, "organisations", rows)
    with pytest.raises(Refusal) as caught:
        actions.install(at=now())
    assert caught.value.status == 401


def test_the_first_administrator_is_made_once(cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        actions.first_administrator(
            username="kedua", name="Orang", password=people.PASSWORD, organisation=13, at=now()
        )
    assert caught.value.code == "administrator_exists"


def test_a_sound_province_has_no_problems_and_a_double_holding_is_one(cast: Cast) -> None:
    assert list(checks.problems()) == []
    by = cast.administrator.actor()
    person, post = people.account(), factory.post(by=by)
    ended = factory.holding(by=by, person=person, post=post)
    actions.end_holding(holding=ended, until=now() + timedelta(days=9), by=by, at=now(), key=uuid7())
    factory.holding(by=by, person=person, post=post, since=now())
    assert list(checks.problems()) == [
        f"person {person} holds post {post} twice at once; end one of the holdings"
    ]


def test_a_post_that_content_no_longer_places_there_is_named(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = {
        **law.library().roles,
        "officer": {
            **law.library().roles["officer"],
            "bodies": ["kominfo", "pupr", "dpmptsp", "biro-pemkesra"],
        },
    }
    monkeypatch.setitem(law.library().__dict__, "roles", roles)
    held = cast.other_officer.actor().holding
    assert held is not None
    assert list(checks.problems()) == [
        f"post {held.post_id} has the role officer, which does not stand in body {held.organisation}: close it"
    ]
