"""A wrong act is corrected by another: nothing goes, the second rests on the first, the page shows both."""

import hashlib

import pytest

from serentak.ledger.models import Entry
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions, lifecycle
from serentak.records.clock import Step
from serentak.records.lifecycle import Party, Standing
from serentak.records.models import Record
from serentak.records.queries.page import record_page
from serentak.records.rules import record_type
from tests.cast import Cast
from tests.records.cases import act
from tests.records.walk import START, library, organisation, post

ASKED = {"about": "Jaringan loket", "service": "hosting", "story": "Untuk antrean.", "storage": "10"}


@pytest.mark.django_db
def test_a_refusal_is_corrected_and_both_stay(cast: Cast) -> None:
    by = cast.helpdesk.actor()
    record = actions.perform(
        None, "file", ASKED, by=cast.officer.actor(), at=now(), key=uuid7(), type="helpdesk"
    ).subject
    act(record, "refuse", by, {"ground": "not_ours", "reason": "Bukan layanan kami."})
    act(record, "unrefuse", by, {"reason": "Tertukar dengan permintaan lain."})
    assert Record.objects.get(id=record).closed is None
    entries = {entry.act: entry for entry in Entry.objects.filter(subject=record)}
    wrong = hashlib.sha256(bytes(entries["refuse"].bytes)).hexdigest()
    assert f'"basis":"{wrong}"' in bytes(entries["unrefuse"].bytes).decode()
    newest, refused, _ = record_page(by, record, at=now()).timeline
    assert refused.corrected and not newest.corrected and newest.prepared is None
    assert newest.corrects is not None and newest.corrects[0] == refused.sentence
    page = cast.officer.client().get(f"/meja/berkas/{record}?pos={cast.officer.holding}").content.decode()
    for words in ("dibetulkan kemudian", "Membetulkan: Permintaan tidak dikerjakan", "Bukan layanan kami."):
        assert words in page
    with pytest.raises(Refusal):
        act(record, "unrefuse", by, {"reason": "Sekali lagi."})


@pytest.mark.parametrize(("acts", "may"), [(("refuse",), True), (("ask", "lapse"), False)])
def test_what_another_act_led_to_is_not_corrected(acts: tuple[str, ...], may: bool) -> None:
    kind, by = record_type(library().record_types["helpdesk"]), post(9, "helpdesk", "kominfo")
    state, steps = (
        "filed",
        [Step("file", START, "filed"), Step("refuse", START, "refused"), Step("unrefuse", START, "filed")],
    )
    for name in acts:
        move = kind.move(name, state)
        assert move is not None
        state = move.state_after(state)
        steps.append(Step(name, START, state))
    pool = Party(f"q:{organisation('kominfo')}:helpdesk", "helpdesk", False)
    standing = Standing(uuid7(), state, organisation("kominfo"), parties=(pool,), steps=tuple(steps))
    move = kind.move("unrefuse", state)
    assert move is not None
    assert lifecycle.permitted(kind, move, standing, by, library(), START) is may
