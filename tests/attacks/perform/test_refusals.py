"""What the function refuses, one line an attack, and under which SQLSTATE."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from tests.attacks.world import FILE, REPORTER, STORY, Call, World


def foreign_pool(w: World, role: str = "officer", body: str = "dinkes", open: bool = True) -> dict[str, Any]:
    return {"scope": f"q:{w.bodies[body]}:{role}", "role": role, "open": open, "due": None}


Attack = Callable[[World], Call]
# SQLSTATE: 28000 no credential, 40001 stale, 42501 not allowed, 22xxx/23xxx bad value, 23505 key used
ATTACKS: dict[str, tuple[str, Attack]] = {
    # who acts
    "an invented session": ("28000", lambda w: replace(w.asking(), secret=b"x" * 32)),
    "no secret at all": ("28000", lambda w: replace(w.asking(), secret=None)),  # type: ignore[arg-type]
    "an unknown kind of credential": ("28000", lambda w: replace(w.asking(), credential="root")),
    "a null credential": ("28000", lambda w: replace(w.asking(), credential=None)),  # type: ignore[arg-type]
    "a machine key that nobody gave": ("28000", lambda w: replace(w.asking(), credential="machine")),
    "the installer's credential": ("28000", lambda w: replace(w.asking(), credential="installer")),
    "another person's holding": ("28000", lambda w: replace(w.asking(), secret=w.secret["officer"])),
    "a holding that does not exist": ("28000", lambda w: replace(w.asking(), holding=999_999)),
    "a public call in a post": ("28000", lambda w: replace(w.asking(), credential="public")),
    "a slip in a post": ("28000", lambda w: replace(w.adding(), holding=w.holding["verifier"])),
    "the clock from the web": ("28000", lambda w: Call("clock", act=w.on(w.asked, "lapse", "refused"))),
    "the code of another slip": ("28000", lambda w: replace(w.adding(), secret=b"ABCDEFGHIJ")),
    "the slip's stored hash as its code": ("28000", lambda w: replace(w.adding(), secret=bytes.fromhex(w.header(w.forwarded.subject)["slip"][2:]))),
    "a slip on a record that is not there": ("28000", lambda w: w.adding().with_act(subject=str(uuid7()))),
    "a slip without a record": ("28000", lambda w: w.adding().with_act(subject=None)),
    # another's record, another's role
    "an officer of another agency": ("42501", lambda w: replace(w.noting(), secret=w.secret["other_officer"], holding=w.holding["other_officer"])),
    "a head of another agency confirms": ("42501", lambda w: replace(w.confirming(), secret=w.secret["other_head"], holding=w.holding["other_head"])),
    "an officer confirms": ("42501", lambda w: replace(w.confirming(), secret=w.secret["officer"], holding=w.holding["officer"])),
    "an administrator confirms": ("42501", lambda w: replace(w.confirming(), secret=w.secret["administrator"], holding=w.holding["administrator"])),
    "the inspectorate's verifier on another's record": ("42501", lambda w: replace(w.asking(), secret=w.secret["inspector"], holding=w.holding["inspector"])),
    "an officer does a verifier's act": ("42501", lambda w: replace(w.asking(), secret=w.secret["officer"], holding=w.holding["officer"])),
    "somebody signed in without a post": ("42501", lambda w: replace(w.asking(), holding=None)),
    "anybody does an officer's act": ("42501", lambda w: replace(w.noting(), credential="public", secret=b"", holding=None)),
    "a citizen does an officer's act": ("42501", lambda w: w.adding().with_act(act="progress")),
    "the verifier who handed it over goes on": ("42501", lambda w: replace(w.noting(), secret=w.secret["verifier"], holding=w.holding["verifier"])),
    # a citizen with an account
    "another account adds to a case": ("42501", lambda w: replace(w.adding_signed_in(), secret=w.sessions[1])),
    "another account takes a case out": ("42501", lambda w: replace(w.unlinking(), secret=w.sessions[1])),
    "another account takes over a case, with its code": ("42501", lambda w: w.linking(w.linked, 1)),
    "the same account takes a case in twice": ("42501", lambda w: w.linking(w.linked)),
    "an account takes in a case without its code": ("42501", lambda w: w.linking().with_act(code=None)),
    "an account takes in a case by another's code": ("42501", lambda w: w.linking().with_act(code=w.code(w.asked).decode())),
    "an account takes in a case by the stored hash": ("42501", lambda w: w.linking().with_act(code=w.header(w.filed.subject)["slip"][2:])),
    "an account takes in a case of no slip's": ("42501", lambda w: w.linking().with_act(code="")),
    "an account takes in an erased case": ("42501", lambda w: w.linking(w.erased)),
    "a case is taken into somebody else's account": ("42501", lambda w: replace(w.linking(), identity={"parties": [w.party(1)]})),
    "a case is taken into two accounts": ("42501", lambda w: replace(w.linking(), identity={"parties": [w.party(0), w.party(1)]})),
    "taking in rewrites the reporter": ("42501", lambda w: replace(w.linking(), identity={"persons": [{**REPORTER, "name": "Lain"}], "parties": [w.party()]})),
    "taking in makes a post a party": ("42501", lambda w: replace(w.linking(), parties=[foreign_pool(w)])),
    "taking out hands the case on": ("42501", lambda w: replace(w.unlinking(), identity={"parties": [w.party(1)]})),
    "an officer takes a case into an account": ("42501", lambda w: replace(w.linking(), secret=w.secret["verifier"], holding=w.holding["verifier"])),
    "the slip's holder takes a case into an account": ("42501", lambda w: replace(w.linking(), credential="slip", secret=w.code(w.filed))),
    "a stranger files into an account": ("42501", lambda w: replace(w.filing_signed_in(), credential="public", secret=b"")),
    "an account files into another": ("42501", lambda w: replace(w.filing_signed_in(), secret=w.sessions[1])),
    "a desk files into an account": ("42501", lambda w: replace(w.filing_signed_in(), secret=w.secret["verifier"], holding=w.holding["verifier"], content={**STORY, "channel": "counter"})),
    "an account files without a name": ("42501", lambda w: replace(w.filing_signed_in(), identity=None, content={**STORY, "naming": "anonymous"})),
    "a stranger files without a name into an account": ("42501", lambda w: replace(w.filing(), content={**STORY, "naming": "anonymous"}, identity={"persons": [], "parties": [w.party()]})),
    "an account does the verifier's act": ("42501", lambda w: w.account(act=w.on(w.own, "ask", "asked"), payload={"question": "?"})),
    "an account in another's post": ("28000", lambda w: replace(w.adding_signed_in(), holding=w.holding["verifier"])),
    "an account erases": ("42501", lambda w: w.account(act=w.on(w.own, "erase", "filed"), payload={"reason": "x"})),
    # moves and versions
    "a move that is not in the table": ("42501", lambda w: w.asking().with_act(act="bribe")),
    "a state that does not follow": ("42501", lambda w: w.asking().with_act(to="closed")),
    "no state": ("42501", lambda w: w.asking().with_act(to=None)),
    "a move from another state": ("42501", lambda w: replace(w.asking(), act=w.on(w.forwarded, "ask", "asked"))),
    "a note on a closed record": ("42501", lambda w: replace(w.adding(), secret=w.code(w.closed), act=w.on(w.closed, "add", "closed"))),
    "a stale version": ("40001", lambda w: w.noting().with_act(version=2)),
    "a version from the future": ("40001", lambda w: w.noting().with_act(version=9)),
    "a null version": ("40001", lambda w: w.noting().with_act(version=None)),
    "a second opening of a record": ("40001", lambda w: w.filing().with_act(subject=str(w.filed.subject))),
    "a first act on a record that is not there": ("40001", lambda w: w.noting().with_act(subject=str(uuid7()))),
    "a type that is not published": ("22023", lambda w: w.filing().with_act(type="permit")),
    "a version of the type that is not in force": ("22023", lambda w: w.filing().with_act(type_version=2)),
    "no subject": ("22023", lambda w: w.filing().with_act(subject=None)),
    # what a move may write
    "a note that rewrites the content": ("42501", lambda w: replace(w.noting(), content=w.content(w.forwarded.subject))),
    "a note that drops the parties": ("42501", lambda w: replace(w.noting(), parties=[])),
    "a note that writes an identity": ("42501", lambda w: replace(w.noting(), identity={"persons": [REPORTER]})),
    "a note that hands the record over": ("42501", lambda w: w.noting().with_act(agency=w.bodies["dinkes"])),
    "a note that takes the agency away": ("42501", lambda w: w.noting().with_act(agency=None)),
    "handing over to an agency that is not there": ("42501", lambda w: w.forwarding().with_act(agency=99_999)),
    "filing at an agency that is not there": ("42501", lambda w: w.filing().with_act(agency=99_999)),
    "a forward that rewrites the story": ("42501", lambda w: replace(w.forwarding(), content={**w.forwarding().content, "story": "Tidak ada apa-apa."})),
    "a forward that drops a field": ("42501", lambda w: replace(w.forwarding(), content={k: v for k, v in w.forwarding().content.items() if k != "about"})),
    "a field that the type does not have": ("42501", lambda w: replace(w.filing(), content={**w.filing().content, "nik": "7602"})),
    "a personal field in the content": ("42501", lambda w: replace(w.filing(), content={**w.filing().content, "reporter_name": "Sitti"})),
    "a filing that writes the desk's own field": ("42501", lambda w: replace(w.filing(), content={**w.filing().content, "public_summary": "…"})),
    "a filing without content": ("22023", lambda w: replace(w.filing(), content=None)),
    "content that is a list": ("22023", lambda w: replace(w.filing(), content=[])),
    "an answer that was not asked for": ("42501", lambda w: replace(w.asking(), payload={"question": "?", "answer": "!"})),
    "another class": ("42501", lambda w: w.filing().with_act(**{"class": "public"})),
    "another class later": ("42501", lambda w: w.noting().with_act(**{"class": "public"})),
    "a new slip for an old record": ("42501", lambda w: w.noting().with_act(slip="00" * 32)),
    "a slip of another length": ("23514", lambda w: w.filing().with_act(slip="00")),
    # prepare and confirm
    "confirming other words": ("42501", lambda w: replace(w.confirming(), payload={"answer": "Sudah ditambal!"})),
    "confirming nothing": ("42501", lambda w: replace(w.confirming(), payload=None)),
    "confirming with something added": ("42501", lambda w: replace(w.confirming(), payload={"answer": "Sudah ditambal.", "note": "x"})),
    # staff prepare, heads confirm
    "preparing and confirming by one person": ("42501", lambda w: replace(w.confirming(), secret=w.secret["officer"], holding=w.two_posts)),
    "proposing and confirming by one person": ("42501", lambda w: replace(w.settling(), secret=w.secret["officer"], holding=w.two_posts)),
    "an officer doing what is the head's": ("42501", lambda w: replace(w.settling(), secret=w.secret["officer"], holding=w.holding["officer"]).with_act(confirms=None)),
    "an officer confirming": ("42501", lambda w: replace(w.settling(), secret=w.secret["officer"], holding=w.holding["officer"])),
    "the head of another agency confirming": ("42501", lambda w: replace(w.settling(), secret=w.secret["other_head"], holding=w.holding["other_head"])),
    "confirming other words than proposed": ("42501", lambda w: replace(w.settling(), payload={"reason": "Jalan desa."})),
    "confirming none of what was proposed": ("42501", lambda w: replace(w.settling(), payload=None)),
    "confirming more than was proposed": ("42501", lambda w: replace(w.settling(), payload={"reason": "Jalan kabupaten.", "note": "x"})),
    "confirming another act than proposed": ("42501", lambda w: w.member("head", act=w.on(w.proposed, "progress", "forwarded", confirms=True), payload={"note": "Jalan kabupaten."})),
    "confirming with content of its own": ("42501", lambda w: replace(w.settling(), content={**w.content(w.proposed.subject), "about": "x"})),
    "confirming what was proposed for another record": ("42501", lambda w: w.settling(w.forwarded)),
    "confirming what was sent back": ("42501", lambda w: w.settling(w.returned)),
    "confirming after something happened": ("42501", lambda w: w.settling(w.outdated)),
    "confirming what expired": ("42501", lambda w: w.settling().with_act(moment=rfc3339(now() + timedelta(days=40)))),
    "confirming other content": ("42501", lambda w: replace(w.correcting(), content={**w.correcting().content, "about": "Lain"})),
    "confirming content without a change proposed": ("42501", lambda w: replace(w.correcting(), content={**w.correcting().content, "about": w.content(w.corrected.subject)["about"]})),
    "confirming content and keeping what was to go": ("42501", lambda w: replace(w.correcting(), content={**w.correcting().content, "happened": "2026-10-03"})),
    "confirming content with a field of its own": ("42501", lambda w: replace(w.correcting(), content={**w.correcting().content, "public_summary": "Lain"})),
    "confirming content by none": ("42501", lambda w: replace(w.correcting(), content=None)),
    "confirming in words": ("22P02", lambda w: w.settling().with_act(confirms="maybe")),
    "a proposal for ever": ("22023", lambda w: replace(w.proposing(), payload={"reason": "x"})),
    "a proposal that says nothing": ("22023", lambda w: replace(w.proposing(), payload=None)),
    "a proposal that expired before": ("22023", lambda w: replace(w.proposing(), payload={"reason": "x", "expires": rfc3339(now() - timedelta(days=1))})),
    "a proposal until some day": ("22007", lambda w: replace(w.proposing(), payload={"reason": "x", "expires": "tomorrow"})),
    "a proposal that asks more than its act": ("42501", lambda w: replace(w.proposing(), payload={**w.proposing().payload, "note": "x"})),
    "a proposal that writes content": ("42501", lambda w: replace(w.proposing(), content=w.content(w.forwarded.subject))),
    "a proposal that hands over": ("42501", lambda w: w.proposing().with_act(agency=w.bodies["kominfo"])),
    "a proposal that changes the state": ("42501", lambda w: w.proposing().with_act(to="filed")),
    "a proposal of another agency's officer": ("42501", lambda w: replace(w.proposing(), secret=w.secret["other_officer"], holding=w.holding["other_officer"])),
    "sending back where nothing was proposed": ("42501", lambda w: w.sending_back(w.forwarded)),
    "sending back twice": ("42501", lambda w: w.sending_back(w.returned)),
    # parties
    "a foreign agency's pool": ("42501", lambda w: replace(w.forwarding(), parties=[*w.forwarding().parties, foreign_pool(w)])),
    "a foreign pool at the opening": ("42501", lambda w: replace(w.filing(), parties=[*w.filing().parties, foreign_pool(w, "verifier")])),
    "a coordinator of a body in which none stands": ("42501", lambda w: w.listing("pupr")),
    "the correction of an act that did not lead here": ("42501", lambda w: w.undoing("undo_other")),
    "the pool of another body than the one asked": ("42501", lambda w: w.consulting("dinkes")),
    "a second opinion of the same body": ("42501", lambda w: w.opining("opinion_officer")),
    "the last opinion that leads nowhere": ("42501", lambda w: w.opining(to="consulted")),
    "an opinion that leads on while one is waited for": ("42501", lambda w: w.opining(waits=True)),
    "an officer of the body in which coordinators stand": ("42501", lambda w: w.listing(role="officer")),
    "a foreign officer's holding": ("42501", lambda w: replace(w.taking(), parties=[*w.taking().parties, {"scope": f"h:{w.holding['other_officer']}", "role": "officer", "open": True, "due": None}])),
    "a holding in a role it has not": ("42501", lambda w: replace(w.taking(), parties=[*w.parties(w.forwarded.subject), {"scope": f"h:{w.holding['officer']}", "role": "head", "open": True, "due": None}])),
    "a pool in a role it has not": ("42501", lambda w: replace(w.forwarding(), parties=[*w.forwarding().parties, {**foreign_pool(w, "administrator", "pupr"), "role": "officer"}])),
    "a role no move gives": ("42501", lambda w: replace(w.forwarding(), parties=[*w.forwarding().parties, foreign_pool(w, "administrator", "pupr")])),
    "a person among the bodies": ("42501", lambda w: replace(w.taking(), parties=[*w.taking().parties, {"scope": "p:1", "role": "officer", "open": True, "due": None}])),
    "a body among the persons": ("42501", lambda w: replace(w.filing(), identity={"persons": [REPORTER], "parties": [foreign_pool(w, "verifier", "kominfo")]})),
    "somebody else as applicant": ("42501", lambda w: replace(w.filing(), identity={"persons": [REPORTER], "parties": [{"scope": "p:1", "role": "verifier", "open": False, "due": None}]})),
    "a scope that is none": ("42501", lambda w: replace(w.filing(), parties=[*w.filing().parties, {"scope": "q:1 OR true", "role": "verifier", "open": True, "due": None}])),
    "a party without a scope": ("42501", lambda w: replace(w.filing(), parties=[*w.filing().parties, {"role": "verifier", "open": True}])),
    "a party twice": ("21000", lambda w: replace(w.filing(), parties=w.filing().parties * 2)),
    "an open record with nobody to act": ("22023", lambda w: replace(w.forwarding(), parties=[{**p, "open": False} for p in w.forwarding().parties])),
    "a record that waits for ever": ("22023", lambda w: replace(w.asking().with_act(due=None), parties=[{**p, "open": False} for p in w.parties(w.filed.subject)])),
    "an open record with no party": ("22023", lambda w: replace(w.filing(), parties=None)),
    # identity
    "an identity after its erasure": ("42501", lambda w: replace(w.filing(), credential="session", secret=w.secret["verifier"], holding=w.holding["verifier"], act=w.on(w.erased, "file", "filed"))),
    "an identity of an anonymous record": ("42501", lambda w: replace(w.filing(), content={**w.filing().content, "naming": "anonymous"})),
    "an identity more visible than the reporter allowed": ("42501", lambda w: replace(w.filing(), identity={"persons": [{**REPORTER, "visibility": "named"}]})),
    "an identity with a field of its own": ("42501", lambda w: replace(w.filing(), identity={"persons": [{**REPORTER, "religion": "x"}]})),
    "an identity with a part of its own": ("42501", lambda w: replace(w.filing(), identity={"persons": [REPORTER], "note": "x"})),
    "a person without a number": ("23502", lambda w: replace(w.filing(), identity={"persons": [{"visibility": "confidential", "name": "x"}]})),
    # values
    "a moment without Z": ("22007", lambda w: w.noting().with_act(moment="2026-11-25T00:00:00+08:00")),
    "a moment in words": ("22007", lambda w: w.noting().with_act(moment="now")),
    "a deadline in words": ("22007", lambda w: w.noting().with_act(due="tomorrow")),
    "a law that is a text": ("23514", lambda w: w.noting().with_act(law="Sitti, 0812")),
    "a region that is a text": ("23514", lambda w: w.filing().with_act(region="Sitti")),
    "a date as no calendar writes it": ("22007", lambda w: replace(w.forwarding(), parties=[{**p, "due": "01/02/2026"} for p in w.forwarding().parties])),
    "a file without a hash": ("23502", lambda w: replace(w.filing(), content={**w.filing().content, "photos": [{"name": "x", "type": "x", "size": 1}]})),
    "a file of a negative size": ("23514", lambda w: replace(w.filing(), content={**w.filing().content, "photos": [{**FILE, "size": -1}]})),
    "a file with a short hash": ("23514", lambda w: replace(w.filing(), content={**w.filing().content, "photos": [{**FILE, "hash": "ab"}]})),
    "a link to nothing": ("22023", lambda w: replace(w.joining(), payload={**w.joining().payload, "duplicate_of": str(uuid7())})),
    "a link to itself": ("22023", lambda w: replace(w.joining(), payload={**w.joining().payload, "duplicate_of": str(w.filed.subject)})),
    "a link that is no id": ("22P02", lambda w: replace(w.joining(), payload={**w.joining().payload, "duplicate_of": "ADU"})),
    "a part of more than a mebibyte": ("23514", lambda w: replace(w.filing(), content={**w.filing().content, "story": "x" * 1_048_577})),
    # keys and jobs
    "no key": ("22023", lambda w: replace(w.noting(), key=None)),
    "no mac": ("22023", lambda w: replace(w.noting(), mac=None)),
    "a short mac": ("22023", lambda w: replace(w.noting(), mac=b"m")),
    "twenty-one jobs": ("22023", lambda w: replace(w.filing(), jobs=w.filing().jobs * 21)),
    "a task of another room": ("42501", lambda w: replace(w.filing(), jobs=[{"task": "records.sweep", "args": {}}])),
    "a job about another record": ("42501", lambda w: replace(w.noting(), jobs=[{"task": "records.news", "args": {"record": str(w.filed.subject), "version": 3}}])),
    "a job with a person's data": ("42501", lambda w: replace(w.noting(), jobs=[{"task": "records.news", "args": {"to": "s@contoh.id"}}])),
    "a job without a task": ("42501", lambda w: replace(w.noting(), jobs=[{"args": {}}])),
    "jobs that are no list": ("22023", lambda w: replace(w.noting(), jobs={"task": "records.news"})),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses(world: World, web: "psycopg.Connection[Any]", name: str) -> None:
    state, attack = ATTACKS[name]
    with pytest.raises(psycopg.Error) as refused:
        attack(world).run(web)
    assert refused.value.sqlstate == state, str(refused.value)
