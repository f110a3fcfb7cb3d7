"""A request for public information and an objection to it, as the cast moves them: extended once, linked by slip."""

from datetime import timedelta
from typing import Any

import pytest

from serentak.agencies.queries import organisation_by_code
from serentak.agencies.rules import PUBLIC
from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions, lifecycle
from serentak.records.actions import Done
from serentak.records.models import Link, Record
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from tests.cast import Cast
from tests.records.cases import act

pytestmark = pytest.mark.django_db

REQUEST = {
    "about": "Anggaran pemeliharaan jalan 2025",
    "details": "Per ruas, beserta realisasinya.",
    "purpose": "Skripsi.",
    "applicant": "person",
    "form": "soft_copy",
    "delivery": "here",
    "naming": "confidential",
    "applicant_name": "Pemohon",
    "applicant_address": "Jalan Contoh 1",
}
OBJECTION = {
    "about": "Tidak ditanggapi",
    "ground": "no_answer",
    "story": "Sudah lewat waktunya.",
    "naming": "confidential",
    "applicant_name": "Pemohon",
}


def filed(type: str = "information", **changes: Any) -> Done:
    raw = {**(REQUEST if type == "information" else OBJECTION), **changes}
    return actions.perform(None, "file", raw, by=PUBLIC, at=now(), key=uuid7(), type=type)


def due(done: Done) -> Any:
    return Record.objects.get(id=done.subject).due


def test_a_request_is_extended_once_by_its_reasoned_act(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    done, officer = filed(), cast.information_officer.actor()
    opened = Record.objects.get(id=done.subject).opened
    calendar = law.library().calendar
    assert due(done) == calendar.add_working_days(opened, 10)
    act(done.subject, "extend", officer, {"reason": "Berkasnya di arsip."})
    assert due(done) == calendar.add_working_days(opened, 17)
    page = record_page(officer, done.subject, at=now())
    assert "extend" not in [one.act for one in page.acts]
    (clock,) = page.clocks
    assert clock.limit == 17 and any("Diperpanjang 7 hari kerja" in line["id"] for line in clock.why)
    with pytest.raises(Refusal, match="done_already"):
        act(done.subject, "extend", officer, {"reason": "Lagi."})
    monkeypatch.setattr(
        lifecycle.permission, "done", lambda move, standing: False
    )  # the database says the same
    with pytest.raises(Refusal, match="not_allowed"):
        act(done.subject, "extend", officer, {"reason": "Lagi."})


def test_a_refusal_for_exempt_information_needs_the_consequence_test(cast: Cast) -> None:
    done, officer = filed(), cast.information_officer.actor()
    with pytest.raises(Refusal) as no:
        act(done.subject, "refuse", officer, {"ground": "exempt", "reason": "Rahasia."})
    assert set(no.value.fields) == {"consequence_test"}
    said = {"ground": "exempt", "reason": "Rahasia.", "consequence_test": "Pasal 17 huruf h."}
    act(done.subject, "refuse", officer, said)
    _, page = by_slip(done.number, str(done.code), at=now())
    assert page.answer and page.ended and page.state == "refused"


def test_an_objection_names_the_request_by_its_slip(cast: Cast) -> None:
    request = filed()
    for typed in (request.number, f"{request.number} AAAAA AAAAA", "PIP-2026-999999"):
        with pytest.raises(Refusal) as no:
            filed("objection", request=typed)
        assert set(no.value.fields) == {"request"}
    code = str(request.code)
    objection = filed("objection", request=f"{request.number} {code[:5].lower()} {code[5:]}")
    (link,) = Link.objects.filter(record=objection.subject)
    assert (link.kind, link.target) == ("objects_to", request.subject)
    secretary = cast.secretary.actor()
    page = record_page(secretary, objection.subject, at=now())
    assert request.number in [words for _, _, words in page.content]
    holder = str(organisation_by_code("kominfo"))
    act(objection.subject, "grant", secretary, {"holder": holder, "decision": "Dikabulkan."})
    act(objection.subject, "carry_out", cast.information_officer.actor(), {"answer": "Terlampir."})
    _, tracked = by_slip(objection.number, str(objection.code), at=now() + timedelta(minutes=1))
    assert tracked.state == "carried_out" and tracked.ended
