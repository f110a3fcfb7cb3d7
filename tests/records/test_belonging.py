"""Whose a record is: filed in an account, taken into one by its slip, taken out again, and nobody else's."""

import json
from typing import Any

import pytest
from django.db import connection

from serentak.agencies.rules import PUBLIC, Actor
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records.actions import Done
from serentak.records.models import Party, Record
from serentak.records.queries import types
from serentak.records.queries.own import COUNT, own
from serentak.records.queries.own import statement as statement_of
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_account, by_slip
from tests.cast import Cast
from tests.records.cases import act, answered, file, forward
from tests.records.test_visible import nodes, person

pytestmark = pytest.mark.django_db


def take_in(done: Done, by: Actor, code: str | None = None) -> Done:
    """The person takes the record into the account, by its slip."""
    return act(done.subject, "link_account", by, slip=code or done.code)


def accounts(done: Done) -> list[str]:
    """The accounts that have the record."""
    found = Party.objects.filter(record=done.subject, scope__startswith="p:")
    return list(found.values_list("scope", flat=True))


def numbers(actor: Actor) -> list[str]:
    return [row.number for row in own(actor).rows]


def test_what_is_filed_signed_in_is_in_the_account_and_in_no_text_of_the_log() -> None:
    me = person()
    done = file(me)
    assert accounts(done) == [f"p:{me.person}"] and numbers(me) == [done.number]
    assert by_account(me, done.subject, at=now()).number == done.number
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT convert_from(bytes, 'UTF8') FROM ledger_entry WHERE subject = %s", [done.subject]
        )
        text = json.loads(cursor.fetchone()[0])
    assert text["holding"] is None and text["auth"].startswith("password/")
    assert "person" not in text and f"p:{me.person}" not in json.dumps(text)


def test_another_account_a_stranger_and_a_post_see_nothing_of_it(cast: Cast) -> None:
    done, other = file(person()), person()
    for actor in (other, PUBLIC, cast.officer.actor(), cast.officer.actor().citizen):
        assert numbers(actor) == []
        with pytest.raises(Refusal) as no:
            by_account(actor, done.subject, at=now())
        assert no.value.status == 404
    for name in ("add", "unlink_account", "rate"):
        with pytest.raises(Refusal):
            act(done.subject, name, other, {"note": "Saya."})


def test_the_page_of_the_desk_is_for_posts_even_where_the_record_is_ones_own() -> None:
    me = person()
    with pytest.raises(Refusal) as no:
        record_page(me, file(me).subject, at=now())
    assert no.value.status == 404


def test_its_person_does_what_the_slip_does_without_a_code(cast: Cast) -> None:
    me = person()
    done = answered(cast, by=me)
    mine, slip = by_account(me, done.subject, at=now()), by_slip(done.number, done.code or "", at=now())[1]
    offered = {offer.act for offer in mine.acts}
    assert offered == {offer.act for offer in slip.acts} | {"unlink_account"}
    assert (mine.answer, mine.timeline, mine.content) == (slip.answer, slip.timeline, slip.content)
    act(done.subject, "rate", me, {"rating": "4"})
    assert Record.objects.get(id=done.subject).state == "closed"


def test_an_anonymous_report_is_in_nobodys_account() -> None:
    me = person()
    anonymous = {"naming": "anonymous", "reporter_name": None, "reporter_email": None}
    with pytest.raises(Refusal):  # the database: not even the key of the request may know who it was
        file(me, **anonymous)
    done = file(**anonymous)
    with pytest.raises(Refusal) as no:
        take_in(done, me)
    assert no.value.code == "anonymous" and accounts(done) == []


def test_a_slip_brings_a_record_in_and_an_act_takes_it_out_again(cast: Cast) -> None:
    me, done = person(), file()
    take_in(done, me)
    assert numbers(me) == [done.number] and own(me).count == "1"
    name = record_page(cast.verifier.actor(), done.subject, at=now()).reporter
    assert name and name[0][1] == "Sitti", "who reported stays as it was"
    forward(done, cast)
    act(done.subject, "unlink_account", me)
    assert numbers(me) == [] and accounts(done) == []
    take_in(done, person())
    with pytest.raises(Refusal) as no:
        act(done.subject, "unlink_account", me)
    assert no.value.status == 404


@pytest.mark.parametrize("code", ["ABCDEFGHIJ", ""])
def test_without_its_code_no_record_comes_into_an_account(code: str) -> None:
    done = file()
    with pytest.raises(Refusal) as no:
        take_in(done, person(), code or "x")
    assert no.value.status == 404 and accounts(done) == []


def test_what_is_in_an_account_comes_into_no_other() -> None:
    me, done = person(), file()
    take_in(done, me)
    for other in (person(), me):
        with pytest.raises(Refusal) as no:
            take_in(done, other)
        assert no.value.code == "in_an_account" and no.value.remedy
    assert accounts(done) == [f"p:{me.person}"]


def test_an_erasure_takes_it_out_for_good(cast: Cast) -> None:
    me = person()
    done = file(me)
    act(done.subject, "refuse", cast.verifier.actor(), {"ground": "incomplete", "reason": "Kurang."})
    act(done.subject, "erase", cast.verifier.actor(), {"reason": "Diminta."})
    assert numbers(me) == [] and accounts(done) == []
    with pytest.raises(Refusal) as no:
        take_in(done, me)
    assert no.value.code == "erased"


def test_a_linked_record_keeps_its_deadline(cast: Cast) -> None:
    done = file()
    act(done.subject, "ask", cast.verifier.actor(), {"question": "Di mana?"})
    before = Record.objects.get(id=done.subject).due
    take_in(done, person())
    assert Record.objects.get(id=done.subject).due == before


def test_pages_follow_one_another_to_the_end_and_back() -> None:
    me = person()
    filed = [file(me).number for _ in range(7)][::-1]
    pages = [own(me, limit=3)]
    while pages[-1].older:
        pages.append(own(me, after=pages[-1].older, limit=3))
    assert [row.number for page in pages for row in page.rows] == filed and pages[0].count == "7"
    assert pages[0].newer is None
    for earlier, later in zip(pages[:-1], pages[1:], strict=True):
        assert own(me, after=later.newer, limit=3).rows == earlier.rows
    assert own(me, after="f~zzz", limit=3).rows == pages[0].rows


def test_the_list_takes_two_statements(django_assert_num_queries: Any) -> None:
    me = person()
    for _ in range(3):
        file(me)
    types.published()
    with django_assert_num_queries(2):
        assert len(own(me).rows) == 3


@pytest.mark.parametrize(("back", "begun"), [(False, False), (False, True), (True, True)])
def test_the_list_runs_straight_along_its_index(back: bool, begun: bool) -> None:
    asked = {"scope": "p:1", "limit": 21, "titles": "{}", "record": uuid7()}
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plans = []
        for statement in (statement_of(back, begun=begun), COUNT):
            cursor.execute("EXPLAIN (FORMAT JSON) " + statement, asked)
            plans.append(cursor.fetchone()[0][0]["Plan"])
    for plan in plans:
        kinds = {node["Node Type"] for node in nodes(plan)}
        (walk,) = [node for node in nodes(plan) if node.get("Index Name") == "records_party_inbox"]
        assert all(word in walk["Index Cond"] for word in ("scope", "due")), plan
        assert not kinds & {"Seq Scan", "Hash", "Materialize"}, plan
    (limit,) = [node for node in nodes(plans[0]) if node["Node Type"] == "Limit"]
    assert "Sort" not in {node["Node Type"] for node in nodes(limit)}, plans[0]
