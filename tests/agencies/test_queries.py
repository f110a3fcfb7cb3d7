"""The actor of a request in at most two statements, and the recursion in SQL against the pure rule."""

from datetime import date, timedelta
from typing import Any

import pytest

from serentak.agencies import queries, rules
from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from serentak.lib.refusal import Refusal
from tests.cast import Cast
from tests.factories import agencies as factory
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_the_actor_of_a_request_costs_two_statements(cast: Cast, django_assert_num_queries: Any) -> None:
    secret = cast.head.secret
    with django_assert_num_queries(2):
        actor, _ = queries.actor_of(secret, None, now())
    assert actor.role == "head"
    with django_assert_num_queries(0):
        assert queries.actor_of(None, None, now()) == (rules.PUBLIC, ())
    with django_assert_num_queries(1):
        assert queries.actor_of(bytes(32), 1, now()) == (rules.PUBLIC, ())


def test_the_holding_of_the_form_decides_and_anothers_does_not(cast: Cast) -> None:
    both = cast.own_head
    first, second = (post.id for post in queries.actor_of(both.secret, None, now())[1])
    assert queries.actor_of(both.secret, second, now())[0].holding.id == second  # type: ignore[union-attr]
    for other in (None, cast.officer.holding, 10**9):
        assert queries.actor_of(both.secret, other, now())[0].holding.id == first  # type: ignore[union-attr]


def test_the_statement_answers_as_the_rule_does(cast: Cast) -> None:
    """For each body of the real list, on the day before and after the change of 2026."""
    by, register = cast.administrator.actor(), queries.register()
    person = people.account()
    secret = people.session(person=person)
    for row in law.library().organisations:
        factory.holding(
            by=by, person=person, post=factory.post(by=by, organisation=row["code"], since=date(2022, 1, 1))
        )
    for at in (now(), now() + timedelta(hours=11)):
        on = local_day(at)
        _, held = queries.actor_of(secret, None, at)
        assert {post.organisation for post in held} == {body.id for body in register.existing(on)}
        for post in held:
            actor, _ = queries.actor_of(secret, post.id, at)
            assert actor.answers_for == rules.answers_for(
                post.organisation, register.bodies.values(), register.successions, on
            )


def test_bodies_on_a_day_and_those_that_are_gone(cast: Cast) -> None:
    before, after = (
        {body.id for body in queries.register().existing(day)}
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    lama, baru = (queries.organisation_by_code(code) for code in ("kehutanan", "dlhk"))
    assert lama in before - after and baru in after - before
    register = queries.register()
    assert lama in {body.id for body in register.gone(date(2026, 1, 1))}
    assert lama not in {body.id for body in register.gone(date(2025, 12, 31))}
    assert [body.id for body in register.successors(lama)] == [baru]
    assert lama in {body.id for body in register.predecessors(baru)}


def test_what_is_not_there_is_refused_with_404(cast: Cast) -> None:
    for ask in (
        lambda: queries.organisation(999),
        lambda: queries.register().body(999),
        lambda: queries.organisation_by_code("tidak-ada"),
    ):
        with pytest.raises(Refusal) as caught:
            ask()
        assert caught.value.status == 404


def test_forwarding_is_offered_to_bodies_with_an_officer_and_a_head(cast: Cast) -> None:
    on = local_day(now())
    assert queries.bodies_with(("officer", "head"), on=on) == {
        queries.organisation_by_code(code)
        for code in ("pupr", "dinkes", "kominfo", "dpmptsp", "biro-pemkesra")
    }
    assert queries.posts_held([cast.head.holding], at=now()) == {
        cast.head.holding: queries.PostHeld("Kepala Dinas PUPR", ended=False)
    }
