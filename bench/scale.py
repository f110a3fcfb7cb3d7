"""Ten thousand records against a million: changes of state, the inbox, and then sealing all of it.

BENCH_ROWS sets the larger number. A tenth waits at the verifier, a tenth is with an agency, the rest is
closed. Moves go to the verifier's own records, there and back (ask, reply), by pgbench as the web login.
"""

import json
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import psycopg

from bench import load, pgbench
from bench.acts import TYPED, Call, Staff, actor, captured, nested, staff, statements
from bench.figures import line, note, percentile, setting, title, wal, without_full_pages
from bench.province import Province, installed

SHARES = (0.1, 0.1, 0.8)  # filed, forwarded, refused
CLIENTS = 8


@dataclass(frozen=True)
class Ground:
    """What all scales share: people, templates, the two moves."""

    verifier: Staff
    officer: Staff
    ask: Call
    reply: Call


def ground(province: Province, admin: psycopg.Connection) -> Ground:
    """Files and moves a few records through the program; templates for the rest."""
    from serentak.agencies.queries import organisation_by_code
    from serentak.agencies.rules import PUBLIC
    from serentak.lib.ids import uuid7
    from serentak.records.actions import perform

    verifier, officer = staff(province, "verifikator", "verifier"), staff(province, "petugas", "officer")

    def file() -> UUID:
        typed = nested({**TYPED, "naming": "anonymous", "reporter_name": "", "reporter_phone": ""})
        done = perform(None, "file", typed, by=PUBLIC, at=datetime.now(UTC), key=uuid7(), type="complaint")
        return done.subject

    def move(record: UUID, act: str, version: int, **data: object) -> UUID:
        perform(record, act, data, by=actor(verifier), at=datetime.now(UTC), key=uuid7(), version=version)
        return record

    target = str(organisation_by_code("pupr"))
    templates = [
        file(),
        move(file(), "forward", 1, target=target, category="jalan", public_summary="Jalan berlubang."),
        move(file(), "refuse", 1, ground="not_complaint", reason="Ini pertanyaan umum, bukan pengaduan."),
    ]
    asked = file()
    ask = captured(lambda: move(asked, "ask", 1, question="Di sebelah mana tepatnya?"))
    reply = captured(lambda: move(asked, "reply", 2, note="Di sebelah timur gerbang."))
    seal(province)
    admin.execute("SELECT records_follow(10000)")  # the clones have the words of their templates
    load.prepare(admin, templates)
    return Ground(verifier, officer, ask, reply)


def grow(admin: psycopg.Connection, before: int, rows: int, total: int) -> None:
    """Loads from `before` to `rows` records, each template its share."""
    began = time.perf_counter()
    for template, share in enumerate(SHARES, 1):
        load.clone(admin, template, int(before * share) + 1, int(rows * share), int(total * share))
    load.settle(admin)
    note(f"{rows:,} records; loading took {time.perf_counter() - began:.0f} s")


def move_script(here: Ground, rows: int) -> str:
    """One change of state of a record chosen at random, forth or back by where it stands."""

    def pick(forth: str, back: str) -> str:
        return forth if forth == back else f"CASE r.state WHEN 'filed' THEN {forth} ELSE {back} END"

    def act(call: Call) -> str:
        given = {key: value for key, value in call.act.items() if key not in ("subject", "moment", "version")}
        text = json.dumps(given).replace("'", "''").replace(":", "\\x3a")
        return f"E'{text}'::jsonb || jsonb_build_object('subject', r.id, 'version', r.version + 1)"

    parts = ", ".join(pick(a, b) for a, b in zip(here.ask.after, here.reply.after, strict=True))
    return (
        f"\\set n random(1, {int(rows * SHARES[0])})\n"
        f"SELECT p.entry FROM records_record r, LATERAL records_perform({', '.join(here.ask.before)},"
        f" uuidv7(), {here.ask.mac}, {pick(act(here.ask), act(here.reply))}, {parts}) p"
        " WHERE r.id = (SELECT c.subject FROM bench.clone c WHERE c.t = 1 AND c.n = :n);\n"
    )


def moves(province: Province, here: Ground, rows: int, seconds: int) -> float:
    """Changes of state a second; WAL a move."""
    script = move_script(here, rows)
    dsn = province.environment.dsn("web")
    pgbench.run(province.pgbench, dsn, script, clients=CLIENTS, seconds=3, tries=20)
    rate = pgbench.run(province.pgbench, dsn, script, clients=CLIENTS, seconds=seconds, tries=20)
    line(f"changes of state at {rows:,}", rate, "moves/s")
    statement = script.split("\n", 1)[1].rstrip(";\n")
    with province.connect() as admin, province.connect("web") as web, without_full_pages(admin):
        start = wal(admin)
        for _ in range(500):
            web.execute(statement.replace(":n)", f"{random.randint(1, int(rows * SHARES[0]))})"))
        each = (wal(admin) - start) / 500 / 1000
        line(f"WAL a move at {rows:,}, full pages apart", each, "kB", "≤ 2.7 kB")
    return rate


def inbox(here: Ground, rows: int) -> float:
    """p95 of the inbox page over its views, as verifier and as officer, rendered; statements at most."""
    from django.test import Client

    from serentak.people.rules import COOKIE, cookie_of

    times, most = [], 0
    for who in (here.verifier, here.officer):
        client = Client()
        client.cookies[COOKIE] = cookie_of(who.secret)
        for view in ("mine", "agency", "overdue", "waiting", "closed"):
            for region in ("", "76.02"):
                address = f"/meja/?pos={who.holding}&view={view}&region={region}"
                assert client.get(address).status_code == 200, address
                most = max(most, statements(lambda: client.get(address)))  # noqa: B023
                for _ in range(12):
                    began = time.perf_counter()
                    client.get(address)
                    times.append(time.perf_counter() - began)
    line(f"inbox page at {rows:,}: p50", percentile(times, 0.5) * 1000, "ms")
    line(f"inbox page at {rows:,}: p95", percentile(times, 0.95) * 1000, "ms")
    line(f"inbox page at {rows:,}: most statements", most, "statements", "≤ 10")
    return percentile(times, 0.95)


def search(here: Ground, rows: int) -> None:
    """What a search finds, as verifier who sees everything and as officer: a word of all records, one of
    every thousandth, misspelt, by relevance, a field in order."""
    from serentak.records.queries.search import Asked
    from serentak.records.queries.search import search as found

    every = [Asked("lubang"), Asked("clone7"), Asked("lubng jaln"), Asked("lubang", sort="relevance")]
    every += [Asked(type="complaint", field="about", sort="up"), Asked("clone7 lubang", state="forwarded")]
    for name, who in (("verifier", actor(here.verifier)), ("officer", actor(here.officer))):
        times = []
        for asked in every:
            for _ in range(10):
                began = time.perf_counter()
                found(who, asked, at=datetime.now(UTC))
                times.append(time.perf_counter() - began)
        line(f"search at {rows:,} as {name}: p50", percentile(times, 0.5) * 1000, "ms")
        line(f"search at {rows:,} as {name}: p95", percentile(times, 0.95) * 1000, "ms")


def permission(province: Province, rows: int) -> None:
    """Lists, counts and a number search of each member of the cast; a decision, without database."""
    from serentak.agencies.rules import MoveFacts, RecordFacts, may
    from serentak.demo.rules import SEATS
    from serentak.records.queries.inbox import VIEWS
    from serentak.records.queries.inbox import inbox as listed

    with province.connect() as admin:
        number = admin.execute("SELECT max(number) FROM records_record").fetchone()[0]  # type: ignore[index]
    times = []
    for seat in SEATS:
        who = actor(staff(province, seat.username, seat.role))
        for asked in [{"view": view} for view in VIEWS] + [{"view": "mine", "q": number}]:
            for _ in range(10):
                began = time.perf_counter()
                listed(who, at=datetime.now(UTC), **asked)
                times.append(time.perf_counter() - began)
    line(
        f"lists, counts and number search of the cast at {rows:,}: p95",
        percentile(times, 0.95) * 1000,
        "ms",
        "≤ 50 ms",
    )
    move, facts = (
        MoveFacts(who.role, "party", "complaint.take"),
        RecordFacts(6, frozenset({"q:6:head", "q:13:verifier"})),
    )
    began = time.perf_counter()
    for _ in range(10_000):
        may(who, move, facts)
    line("a decision of may", (time.perf_counter() - began) * 100, "µs", "≤ 20 µs")


def seal(province: Province) -> int:
    """Seals everything there is in this process, under the sequencer's own login; how many entries."""
    from serentak.ledger.note import Signer
    from serentak.ledger.sequence import Sequencer

    here = province.environment
    sequencer = Sequencer(here.dsn("sequencer"), here.checkpoint, Signer(here.log_name, here.log_seed))
    sealed = 0
    try:
        while found := sequencer.step():
            sealed += found
    finally:
        sequencer.close()
    return sealed


def sealing(province: Province) -> None:
    """How fast everything is sealed."""
    began = time.perf_counter()
    sealed = seal(province)
    line(f"sealing {sealed:,} entries", sealed / (time.perf_counter() - began), "entries/s", "≥ 100,000")


def measure(province: Province, rows: int, seconds: int) -> None:
    """Prints the figures of this province."""
    small = min(10_000, rows)
    title(f"{small:,} records against {rows:,}")
    with province.connect() as admin:
        here = ground(province, admin)
        found = []
        for before, now in ((0, small), (small, rows)):
            grow(admin, before, now, rows)
            found.append((moves(province, here, now, seconds), inbox(here, now)))
            search(here, now)
            permission(province, now)
    (few_moves, few_inbox), (many_moves, many_inbox) = found
    line("time of a change of state, large against small", few_moves / many_moves, "×", "≤ 1.2")
    line("p95 of the inbox, large against small", many_inbox / few_inbox, "×", "≤ 1.5")
    sealing(province)


if __name__ == "__main__":
    with installed() as made:
        made.django()
        measure(made, setting("BENCH_ROWS", 1_000_000), setting("BENCH_SECONDS", 10))
