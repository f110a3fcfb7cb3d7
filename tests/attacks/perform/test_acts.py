"""What the function does: honest calls, keys used again, what an entry rests on, erasures, the clock, classes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from serentak.records.checks.comparison import tables
from tests.attacks.world import FILE, REPORTER, Call, World

LEGIT = [
    "filing",
    "asking",
    "forwarding",
    "noting",
    "taking",
    "confirming",
    "proposing",
    "settling",
    "sending_back",
    "correcting",
    "adding",
    "refusing",
    "erasing",
    "replying",
    "filing_signed_in",
    "listing",
    "opining",
    "undoing",
    "consulting",
    "linking",
    "unlinking",
    "adding_signed_in",
]


@pytest.mark.parametrize("name", LEGIT)
def test_the_honest_call_succeeds(world: World, web: "psycopg.Connection[Any]", name: str) -> None:
    subject, number, entry, replayed = getattr(world, name)().run(web)
    assert number.startswith(("ADU-", "RHS-", "APL-", "SKP-")) and entry > 0 and not replayed
    assert web.execute("SELECT entry FROM records_record WHERE id = %s", [subject]).fetchone() == (entry,)


def test_a_stale_act_is_told_the_version_now(world: World, web: "psycopg.Connection[Any]") -> None:
    with pytest.raises(psycopg.errors.SerializationFailure) as stale:
        world.noting().with_act(version=2).run(web)
    assert stale.value.diag.message_detail == "2"


def test_a_repeated_key_gives_the_old_answer_also_after_the_record_went_on(
    world: World, web: "psycopg.Connection[Any]"
) -> None:
    filing = world.filing()
    first = filing.run(web)
    asking = world.member(
        "verifier",
        act={**filing.act, "act": "ask", "to": "asked", "version": 2, "slip": None},
        payload={"question": "?"},
    )
    asking.run(web)
    again = filing.with_act(subject=str(uuid7())).run(web)
    assert again == (*first[:3], True)


def test_a_repeated_key_with_other_content_is_refused(world: World, web: "psycopg.Connection[Any]") -> None:
    filing = world.filing()
    filing.run(web)
    with pytest.raises(psycopg.errors.UniqueViolation, match="key used"):
        replace(filing, mac=b"n" * 32).run(web)


def test_a_key_belongs_to_who_used_it(world: World, web: "psycopg.Connection[Any]") -> None:
    noting, adding = world.noting(), world.adding()
    noting.run(web)
    with pytest.raises(psycopg.errors.SerializationFailure):  # not answered with the officer's act
        replace(adding, key=noting.key).run(web)


def test_an_identity_is_never_written_after_an_erasure(world: World) -> None:
    """Even a type that allows it: the owner adds such a move, and it still is refused."""
    with psycopg.connect(world.house.dsn("admin")) as admin:
        admin.execute("ALTER TABLE records_move DISABLE TRIGGER guard")
        admin.execute(
            "UPDATE records_move SET state_from = 'refused', state_to = 'filed', scope = 'open' WHERE act = 'file' AND role = 'verifier' AND type = 'complaint'"
        )
        back = replace(
            world.member("verifier", act=world.on(world.erased, "file", "filed")),
            identity={"persons": [REPORTER]},
            content=world.content(world.erased.subject),
            parties=world.filing().parties,
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="erased"):
            back.run(admin)
        admin.rollback()


def test_an_erasure_takes_the_identity_and_nothing_else(
    world: World, owner: "psycopg.Connection[Any]"
) -> None:
    world.erasing().run(owner)
    left = owner.execute(
        "SELECT DISTINCT p.kind FROM ledger_part p JOIN ledger_entry e ON e.id = p.entry WHERE e.subject = %s ORDER BY 1",
        [world.closed.subject],
    ).fetchall()
    assert [kind for (kind,) in left] == ["content", "parties", "payload", "slip"]
    assert (
        owner.execute("SELECT 1 FROM records_private WHERE record = %s", [world.closed.subject]).fetchone()
        is None
    )


def test_the_confirming_entry_rests_on_the_prepared_one(world: World, web: "psycopg.Connection[Any]") -> None:
    world.confirming().run(web)
    row = web.execute(
        "SELECT encode(sha256(p.bytes), 'hex'), convert_from(c.bytes, 'UTF8')::jsonb ->> 'basis' FROM ledger_entry p JOIN ledger_entry c USING (subject)"
        " WHERE p.act = 'prepare' AND c.act = 'confirm' AND subject = %s",
        [world.prepared.subject],
    ).fetchone()
    assert row is not None and row[0] == row[1]


@pytest.mark.parametrize("name", ["settling", "sending_back"])
def test_what_answers_a_proposal_rests_on_it(world: World, web: "psycopg.Connection[Any]", name: str) -> None:
    getattr(world, name)().run(web)
    row = web.execute(
        "SELECT encode(sha256(p.bytes), 'hex'), convert_from(c.bytes, 'UTF8')::jsonb ->> 'basis' FROM ledger_entry p JOIN ledger_entry c USING (subject)"
        " WHERE p.act = 'propose_give_back' AND c.version = p.version + 1 AND subject = %s",
        [world.proposed.subject],
    ).fetchone()
    assert row is not None and row[0] == row[1]


def test_the_heads_own_act_rests_on_nothing(world: World, web: "psycopg.Connection[Any]") -> None:
    own = replace(world.settling().with_act(confirms=False), payload={"reason": "Kata kepala sendiri."})
    _, _, entry, _ = own.run(web)
    text = web.execute(
        "SELECT convert_from(bytes, 'UTF8')::jsonb FROM ledger_entry WHERE id = %s", [entry]
    ).fetchone()
    assert text is not None and text[0]["basis"] is None


def test_the_clock_waits_until_the_record_is_due(world: World) -> None:
    lapse = Call(
        "clock",
        act=world.on(world.asked, "lapse", "refused"),
        parties=[{**p, "open": False} for p in world.parties(world.asked.subject)],
    )
    with psycopg.connect(world.house.dsn("worker")) as worker:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            lapse.run(worker)
        worker.rollback()
        due = world.header(world.asked.subject)["due"]
        later = rfc3339(datetime.fromisoformat(due) + timedelta(seconds=1))
        assert lapse.with_act(moment=later).run(worker)[3] is False  # a demonstration may be off the clock
        worker.rollback()


@pytest.mark.parametrize("seconds", [-61, 61])
def test_a_moment_off_the_clock_is_refused_outside_demonstrations(world: World, seconds: int) -> None:
    noting = world.noting().with_act(moment=rfc3339(now() + timedelta(seconds=seconds)))
    with psycopg.connect(world.house.dsn("admin")) as admin:
        noting.run(admin)  # a demonstration may tell a story of last week
        admin.rollback()
        admin.execute("ALTER TABLE ledger_setting DISABLE TRIGGER guard")
        admin.execute("UPDATE ledger_setting SET demo = false")
        with pytest.raises(psycopg.errors.InvalidDatetimeFormat, match="60 s"):
            noting.run(admin)
        admin.rollback()


def test_the_worker_is_nobody_else(world: World) -> None:
    with (
        psycopg.connect(world.house.dsn("worker")) as worker,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        Call("clock", act=world.on(world.filed, "ask", "asked"), payload={"question": "?"}).run(worker)


def test_files_and_links_come_from_the_parts(world: World, owner: "psycopg.Connection[Any]") -> None:
    filing = world.filing()
    subject, *_ = replace(filing, content={**filing.content, "photos": [FILE]}).run(owner)
    assert owner.execute(
        "SELECT encode(hash, 'hex'), name, size FROM records_file WHERE record = %s", [subject]
    ).fetchall() == [(FILE["hash"], FILE["name"], 10)]
    world.joining().run(owner)
    assert owner.execute(
        "SELECT kind, target FROM records_link WHERE record = %s", [world.filed.subject]
    ).fetchall() == [("duplicate_of", world.forwarded.subject)]


@pytest.mark.parametrize("subject", ["sealed", "secret_region"])
def test_a_text_keeps_its_class(world: World, web: "psycopg.Connection[Any]", subject: str) -> None:
    found: UUID = getattr(world, subject)
    row = web.execute(
        "SELECT convert_from(bytes, 'UTF8')::jsonb, region, class FROM ledger_entry WHERE subject = %s",
        [found],
    ).fetchone()
    assert row is not None
    text, region, kind = row
    assert region is None and text.get("region") is None
    assert web.execute("SELECT region FROM records_record WHERE id = %s", [found]).fetchone() == (None,)
    index = web.execute("SELECT count(*) FROM records_field_index WHERE record = %s", [found]).fetchone()
    if kind == "sealed":
        assert sorted(text) == ["class", "commitments", "day", "v"]
        assert text["commitments"] == sorted(text["commitments"]) and len(text["commitments"]) == 5
        assert index == (0,)
    else:
        assert str(found) == text["subject"] and index != (0,)


def test_whose_account_has_a_record_is_what_the_log_says(
    world: World, owner: "psycopg.Connection[Any]"
) -> None:
    """The identity part says it, the entry's text never does; a case taken in keeps its reporter."""
    found = owner.execute(
        "SELECT convert_from(e.bytes, 'UTF8'), convert_from(p.bytes, 'UTF8')::jsonb FROM ledger_entry e"
        " JOIN ledger_part p ON p.entry = e.id AND p.kind = 'identity' WHERE e.subject = ANY (%s) ORDER BY e.id",
        [[world.own.subject, world.linked.subject]],
    ).fetchall()
    parties = [identity["parties"] for _, identity in found]
    assert parties == [[world.party()], [], [world.party()]]
    assert all(identity["persons"][0]["name"] == "Sitti" for _, identity in found)
    assert not any(f"p:{world.persons[0]}" in text for text, _ in found)
    with world.connect("admin") as admin:
        assert [one for one in tables(admin) if str(world.linked.number) in one.place] == []
