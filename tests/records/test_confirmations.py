"""Staff prepare, heads confirm, in the database and on the pages: one by one, and many with one press."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from serentak.agencies.rules import Actor
from serentak.ledger import queries as ledger
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.actions import Done, Pick
from serentak.records.models import Record
from serentak.records.queries import confirmations
from serentak.records.queries.confirmations import waiting
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from tests.cast import Cast
from tests.factories import agencies
from tests.records.cases import act, file, forward, slip
from tests.records.test_visible import nodes

pytestmark = pytest.mark.django_db
WHY = {"reason": "Ruas ini jalan kabupaten."}
ID = "01a21100-213b-782e-865a-0cc3bad03378"  # the same in each process that collects the tests


def proposed(cast: Cast, at: datetime | None = None) -> Done:
    done = file()
    forward(done, cast)
    act(done.subject, "propose_give_back", cast.officer.actor(), WHY, at=at)
    return done


def prepared(cast: Cast, answer: str = "Ditambal.") -> Done:
    done = file()
    forward(done, cast)
    act(done.subject, "prepare", cast.officer.actor(), {"answer": answer})
    return done


def confirm(record: UUID, name: str, by: Actor, at: datetime | None = None, key: UUID | None = None) -> Done:
    version = Record.objects.get(id=record).version
    told = {"by": by, "at": at or now(), "key": key or uuid7(), "version": version}
    return actions.perform(record, name, {}, confirm=True, **told)


def second_post(cast: Cast) -> Actor:
    """The officer in a post of head in the same agency."""
    from serentak.agencies.queries import actor_of

    by, officer = cast.administrator.actor(), cast.officer.actor()
    seat = agencies.post(by=by, organisation="pupr", role="head", title="Pelaksana")
    held = agencies.holding(by=by, person=officer.person, post=seat)
    return actor_of(officer.secret, held, now())[0]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as no:
        yield
    assert no.value.code == code, no.value


def test_the_head_confirms_what_the_officer_proposed(cast: Cast) -> None:
    done = proposed(cast)
    head, officer = cast.head.actor(), cast.officer.actor()
    page = record_page(head, done.subject, at=now())
    assert page.proposal and page.proposal.mine and page.proposal.closed is None
    assert [text for _, text in page.proposal.said] == [WHY["reason"]]
    assert officer.holding and page.proposal.post == officer.holding.post
    form = {"act": "give_back", "confirm": "1", "version": "3", "key": str(uuid7()), "pos": cast.head.holding}
    address = f"/meja/berkas/{done.subject}"
    shown = cast.head.client().get(address).content.decode()
    assert 'name="confirm"' in shown and 'name="version" value="3"' in shown
    assert cast.head.client().post(address, form).status_code == 303
    header = Record.objects.get(id=done.subject)
    assert header.state == "filed" and header.agency != officer.holding.organisation
    last = ledger.history(done.subject, {})[-1]
    assert last.act == "give_back" and last.text["basis"]
    told = record_page(cast.verifier.actor(), done.subject, at=now()).timeline[0]
    assert head.holding and (told.prepared, told.post) == (officer.holding.post, head.holding.post)
    text = cast.verifier.client().get(f"/meja/berkas/{done.subject}").content.decode()
    assert f"Disiapkan oleh {officer.holding.post}, disahkan oleh {head.holding.post}" in text


def test_a_file_that_was_prepared_is_opened_from_the_list(cast: Cast, tmp_path: Any, settings: Any) -> None:
    from tests.records.test_files import photo, upload

    settings.FILES_DIR = tmp_path
    done = file()
    forward(done, cast)
    act(
        done.subject, "prepare", cast.officer.actor(), {"answer": "Ditambal."},
        files={"evidence": [upload(photo("PNG"))]},
    )  # fmt: skip
    [row] = waiting(cast.head.actor(), at=now()).rows
    [shown] = row.files
    assert shown.hash in cast.head.client().get("/meja/sahkan").content.decode()
    assert cast.head.client().get(f"/berkas/{shown.hash}").status_code == 200
    confirm(done.subject, "confirm", cast.head.actor())
    _, page = by_slip(done.number, done.code or "", at=now())
    assert page.answer and [f.hash for f in page.answer.files] == [shown.hash]


def test_a_retry_of_a_confirmation_gives_the_same_answer(cast: Cast) -> None:
    done, key, head = proposed(cast), uuid7(), cast.head.actor()
    version = Record.objects.get(id=done.subject).version
    told = {"by": head, "key": key, "version": version, "confirm": True}
    first = actions.perform(done.subject, "give_back", {}, at=now(), **told)
    again = actions.perform(
        done.subject, "give_back", {}, at=now(), **told
    )  # though the head sees it no more
    assert (again.entry, again.number, again.replayed) == (first.entry, first.number, True)
    with refused("not_found"):
        actions.perform(done.subject, "give_back", {}, at=now(), **{**told, "key": uuid7()})
    answer = prepared(cast)
    pick = Pick(answer.subject, "confirm", Record.objects.get(id=answer.subject).version, uuid7())
    both = [actions.confirm([pick], by=head, at=now())[0] for _ in range(2)]
    assert [(a.number, a.refusal) for a in both] == [(answer.number, None)] * 2
    assert len(ledger.history(answer.subject, {})) == 4


def test_who_prepared_does_not_confirm_in_another_post(cast: Cast) -> None:
    done, answer = proposed(cast), prepared(cast)
    both = second_post(cast)
    page = record_page(both, done.subject, at=now())
    assert page.proposal and page.proposal.closed and "orang lain" in page.proposal.closed["id"]
    with refused("own_work"):
        confirm(done.subject, "give_back", both)
    assert [o.act for o in record_page(both, answer.subject, at=now()).acts] == ["return", "write", "jot"]
    with refused("own_work"):
        confirm(answer.subject, "confirm", both)
    assert all(row.closed for row in waiting(both, at=now()).rows)
    confirm(done.subject, "give_back", cast.head.actor())


def test_a_change_closes_a_proposal_and_says_so(cast: Cast) -> None:
    done, head = proposed(cast), cast.head.actor()
    seen = Record.objects.get(id=done.subject).version
    act(done.subject, "add", slip(done), {"note": "Tambahan."})
    with refused("stale"):
        actions.perform(
            done.subject, "give_back", {}, by=head, at=now(), key=uuid7(), version=seen, confirm=True
        )
    with refused("proposal_gone"):
        confirm(done.subject, "give_back", head)
    text = cast.head.client().get(f"/meja/berkas/{done.subject}").content.decode()
    assert "berubah sejak konsep ini disiapkan" in text and 'name="confirm"' not in text
    assert waiting(head, at=now()).rows == []
    page = record_page(cast.officer.actor(), done.subject, at=now())
    [offer] = [o for o in page.acts if o.act == "propose_give_back"]
    assert [field.value for field in offer.fields] == [WHY["reason"]]  # to be prepared again


def test_a_proposal_expires(cast: Cast) -> None:
    late = now() + timedelta(days=30)
    done, head = proposed(cast), cast.head.actor()
    with refused("proposal_expired"):
        confirm(done.subject, "give_back", head, at=late)
    [row] = waiting(head, at=late).rows
    assert row.closed and "sudah lewat" in row.closed["id"]
    act(done.subject, "send_back", head, {"return_reason": "Kedaluwarsa."}, at=late)
    assert waiting(head, at=late).rows == []


def test_the_reporter_reads_the_act_and_nothing_of_its_preparation(cast: Cast) -> None:
    done = proposed(cast)
    act(done.subject, "send_back", cast.head.actor(), {"return_reason": "Sebut ruasnya."})
    _, page = by_slip(done.number, done.code or "", at=now())
    said = str(page.timeline)
    assert WHY["reason"] not in said and "Sebut ruasnya" not in said and "Konsep" not in said
    act(done.subject, "propose_give_back", cast.officer.actor(), WHY)
    confirm(done.subject, "give_back", cast.head.actor())
    _, page = by_slip(done.number, done.code or "", at=now())
    assert page.timeline[0].act == "give_back" and WHY["reason"] in str(page.timeline[0])


def test_all_that_waits_is_listed_by_deadline_for_those_who_confirm_it(cast: Cast) -> None:
    late = proposed(cast)
    first, second = prepared(cast, "Satu."), prepared(cast, "Dua.")
    act(second.subject, "add", slip(second), {"note": "Masih."})  # an answer waits whatever is added
    head = cast.head.actor()
    rows = waiting(head, at=now()).rows
    assert {row.record for row in rows} == {late.subject, first.subject, second.subject}
    assert [row.due for row in rows] == sorted(row.due for row in rows)
    assert {row.act for row in rows} == {"give_back", "confirm"}
    assert {text for row in rows for _, text in row.said} == {WHY["reason"], "Satu.", "Dua."}
    for other in (cast.officer, cast.other_head, cast.verifier, cast.administrator):
        assert waiting(other.actor(), at=now()).rows == []


def test_pages_of_what_waits_follow_one_another(cast: Cast) -> None:
    made = {(proposed if n % 2 else prepared)(cast).subject for n in range(5)}
    head, pages, after = cast.head.actor(), [], None
    while not pages or after:
        pages.append(waiting(head, at=now(), after=after, limit=2))
        after = pages[-1].older
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert {row.record for page in pages for row in page.rows} == made and pages[0].newer is None
    for earlier, later in zip(pages[:-1], pages[1:], strict=True):
        back = waiting(head, at=now(), after=later.newer, limit=2).rows
        assert [row.record for row in back] == [row.record for row in earlier.rows]


def test_the_list_takes_two_statements(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    head = cast.head.actor()
    proposed(cast)
    waiting(head, at=now())
    for _ in range(4):
        proposed(cast)
        prepared(cast)
    with django_assert_num_queries(2):
        assert len(waiting(head, at=now()).rows) == 9


@pytest.mark.parametrize("back", [None, False, True])
def test_the_list_runs_over_the_inbox_index_and_scans_no_table(cast: Cast, back: bool | None) -> None:
    head = cast.head.actor()
    cursor = None if back is None else confirmations.lists.Cursor(back, now(), uuid7())
    told = confirmations.arguments(head, confirmations.confirming(head), cursor, 50)
    with connection.cursor() as db:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort", "hashjoin", "mergejoin"):
            db.execute(f"SET LOCAL enable_{way} = off")
        db.execute("EXPLAIN (FORMAT JSON) " + confirmations.statement(head, cursor), told)
        plan = db.fetchone()[0][0]["Plan"]
    assert all(node["Node Type"] != "Seq Scan" for node in nodes(plan)), plan
    [along] = [node for node in nodes(plan) if node.get("Index Name") == "records_party_inbox"]
    assert all(word in along["Index Cond"] for word in ("scope", "open", "due")), plan


def picks(client: Client, address: str) -> list[str]:
    import re

    page = client.get(address).content.decode()
    return re.findall(r'name="pick" value="([^"]+)"', page)


def test_one_press_confirms_what_was_picked_and_says_what_was_refused(cast: Cast) -> None:
    give, answer, left, changed = (
        proposed(cast),
        prepared(cast, "Satu."),
        prepared(cast, "Dua."),
        proposed(cast),
    )
    client, address = cast.head.client(), f"/meja/sahkan?pos={cast.head.holding}"
    found = {text.split(":")[0]: text for text in picks(client, address)}
    assert len(found) == 4
    act(changed.subject, "progress", cast.officer.actor(), {"note": "Ditinjau."})
    chosen = [found[str(done.subject)] for done in (give, changed, answer)]
    told = client.post(address, {"pos": cast.head.holding, "pick": chosen})
    text = told.content.decode()
    assert told.status_code == 200 and "2 disahkan, 1 ditolak" in text
    assert "sudah berubah" in text and changed.number in text and give.number in text
    states = {done: Record.objects.get(id=done.subject).state for done in (give, answer, left, changed)}
    assert list(states.values()) == ["filed", "answered", "prepared", "forwarded"]
    [rest] = picks(client, address)
    told = client.post(address, {"pos": cast.head.holding, "only": rest, "pick": [rest]})
    assert "1 disahkan" in told.content.decode() and Record.objects.get(id=left.subject).state == "answered"


@pytest.mark.parametrize(
    ("pick", "status"),
    [("x", 400), ("a:b:c:d", 400), (f"{ID}:give_back:x:{ID}", 400), (f"{ID}:give_back:1:x", 400)],
)
def test_a_pick_that_cannot_be_read_is_refused(cast: Cast, pick: str, status: int) -> None:
    told = cast.head.client().post("/meja/sahkan", {"pos": cast.head.holding, "pick": pick})
    assert told.status_code == status


def test_more_than_a_page_is_not_confirmed_at_once(cast: Cast) -> None:
    done = prepared(cast)
    many = [f"{done.subject}:confirm:3:{uuid7()}" for _ in range(confirmations.PAGE + 1)]
    told = cast.head.client().post("/meja/sahkan", {"pos": cast.head.holding, "pick": many})
    assert told.status_code == 400 and Record.objects.get(id=done.subject).state == "prepared"


def test_a_record_of_others_in_a_pick_tells_nothing(cast: Cast) -> None:
    done = prepared(cast)
    pick = f"{done.subject}:confirm:3:{uuid7()}"
    for member in (cast.other_head, cast.administrator):
        text = member.client().post("/meja/sahkan", {"pos": member.holding, "pick": pick}).content.decode()
        assert done.number not in text and "1 ditolak" in text
    assert Record.objects.get(id=done.subject).state == "prepared"


def test_only_who_confirms_is_led_there(cast: Cast) -> None:
    assert 'href="/meja/sahkan' in cast.head.client().get("/meja/").content.decode()
    assert 'href="/meja/sahkan' not in cast.officer.client().get("/meja/").content.decode()
