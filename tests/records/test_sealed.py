"""A report of wrongdoing: seen by the inspectorate and its reporter, and by nobody else in any way."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail, signing
from django.test import Client

from serentak.agencies.rules import PUBLIC, Actor
from serentak.gate.actions import Errand
from serentak.law import queries as law
from serentak.ledger.note import Signer
from serentak.ledger.sequence import Sequencer
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.actions import Done
from serentak.records.envelope import SLIP_COOKIE, SLIP_SALT
from serentak.records.queries.inbox import inbox
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from serentak.records.queries.visible import visible
from serentak.site import middleware
from tests.cast import Cast
from tests.records import cases
from tests.records.cases import act
from tests.records.test_files import photo, upload
from tests.records.test_perform import as_worker

REPORT = {
    "about": "Kursi rahasia",
    "matter": "fraud",
    "story": "Faktur dibuat dua kali.",
    "naming": "confidential",
    "reporter_name": "Warga K",
    "reporter_email": "k@contoh.invalid",
}
VIEWS = ("mine", "agency", "overdue", "waiting", "closed")


def file(**changes: str) -> Done:
    return actions.perform(
        None, "file", {**REPORT, **changes}, by=PUBLIC, at=now(), key=uuid7(), type="whistleblowing",
        files={"evidence_first": [upload(photo())]},
    )  # fmt: skip


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")


@pytest.mark.django_db
def test_only_the_inspectorate_and_the_slip_see_it(cast: Cast) -> None:
    before = {
        name: str([inbox(m.actor(), view=v, at=now()) for v in VIEWS]) for name, m in cast.members().items()
    }
    done = file()
    kept = record_page(cast.inspector.actor(), done.subject, at=now()).files[0].hash
    for name, member in cast.members().items():
        actor, client = member.actor(), member.client()
        at = f"/meja/berkas/{done.subject}?pos={member.holding}"
        searched = inbox(actor, view="mine", at=now(), q=done.number).rows
        assert (done.subject in {r.record for r in searched}) == (name == "inspector")
        assert (client.get(at).status_code == 200) == (name == "inspector")
        assert (client.get(f"/berkas/{kept}?pos={member.holding}").status_code == 200) == (
            name == "inspector"
        )
        if name == "inspector":
            continue
        assert not visible(actor).filter(id=done.subject).exists()
        assert str([inbox(actor, view=v, at=now()) for v in VIEWS]) == before[name], name
        missing = client.get(f"/meja/berkas/{uuid7()}?pos={member.holding}")
        assert client.get(at).status_code == missing.status_code == 404
    assert Client().get(f"/berkas/{kept}").status_code == 404
    holder = Client()
    holder.cookies[SLIP_COOKIE] = signing.dumps([done.number, done.code], salt=SLIP_SALT)
    assert holder.get(f"/berkas/{kept}").status_code == 200
    assert by_slip(done.number, done.code or "", at=now())[1].title == "Kursi rahasia"


@pytest.mark.django_db
def test_its_way_to_the_finding(cast: Cast) -> None:
    done, by = file(naming="anonymous"), cast.inspector.actor()
    slip = Actor("slip", (done.code or "").encode())
    act(done.subject, "examine", by)
    act(done.subject, "ask", by, {"question": "Lembar mana?"})
    act(done.subject, "reply", slip, {"note": "Kanan atas."})
    act(done.subject, "note", by, {"note": "Hanya untuk pemeriksa."})
    act(done.subject, "conclude", by, {"finding": "substantiated", "explanation": "Sudah ditindak."})
    _, page = by_slip(done.number, done.code or "", at=now())
    said = str(page)
    assert (
        page.ended
        and "Terbukti" in said
        and "Sudah ditindak." in said
        and "Hanya untuk pemeriksa" not in said
    )


@pytest.mark.django_db
def test_no_other_record_names_it(cast: Cast) -> None:
    """Not even through somebody who sees both: its number would stand where others read."""
    from serentak.agencies.queries import organisation_by_code

    sealed = file()
    own = cases.file(agency=str(organisation_by_code("kominfo")))  # comes to the same post
    with pytest.raises(Refusal) as no:
        act(own.subject, "join", cast.inspector.actor(), {"duplicate_of": sealed.number})
    assert "duplicate_of" in no.value.fields


def test_nothing_beside_its_parties_tells_of_it(
    own_database: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = file()
    act(done.subject, "examine", cast.inspector.actor())
    secrets = [
        done.number,
        "PLG",
        "whistleblowing",
        str(done.subject),
        "Kursi",
        "Warga K",
        "examine",
        "uu-31-2014",
    ]
    jobs = own_database.ask("SELECT args::text FROM procrastinate_jobs WHERE task_name = 'records.news'")
    assert [set(json.loads(args)) for (args,) in jobs] == [{"record", "version"}]
    assert own_database.ask("SELECT record FROM records_field_index WHERE record = %s", done.subject) == []
    with as_worker(own_database):
        assert actions.tell(done.subject, 2, errand=Errand(2), at=now())
    (letter,) = mail.outbox
    assert letter.to == ["k@contoh.invalid"]
    assert own_database.ask("SELECT * FROM gate_mail") == [], "the outbox of administrators tells of it"
    assert not any(word in f"{letter.subject} {letter.body}" for word in [*secrets, done.code])
    house = own_database.environment
    sequencer = Sequencer(
        own_database.dsn("sequencer"), house.checkpoint, Signer(house.log_name, house.log_seed)
    )
    try:
        while sequencer.step():
            pass
    finally:
        sequencer.close()
    texts = own_database.ask(
        "SELECT convert_from(e.bytes, 'UTF8') FROM ledger_entry e WHERE e.subject = %s", done.subject
    )
    assert len(texts) == 2
    assert all(set(json.loads(text)) == {"class", "commitments", "day", "v"} for (text,) in texts)
    page = Client().get("/catatan/").content.decode()
    assert json.loads(texts[0][0])["day"] and not any(word in page for word in secrets)
    lines: list[str] = []
    monkeypatch.setattr(middleware._line, "info", lambda *what, **told: lines.append(f"{what} {told}"))
    cast.inspector.client().get(f"/meja/berkas/{done.subject}?q={done.number}")
    (line,) = lines
    assert "meja/berkas" in line and not any(word in line for word in secrets)


@pytest.mark.django_db
def test_nothing_of_it_stays_in_the_reporters_browser(cast: Cast) -> None:
    """An office's computer: no draft, no form kept for where there is no signal."""
    sealed, other = (Client().get(f"/layanan/{of}/kirim") for of in ("pengaduan-pelanggaran", "pengaduan"))
    assert "no-store" in sealed["Cache-Control"] and b"data-draft" not in sealed.content
    assert "no-store" not in other["Cache-Control"] and b"data-draft" in other.content
    known = cast.resident.client().get("/layanan/pengaduan/kirim")
    assert b"Warga D" in known.content and "no-store" in known["Cache-Control"]


def test_the_name_is_closed_until_a_purpose_is_said(own_database: Any, cast: Cast) -> None:
    done, by = file(), cast.inspector.actor()
    noted = "SELECT purpose, holding FROM ledger_access WHERE record = %s"
    client, holding = cast.inspector.client(), by.holding.id  # type: ignore[union-attr]
    address = f"/meja/berkas/{done.subject}"
    closed = client.get(f"{address}?pos={holding}").content.decode()
    assert "Warga K" not in closed and "Dibuka untuk apa?" in closed and "Menghubungi pelapor" in closed
    for wrong in ("", "handling", "curiosity", "' OR 1=1"):
        again = client.post(address, {"pos": holding, "purpose": wrong})
        assert "Warga K" not in again.content.decode()
    assert own_database.ask(noted, done.subject) == []
    opened = client.post(address, {"pos": holding, "purpose": "contact"}).content.decode()
    assert "Warga K" in opened and "Dibuka untuk apa?" not in opened
    client.post(address, {"pos": holding, "purpose": "protection"})
    assert own_database.ask(noted + " ORDER BY purpose", done.subject) == [
        ("contact", holding),
        ("protection", holding),
    ]
    assert cast.verifier.client().post(address, {"purpose": "contact"}).status_code == 404


def test_it_has_no_code_of_its_own() -> None:
    """All of it is content: the type names the body that receives it."""
    data = law.library().record_types["whistleblowing"]
    assert data["class"] == "sealed" and "route" not in data and data["receives"] == "inspektorat"
