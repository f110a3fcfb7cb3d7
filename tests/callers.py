"""Everybody before every address: a case, browsers of all the cast, and what each would send there."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from serentak.agencies import queries as agencies
from serentak.demo.actions import photo
from serentak.ledger.note import Signer
from serentak.ledger.sequence import Sequencer
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from serentak.people.rules import COOKIE, DEMO_PASSWORD, cookie_of
from serentak.records import actions
from serentak.records.envelope import SLIP_COOKIE, SLIP_SALT
from serentak.records.queries.page import record_page
from tests.addresses import routes
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as seats
from tests.factories import people, records

CASES = "/layanan/pengaduan"
SURVEY = "requirements procedure time cost product competence conduct complaints facilities".split()


@dataclass(frozen=True)
class World:
    """A case that lies with Public Works, its photo, and everybody's browser."""

    browsers: dict[str, Client]
    posts: dict[str, int]
    record: Any
    number: str
    code: str
    digest: str
    body: int
    post: int  # of the officer of another agency
    person: int  # who holds it
    machine: int  # a holding that a key of the same agency opens
    system: int  # its post

    def address(self, name: str, who: str) -> str:
        """The address to ask for, in that member's post."""
        path = {
            "cases-villages": "/layanan/desa/76.02.01", "cases-service": f"{CASES}/",
            "cases-file": f"{CASES}/kirim", "cases-alike": f"{CASES}/mirip", "cases-slip": f"{CASES}/tanda-terima",
            "cases-slip-image": f"{CASES}/tanda-terima.png",
            "cases-slip-desk-image": "/meja/pengaduan/tanda-terima.png",
            "desk-import": "/meja/pengaduan/impor", "cases-enter": "/meja/pengaduan/baru", "cases-slip-desk": "/meja/pengaduan/tanda-terima",
            "own-report": f"/saya/{self.record}", "own-survey": f"/saya/{self.record}/penilaian", "record": f"/meja/berkas/{self.record}", "file": f"/berkas/{self.digest}",
            "letter": f"/periksa/{self.number}/AAAAAAAAAA", "body": "/unit/1-setda/",
            "bodies-change": "/unit/perubahan/2026-01-01/",
            "ledger-entries": "/catatan/tile/entries/000.p/1", "ledger-tile": "/catatan/tile/0/000.p/1",
            "api-file": f"/api/v1/files/{self.digest}", "api-records": "/api/v1/complaint",
            "api-record": f"/api/v1/complaint/{self.record}", "api-act": f"/api/v1/complaint/{self.record}/add",
            "law-pack": "/isi/record_type/complaint/", "manage-body": f"/kelola/instansi/{self.body}/",
            "manage-change-new": "/kelola/instansi/perubahan/siapkan",
            "manage-change-withdraw": "/kelola/instansi/perubahan/tarik",
            "manage-hooks": f"/kelola/sistem/{self.system}/kabar",
            "manage-person": f"/kelola/orang/{self.person}/",
            "manage-post-new": f"/kelola/instansi/{self.body}/jabatan-baru", "manage-post": f"/kelola/jabatan/{self.post}/",
            "manage-appoint": f"/kelola/jabatan/{self.post}/angkat", "manage-post-close": f"/kelola/jabatan/{self.post}/tutup",
            "manage-holding-end": f"/kelola/pemangkuan/{self.posts['other']}/akhiri",
        }.get(name, f"/{routes()[name]}")  # fmt: skip
        return f"{path}?pos={self.posts[who]}" if who in self.posts else path

    def form(self, name: str, who: str) -> dict[str, Any]:
        """What is sent there: each of these would be accepted from somebody."""
        report = {
            "key": str(uuid7()), "about": "Lampu padam", "story": "Sejak Senin.", "category": "jalan",
            "naming": "anonymous", "place.district": "76.02.01", "place.landmark": "Pasar",
        }  # fmt: skip
        slip = signing.dumps([self.number, self.code], salt=SLIP_SALT) if who == "citizen" else ""
        sent: dict[str, dict[str, Any]] = {
            "cases-file": report,
            "cases-enter": {**report, "channel": "counter", "read": "ya"},
            "cases-lost": {"contact": "0812 3456 7890"},
            "cases-track": {"number": self.number, "code": self.code},
            "cases-answer": {
                "token": slip,
                "act": "add",
                "note": "Masih.",
                "version": "2",
                "key": str(uuid7()),
            },
            "desk-aside": {"act": "release", "pick": f"{self.record}::3:{uuid7()}"},
            "desk-bulk": {"pick": f"{self.record}::2:{uuid7()}"},
            "desk-templates": {
                "type": "complaint",
                "title": "Terima kasih",
                "body": "Laporan {nomor} kami kerjakan.",
            },
            "desk-confirm": {"pick": f"{self.record}:confirm:3:{uuid7()}"},
            "record": {"act": "take", "version": "2", "key": str(uuid7())},
            "account-new": {"username": "d@contoh.id", "name": "Warga", "password": "kapal besar berlayar"},
            "account-new-passkey": {"username": "d@contoh.id", "name": "Warga"},
            "account-recovery": {"act": "spare", "password": DEMO_PASSWORD},
            "account-close": {"password": DEMO_PASSWORD},
            "own-report": {"act": "add", "note": "Masih.", "version": "2", "key": str(uuid7())},
            "own-link": {"number": self.number, "code": self.code, "key": str(uuid7())},
            "sign_in": {"username": "petugas", "password": DEMO_PASSWORD},
            "account-password": {"old": DEMO_PASSWORD, "new": "pendek", "again": "pendek"},
            "account-passkeys": {"act": "remove", "password": DEMO_PASSWORD, "key": "00"},
            "account-code": {"act": "begin", "password": DEMO_PASSWORD},
            "account-sessions": {"session": "others"},
            "cases-survey": {"token": slip, **dict.fromkeys(SURVEY, "4")},
            "own-survey": dict.fromkeys(SURVEY, "4"),
            "language": {"language": "en", "next": "/"},
            "start": {"username": "petugas", "code": "AAAA", "new": "x", "again": "x"},
            "manage-change-withdraw": {"entry": "1", "key": str(uuid7())},
            "manage-hooks": {"act": "stop"},
            "manage-systems": {"holding": str(self.machine), "version": "1", "key": str(uuid7())},
            "manage-key-new": {
                "title": "Aplikasi",
                "organisation": str(self.body),
                "acts": "complaint.file",
                "until.day": "1",
                "until.month": "2",
                "until.year": "2027",
                "key": str(uuid7()),
            },
            "manage-invite": {"username": "pegawai.baru", "name": "Pegawai Baru"},
            "manage-import": {"act": "check", "rows": "jabatan;peran;instansi\nPetugas Gizi;officer;dinkes"},
            "desk-import": {"act": "check", "rows": "judul;isi\nJalan;Rusak", "head": "1"},
            "manage-person": {"act": "sessions"},
            "manage-post-new": {"title": "Kepala Seksi", "role": "officer", "key": str(uuid7())},
            "manage-appoint": {"username": "petugas", "kind": "definitive", "key": str(uuid7())},
            "manage-post-close": {
                "until.day": "1",
                "until.month": "12",
                "until.year": "2030",
                "version": "1",
                "key": str(uuid7()),
            },
            "manage-announcements": {
                "audience": "public",
                "title": "Loket tutup",
                "text": "Hari Jumat.",
                **{
                    f"{name}.{part}": str(getattr(today(), part))
                    for name in ("since", "until")
                    for part in ("day", "month", "year")
                },
                "key": str(uuid7()),
            },
            "manage-mail": {"job": "99999999"},
            "manage-holding-end": {"when": "now", "version": "1", "key": str(uuid7())},
        }
        post = {"pos": str(self.posts[who])} if who in self.posts else {}
        return sent.get(name, {}) | post


@pytest.fixture
def world(front: None, own_database: OwnDatabase, cast: Cast) -> World:
    done = actions.perform(
        None, "file", records.STREET_LIGHT, by=cast.citizen.actor(), at=now(), key=uuid7(),
        type="complaint", files={"photos": [photo("lampu")]},
    )  # fmt: skip
    records.forward(done.subject, 1, by=cast.verifier.actor())
    signer = Signer(settings.LOG_NAME, settings.SERENTAK.log_seed)
    sequencer = Sequencer(own_database.dsn("sequencer"), settings.CHECKPOINT_FILE, signer)
    sequencer.step()
    sequencer.close()
    members = {**cast.members(), "other": cast.other_officer, "manager": cast.unit_administrator}
    assert done.code is not None
    machine = agencies.machine_of(seats.key(by=cast.unit_administrator.actor()), now())
    assert machine is not None and machine.holding is not None
    citizen, account = Client(), Client()
    citizen.cookies[SLIP_COOKIE] = signing.dumps([done.number, done.code], salt=SLIP_SALT)
    account.cookies[COOKIE] = cookie_of(people.session())
    return World(
        browsers={"stranger": Client(), "citizen": citizen, "account": account}
        | {name: member.client() for name, member in members.items()},
        posts={name: member.holding for name, member in members.items()},
        record=done.subject, number=done.number, code=done.code,
        digest=record_page(cast.verifier.actor(), done.subject, at=now()).files[0].hash,
        body=agencies.organisation_by_code("dinkes"), post=cast.other_officer.actor().holding.post_id,  # type: ignore[union-attr]
        person=cast.other_officer.actor().person or 0, machine=machine.holding.id,
        system=machine.holding.post_id,
    )  # fmt: skip


def asked(world: World, method: str, name: str, who: str) -> HttpResponseBase:
    """The answer; whatever the request did is undone."""
    browser = world.browsers[who]
    kept = browser.cookies.output()
    with transaction.atomic():
        if method == "GET":
            answer = browser.get(world.address(name, who))
        else:
            answer = browser.post(world.address(name, who), world.form(name, who))
        transaction.set_rollback(True)
    if browser.cookies.output() != kept:
        browser.cookies.clear()
        browser.cookies.load(kept.replace("Set-Cookie: ", ""))
    return answer
