"""A data breach: entered by the information officer, due 72 hours later by the clock, seen by nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.models import Record
from serentak.records.queries.page import record_page
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BARU = "/meja/kegagalan-pelindungan-data/baru"
FOUND = {
    "about": "Daftar hadir terbuka di internet",
    "data": "Nama dan nomor telepon, 200 orang.",
    "story": "Berkas salah taruh.",
}


def form(cast: Cast, **more: str) -> dict[str, Any]:
    return {**FOUND, "key": str(uuid7()), "pos": str(cast.information_officer.holding), **more}


def test_it_is_entered_at_the_desk_and_is_no_service(cast: Cast) -> None:
    client = cast.information_officer.client()
    assert "Periksa sekali lagi" in client.post(BARU, form(cast)).content.decode()
    answer = client.post(BARU, form(cast, read="ya"))
    assert answer.status_code == 303 and answer["Location"].startswith("/meja/berkas/")
    page = client.get(answer["Location"]).content.decode()
    assert "Terpakai 0 dari 72 jam" in page and "72 jam lagi" in page and "memilih tanpa nama" not in page
    assert "UU 27/2022 Pasal 46" in page
    for who in (cast.verifier, cast.officer, cast.front_desk, cast.administrator):
        assert who.client().get(BARU).status_code == 403
        assert who.client().get(f"{answer['Location'].split('?')[0]}?pos={who.holding}").status_code == 404
    assert client.get("/layanan/kegagalan-pelindungan-data/").status_code == 404
    assert "Kegagalan" not in client.get("/layanan/").content.decode()


def test_the_clock_runs_72_hours_through_the_weekend_and_stops_with_the_notice(cast: Cast) -> None:
    by = cast.information_officer.actor()
    done = actions.perform(None, "file", FOUND, by=by, at=now(), key=uuid7(), type="breach")
    row = Record.objects.get(id=done.subject)
    assert row.due - row.opened == timedelta(hours=72)
    [clock] = record_page(by, done.subject, at=row.opened + timedelta(hours=80)).clocks
    assert (clock.hours, clock.used, clock.limit, clock.late) == (True, 80, 72, 8)
    told = {"to_people": "Surat.", "to_authority": "Surat 1/2026.", "remedy": "Berkas ditarik."}
    with pytest.raises(Refusal):
        actions.perform(done.subject, "notify", told, by=by, at=now(), key=uuid7(), version=1)
    actions.perform(
        done.subject, "assess", {"assessment": "Ringan."}, by=by, at=now(), key=uuid7(), version=1
    )
    actions.perform(done.subject, "notify", told, by=by, at=now(), key=uuid7(), version=2)
    [clock] = record_page(by, done.subject, at=now()).clocks
    assert clock.stopped is not None and clock.late == 0
    actions.perform(
        done.subject, "close", {"lesson": "Izin berkas."}, by=by, at=now(), key=uuid7(), version=3
    )
    assert Record.objects.get(id=done.subject).state == "closed"
