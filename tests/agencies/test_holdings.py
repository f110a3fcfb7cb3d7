"""In what manner a post is held: acting with a letter and an end, named acts on the holder's behalf, and who may
say so; the rules and the database function side by side."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from serentak.agencies import actions, checks, queries, rules
from serentak.agencies.rules import Actor, Held
from serentak.agencies.terms import DEFINITELY, Terms, wrong_terms
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records.actions import perform
from serentak.records.queries.history import header_for, load
from serentak.records.queries.page import offers
from tests.agencies import worlds
from tests.cast import Cast
from tests.factories import agencies as factory
from tests.factories import people, records

pytestmark = pytest.mark.django_db
CONFIRM = frozenset({"complaint.confirm"})


def acting(cast: Cast, terms: Terms, post: int | None = None, body: str = "pupr") -> Actor:
    """Somebody who holds the head's post of Public Works on these terms."""
    person = people.account()
    held = cast.head.actor().holding
    assert held is not None
    at = post or held.post_id
    holding = factory.holding(by=cast.administrator.actor(), person=person, post=at, terms=terms)
    return queries.actor_of(people.session(person=person), holding, now())[0]


def colleague(cast: Cast) -> int:
    """A person who holds a post in Public Works."""
    person = people.account()
    post = factory.post(by=cast.administrator.actor(), organisation="pupr", title="Kepala Bidang")
    factory.holding(by=cast.administrator.actor(), person=person, post=post)
    return person


def delegated(cast: Cast, acts: frozenset[str] = CONFIRM, **change: Any) -> Actor:
    """Somebody to whom the head gave acts."""
    person = change.pop("person", None) or colleague(cast)
    holding = actions.delegate(
        person=person,
        since=now() - timedelta(minutes=1),
        terms=replace(factory.terms("an", days=5, only_acts=acts), **change),
        by=cast.head.actor(),
        at=now(),
        key=uuid7(),
    )
    return queries.actor_of(people.session(person=person), holding, now())[0]


def prepared(cast: Cast) -> Any:
    """A complaint whose answer awaits confirmation by the head of Public Works."""
    done = records.complaint(by=cast.citizen.actor())
    records.forward(done.subject, 1, by=cast.verifier.actor())
    records.act(done.subject, 2, "prepare", by=cast.officer.actor(), answer="Sudah ditambal.")
    return done.subject


def printed(record: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT convert_from(bytes, 'UTF8')::jsonb ->> 'post' FROM ledger_entry WHERE subject = %s"
            " ORDER BY version DESC LIMIT 1",
            [record],
        )
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("kind", ["plt", "plh", "pj", "pjs"])
def test_an_acting_head_signs_and_the_entry_says_so(cast: Cast, kind: str) -> None:
    actor = acting(cast, factory.terms(kind))
    prefix = law.library().holding_kinds[kind]["prefix"]
    assert actor.holding is not None and actor.holding.post == f"{prefix} Kepala Dinas PUPR"
    record = prepared(cast)
    records.act(record, 3, "confirm", by=actor)
    assert printed(record) == actor.holding.post
    assert queries.posts_held([actor.holding.id], at=now())[actor.holding.id].post == actor.holding.post


def test_the_right_ends_with_the_letter_and_nobody_has_to_remember_it(cast: Cast) -> None:
    person = people.account()
    held = cast.head.actor().holding
    assert held is not None
    until = now() - timedelta(seconds=1)
    holding = factory.holding(
        by=cast.administrator.actor(),
        person=person,
        post=held.post_id,
        terms=replace(factory.terms("plh"), until=until),
    )
    secret = people.session(person=person)
    assert queries.actor_of(secret, holding, until - timedelta(hours=1))[0].holding is not None
    assert queries.actor_of(secret, holding, now())[0].holding is None


def test_a_delegate_does_the_named_acts_on_the_heads_behalf_and_no_other(cast: Cast) -> None:
    actor = delegated(cast)
    record = prepared(cast)
    with pytest.raises(Refusal) as caught:
        perform(record, "return", {"reason": "Kurang."}, by=actor, at=now(), key=uuid7(), version=3)
    assert (caught.value.code, caught.value.status, caught.value.law) == (
        "not_in_holding",
        403,
        "uu-30-2014-14",
    )
    assert "a.n. Kepala Dinas PUPR" in caught.value.text["id"]
    records.act(record, 3, "confirm", by=actor)
    assert printed(record) == "a.n. Kepala Dinas PUPR"


def test_a_barred_act_is_refused_and_not_offered(cast: Cast) -> None:
    actor = acting(cast, factory.terms("plt", barred_acts=CONFIRM))
    record = prepared(cast)
    with pytest.raises(Refusal) as caught:
        records.act(record, 3, "confirm", by=actor)
    assert caught.value.code == "not_in_holding" and "Plt. Kepala Dinas PUPR" in caught.value.text["id"]
    loaded = load(actor, header_for(actor, record))
    offered = {view.act for view in offers(loaded, actor, now())}
    assert "confirm" not in offered and "return" in offered


def test_who_prepared_an_answer_does_not_confirm_it_in_another_post(cast: Cast) -> None:
    officer = cast.officer.actor()
    assert officer.person is not None
    actor = delegated(cast, person=officer.person)
    record = prepared(cast)
    assert "confirm" not in {
        view.act for view in offers(load(actor, header_for(actor, record)), actor, now())
    }
    for holdings, code in ((actor.holdings, "own_work"), (frozenset[int](), "not_allowed")):
        with pytest.raises(Refusal) as caught:  # the database knows it by itself
            records.act(record, 3, "confirm", by=replace(actor, holdings=holdings))
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "raja"}, "kind"),
        ({"kind": "machine"}, "kind"),
        ({"letter_number": "  "}, "letter_number"),
        ({"letter_date": None}, "letter_date"),
        ({"until": None}, "until"),
        ({"until": now() - timedelta(days=9)}, "until"),
        ({"until": now() + timedelta(days=93)}, "until"),
        ({"barred_acts": frozenset({"complaint.sing"})}, "barred_acts"),
        ({"only_acts": frozenset({"complaint.prepare"})}, "only_acts"),
        ({"kind": "an", "only_acts": None}, "only_acts"),
    ],
)
def test_terms_that_cannot_be_name_their_field(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        acting(cast, replace(factory.terms("plt"), **change))
    assert caught.value.code == "invalid" and set(caught.value.fields) == {field}


def test_a_post_of_one_person_has_one_holder_of_each_kind(cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        acting(cast, DEFINITELY)
    assert (caught.value.code, caught.value.status) == ("occupied", 409)
    acting(cast, factory.terms("plh"))
    with pytest.raises(Refusal) as caught, transaction.atomic():
        acting(cast, factory.terms("plh"))
    assert caught.value.code == "occupied"
    officer = cast.officer.actor().holding
    assert officer is not None
    acting(cast, DEFINITELY, post=officer.post_id)  # several officers are usual
    assert list(checks.problems()) == []


def test_an_end_comes_nearer_and_is_never_put_off(cast: Cast) -> None:
    actor = acting(cast, factory.terms("plt", days=30))
    assert actor.holding is not None

    def end(days: int) -> None:
        actions.end_holding(
            holding=actor.holding.id,  # type: ignore[union-attr]
            until=now() + timedelta(days=days),
            by=cast.administrator.actor(),
            at=now(),
            key=uuid7(),
        )

    end(10)
    with pytest.raises(Refusal) as caught:
        end(60)
    assert set(caught.value.fields) == {"until"}


def test_only_who_holds_a_leading_post_delegates(cast: Cast) -> None:
    def gives(by: Actor) -> None:
        actions.delegate(
            person=colleague(cast),
            since=now(),
            terms=factory.terms("an", days=5, only_acts=CONFIRM),
            by=by,
            at=now(),
            key=uuid7(),
        )

    gives(acting(cast, factory.terms("plh")))
    for actor in (cast.officer.actor(), cast.verifier.actor(), rules.PUBLIC, delegated(cast)):
        with pytest.raises(Refusal) as caught:
            gives(actor)
        assert (caught.value.code, caught.value.status) == ("not_allowed", 403)


def test_a_delegation_is_bad_in_each_field_that_is(cast: Cast) -> None:
    stranger = people.account()
    acts = frozenset({"complaint.confirm", "complaint.forward"})
    for change, field in (
        ({"person": stranger}, "person"),
        ({"person": cast.head.actor().person}, "person"),
        ({"acts": acts}, "only_acts"),
        ({"kind": "plh"}, "kind"),
        ({"letter_number": ""}, "letter_number"),
    ):
        with pytest.raises(Refusal) as caught:
            delegated(cast, **change)
        assert set(caught.value.fields) == {field}, change
    short = acting(cast, factory.terms("plh", days=2))
    with pytest.raises(Refusal) as caught:
        actions.delegate(
            person=colleague(cast),
            since=now(),
            terms=factory.terms("an", days=5, only_acts=CONFIRM),
            by=short,
            at=now(),
            key=uuid7(),
        )
    assert set(caught.value.fields) == {"until"}


def test_the_head_takes_a_delegation_back(cast: Cast) -> None:
    actor = delegated(cast)
    assert actor.holding is not None
    actions.end_holding(holding=actor.holding.id, until=now(), by=cast.head.actor(), at=now(), key=uuid7())
    with pytest.raises(Refusal) as caught:
        records.act(prepared(cast), 3, "confirm", by=actor)
    assert caught.value.status == 401


def test_who_left_the_body_while_acting_for_its_head_is_told(cast: Cast) -> None:
    actor = delegated(cast)
    assert list(checks.problems()) == [] and actor.holding is not None
    _, held = queries.actor_of(actor.secret, None, now())
    (own,) = [post.id for post in held if post.kind == "definitive"]
    actions.end_holding(holding=own, until=now(), by=cast.administrator.actor(), at=now(), key=uuid7())
    assert list(checks.problems()) == [
        f"person {actor.person} acts for post {actor.holding.post_id} but holds none in that body any more;"
        " end the delegation"
    ]


# the agency's own administrator


def unit_administrator(cast: Cast, body: str) -> Actor:
    by = cast.administrator.actor()
    person = people.account()
    post = factory.post(by=by, organisation=body, role="unit_administrator", title="Pengelola Kepegawaian")
    factory.holding(by=by, person=person, post=post)
    return queries.actor_of(people.session(person=person), None, now())[0]


def test_an_agencys_own_administrator_appoints_in_it_and_its_units_alone(cast: Cast) -> None:
    by = unit_administrator(cast, "setda")
    unit = next(row["code"] for row in law.library().organisations if row["parent"] == 1)
    for code in ("setda", unit):
        post = factory.post(by=by, organisation=code, role="head", title="Kepala")
        person = cast.other_officer.actor().person
        holding = factory.holding(by=by, post=post, person=person, terms=factory.terms("plt"))
        actions.end_holding(holding=holding, until=now(), by=by, at=now(), key=uuid7())
    refused = [
        lambda: factory.post(by=by, organisation="pupr"),
        lambda: factory.post(
            by=unit_administrator(cast, "kominfo"), organisation="kominfo", role="administrator"
        ),
        lambda: factory.post(by=by, organisation="setda", role="unit_administrator"),
        lambda: factory.holding(by=by, post=cast.officer.actor().holding.post_id),  # type: ignore[union-attr]
        lambda: factory.holding(by=by, post=by.holding.post_id),  # type: ignore[union-attr]
        lambda: factory.holding(by=by, post=post, person=by.person),
        lambda: factory.holding(by=by, post=post),  # of somebody without a post whom nobody here invited
        lambda: actions.end_holding(holding=cast.officer.holding, until=now(), by=by, at=now(), key=uuid7()),
        lambda: actions.close_post(
            post=cast.officer.actor().holding.post_id,  # type: ignore[union-attr]
            until=date(2026, 12, 1),
            by=by,
            at=now(),
            key=uuid7(),
        ),
    ]
    for change in refused:
        with pytest.raises(Refusal) as caught:
            change()
        assert (caught.value.code, caught.value.status) == ("not_allowed", 403)


def test_the_bodies_administered_are_the_own_and_their_units() -> None:
    bodies = [
        worlds.body(number, parent) for number, parent in ((1, None), (2, 1), (3, 2), (4, 5), (5, None))
    ]
    assert rules.administered({1}, bodies) == {1, 2, 3}
    assert rules.administered({5, 2}, bodies) == {2, 3, 4, 5}
    assert rules.administered((), bodies) == frozenset()


# the rule and its twin


@given(worlds.holdings, st.sampled_from(worlds.ACTS))
def test_what_a_holding_permits_is_neither_barred_nor_unnamed(held: Held, act: str) -> None:
    named = True if held.only_acts is None else sum(act == n for n in held.only_acts) == 1
    assert held.permits(act) == (named and sum(act == b for b in held.barred_acts) == 0)


def test_terms_of_the_content_stand() -> None:
    at = now()
    kinds, acts = law.library().holding_kinds, queries.acts_of("head")
    assert wrong_terms(DEFINITELY, at, kinds, acts) == {}
    for kind in kinds.keys() - {"machine", "definitive"}:
        assert wrong_terms(factory.terms(kind, only_acts=CONFIRM), at, kinds, acts) == {}


def test_an_acting_administrator_is_told_which_law_bars_what(cast: Cast) -> None:
    by, person = cast.administrator.actor(), people.account()
    assert by.holding is not None
    factory.holding(by=by, person=person, post=by.holding.post_id, terms=factory.terms("plt"))
    acting, _ = queries.actor_of(people.session(person=person), None, now())
    for change in (
        lambda: factory.post(by=acting),
        lambda: factory.holding(by=acting, post=cast.officer.actor().holding.post_id),  # type: ignore[union-attr]
        lambda: actions.close_post(
            post=cast.officer.actor().holding.post_id,  # type: ignore[union-attr]
            until=date(2030, 1, 1),
            by=acting,
            at=now(),
            key=uuid7(),
        ),
    ):
        with pytest.raises(Refusal) as caught:
            change()
        assert (caught.value.code, caught.value.law) == ("barred", "uu-30-2014-14")
    factory.end(cast.officer.holding, by=acting)


def test_every_act_of_administration_that_may_be_barred_is_one_the_program_does() -> None:
    acts = {"reorganise", "open_post", "close_post", "appoint", "end_holding", "issue_key"}
    acts |= {"announce", "withdraw_announcement"}
    assert law.library().administration.keys() == {f"agencies.{act}" for act in acts}
