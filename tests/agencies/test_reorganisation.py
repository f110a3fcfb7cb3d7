"""Bodies merged, split and renamed by one act, before the day; what happens on the day by itself; what no act may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from serentak.agencies import actions, checks, directory, queries, rules
from serentak.agencies.models import Holding, Organisation, Post, Succession
from serentak.agencies.reorganisation import ACT, FIRST_BY_ACT, NewBody, Reorganisation, Takeover
from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day, now, today
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records.models import Record
from serentak.records.queries.inbox import inbox
from serentak.records.queries.page import record_page
from serentak.records.queries.visible import visible
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as factory
from tests.factories import people
from tests.records.cases import act, answered, file, forward

SOURCE = "Perda 9/2027"
WORKS = NewBody("Dinas Bina Marga", "Dinas Bina Marga", "dinas")
ROOMS = NewBody("Dinas Tata Ruang", "Dinas Tata Ruang", "dinas")


def tomorrow() -> date:
    return today() + timedelta(days=1)


def plan(*takeovers: Takeover, on: date | None = None, source: str = SOURCE) -> Reorganisation:
    return Reorganisation(on or tomorrow(), takeovers, source)


def number(code: str) -> int:
    return queries.organisation_by_code(code)


def posts(code: str) -> frozenset[int]:
    return frozenset(post.id for post in queries.posts_of(number(code), on=today()))


def renamed(code: str = "pupr", **changes: Any) -> Takeover:
    return Takeover(number(code), WORKS, posts=posts(code), **changes)


def do(by: Actor, asked: Reorganisation) -> list[int]:
    return actions.reorganise(plan=asked, by=by, at=now(), key=uuid7())


def someone_in(body: int, role: str, by: Actor) -> Callable[[], Actor]:
    """Somebody in a new post of a body; who that is, asked when needed."""
    person = people.account()
    secret = people.session(person=person)
    post = actions.open_post(
        organisation=body, title="Jabatan", role=role, since=factory.SINCE, by=by, at=now(), key=uuid7()
    )
    factory.holding(by=by, person=person, post=post)
    return lambda: queries.actor_of(secret, None, now())[0]


def the_day_comes(database: OwnDatabase) -> None:
    """What begins and ends tomorrow began and ended today: as if a day had passed for it."""
    directory.forget()
    with psycopg.connect(database.dsn("admin"), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        for column in ("valid_from", "valid_until"):
            for table, day in (("organisation", "1"), ("post", "1"), ("holding", "interval '1 day'")):
                admin.execute(
                    f"UPDATE agencies_{table} SET {column} = {column} - {day} WHERE {column} > now()"  # type: ignore[arg-type]
                    " AND {column} < now() + interval '2 days'".replace("{column}", column)
                )


def test_a_split_by_record_type_takes_effect_by_itself(own_database: OwnDatabase, cast: Cast) -> None:
    by = cast.administrator.actor()
    untaken, taken, closed = file(), file(), answered(cast)
    for done in (untaken, taken):
        forward(done, cast)
    act(taken.subject, "take", cast.officer.actor())
    old = number("pupr")
    rest, works = do(by, plan(Takeover(old, ROOMS), Takeover(old, WORKS, "complaint", posts("pupr"))))
    stays = someone_in(rest, "officer", by)
    assert cast.officer.actor().answers_for == {old}  # nothing happens before the day
    the_day_comes(own_database)

    officer, other = queries.actor_of(cast.officer.secret, None, now())[0], stays()
    head = queries.actor_of(cast.head.secret, None, now())[0]
    assert officer.holding and officer.holding.organisation == works and officer.holding.role == "officer"
    assert other.answers_for == {rest, old} and other.answers(old, "permit")
    for actor, sees in ((officer, True), (head, True), (other, False)):
        assert actor.answers(old, "complaint") is sees
        assert visible(actor).filter(id=untaken.subject).exists() is sees
        listed = {row.record for row in inbox(actor, view="agency", at=now()).rows}
        assert (untaken.subject in listed) is sees and (taken.subject in listed) is sees
        counts = {key: count for key, _, count, _ in inbox(actor, view="mine", at=now()).views}
        assert counts["agency"] == str(len(listed))
        found = inbox(actor, view="mine", at=now(), q=untaken.number).rows
        assert [row.record for row in found] == [untaken.subject] * sees
        for state in ("forwarded", "handled"):
            assert bool(inbox(actor, view="agency", at=now(), state=state).rows) in (sees, False)

    blind = replace(other, limits={})  # the database decides again
    with pytest.raises(Refusal) as caught:
        act(untaken.subject, "take", blind)
    assert caught.value.status in (403, 404)
    act(untaken.subject, "take", officer)
    act(untaken.subject, "prepare", officer, {"answer": "Ditambal."})
    act(untaken.subject, "confirm", head)
    assert record_page(head, closed.subject, at=now()).agency_name == queries.organisation(old).short
    assert_twins(own_database)


def assert_twins(database: OwnDatabase) -> None:
    """The SQL function, the statement of the actor and the rule say the same of every pair of bodies."""
    register = queries.register()
    with psycopg.connect(database.dsn("admin")) as admin:
        for kind in ("complaint", "permit"):
            rows = admin.execute(
                "SELECT a.id, b.id FROM agencies_organisation a, agencies_organisation b"
                " WHERE agencies_answers_for(a.id, b.id, %s)",
                [kind],
            ).fetchall()
            bodies = register.bodies.values()
            assert set(rows) == {
                (mine.id, theirs)
                for mine in bodies
                for theirs in rules.answers_for(mine.id, bodies, register.successions, today(), kind)
            }


def test_what_began_is_not_withdrawn(own_database: OwnDatabase, cast: Cast) -> None:
    by = cast.administrator.actor()
    (new,) = do(by, plan(renamed()))
    entry = Organisation.objects.get(id=new).entry
    the_day_comes(own_database)
    with pytest.raises(Refusal) as caught:
        actions.withdraw(entry=entry, by=by, at=now(), key=uuid7())
    assert caught.value.status == 403
    assert_twins(own_database)


def test_the_page_of_a_body_says_who_answers_its_cases_after_two_changes(
    own_database: OwnDatabase, cast: Cast
) -> None:
    """Forestry was merged once; what it became is renamed: the page names both, the one and who answers now."""
    by, old = cast.administrator.actor(), number("kehutanan")
    between = queries.register().successors(old)[0]
    (new,) = do(by, plan(Takeover(between.id, WORKS)))
    page = queries.organisation(old).address
    assert "kini dijawab" not in cast.citizen.client().get(page).content.decode()
    the_day_comes(own_database)
    shown = cast.citizen.client().get(page).content.decode().split("kini dijawab")[1]
    assert f'href="{queries.organisation(new).address}"' in shown.split("</p>")[0] and between.id != new


def test_a_split_of_the_past_is_named_for_a_record_type(own_database: OwnDatabase, cast: Cast) -> None:
    by, bpkpd = cast.administrator.actor(), number("bpkpd")
    actors = {code: someone_in(number(code), "officer", by) for code in ("bpkad", "bapenda")}
    assert all(actor().answers(bpkpd, "complaint") for actor in actors.values())
    assert do(by, plan(Takeover(bpkpd, number("bapenda"), "complaint"), on=today())) == [number("bapenda")]
    said = {
        code: (actor().answers(bpkpd, "complaint"), actor().answers(bpkpd, "permit"))
        for code, actor in actors.items()
    }
    assert said == {"bpkad": (False, True), "bapenda": (True, True)}
    assert_twins(own_database)


@pytest.mark.django_db
def test_one_act_ends_begins_links_and_carries_posts_with_their_holders(cast: Cast) -> None:
    by, old = cast.administrator.actor(), number("pupr")
    before = {post.title for post in queries.posts_of(old, on=today())}
    (new,) = do(by, plan(renamed()))
    assert new >= FIRST_BY_ACT
    assert (
        Organisation.objects.get(id=old).valid_until
        == tomorrow()
        == Organisation.objects.get(id=new).valid_from
    )
    assert {post.title for post in queries.posts_of(new, on=tomorrow())} == before
    assert queries.posts_of(old, on=tomorrow()) == () and queries.posts_of(new, on=today()) == ()
    held_rows = Holding.objects.filter(post__in=Post.objects.filter(organisation=new).values("id"))
    assert {row.person for row in held_rows} >= {cast.head.actor().person, cast.officer.actor().person}
    assert {local_day(row.valid_from) for row in held_rows} == {tomorrow()}
    ended = Holding.objects.get(id=cast.head.holding)
    assert ended.valid_until in {row.valid_from for row in held_rows}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(convert_from(bytes, 'UTF8')::jsonb ->> 'basis') FROM ledger_entry WHERE act = %s",
            [ACT],
        )
        (rows, based) = cursor.fetchone()
    assert rows == 3 + 2 * len(before) + 2 * held_rows.count() and based == rows - 1
    assert list(checks.problems()) == []


def test_forms_and_routes_know_the_new_bodies(own_database: OwnDatabase, cast: Cast) -> None:
    """The verifier's own body is renamed: complaints find it, and one about it still goes to the inspectorate."""
    by, old, verifier = cast.administrator.actor(), number("kominfo"), cast.verifier
    (new,) = do(by, plan(Takeover(old, ROOMS, posts=posts("kominfo"))))
    assert new not in directory.named(today()) and not directory.exists(new, today())
    the_day_comes(own_database)
    assert directory.named(today())[new] == ROOMS.name and old not in directory.named(today())
    other, own = file(), file(agency=str(new))
    agencies = dict(Record.objects.values_list("id", "agency"))
    assert agencies == {other.subject: new, own.subject: number("inspektorat")}
    actor = queries.actor_of(verifier.secret, None, now())[0]
    assert visible(actor).filter(id=other.subject).exists()
    with pytest.raises(Refusal) as caught:
        file(agency=str(old))
    assert list(caught.value.fields) == ["agency"]


@pytest.mark.django_db
def test_a_merger_and_the_move_of_a_unit(cast: Cast) -> None:
    by = cast.administrator.actor()
    bureau = next(row for row in law.library().organisations if row["parent"] == number("setda"))
    moved = NewBody(bureau["name"], bureau["short"], bureau["kind"], parent=number("bpkad"))
    merged = [Takeover(number(code), WORKS) for code in ("pupr", "dinkes")]
    first, second, unit = do(by, plan(*merged, Takeover(bureau["id"], moved)))
    assert first == second and unit != first
    assert unit in {body.id for body in queries.register().children(number("bpkad"), tomorrow())}
    assert unit not in {body.id for body in queries.register().children(number("bpkad"), today())}


@pytest.mark.django_db
def test_a_repeated_request_is_answered_and_another_with_its_key_is_not(cast: Cast) -> None:
    by, key = cast.administrator.actor(), uuid7()
    asked = plan(renamed())
    first = actions.reorganise(plan=asked, by=by, at=now(), key=key)
    assert actions.reorganise(plan=asked, by=by, at=now(), key=key) == first
    assert Succession.objects.filter(predecessor=number("pupr")).count() == 1
    with pytest.raises(Refusal) as caught:
        actions.reorganise(plan=plan(renamed("dinkes")), by=by, at=now(), key=key)
    assert (caught.value.code, caught.value.status) == ("key_used", 409)


@pytest.mark.django_db
@pytest.mark.parametrize("seat", ["verifier", "officer", "head"])
def test_others_reorganise_nothing(cast: Cast, seat: str) -> None:
    with pytest.raises(Refusal) as caught:
        do(getattr(cast, seat).actor(), plan(renamed()))
    assert (caught.value.code, caught.value.status) == ("not_allowed", 403)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (lambda: plan(renamed(), on=today()), "on"),
        (lambda: plan(renamed(), source=" "), "source"),
        (lambda: plan(), "takeovers"),
        (lambda: plan(Takeover(number("pupr"), NewBody("", "X", "dinas"))), "begins"),
        (lambda: plan(Takeover(number("pupr"), NewBody("X", "X", "kerajaan"))), "begins"),
        (lambda: plan(Takeover(number("pupr"), NewBody("X", "X", "dinas", number("pupr")))), "begins"),
        (lambda: plan(Takeover(number("pupr"), number("kehutanan"))), "takeovers"),  # it ended
        (lambda: plan(Takeover(number("pupr"), number("pupr"))), "takeovers"),
        (lambda: plan(Takeover(6, number("dinkes")), Takeover(number("dinkes"), 6)), "takeovers"),  # a ring
        (lambda: plan(Takeover(number("pupr"), 999)), "takeovers"),
        (lambda: plan(Takeover(number("pupr"), WORKS, "complaint")), "takeovers"),  # and the rest?
        (lambda: plan(renamed(), Takeover(number("pupr"), ROOMS, "dongeng")), "takeovers"),
        (lambda: plan(Takeover(number("kehutanan"), number("pupr"))), "takeovers"),  # it has one
        (
            lambda: plan(renamed(), *(Takeover(6, number(c), "complaint") for c in ("dinkes", "dlhk"))),
            "takeovers",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_its_field(
    cast: Cast, asked: Callable[[], Reorganisation], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        do(cast.administrator.actor(), asked())
    assert caught.value.code == "invalid" and list(caught.value.fields) == [field]


@pytest.mark.django_db
def test_what_is_prepared_is_not_prepared_again_and_an_unknown_body_is_404(cast: Cast) -> None:
    by = cast.administrator.actor()
    do(by, plan(renamed()))
    with pytest.raises(Refusal) as caught:
        do(by, plan(Takeover(number("pupr"), ROOMS)))
    assert list(caught.value.fields) == ["takeovers"]
    with pytest.raises(Refusal) as caught:
        do(by, plan(Takeover(999, WORKS)))
    assert caught.value.status == 404


@pytest.mark.django_db
@pytest.mark.parametrize("until", [None, "2026-03-01"])
def test_the_content_does_not_undo_an_act(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, until: str | None
) -> None:
    do(cast.administrator.actor(), plan(renamed()))
    library = law.library()
    pupr = number("pupr")
    bodies = [row | {"until": until} if row["id"] == pupr else row for row in library.organisations]
    link = {"predecessor": pupr, "successor": number("dinkes"), "record_type": None}
    monkeypatch.setitem(library.__dict__, "organisations", bodies)
    monkeypatch.setitem(library.__dict__, "successions", [*library.successions, link])
    assert actions.install(at=now()) == 0


def test_numbers_of_the_content_end_below_those_of_acts() -> None:
    assert max(row["id"] for row in law.library().organisations) < FIRST_BY_ACT
