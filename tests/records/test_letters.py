"""Letters: drawn by the worker, signed by whom they were drawn for, checked by anybody."""

import hashlib
import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from serentak.agencies import queries as agencies
from serentak.demo.actions import paper
from serentak.lib.clock import now, today
from serentak.lib.refusal import Refusal
from serentak.lib.words import written
from serentak.records import actions, files, typesetting
from serentak.records.checks.comparison import tables
from serentak.records.models import Record
from serentak.records.queries.history import header_for, load
from serentak.records.queries.letter import address, check
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from serentak.records.rules.lettering import DRAFT, DRAWN, FACE, UNSIGNED
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as seats
from tests.factories import records
from tests.factories.signing import authority
from tests.records.test_perform import as_worker, refused, store  # noqa: F401


@pytest.fixture
def drawn(own_database: OwnDatabase, cast: Cast) -> actions.Done:
    done = records.approved(cast)
    with as_worker(own_database):
        assert actions.draw(done.subject, at=now())
        assert not actions.draw(done.subject, at=now()), "a job may run twice"
    return done


def newest(done: actions.Done, cast: Cast, act: str) -> Any:
    head = cast.licence_head.actor()
    acts = load(head, header_for(head, done.subject)).acts
    return next(one for one in reversed(acts) if one.act == act)


def kept(file: Any) -> bytes:
    return files.path_of(settings.FILES_DIR, file[0]["hash"]).read_bytes()


def text(raw: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages).split())


def sign(done: actions.Done, cast: Cast, by: str = "licence_head", **data: Any) -> bytes:
    """Signed by hand and scanned; the scan."""
    scan = paper("pindai")
    said = {"letter_way": "wet", "letter_signer": "Kepala DPMPTSP", "letter_signed_on": today().isoformat()}
    actions.perform(
        done.subject, "sign", {**said, **data}, by=getattr(cast, by).actor(), at=now(), key=records.uuid7(),
        version=Record.objects.get(id=done.subject).version, files={"letter_scan": [scan]},
    )  # fmt: skip
    scan.stream.seek(0)
    return scan.stream.read()


def code(done: actions.Done) -> str:
    return address(done.number, done.subject).rsplit("/", 1)[1]


def test_the_worker_attaches_what_it_drew_and_every_byte_is_on_the_record(
    drawn: actions.Done, cast: Cast, own_database: OwnDatabase
) -> None:
    act = newest(drawn, cast, DRAWN)
    assert act.holding is None and act.text["auth"] == "worker"
    draft, unsigned = kept(act.payload[DRAFT]), kept(act.payload[UNSIGNED])
    for raw, name in ((draft, DRAFT), (unsigned, UNSIGNED)):
        assert hashlib.sha256(raw).hexdigest() == act.payload[name][0]["hash"]
        meta = PdfReader(BytesIO(raw)).xmp_metadata
        assert meta is not None
        told = meta.stream.get_data()
        assert re.search(rb'pdfaid:part(>|=")3', told) and re.search(rb'pdfuaid:part(>|=")1', told)
    said = text(unsigned)
    for words in (
        "DINAS PENANAMAN MODAL DAN PELAYANAN TERPADU SATU PINTU", "400.14.4/7/2026", "Warga Z", "Pola tanam kakao",
        "Perorangan", "1 November 2026", "Kepala DPMPTSP", "Pegawai V", written(today(), "d MMMM y", "id"), "Halaman 1 dari",
    ):  # fmt: skip
        assert words in said, words
    assert "D R A F" in text(draft) and "D R A F" not in said
    with psycopg.connect(own_database.dsn("admin")) as connection:
        assert list(tables(connection)) == []


def test_what_somebody_typed_is_never_markup(own_database: OwnDatabase, cast: Cast) -> None:
    about = '#panic("x") *tebal* $ \\ [ ] "kutip" <b>'
    done = records.approved(cast, about=about)
    with as_worker(own_database):
        actions.draw(done.subject, at=now())
    assert about.replace(" ", "") in text(kept(newest(done, cast, DRAWN).payload[UNSIGNED])).replace(" ", "")


def test_an_acting_head_is_printed_as_on_acts_and_signs_only_what_was_drawn_for_him(
    own_database: OwnDatabase, cast: Cast
) -> None:
    done = records.approved(cast)
    with as_worker(own_database):
        actions.draw(done.subject, at=now())
    head, section = cast.licence_head.actor().holding, cast.section_head.actor().person
    assert head is not None
    by = cast.administrator.actor()
    plt = seats.holding(by=by, person=section, post=head.post_id, terms=seats.terms())
    acting = agencies.actor_of(cast.section_head.secret, plt, now())[0]
    with pytest.raises(Refusal) as no:
        sign_as(done, acting)
    assert no.value.code == "letter_of_another" and "Kepala DPMPTSP" in no.value.text["id"]  # type: ignore[index]
    records.act(done.subject, 5, "recall", by=acting, reason="Saya yang menandatangani.")
    records.act(done.subject, 6, "approve", by=acting, number_given="400.14.4/8/2026")
    with as_worker(own_database):
        actions.draw(done.subject, at=now())
    assert "Plt. Kepala DPMPTSP, Pegawai H" in text(kept(newest(done, cast, DRAWN).payload[UNSIGNED]))
    sign_as(done, acting)


def sign_as(done: actions.Done, actor: Any) -> None:
    said = {"letter_way": "wet", "letter_signer": "Plt.", "letter_signed_on": today().isoformat()}
    version = Record.objects.get(id=done.subject).version
    actions.perform(
        done.subject, "sign", said, by=actor, at=now(), key=records.uuid7(), version=version, files={"letter_scan": [paper("p")]}
    )  # fmt: skip


def test_a_letter_is_not_signed_before_it_is_drawn(own_database: OwnDatabase, cast: Cast) -> None:
    done = records.approved(cast)
    with refused(409, "letter_awaited"):
        sign(done, cast)
    page = record_page(cast.licence_head.actor(), done.subject, at=now())
    assert "sign" not in [offer.act for offer in page.acts]


def test_the_web_is_not_the_worker(own_database: OwnDatabase, cast: Cast) -> None:
    done = records.approved(cast)
    with pytest.raises((Refusal, psycopg.Error, Exception)) as no:
        actions.draw(done.subject, at=now())
    assert "credential" in str(no.value)


def test_only_who_signs_gets_the_letter_without_the_mark(drawn: actions.Done, cast: Cast) -> None:
    said = newest(drawn, cast, DRAWN).payload
    unsigned, draft = (f"/berkas/{said[name][0]['hash']}" for name in (UNSIGNED, DRAFT))
    head, officer = cast.licence_head, cast.licence_officer
    assert head.client().get(f"{unsigned}?pos={head.holding}").status_code == 200
    assert officer.client().get(f"{draft}?pos={officer.holding}").status_code == 200
    assert officer.client().get(f"{unsigned}?pos={officer.holding}").status_code == 404
    page = record_page(officer.actor(), drawn.subject, at=now())
    assert [file.hash for item in page.timeline for file in item.files if item.act == DRAWN] == [draft[8:]]


def test_a_wet_signature_is_recorded_with_its_minutes_and_named_for_what_it_is(
    drawn: actions.Done, cast: Cast
) -> None:
    assert drawn.code is not None
    before = check(drawn.number, code(drawn), at=now())
    assert (before.state, before.newest, before.copies) == ("draft", None, {})
    scan = sign(drawn, cast)
    page = check(drawn.number, code(drawn), at=now())
    assert page.state == "valid" and page.newest is not None
    assert page.newest.face["number"] == "400.14.4/7/2026"
    assert page.copies == {hashlib.sha256(scan).hexdigest(): "valid"}
    _, tracked = by_slip(drawn.number, drawn.code, at=now())
    signing = next(item for item in tracked.timeline if item.act == "sign")
    told = [label["id"] for label, _ in signing.payload]
    assert told == ["Cara menandatangani", "Jabatan yang menandatangani", "Ditandatangani tanggal"]
    assert tracked.letter == address(drawn.number, drawn.subject)
    assert [file.type for file in signing.files] == ["application/pdf"]


def test_an_electronic_signature_is_checked_before_the_act_and_what_was_found_is_kept(
    drawn: actions.Done, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ca, roots = authority(), tmp_path / "roots.pem"
    roots.write_bytes(ca.roots)
    monkeypatch.setattr(settings, "SERENTAK", replace(settings.SERENTAK, sign_roots=roots))
    unsigned = kept(newest(drawn, cast, DRAWN).payload[UNSIGNED])
    for raw, fault in ((unsigned, "Tidak ada tanda tangan"), (ca.sign(unsigned, stamped=False), "cap waktu")):
        with refused(400, "invalid") as no:
            sign_electronically(drawn, cast, raw)
        assert fault in no.value.fields["letter_signed"]["id"]  # type: ignore[index]
    signed = ca.sign(unsigned)
    sign_electronically(drawn, cast, signed)
    payload = newest(drawn, cast, "sign").payload
    assert payload["letter_proof"].startswith("Pejabat Uji; sertifikat dari Induk Uji Menengah; cap waktu")
    page = check(drawn.number, code(drawn), at=now())
    assert page.copies == {hashlib.sha256(signed).hexdigest(): "valid"}
    assert page.newest is not None and page.newest.way == "electronic"


def sign_electronically(done: actions.Done, cast: Cast, raw: bytes) -> None:
    version = Record.objects.get(id=done.subject).version
    upload = files.Upload("surat.pdf", BytesIO(raw), len(raw))
    actions.perform(
        done.subject, "sign", {"letter_way": "electronic"}, by=cast.licence_head.actor(), at=now(), key=records.uuid7(),
        version=version, files={"letter_signed": [upload]},
    )  # fmt: skip


def test_the_check_page_names_nobody_and_compares_a_copy_without_keeping_it(
    drawn: actions.Done, cast: Cast, front: None
) -> None:
    browser, where = cast.citizen.client(), f"/periksa/{drawn.number}/{code(drawn)}"
    assert "Belum ditandatangani" in browser.get(where).content.decode()
    scan = sign(drawn, cast)
    page = browser.get(where).content.decode()
    for words in (
        "Berlaku",
        "400.14.4/7/2026",
        "Dinas Penanaman Modal",
        "Pola tanam kakao",
        "Tanda tangan basah",
    ):
        assert words in page
    for hidden in ("Warga Z", "Pegawai V", "Wawancara"):
        assert hidden not in page
    stored = set(settings.FILES_DIR.rglob("*"))
    for raw, told in ((scan, "sama persis"), (scan + b"x", "berbeda")):
        answer = browser.post(where, {"copy": SimpleUploadedFile("a.pdf", raw)})
        shown = [
            line
            for line in answer.content.decode().split("<p ")
            if "data-copy=" in line and "hidden" not in line.split(">")[0]
        ]
        assert answer.status_code == 200 and len(shown) == 1 and told in shown[0]
    assert browser.post(where, {}).status_code == 400
    assert set(settings.FILES_DIR.rglob("*")) == stored


def test_an_address_that_is_not_right_says_nothing(drawn: actions.Done, cast: Cast) -> None:
    other = records.complaint()
    for asked in (
        (other.number, code(drawn)),
        (drawn.number, "A" * 10),
        (other.number, address(other.number, other.subject).rsplit("/", 1)[1]),
    ):
        with refused(404, "not_found"):
            check(*asked, at=now())


def test_a_letter_ends_is_replaced_and_withdrawn(
    drawn: actions.Done, cast: Cast, own_database: OwnDatabase
) -> None:
    first = hashlib.sha256(sign(drawn, cast)).hexdigest()
    late = records.datetime(2027, 4, 10, 12, tzinfo=now().tzinfo)
    assert check(drawn.number, code(drawn), at=late).state == "ended"
    head = cast.licence_head.actor()
    records.act(drawn.subject, 6, "approve", by=head, number_given="400.14.4/9/2026")
    assert check(drawn.number, code(drawn), at=now()).copies == {first: "valid"}, (
        "it holds until the next is signed"
    )
    with as_worker(own_database):
        actions.draw(drawn.subject, at=now())
    scan = paper("pindai kedua")
    said = {
        "letter_way": "wet",
        "letter_signer": "Kepala DPMPTSP",
        "letter_signed_on": today().isoformat(),
    }
    actions.perform(
        drawn.subject, "sign", said, by=head, at=now(), key=records.uuid7(), version=8, files={"letter_scan": [scan]}
    )  # fmt: skip
    page = check(drawn.number, code(drawn), at=now())
    assert sorted(page.copies.values()) == ["replaced", "valid"] and page.copies[first] == "replaced"
    records.act(drawn.subject, 9, "withdraw", by=head, reason="Lokasinya berubah.")
    page = check(drawn.number, code(drawn), at=now())
    assert page.state == "withdrawn" and sorted(page.copies.values()) == ["replaced", "withdrawn"]


def test_what_went_out_stands_in_the_log(drawn: actions.Done, cast: Cast, own_database: OwnDatabase) -> None:
    scan = sign(drawn, cast)
    (row,) = own_database.ask(
        "SELECT p.bytes FROM ledger_part p JOIN ledger_entry e ON e.id = p.entry WHERE e.act = 'sign' AND p.kind = 'payload'"
    )
    said = json.loads(bytes(row[0]))
    assert said["letter_scan"][0]["hash"] == hashlib.sha256(scan).hexdigest()
    assert said[FACE]["number"] == "400.14.4/7/2026"


def test_no_web_process_carries_the_typesetter() -> None:
    import subprocess
    import sys

    asked = "import django, sys; django.setup(); import serentak.site.urls; print([m for m in ('typst', 'pyhanko') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert typesetting.TEMPLATE.exists()
