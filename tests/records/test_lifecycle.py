"""The complaint's arrows: the whole way, every arrow that is not there, and what each leaves standing."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from serentak.agencies.rules import PUBLIC, Actor
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import lifecycle
from serentak.records.clock import Step
from serentak.records.lifecycle import Party, Standing
from serentak.records.rules import moves_of, sees_identity
from tests.records.walk import (
    CLOCK,
    HEAD,
    INSPECTOR,
    OFFICER,
    PATH,
    REPORT,
    SLIP,
    START,
    STRANGER,
    VERIFIER,
    after,
    complaint,
    library,
    organisation,
    outcome,
    post,
    walked,
)

NEW = Standing(uuid7())
ROLES: dict[str, Actor] = {
    "public": PUBLIC,
    "slip": SLIP,
    "clock": CLOCK,
    "verifier": VERIFIER,
    "officer": OFFICER,
    "head": HEAD,
}


def scopes(standing: Standing) -> dict[str, bool]:
    return {party.scope: party.open for party in standing.parties}


def everywhere(state: str) -> Standing:
    """A record in this state in which everybody of the cast takes part."""
    base = walked("forward")
    parties = tuple(Party(s, a.role, True) for a in (VERIFIER, OFFICER, HEAD) for s in a.scopes)
    return Standing(base.id, state, base.agency, base.region, base.version, base.content, parties)


def test_no_arrow_but_those_of_the_table() -> None:
    kind = complaint()
    table = {(row["act"], row["state_from"], row["role"]) for row in moves_of(kind)}
    acts = {move.act for move in kind.moves}
    for act, state, (role, actor) in product(acts, ["", *kind.states], ROLES.items()):
        standing = everywhere(state) if state else NEW
        if role == "verifier" and state:
            standing = Standing(standing.id, state, organisation("kominfo"), None, 1, {}, standing.parties)
        if act == "send_back" and state:
            step = Step("propose_give_back", START, state, "Petugas")
            said = {"reason": "Bukan kami.", "expires": "2026-11-10T08:00:00.000000Z"}
            standing = replace(standing, steps=(step,), prepared={step.act: said})
        if (act, state, role) in table:
            assert lifecycle.choose(kind, act, standing, actor, library(), START).act == act
        else:
            with pytest.raises(Refusal) as no:
                lifecycle.choose(kind, act, standing, actor, library(), START)
            assert no.value.status == 403 and no.value.code in ("no_move", "not_allowed")


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(Refusal):
        lifecycle.choose(complaint(), "delete", walked("file"), VERIFIER, library(), START)


def test_the_usual_way_says_after_each_act_who_must_act() -> None:
    kominfo, pupr = organisation("kominfo"), organisation("pupr")
    verifier, officer, head = f"q:{kominfo}:verifier", f"q:{pupr}:officer", f"q:{pupr}:head"
    must = {
        "file": {verifier},
        "ask": set(),
        "reply": {verifier},
        "forward": {officer},
        "take": {"h:2"},
        "ask_more": set(),
        "answer_question": {"h:2"},
        "progress": {"h:2"},
        "prepare": {head},
        "confirm": set(),
        "rate": set(),
    }
    for act, _, _ in PATH:
        standing = walked(act)
        assert {scope for scope, open_ in scopes(standing).items() if open_} == must[act], act
        assert all(party.due is not None for party in standing.parties) is (act != "rate")
    assert set(scopes(walked("rate"))) == {verifier, officer, head, "h:2"}
    assert walked("rate").state == "closed" and walked("forward").agency == pupr


def test_the_region_comes_from_the_district_and_stays() -> None:
    assert walked("file").region == "76.02" and walked("rate").region == "76.02"
    at_sea = after(NEW, "file", {**REPORT, "place": {"lat": "-2.6", "lon": "118.9"}}, PUBLIC, START)
    assert at_sea.region is None


def test_the_confirmed_answer_is_the_prepared_one() -> None:
    assert outcome(walked("prepare"), "confirm", {}, HEAD, START + timedelta(days=3)).payload == {
        "answer": "Ditambal 4 November."
    }


def test_an_officer_elsewhere_may_do_nothing() -> None:
    assert lifecycle.allowed(complaint(), walked("forward"), STRANGER, library(), START) == []


def test_the_verifier_of_before_may_no_longer_act_for_the_agency_but_still_adds_news() -> None:
    moves = lifecycle.allowed(complaint(), walked("take"), VERIFIER, library(), START)
    assert [move.act for move in moves] == ["add", "jot"]


def test_identity_follows_the_choice_of_the_reporter() -> None:
    made = outcome(NEW, "file", REPORT, PUBLIC, START)
    assert made.identity == {
        "persons": [{"person": 1, "visibility": "confidential", "name": "Sitti", "email": "s@contoh.id"}],
        "parties": [],
    }
    assert made.content is not None and not {n for n in made.content if n.startswith("reporter_")}
    assert [job["task"] for job in made.jobs] == ["records.news"]
    anonymous = outcome(NEW, "file", {**REPORT, "naming": "anonymous"}, PUBLIC, START)
    assert anonymous.identity is None and anonymous.jobs == () and "Sitti" not in str(anonymous)


def test_no_personal_data_stands_in_a_job() -> None:
    made = outcome(NEW, "file", REPORT, PUBLIC, START)
    assert "contoh.id" not in str(made.jobs) and "Sitti" not in str(made.jobs)


@pytest.mark.parametrize(
    ("role", "visibility", "seen"),
    [
        ("verifier", "confidential", True),
        ("officer", "confidential", False),
        ("head", "confidential", False),
        ("officer", "named", True),
        ("verifier", "named", True),
    ],
)
def test_who_reads_the_reporter(role: str, visibility: str, seen: bool) -> None:
    assert sees_identity(complaint(), role, visibility) is seen


def test_a_report_about_the_verifiers_own_agency_goes_to_the_inspectorate() -> None:
    kominfo, inspectorate = organisation("kominfo"), organisation("inspektorat")
    filed = after(NEW, "file", {**REPORT, "agency": str(kominfo)}, PUBLIC, START)
    assert filed.agency == inspectorate and scopes(filed) == {f"q:{inspectorate}:verifier": True}
    assert lifecycle.allowed(complaint(), filed, VERIFIER, library(), START) == []
    assert "forward" in [m.act for m in lifecycle.allowed(complaint(), filed, INSPECTOR, library(), START)]
    moved = after(
        walked("file"), "readdress", {"agency": str(kominfo), "reason": "Tentang kami."}, VERIFIER, START
    )
    assert moved.agency == inspectorate and scopes(moved) == {f"q:{inspectorate}:verifier": True}


def test_giving_back_returns_it_to_the_verifier_alone() -> None:
    back = after(walked("take"), "give_back", {"reason": "Bukan kami."}, HEAD, START + timedelta(days=1))
    kominfo = organisation("kominfo")
    assert (
        back.state == "filed" and back.agency == kominfo and scopes(back) == {f"q:{kominfo}:verifier": True}
    )


def test_another_officer_may_take_over_and_then_must_act() -> None:
    other = post(9, "officer", "pupr")
    taken = after(walked("take"), "take", {}, other, START + timedelta(days=1))
    assert {s for s, o in scopes(taken).items() if o} == {"h:9"} and "h:2" not in scopes(taken)


def test_reopening_ends_with_the_days_set() -> None:
    closed = walked("rate")
    again = after(closed, "reopen", {"reason": "Belum."}, SLIP, closed.steps[-1].moment + timedelta(days=5))
    assert again.state == "forwarded" and scopes(again)["h:2"]
    with pytest.raises(Refusal) as no:
        lifecycle.choose(complaint(), "reopen", closed, SLIP, library(), START + timedelta(days=60))
    assert no.value.code == "too_late"


def test_content_changes_only_where_the_move_sets_it() -> None:
    before, at = walked("reply"), START + timedelta(days=1)
    raw = {"target": str(organisation("pupr")), "public_summary": "Jalan.", "category": "lain"}
    made = outcome(before, "forward", raw, VERIFIER, at)
    assert made.content == {**before.content, "public_summary": "Jalan.", "category": "lain"}
    assert outcome(walked("file"), "ask", {"question": "?"}, VERIFIER, at).content is None
