"""Staff prepare, heads confirm: what follows from `prepared_by`, what waits, and what no longer can be confirmed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.records import lifecycle, proposals
from serentak.records.lifecycle import Standing
from serentak.records.rules import RecordType, moves_of, record_type
from tests.records.walk import (
    HEAD,
    OFFICER,
    SLIP,
    START,
    STRANGER,
    VERIFIER,
    after,
    answers,
    complaint,
    library,
    outcome,
    walked,
)

AT = START + timedelta(days=1)
LATER = AT + timedelta(hours=2)
WHY = {"reason": "Jalan kabupaten."}


def proposed(at: datetime = AT, by: Actor = OFFICER) -> Standing:
    return after(walked("take"), "propose_give_back", WHY, by, at)


def waiting(standing: Standing) -> proposals.Proposal | None:
    return lifecycle.proposal(complaint(), standing)


def acts(standing: Standing, actor: Actor, at: datetime = LATER) -> list[str]:
    return [move.act for move in lifecycle.allowed(complaint(), standing, actor, library(), at)]


def must_act(standing: Standing) -> set[str]:
    return {party.role for party in standing.parties if party.open}


def test_an_act_that_may_be_prepared_brings_its_proposal_and_a_way_back() -> None:
    rows = {(row["act"], row["state_from"], row["role"]): row for row in moves_of(complaint())}
    propose, back = (
        rows["propose_give_back", "forwarded", "officer"],
        rows["send_back", "forwarded", "head"],
    )
    for row in (propose, back):
        assert (row["state_to"], row["scope"], row["writes"]) == ("forwarded", "agency", ["parties"])
        assert not (row["closes"] or row["hands_over"] or row["erases"] or row["confirms"] or row["fields"])
    assert propose["asks"] == ["reason", "expires"] and back["asks"] == ["return_reason"]
    assert {role for act, _, role in rows if act == "give_back"} == {"head"}


def test_a_proposal_changes_nothing_and_waits_for_the_head() -> None:
    before, made = walked("take"), proposed()
    assert (made.state, made.agency, made.content) == (before.state, before.agency, before.content)
    assert {p.scope for p in made.parties} == {p.scope for p in before.parties}
    assert must_act(before) == {"officer"} and must_act(made) == {"head"}
    found = waiting(made)
    assert found and found.move.act == "give_back" and found.values == WHY and not found.changed
    assert (found.step.post, found.step.moment) == ("Jabatan 2", AT)


def test_it_asks_what_the_act_asks_of_the_head() -> None:
    found = answers("propose_give_back", {}, by=OFFICER, standing=walked("take"))
    assert set(found.errors) == {"reason"}
    found = answers("propose_give_back", {**WHY, "expires": "2099"}, by=OFFICER, standing=walked("take"))
    assert set(found.errors) == {"expires"}


@pytest.mark.parametrize(
    ("prepared", "until"),
    [
        ("2026-11-24T08:00", "2026-12-01T16:00"),
        ("2026-11-25T23:00", "2026-12-02T16:00"),
        ("2026-03-17T14:00", "2026-03-31T16:00"),
    ],
)
def test_it_can_be_confirmed_for_five_working_days(prepared: str, until: str) -> None:
    at, end = (datetime.fromisoformat(f"{text}+08:00") for text in (prepared, until))
    base = replace(walked("take"), steps=())
    found = waiting(after(base, "propose_give_back", WHY, OFFICER, at))
    assert found and found.expires == end
    assert found.open(end - timedelta(seconds=1)) and not found.open(end)


def test_confirming_does_what_was_proposed() -> None:
    made = proposed()
    values = proposals.confirmed(waiting(made), move("give_back"), (), LATER)
    assert values == WHY
    done = after(made, "give_back", values, HEAD, LATER)
    assert done == replace(after(made, "give_back", WHY, HEAD, LATER), steps=done.steps) and done.state == (
        "filed"
    )
    assert waiting(done) is None


def test_what_happened_since_closes_it() -> None:
    changed = after(proposed(), "progress", {"note": "Ditinjau."}, OFFICER, LATER)
    found = waiting(changed)
    assert found and found.changed and not found.open(LATER)
    refused("proposal_gone", found, "give_back", LATER)
    assert {"give_back", "send_back"} <= set(acts(changed, HEAD))
    again = after(changed, "propose_give_back", WHY, OFFICER, LATER)
    assert proposals.confirmed(waiting(again), move("give_back"), (), LATER) == WHY


def test_another_act_a_late_one_and_none_at_all_are_refused() -> None:
    found = waiting(proposed())
    assert found is not None
    refused("proposal_gone", found, "ask_more", LATER)
    refused("proposal_gone", None, "give_back", LATER)
    refused("proposal_expired", found, "give_back", found.expires)


def test_what_is_sent_back_is_gone_and_its_officer_must_act() -> None:
    back = after(proposed(), "send_back", {"return_reason": "Sebut ruasnya."}, HEAD, LATER)
    assert waiting(back) is None and must_act(back) == {"officer"}
    assert "send_back" not in acts(back, HEAD) and "propose_give_back" in acts(back, OFFICER)


@pytest.mark.parametrize("act", ["ask_more", "prepare"])
def test_a_record_that_goes_on_leaves_it_behind(act: str) -> None:
    raw = {"ask_more": {"question": "Di mana?"}, "prepare": {"answer": "Sudah."}}[act]
    on = after(proposed(), act, raw, OFFICER, LATER)
    assert waiting(on) is None
    if act == "ask_more":  # and does not find it again when it comes back
        assert waiting(after(on, "answer_question", {"note": "Di sana."}, SLIP, LATER)) is None


def test_only_the_agencys_officer_proposes_and_only_its_head_sends_back() -> None:
    made = proposed()
    assert "propose_give_back" in acts(walked("take"), OFFICER)
    for actor in (STRANGER, VERIFIER, SLIP):
        assert not {"propose_give_back", "send_back", "give_back"} & set(acts(made, actor))
    assert not {"send_back", "give_back"} & set(acts(made, OFFICER))
    assert "send_back" not in acts(walked("take"), HEAD)
    nobody = replace(walked("take"), parties=tuple(p for p in walked("take").parties if p.role != "head"))
    assert "propose_give_back" not in acts(nobody, OFFICER)


def test_content_is_proposed_field_by_field_and_emptied_ones_are_said() -> None:
    """A type whose head corrects content: nothing is written until it is confirmed."""
    kind = correcting()
    before = walked("take")
    content = {**before.content, "happened": "2026-10-03"}
    standing = replace(before, content=content)
    propose = kind.move("propose_correct", "forwarded")
    assert propose is not None
    values = {"about": "Jalan berlubang di pasar"}
    made = lifecycle.outcome(
        kind, propose, standing, OFFICER, values, at=AT, law=library(), route=lambda *_: 0
    )
    assert made.content is None and made.payload is not None
    assert {n: v for n, v in made.payload.items() if n != "expires"} == {**values, "happened": None}
    correct = kind.move("correct", "forwarded")
    assert correct is not None
    done = lifecycle.outcome(kind, correct, standing, HEAD, values, at=AT, law=library(), route=lambda *_: 0)
    assert done.content == {k: v for k, v in {**content, **values}.items() if k != "happened"}


def correcting() -> RecordType:
    data: dict[str, Any] = dict(library().record_types["complaint"])
    text = {"id": "Betulkan", "en": "Correct"}
    data["moves"] = [*data["moves"], {
        "act": "correct", "title": text, "sentence": text, "from": ["forwarded"], "to": "same",
        "by": {"head": "agency"}, "prepared_by": ["officer"], "sets": ["about", "happened"], "parts": ["content"],
    }]  # fmt: skip
    return record_type(data)


def move(act: str) -> Any:
    return complaint().move_of(act)


def refused(code: str, found: proposals.Proposal | None, act: str, at: datetime) -> None:
    with pytest.raises(Refusal) as no:
        proposals.confirmed(found, move(act), (), at)
    assert no.value.code == code and no.value.status == 409 and no.value.remedy


def test_the_outcome_of_a_proposal_tells_the_reporter_nothing() -> None:
    made = outcome(walked("take"), "propose_give_back", WHY, OFFICER, AT)
    assert made.jobs == () and made.law is None and made.identity is None
