"""One act on many records: the preview says what the acts would, each is one of its own, long work goes on."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serentak.ledger import queries as ledger
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.records.models import Record
from serentak.records.queries import bulk as many
from serentak.records.queries import inbox, lists
from tests.cast import Cast, Member
from tests.factories import records

pytestmark = pytest.mark.django_db
GRANT = {"decree": "PERAGAAN/188.4/1", "amount": "3.000.000", "message": "Dibayar bulan depan."}
LIST = "/meja/sekaligus?view={view}&type=scholarship&act={act}"


def applied(count: int) -> list[UUID]:
    return [records.scholarship(f"S1 Program {n}, Universitas Peragaan").subject for n in range(count)]


def eligible(cast: Cast, count: int) -> list[UUID]:
    found = applied(count)
    for record in found:
        records.act(record, 1, "qualify", by=cast.scholarship_officer.actor())
    return found


def picks(page: str) -> list[str]:
    return re.findall(r'name="pick" value="([^"]+)"', page)


def asked(who: Member, act: str, view: str = "agency") -> str:
    return who.client().get(LIST.format(act=act, view=view)).content.decode()


def sent(who: Member, act: str, **form: Any) -> str:
    answer = who.client().post(LIST.format(act=act, view="agency"), {"pos": who.holding, **form})
    return answer.content.decode()


def states(found: list[UUID]) -> list[str]:
    return [Record.objects.get(id=record).state for record in found]


def test_a_batch_is_decided_with_one_press_and_each_is_an_act_of_its_own(cast: Cast) -> None:
    ready, [fresh] = eligible(cast, 3), applied(1)
    head = cast.scholarship_head
    page = asked(head, "grant")
    assert len(picks(page)) == 3 and "1 berkas tidak bisa" in page and states([fresh]) == ["received"]
    answered = sent(head, "grant", pick=picks(page), **GRANT)
    assert "3 selesai" in answered and "ditolak" not in answered
    assert states(ready) == ["granted"] * 3
    for record in ready:
        last = ledger.history(record, {})[-1]
        assert (last.act, last.holding) == ("grant", head.holding)
    again = sent(head, "grant", pick=picks(page), **GRANT)  # pressed twice
    assert "3 selesai" in again and all(len(ledger.history(record, {})) == 3 for record in ready)


def test_wrong_answers_stop_before_anything_is_done_and_stay_in_the_form(cast: Cast) -> None:
    ready = eligible(cast, 2)
    page = asked(cast.scholarship_head, "grant")
    answered = sent(cast.scholarship_head, "grant", pick=picks(page), **{**GRANT, "amount": "nihil"})
    assert GRANT["decree"] in answered and "ds-error-summary" in answered
    assert states(ready) == ["eligible"] * 2
    assert "Pilih dulu berkasnya" in sent(cast.scholarship_head, "grant", **GRANT)


def test_what_changed_meanwhile_is_refused_and_named_and_the_rest_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serentak.desk.views.bulk.SECONDS", 0.0)  # one a request
    ready, head = eligible(cast, 3), cast.scholarship_head
    every = picks(asked(head, "grant"))
    records.act(ready[0], 2, "back", by=head.actor(), reason="Periksa lagi.")
    answered = sent(head, "grant", pick=every, **GRANT)
    seen = 1
    while "data-go" in answered:
        form = dict(
            re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answered.split("data-go")[1])
        )
        assert f"{seen} dari 3" in answered
        answered, seen = sent(head, "grant", **form), seen + 1
    assert seen == 3 and "2 selesai, 1 ditolak" in answered
    assert Record.objects.get(id=ready[0]).number in answered
    assert sorted(states(ready)) == ["granted", "granted", "received"]


def test_the_preview_says_of_each_what_the_act_would_answer(cast: Cast) -> None:
    ready, fresh = eligible(cast, 2), applied(2)
    records.act(ready[0], 2, "propose_grant", by=cast.scholarship_officer.actor(), **GRANT)
    for who in (cast.scholarship_head, cast.scholarship_officer):
        actor = who.actor()
        for act in ("grant", "qualify", "send_back", "propose_grant", "refuse"):
            said = many.refusals(actor, [*ready, *fresh], act, at=now())
            for record in (*ready, *fresh):
                raw = {**GRANT, "reason": "Kurang.", "return_reason": "Kurang."}
                names = {
                    "grant": GRANT,
                    "propose_grant": GRANT,
                    "refuse": ["reason"],
                    "send_back": ["return_reason"],
                }
                data = {name: raw[name] for name in names.get(act, ())}
                with connection.cursor() as db:
                    db.execute("SAVEPOINT tried")
                    try:
                        records.act(record, Record.objects.get(id=record).version, act, by=actor, **data)
                        code = None
                    except Refusal as no:
                        code = no.code
                    db.execute("ROLLBACK TO SAVEPOINT tried")
                found = said[record]
                assert (found.code if found else None) == code, (who.seat.id, act)


def test_a_preview_takes_as_many_statements_for_many_as_for_one(cast: Cast) -> None:
    actor = cast.scholarship_head.actor()

    def counted() -> int:
        made = inbox.whole(actor, view="agency", at=now(), type="scholarship", limit=many.MOST)
        with CaptureQueriesContext(connection) as seen:
            many.preview(actor, made, "grant", at=now())
        return len(seen)

    eligible(cast, 1)
    counted()
    few = counted()
    eligible(cast, 12)
    assert counted() == few <= 7


def test_histories_run_over_their_index(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as seen:
        ledger.histories(eligible(cast, 2), {})
    statement = [str(one["sql"]) for one in seen if "ledger_leaf" in one["sql"]][-1]
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "hashjoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + statement)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan and "ledger_entry_subject" in plan, plan


def test_only_acts_that_say_the_same_on_each_are_offered(cast: Cast) -> None:
    from serentak.records.queries import types

    offered = {
        kind.name: {move.act for move in many.moves(kind, cast.head.actor())} for kind in types.published()
    }
    assert "sign" not in offered["research"] and "confirm" not in offered["complaint"]
    assert {"grant", "decline", "refuse", "back"} <= offered["scholarship"]
    assert lists.COUNT_CAP > many.MOST
