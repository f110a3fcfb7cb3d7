"""Clocks: the fast reckoning equals the slow one over random histories, and says why."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from serentak.lib.clock import WITA
from serentak.records import clock
from serentak.records.clock import Step
from tests.oracles import clock as slow
from tests.records.walk import START, complaint, library

HOURS = st.integers(min_value=1, max_value=24 * 20)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    kind, at, state, steps = complaint(), START, "", []
    for _ in range(draw(st.integers(1, 14))):
        moves = [m for m in kind.moves if state in m.origins]
        if not moves:
            break
        move = draw(st.sampled_from(moves))
        state = move.state_after(state)
        steps.append(Step(move.act, at, state, "Jabatan"))
        at += timedelta(hours=draw(HOURS))
    return steps


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(histories(), HOURS, st.sampled_from([None, "light", "normative", "no_supervision", "supervision"]))
def test_deadlines_and_used_days_equal_the_slow_reckoning(
    steps: list[Step], later: int, complexity: str | None
) -> None:
    content = {"complexity": complexity} if complexity else {}
    kind, calendar = complaint(), library().calendar
    at = steps[-1].moment + timedelta(hours=later)
    views = {view.id: view for view in clock.views(kind, steps, content, library(), at)}
    for one in kind.clocks:
        run = slow.running(one, steps)
        assert (run is None) == (one.id not in views)
        if run is None:
            continue
        view = views[one.id]
        assert view.limit == slow.limit(kind, one, steps, content, library())
        assert view.due == slow.deadline(kind, one, steps, view.limit, calendar, at)
        assert view.used == slow.used(kind, one, steps, at, calendar)
        assert (view.late > 0) == ((run[2] or at) > view.due)


def test_a_pause_moves_the_deadline_by_the_days_it_covers_at_closing_time() -> None:
    # Friday 6 Nov 2026 → limit 3: Monday 9, Tuesday 10, Wednesday 11.
    filed = datetime(2026, 11, 6, 10, tzinfo=WITA)
    steps = [Step("file", filed, "filed")]
    assert clock.due(complaint(), steps, {}, library()) == library().calendar.closes(
        datetime(2026, 11, 11).date()
    )
    steps += [
        Step("ask", datetime(2026, 11, 9, 9, tzinfo=WITA), "asked", "Pemeriksa"),
        Step("reply", datetime(2026, 11, 10, 9, tzinfo=WITA), "filed"),
    ]
    assert clock.due(complaint(), steps, {}, library()) == library().calendar.closes(
        datetime(2026, 11, 12).date()
    )


def test_a_pause_within_one_day_moves_nothing() -> None:
    filed = datetime(2026, 11, 6, 10, tzinfo=WITA)
    steps = [
        Step("file", filed, "filed"),
        Step("ask", datetime(2026, 11, 9, 9, tzinfo=WITA), "asked"),
        Step("reply", datetime(2026, 11, 9, 14, tzinfo=WITA), "filed"),
    ]
    assert clock.due(complaint(), steps, {}, library()) == clock.due(complaint(), steps[:1], {}, library())


def test_while_waiting_the_deadline_is_the_reporters() -> None:
    asked = datetime(2026, 11, 9, 9, tzinfo=WITA)
    steps = [Step("file", START, "filed"), Step("ask", asked, "asked")]
    assert clock.due(complaint(), steps, {}, library()) == library().calendar.add_working_days(asked, 10)


def test_the_end_has_no_deadline() -> None:
    assert (
        clock.due(
            complaint(), [Step("file", START, "filed"), Step("refuse", START, "refused")], {}, library()
        )
        is None
    )


def test_a_clock_explains_itself_in_two_languages() -> None:
    steps = [
        Step("file", START, "filed"),
        Step("ask", START + timedelta(hours=2), "asked", "Pemeriksa Pengaduan"),
    ]
    promise = clock.views(complaint(), steps, {}, library(), START + timedelta(days=3))[0]
    said = " ".join(line["id"] for line in promise.why)
    assert "Pemeriksa Pengaduan" in said and "3 hari kerja" in said and "sekarang" in said
    assert all(line["en"] and line["id"] for line in promise.why)
    assert promise.law == "PermenPANRB 5/2025" and promise.paused[-1].until is None


@pytest.mark.parametrize(("days", "open_still"), [(9, True), (30, False)])
def test_reopening_is_possible_for_the_days_set(days: int, open_still: bool) -> None:
    kind = complaint()
    steps = [Step("file", START, "filed"), Step("confirm", START, "answered"), Step("rate", START, "closed")]
    move = kind.move("reopen", "closed")
    assert move and clock.may_still(kind, move, steps, library(), START + timedelta(days=days)) is open_still


def test_the_class_of_a_complaint_gives_the_answer_its_days() -> None:
    steps = [Step("file", START, "filed"), Step("forward", START, "forwarded")]
    for complexity, days in (("light", 2), ("normative", 5), ("no_supervision", 14), ("supervision", 60)):
        content = {"complexity": complexity}
        promise = clock.views(complaint(), steps, content, library(), START)[0]
        assert promise.limit == days
        assert promise.due == library().calendar.add_working_days(START, days)
        assert any("Golongan" in line["id"] for line in promise.why)


def test_an_extension_adds_its_days_while_the_stage_runs_and_says_who_gave_it() -> None:
    kind = complaint()
    stage = replace(kind.clocks[1].stages[0], extends={"extend": "complaint.reply_days"})
    kind = replace(kind, clocks=(replace(kind.clocks[1], stages=(stage,)),))
    before = [Step("extend", START - timedelta(days=1), "filed"), Step("file", START, "filed")]
    steps = [*before, Step("extend", START + timedelta(days=1), "filed", "Pemeriksa")]
    assert clock.due(kind, before, {}, library()) == library().calendar.add_working_days(START, 60)
    assert clock.due(kind, steps, {}, library()) == library().calendar.add_working_days(START, 70)
    (legal,) = clock.views(kind, steps, {}, library(), START)
    assert any("Diperpanjang 10 hari kerja oleh Pemeriksa" in line["id"] for line in legal.why)
