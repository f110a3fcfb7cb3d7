"""Texts for answers: an agency's own, per type, kept by whoever handles it, put into a form without JavaScript."""

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.records.actions.templates import drop, keep
from serentak.records.queries.page import record_page
from serentak.records.queries.templates import kept
from tests.cast import Cast
from tests.records.cases import file, forward

TEXT = {
    "type": "complaint",
    "title": "Terjadwal",
    "body": "Laporan {nomor} ({layanan}) sudah kami jadwalkan.",
}


def code(**told: object) -> str | None:
    try:
        keep(**told)  # type: ignore[arg-type]
    except Refusal as no:
        return no.code
    return None


def test_a_text_is_its_agencys_and_is_kept_and_dropped_by_whoever_handles_the_type(cast: Cast) -> None:
    officer, other = cast.officer.actor(), cast.other_officer.actor()
    assert code(**TEXT, by=officer) is None
    assert code(**{**TEXT, "body": "Laporan {nomor} sudah dijadwalkan."}, by=cast.head.actor()) is None
    [one] = kept(officer)
    assert one.body.startswith("Laporan {nomor} sudah") and cast.head.seat.title in one.post
    assert kept(other) == [] and kept(officer, "research") == []
    for who in (cast.administrator, cast.auditor, cast.programmer):
        assert code(**TEXT, by=who.actor()) == "not_allowed"
    assert (
        code(**{**TEXT, "body": ""}, by=officer)
        == code(**{**TEXT, "title": "x" * 81}, by=officer)
        == "invalid"
    )
    assert code(**{**TEXT, "type": "nothing"}, by=officer) == "not_allowed"
    drop(type="complaint", title="Terjadwal", by=other)  # of the other agency there is none
    assert len(kept(officer)) == 1
    drop(type="complaint", title="Terjadwal", by=officer)
    assert kept(officer) == []


def test_it_is_put_behind_what_was_typed_and_nothing_is_done(cast: Cast) -> None:
    keep(**TEXT, by=cast.officer.actor())
    done = file()
    forward(done, cast)
    form = {
        "act": "prepare", "answer": "Terima kasih.", "template": "Terjadwal", "use": "1", "version": "2",
        "pos": cast.officer.holding,
    }  # fmt: skip
    page = cast.officer.client().post(f"/meja/berkas/{done.subject}", form).content.decode()
    assert f"Terima kasih.\n\nLaporan {done.number} (Pengaduan) sudah kami jadwalkan." in page
    assert len(record_page(cast.officer.actor(), done.subject, at=now()).timeline) == 2
    gone = (
        cast.officer.client()
        .post(f"/meja/berkas/{done.subject}", form | {"template": "Lain"})
        .content.decode()
    )
    assert (
        "Terima kasih." in gone and "jadwalkan." not in gone.split('name="answer"')[1].split("</textarea>")[0]
    )
