"""What offices file about themselves: an obstacle climbs by itself until somebody decides, a commitment binds."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from serentak.agencies.queries import organisation_by_code
from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.models import Record
from serentak.records.queries.history import load
from serentak.records.queries.inbox import inbox
from serentak.records.queries.page import record_page
from tests.cast import Cast, Member
from tests.records.cases import act
from tests.records.test_perform import as_worker

BLOCKED = {"blocks": "Pendaftaran daring berhenti", "matter": "network", "severity": "hinders"}
DECIDED = {"decision": "Kabel diganti.", "owner": "Kepala Bidang Aptika"}
PROMISE = {"promise": "Semua izin dari ponsel", "goal": "37 layanan", "measure": "Daftar layanan."}


def filed(type: str, by: Member, raw: dict[str, Any], at: datetime | None = None) -> UUID:
    return actions.perform(None, "file", raw, by=by.actor(), at=at or now(), key=uuid7(), type=type).subject


def must_act(record: UUID, by: Actor, at: datetime) -> bool:
    return record in {row.record for row in inbox(by, view="mine", at=at).rows}


def in_days(days: int, at: datetime | None = None) -> str:
    return (local_day(at or now()) + timedelta(days)).isoformat()


def test_undecided_it_climbs_by_itself_and_each_level_finds_it(own_database: Any, cast: Cast) -> None:
    record = filed("obstacle", cast.officer, BLOCKED)
    row = Record.objects.get(id=record)
    calendar = law.library().calendar
    assert row.agency == organisation_by_code("pupr") and row.due == calendar.add_working_days(row.opened, 5)
    levels = [(cast.head, "raised"), (cast.coordinator, "team"), (cast.secretary, "secretary")]
    at = now()
    for post, state in levels:
        row.refresh_from_db()
        assert row.state == state and row.agency == organisation_by_code("pupr")
        for member, reached in levels[: levels.index((post, state)) + 1]:
            assert must_act(record, member.actor(), at), (state, reached)
        if state != "secretary":
            assert row.due is not None and not must_act(record, levels[-1][0].actor(), at)
            at = row.due + timedelta(minutes=1)
            with as_worker(own_database):
                assert actions.run_clock(at=row.due - timedelta(minutes=1)) == 0
                assert actions.run_clock(at=at) == 1
    with as_worker(own_database):
        assert actions.run_clock(at=at + timedelta(days=60)) == 0  # above the secretary nobody is left
    acts = load(cast.head.actor(), Record.objects.get(id=record)).acts
    assert [(one.act, one.holding is None) for one in acts] == [
        ("file", False),
        ("climb_team", True),
        ("climb_secretary", True),
    ]
    act(record, "decide", cast.secretary.actor(), DECIDED | {"by_when": in_days(10, at)}, at=at)
    row.refresh_from_db()
    assert row.state == "acting" and row.due is not None
    with as_worker(own_database):
        assert actions.run_clock(at=row.due + timedelta(minutes=1)) == 1  # decided, and its day went by
    assert Record.objects.get(id=record).state == "team"


@pytest.mark.django_db
def test_it_is_decided_with_an_owner_and_a_day_ahead_solved_and_may_come_back(cast: Cast) -> None:
    record = filed("obstacle", cast.front_desk, BLOCKED | {"severity": "stops"})
    row = Record.objects.get(id=record)
    assert row.due == law.library().calendar.add_working_days(row.opened, 2)
    for day in (in_days(-1), in_days(6 * 365)):
        with pytest.raises(Refusal) as no:
            act(record, "decide", cast.head.actor(), DECIDED | {"by_when": day})
        assert set(no.value.fields) == {"by_when"}
    with pytest.raises(Refusal):
        act(record, "decide", cast.other_head.actor(), DECIDED | {"by_when": in_days(3)})
    with pytest.raises(Refusal) as no:
        act(record, "climb_team", cast.head.actor())  # by hand it says why
    assert set(no.value.fields) == {"why_climb"}
    act(record, "climb_team", cast.head.actor(), {"why_climb": "Menyangkut dua instansi."})
    act(record, "decide", cast.head.actor(), DECIDED | {"by_when": in_days(3)})
    page = record_page(cast.front_desk.actor(), record, at=now())
    assert not page.waits, "nobody outside the offices has a word in it"
    (clock,) = page.clocks
    assert clock.due == law.library().calendar.add_working_days(now() + timedelta(3), 0)
    assert any("Selesai paling lambat" in why["id"] for why in clock.why)
    act(record, "solve", cast.coordinator.actor(), {"solution": "Kabel diganti."})
    assert Record.objects.get(id=record).closed is not None
    act(record, "come_back", cast.front_desk.actor(), {"note": "Putus lagi."})
    row.refresh_from_db()
    assert row.state == "raised" and row.closed is None and must_act(record, cast.head.actor(), now())


def test_a_commitment_is_signed_by_the_head_and_its_day_is_watched(own_database: Any, cast: Cast) -> None:
    record = filed("commitment", cast.officer, PROMISE | {"deadline": in_days(30)})
    with pytest.raises(Refusal):
        act(record, "sign", cast.officer.actor())
    act(record, "return", cast.head.actor(), {"reason": "Sasarannya belum jelas."})
    act(record, "revise", cast.officer.actor(), PROMISE | {"deadline": in_days(40)})
    act(record, "sign", cast.head.actor())
    row = Record.objects.get(id=record)
    assert row.due == law.library().calendar.add_working_days(now() + timedelta(40), 0)
    assert must_act(record, cast.officer.actor(), now())
    with as_worker(own_database):
        assert actions.run_clock(at=row.due + timedelta(minutes=1)) == 1
    assert must_act(record, cast.coordinator.actor(), now())
    act(record, "withdraw", cast.head.actor(), {"reason": "Anggarannya dicabut."})
    page = cast.officer.client().get(f"/meja/berkas/{record}?pos={cast.officer.holding}").content.decode()
    assert "Anggarannya dicabut." in page and "Semua izin dari ponsel" in page


@pytest.mark.django_db
def test_the_desk_offers_both_where_a_role_may_file_them(cast: Cast) -> None:
    for member, offered in ((cast.officer, {"hambatan", "komitmen-bersama"}), (cast.auditor, {"hambatan"})):
        page = member.client().get(f"/meja/?pos={member.holding}").content.decode()
        found = {name for name in ("hambatan", "komitmen-bersama") if f"/meja/{name}/baru" in page}
        assert found == offered
    form = {**BLOCKED, "key": str(uuid7()), "pos": str(cast.officer.holding), "read": "ya"}
    answer = cast.officer.client().post("/meja/hambatan/baru", form)
    assert answer.status_code == 303
    assert Record.objects.get(type="obstacle").agency == organisation_by_code("pupr")
