"""Several bodies asked at once: each in its own time, none twice, and the record goes on after the last."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from serentak.agencies.queries import organisation_by_code
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.models import Party, Record
from serentak.records.queries.inbox import inbox
from serentak.records.queries.page import record_page
from tests.cast import Cast, Member
from tests.factories import records
from tests.records.cases import act
from tests.records.test_perform import as_worker

SAID = {"opinion": "granted", "opinion_words": "Tidak ada keberatan."}
LATER = now() + timedelta(days=1)


def asked(cast: Cast) -> UUID:
    """An application on which two bodies were asked, the second a day later."""
    done = records.research()
    for code, at in (("kesbangpol", now()), ("kominfo", LATER)):
        act(
            done.subject,
            "consult",
            cast.licence_officer.actor(),
            {"target": str(organisation_by_code(code))},
            at=at,
        )
    return done.subject


def dues(record: UUID) -> dict[str, Any]:
    rows = Party.objects.filter(record=record, role="adviser", open=True).values_list("scope", "due")
    return {scope.split(":")[1]: due for scope, due in rows}


def has(record: UUID, by: Member) -> bool:
    return record in {row.record for row in inbox(by.actor(), view="mine", at=LATER).rows}


@pytest.mark.django_db
def test_each_answers_once_in_its_own_time_and_the_last_leads_on(cast: Cast) -> None:
    record = asked(cast)
    add = law.library().calendar.add_working_days
    first, second = (str(organisation_by_code(code)) for code in ("kesbangpol", "kominfo"))
    assert dues(record) == {first: add(now(), 2), second: add(LATER, 2)}
    row = Record.objects.get(id=record)
    assert row.agency == organisation_by_code("dpmptsp") and row.due == add(LATER, 2)
    assert has(record, cast.opinion_officer) and has(record, cast.own_adviser)
    for stranger in (cast.licence_officer, cast.other_officer):
        with pytest.raises(Refusal):
            act(record, "opine", stranger.actor(), SAID, at=LATER)
    act(record, "opine", cast.opinion_officer.actor(), SAID, at=LATER)
    row.refresh_from_db()
    assert row.state == "consulted" and row.due == add(LATER, 2) and dues(record) == {second: add(LATER, 2)}
    assert not has(record, cast.opinion_officer)
    with pytest.raises(Refusal):
        act(record, "opine", cast.opinion_officer.actor(), SAID, at=LATER)
    page = record_page(cast.licence_officer.actor(), record, at=LATER)
    told = {view.name: (view.open, view.answered) for view in page.parties if view.due or view.answered}
    assert set(told.values()) == {(False, True), (True, False)}
    (clock,) = page.clocks
    assert clock.stopped is None and clock.stage["en"] == "Opinion of the technical agency"
    act(record, "opine", cast.own_adviser.actor(), {**SAID, "opinion": "objected"}, at=LATER)
    assert Record.objects.get(id=record).state == "opined" and dues(record) == {}
    assert has(record, cast.licence_officer)


def test_when_the_time_of_the_last_is_over_it_goes_on_without(own_database: Any, cast: Cast) -> None:
    record = asked(cast)
    due = Record.objects.get(id=record).due
    assert due is not None
    with as_worker(own_database):
        assert actions.run_clock(at=due - timedelta(minutes=1)) == 0
        assert actions.run_clock(at=due + timedelta(minutes=1)) == 1
    assert Record.objects.get(id=record).state == "opined" and dues(record) == {}
