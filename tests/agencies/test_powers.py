"""What each role may do is read off the content, as the engine decides it, and one's own is what the letter leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serentak.agencies import powers, queries
from serentak.agencies.rules import OPEN, MoveFacts, RecordFacts, may
from serentak.law import queries as law
from serentak.law.dates import GRADES
from serentak.lib.clock import now
from tests.cast import Cast
from tests.desk.test_administration import page
from tests.factories import agencies as factory
from tests.factories import people

pytestmark = pytest.mark.django_db


def every() -> tuple[powers.TypePowers, ...]:
    library = law.library()
    return powers.of_types(library.record_types, library.roles, library.holding_kinds)


def test_the_table_says_of_every_role_and_act_what_may_says(cast: Cast) -> None:
    """Each member of the cast, on a record that lies with its own body and in which it takes part."""
    for member in cast.members().values():
        by = member.actor()
        assert by.holding is not None
        record = RecordFacts(by.holding.organisation, frozenset(by.scopes))
        for kind in every():
            for power in kind.acts:
                scope = power.by.get(by.role)
                asked = MoveFacts(by.role if scope else "nobody", scope or OPEN, power.act)
                said = by.role in power.by and by.holding.permits(power.act)
                assert may(by, asked, record) == said, (member.username, power.act)
    assert {power.act for kind in every() for power in kind.acts if "officer" in power.by} == set(
        queries.acts_of("officer")
    )


def test_who_prepares_for_whom_is_named() -> None:
    (complaint,) = (kind for kind in every() if kind.name == "complaint")
    acts = {power.act: power for power in complaint.acts}
    assert acts["complaint.confirm"].prepared == acts["complaint.give_back"].prepared == {"officer"}
    assert acts["complaint.erase"].law == "uu-27-2022-43"
    assert not acts["complaint.forward"].prepared


def test_a_manner_that_bars_an_act_stands_at_it() -> None:
    library = law.library()
    kinds = {**library.holding_kinds, "plt": {**library.holding_kinds["plt"], "bars": ["complaint.confirm"]}}
    types = powers.of_types(library.record_types, library.roles, kinds)
    barred = {power.act: power.barred for kind in types for power in kind.acts if power.barred}
    assert barred == {"complaint.confirm": ("Plt.",)}


def test_ones_own_is_what_the_letter_leaves(cast: Cast) -> None:
    by = cast.administrator.actor()
    terms = factory.terms("plh", barred_acts=frozenset({"complaint.return"}))
    held = cast.other_head.actor().holding
    assert held is not None
    deputy = people.account(username="pengganti")
    factory.holding(by=by, post=held.post_id, person=deputy, terms=terms)
    acting = queries.actor_of(people.session(person=deputy), None, now())[0].holding
    assert acting is not None
    own = next(one for one in powers.own(acting, every()) if one.barred)
    assert [power.act for power in own.barred] == ["complaint.return"]
    assert "complaint.confirm" in [power.act for power in own.may]


def test_only_staff_sees_the_own_agency_and_it_costs_one_statement(cast: Cast) -> None:
    shown = page(cast.head, "/unit/peran/")
    assert "Wewenang Anda" in shown and "Sahkan jawaban" in shown and "1 orang" in shown
    assert "Wewenang Anda" not in cast.citizen.client().get("/unit/peran/").content.decode()
    with CaptureQueriesContext(connection) as seen:
        cast.citizen.client().get("/unit/peran/")
    assert len(seen) == 0
    browser = cast.head.client()
    with CaptureQueriesContext(connection) as seen:
        browser.get("/unit/peran/", {"pos": cast.head.holding})
    assert len([one for one in seen.captured_queries if "agencies_in_force" in one["sql"]]) == 1
    assert len(seen) == 5, [one["sql"][:80] for one in seen.captured_queries]


def test_what_is_not_confirmed_of_a_caretakers_limits_stands_where_a_head_reads_it(cast: Cast) -> None:
    """The rules for Pj. and Pjs. were not read: no acts are barred, and that is said."""
    shown = page(cast.head, "/unit/peran/").split('id="limits"')[1]
    for kind in ("pj", "pjs"):
        row = law.library().holding_kinds[kind]
        assert (row["bars"], row["grade"]) == ([], "unconfirmed") and row["note"]["id"] in shown
    assert shown.count(GRADES["unconfirmed"]["id"]) == 2
