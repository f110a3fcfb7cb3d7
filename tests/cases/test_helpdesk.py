"""The ICT help desk: asked by officials of any agency, worked on by Kominfo's help desk, answered by whoever asked."""

from datetime import timedelta
from typing import Any

import pytest

from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.models import Record
from serentak.records.queries.inbox import inbox
from serentak.records.queries.page import record_page
from tests.cast import Cast, Member
from tests.records.cases import act

pytestmark = pytest.mark.django_db
NEW = "/meja/bantuan-teknologi/baru"
ASKED = {"about": "Tempat untuk aplikasi antrean", "service": "hosting", "story": "Untuk enam bulan."}
HOSTING = {**ASKED, "storage": "100,5", "why_large": "Cadangan setahun.", "budget": "Rp 15.000.000"}


def filed(by: Member, **changes: Any) -> Any:
    raw = {**HOSTING, **changes}
    return actions.perform(None, "file", raw, by=by.actor(), at=now(), key=uuid7(), type="helpdesk").subject


def form(by: Member, **more: str) -> dict[str, Any]:
    return {**HOSTING, "key": str(uuid7()), "pos": str(by.holding), **more}


def test_it_is_filled_in_read_back_and_filed_at_the_desk(cast: Cast) -> None:
    client = cast.officer.client()
    page = client.get(f"{NEW}?pos={cast.officer.holding}").content.decode()
    assert "Masukkan laporan" not in page  # it is nobody's report that somebody enters
    for words in ("Tempat yang dibutuhkan (GB)", "Anggaran yang disediakan (rupiah)", "Contoh: perpustakaan"):
        assert words in page
    read = client.post(NEW, form(cast.officer)).content.decode()
    assert "100,5 GB" in read and "Rp15.000.000" in read and "Tempat aplikasi (hosting)" in read
    answer = client.post(NEW, form(cast.officer, read="ya"))
    page = client.get(answer["Location"]).content.decode()
    assert answer.status_code == 303 and "100,5 GB" in page and "Rp15.000.000" in page
    row = Record.objects.get(type="helpdesk", id=answer["Location"].split("/")[-1].split("?")[0])
    assert row.state == "filed" and row.region is None
    wrong = client.post(NEW, form(cast.officer, storage="banyak", why_large="")).content.decode()
    assert "Tulis dengan angka" in wrong and 'value="banyak"' in wrong and "belum diisi" not in wrong


def test_conditions_are_judged_by_the_kept_number(cast: Cast) -> None:
    for storage, budget, missing in (
        ("100", "", set()),
        ("100,1", "", {"why_large"}),
        ("0,05", "-1", {"storage", "budget"}),
    ):
        try:
            filed(cast.officer, storage=storage, why_large="", budget=budget)
            found: set[str] = set()
        except Refusal as no:
            found = set(no.fields)
        assert found == missing, storage
    with pytest.raises(Refusal) as no:
        filed(cast.officer, service="network")
    assert set(no.value.fields) == {"affected", "site"}
    assert law.library().references.label("ict-services", "network")["en"] == "Fault of network or internet"


def test_a_certificate_is_asked_for_with_the_declaration_of_its_type(cast: Cast) -> None:
    certificate = {"service": "certificate", "holder": "Kepala Puskesmas", "fault": "over"}
    with pytest.raises(Refusal) as no:
        filed(cast.officer, **certificate, known="")
    assert set(no.value.fields) == {"known"} and "Centang" in no.value.fields["known"]["id"]
    record = filed(cast.officer, **certificate, known="true")
    page = cast.helpdesk.client().get(f"/meja/berkas/{record}?pos={cast.helpdesk.holding}").content.decode()
    assert "menyusun passphrase-nya sendiri" in page


def test_who_asked_and_the_help_desk_see_it_and_nobody_else(cast: Cast) -> None:
    record = filed(cast.officer)
    for name, member in cast.members().items():
        seen = member.client().get(f"/meja/berkas/{record}?pos={member.holding}").status_code == 200
        listed = record in {row.record for row in inbox(member.actor(), view="mine", at=now()).rows}
        assert seen == (name in ("officer", "helpdesk")), name
        assert listed == (name == "helpdesk"), name  # the word is the help desk's
    with pytest.raises(Refusal):
        filed(cast.coordinator)


def test_the_clocks_run_by_the_service_levels_and_the_requester_answers(cast: Cast) -> None:
    record = filed(cast.officer)
    row = Record.objects.get(id=record)
    on = local_day(row.opened)
    level = {
        name: int(law.library().value(f"helpdesk.{name}_days", on).value) for name in ("respond", "solve")
    }
    assert row.due == law.library().calendar.add_working_days(row.opened, level["respond"])
    act(record, "take", cast.helpdesk.actor())
    assert Record.objects.get(id=record).due == law.library().calendar.add_working_days(
        row.opened, level["solve"]
    )
    act(record, "ask", cast.helpdesk.actor(), {"question": "Kapan dipakai?"})
    offered = [offer.act for offer in record_page(cast.officer.actor(), record, at=now()).acts]
    assert offered == ["reply", "withdraw"]
    with pytest.raises(Refusal):
        act(record, "reply", cast.other_officer.actor(), {"note": "Besok."})
    act(record, "reply", cast.officer.actor(), {"note": "Besok."})
    act(record, "solve", cast.helpdesk.actor(), {"solution": "Tempat disiapkan."})
    act(record, "reopen", cast.officer.actor(), {"reason": "Belum terbuka."})
    act(
        record,
        "solve",
        cast.helpdesk.actor(),
        {"solution": "Sekarang terbuka."},
        at=now() + timedelta(seconds=1),
    )
    act(record, "accept", cast.officer.actor(), {"rating": "5"})
    assert Record.objects.get(id=record).state == "closed"
