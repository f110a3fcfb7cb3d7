"""Keys of machines: who gives them, to whom, for what and how long; the secret is shown once and kept nowhere."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from serentak.agencies import actions, queries, rules, staffing
from serentak.agencies.rules import PROGRAMMER, Actor, Held, staff
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people.rules import SECRET_BYTES
from tests.cast import Cast
from tests.factories import agencies as factory

pytestmark = pytest.mark.django_db
FILE = frozenset({"complaint.file"})


def issue(by: Actor, **how: Any) -> bytes:
    asked: dict[str, Any] = {"organisation": queries.organisation_by_code("kominfo"), "title": "Aplikasi"}
    asked |= {"acts": FILE, "until": now() + timedelta(days=30), "key": uuid7()}
    return actions.issue(by=by, at=now(), **(asked | how))


def machine(secret: bytes, at: datetime | None = None) -> Held:
    found = queries.machine_of(secret, at or now())
    assert found is not None and found.holding is not None
    assert (found.credential, found.person, found.role) == ("key", None, "machine")
    return found.holding


def test_a_key_opens_one_holding_for_named_acts_until_a_day(cast: Cast) -> None:
    secret = issue(cast.programmer.actor(), title=" SIPEMUDA ")
    held = machine(secret)
    assert len(secret) == SECRET_BYTES and held.post == "SIPEMUDA" and held.kind == "machine"
    assert held.permits("complaint.file") and not held.permits("breach.file")
    assert queries.machine_of(secret, now() + timedelta(days=29)) is not None
    assert queries.machine_of(secret, now() + timedelta(days=31)) is None
    assert queries.machine_of(b"", now()) is None and queries.machine_of(secret[:-1], now()) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, count(*) FROM ledger_entry WHERE act = 'issue_key' GROUP BY act")
        assert cursor.fetchall() == [("issue_key", 3)]  # post, holding, key


def test_a_second_key_of_a_system_goes_beside_the_first_in_the_same_post(cast: Cast) -> None:
    by = cast.programmer.actor()
    first, second = machine(issue(by)), machine(issue(by))
    assert first.post_id == second.post_id and first.id != second.id


def test_the_last_use_is_noted_to_the_minute_and_a_revoked_key_stays_listed(cast: Cast) -> None:
    by = cast.unit_administrator.actor()
    secret, area = factory.key(by=by), rules.connects(by, queries.register().bodies.values())
    ((system,), _) = staffing.systems(area, at=now())
    assert system.used is None and system.only_acts == ["complaint.file"]
    at = now().replace(second=30, microsecond=0)
    for moment in (at, at - timedelta(minutes=5)):
        actions.used(secret, at=moment)
    ((system,), _) = staffing.systems(area, at=now())
    assert system.used == at.replace(second=0)
    factory.end(system.holding, by=by)
    assert queries.machine_of(secret, now()) is None
    assert [one.holding for one in staffing.systems(area, at=now())[0]] == [system.holding]
    assert staffing.systems(area, at=now() + timedelta(days=40)) == ([], None)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"title": " "}, "title"), ({"acts": frozenset()}, "acts"), ({"acts": frozenset({"complaint.confirm"})}, "acts"),
        ({"until": None}, "until"), ({"until": now() - timedelta(days=1)}, "until"),
        ({"until": now() + timedelta(days=400)}, "until"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(cast: Cast, how: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        issue(cast.programmer.actor(), **how)
    assert list(caught.value.fields) == [field]


def test_a_form_sent_twice_makes_one_key_and_says_so(cast: Cast) -> None:
    by, form = cast.programmer.actor(), {"key": uuid7(), "until": now() + timedelta(days=9)}
    issue(by, **form)
    with pytest.raises(Refusal) as caught:
        issue(by, **form)
    assert caught.value.code == "key_shown"
    area = rules.connects(by, queries.register().bodies.values())
    assert len(staffing.systems(area, at=now())[0]) == 1


@pytest.mark.parametrize("who", ["officer", "head", "verifier", "own_head", "other_head", "secretary"])
def test_nobody_else_gives_a_key(cast: Cast, who: str) -> None:
    with pytest.raises(Refusal) as caught:
        issue(getattr(cast, who).actor())
    assert caught.value.status == 403


def test_a_programmer_connects_the_own_body_and_its_units_and_staffs_nothing(cast: Cast) -> None:
    by = cast.programmer.actor()
    with pytest.raises(Refusal) as caught:
        issue(by, organisation=queries.organisation_by_code("dinkes"))
    assert caught.value.status == 403
    for refused in (
        lambda: factory.post(by=by, organisation="kominfo"),
        lambda: factory.holding(by=by, post=cast.verifier.actor().holding.post_id, person=by.person),  # type: ignore[union-attr]
        lambda: factory.end(cast.verifier.holding, by=by),
    ):
        with pytest.raises(Refusal) as caught:
            refused()
        assert caught.value.status == 403
    bodies = queries.register().bodies.values()
    assert rules.administers(by, bodies) == frozenset() and by.holding is not None
    on_behalf = Held(1, 1, 1, "x", PROGRAMMER, by.holding.organisation, "x", "an")
    assert rules.connects(staff(b"", on_behalf, by.answers_for), bodies) == frozenset()


def test_a_machines_post_is_for_machines(cast: Cast) -> None:
    by = cast.administrator.actor()
    held = machine(issue(cast.programmer.actor()))
    with pytest.raises(Refusal) as caught:
        factory.holding(by=by, post=held.post_id)
    assert caught.value.status == 400
