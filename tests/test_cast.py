"""The whole cast at every address: who is let in, who is sent to sign in, who learns nothing.

The table names every address of the resolver; one without a line here fails. Each request is rolled back,
so that none prepares the ground for the next.
"""

from collections.abc import Iterator
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
from tests.cast import Cast, Member
from tests.conftest import OwnDatabase
from tests.factories import agencies as seats
from tests.factories import people, records

CASES = "/layanan/pengaduan"

# stranger, citizen with the slip, account without post, verifier, officer and head of the agency that has the
# case, officer of another agency, verifier of the inspectorate, administrator, the other agency's own administrator
WHO = "stranger citizen account verifier officer head other inspector administrator manager".split()
GET = """
portal-home        200 200 200 200 200 200 200 200 200 200
cases-services     200 200 200 200 200 200 200 200 200 200
cases-villages     200 200 200 200 200 200 200 200 200 200
cases-service      200 200 200 200 200 200 200 200 200 200
cases-file         200 200 200 200 200 200 200 200 200 200
cases-slip         302 200 302 302 302 302 302 302 302 302
cases-slip-image   302 200 302 302 302 302 302 302 302 302
cases-enter        401 401 403 200 403 403 403 200 403 403
cases-slip-desk    302 302 302 302 302 302 302 302 302 302
cases-slip-desk-image 302 302 302 302 302 302 302 302 302 302
cases-lost         401 401 403 200 403 403 403 200 403 403
privacy            200 200 200 200 200 200 200 200 200 200
cases-track        200 200 200 200 200 200 200 200 200 200
cases-answer       405 405 405 405 405 405 405 405 405 405
cases-leave        405 405 405 405 405 405 405 405 405 405
sign_in            200 200 200 200 200 200 200 200 200 200
start              200 200 200 200 200 200 200 200 200 200
sign_out           405 405 405 405 405 405 405 405 405 405
sign_in-code       302 302 302 302 302 302 302 302 302 302
sign_in-passkey    200 200 200 200 200 200 200 200 200 200
sign_in-identity   404 404 404 404 404 404 404 404 404 404
sign_in-identity-back 404 404 404 404 404 404 404 404 404 404
account-identity   302 302 404 404 404 404 404 404 404 404
account-identity-new 302 302 404 404 404 404 404 404 404 404
account-passkeys   302 302 200 200 200 200 200 200 200 200
account-passkey-new 302 302 200 200 200 200 200 200 200 200
account            302 302 200 200 200 200 200 200 200 200
account-password   302 302 200 200 200 200 200 200 200 200
account-new        200 200 200 200 200 200 200 200 200 200
account-close      302 302 200 403 403 403 403 403 403 403
own-reports        302 302 200 200 200 200 200 200 200 200
own-report         302 302 404 404 404 404 404 404 404 404
own-link           302 302 200 200 200 200 200 200 200 200
account-code       302 302 200 200 200 200 200 200 200 200
account-sessions   405 405 405 405 405 405 405 405 405 405
desk-inbox         302 302 302 200 200 200 200 200 302 302
desk-confirm       302 302 403 200 200 200 200 200 200 200
desk-aside         302 302 403 200 200 200 200 200 200 200
desk-accesses      302 302 403 403 403 403 403 403 403 403
record             302 302 404 200 200 200 404 404 404 404
file               404 200 404 200 200 200 404 404 404 404
bodies             200 200 200 200 200 200 200 200 200 200
bodies-change      200 200 200 200 200 200 200 200 200 200
scored-units       200 200 200 200 200 200 200 200 200 200
roles              200 200 200 200 200 200 200 200 200 200
body               200 200 200 200 200 200 200 200 200 200
manage             302 302 403 403 403 403 403 403 200 200
manage-bodies      302 302 403 403 403 403 403 403 200 200
manage-changes     302 302 403 403 403 403 403 403 200 403
manage-change-new  302 302 403 403 403 403 403 403 200 403
manage-change-withdraw 405 405 405 405 405 405 405 405 405 405
manage-body        302 302 403 403 403 403 403 403 200 200
manage-post-new    302 302 403 403 403 403 403 403 200 200
manage-post        302 302 403 403 403 403 403 403 200 200
manage-appoint     302 302 403 403 403 403 403 403 200 200
manage-post-close  302 302 403 403 403 403 403 403 200 200
manage-holding-end 302 302 403 403 403 403 403 403 200 200
manage-systems     302 302 403 403 403 403 403 403 200 200
manage-key-new     302 302 403 403 403 403 403 403 200 200
manage-import      302 302 403 403 403 403 403 403 200 200
manage-list        302 302 403 403 403 403 403 403 200 200
manage-persons     302 302 403 403 403 403 403 403 200 200
manage-invite      302 302 403 403 403 403 403 403 200 200
manage-person      302 302 403 403 403 403 403 403 200 200
manage-announcements 302 302 403 403 403 403 403 403 200 200
manage-jobs        302 302 403 403 403 403 403 403 200 403
manage-mail        302 302 403 403 403 403 403 403 200 403
manage-storage     302 302 403 403 403 403 403 403 200 403
ledger-log         200 200 200 200 200 200 200 200 200 200
ledger-checkpoint  200 200 200 200 200 200 200 200 200 200
ledger-key         200 200 200 200 200 200 200 200 200 200
ledger-program     200 200 200 200 200 200 200 200 200 200
ledger-entries     200 200 200 200 200 200 200 200 200 200
ledger-tile        200 200 200 200 200 200 200 200 200 200
law-index          200 200 200 200 200 200 200 200 200 200
law-values         200 200 200 200 200 200 200 200 200 200
law-pack           200 200 200 200 200 200 200 200 200 200
language           405 405 405 405 405 405 405 405 405 405
health             200 200 200 200 200 200 200 200 200 200
service-worker     200 200 200 200 200 200 200 200 200 200
"""
# what is sent stands in `FORMS`; an address that is not here takes no POST
POST = """
cases-file         303 303 303 303 303 303 303 303 303 303
cases-enter        401 401 403 303 403 403 403 303 403 403
cases-lost         401 401 403 200 403 403 403 200 403 403
cases-track        303 303 303 303 303 303 303 303 303 303
cases-answer       401 303 401 401 401 401 401 401 401 401
cases-leave        303 303 303 303 303 303 303 303 303 303
sign_in            302 302 302 302 302 302 302 302 302 302
start              403 403 403 403 403 403 403 403 403 403
sign_out           302 302 302 302 302 302 302 302 302 302
account-new        200 200 200 200 200 200 200 200 200 200
account-close      302 302 403 403 403 403 403 403 403 403
own-report         302 302 404 404 404 404 404 404 404 404
own-link           302 302 409 409 409 409 409 409 409 409
account-password   302 302 403 400 400 400 400 400 400 400
sign_in-code       302 302 302 302 302 302 302 302 302 302
sign_in-passkey    403 403 403 403 403 403 403 403 403 403
account-identity   302 302 404 404 404 404 404 404 404 404
account-passkeys   302 302 403 302 302 302 302 302 302 302
account-code       302 302 403 200 200 200 200 200 200 200
account-sessions   302 302 302 302 302 302 302 302 302 302
record             302 302 404 403 303 403 404 404 404 404
desk-confirm       302 302 403 200 200 200 200 200 200 200
desk-aside         302 302 403 200 200 200 200 200 200 200
manage-change-new  302 302 403 403 403 403 403 403 200 403
manage-change-withdraw 302 302 403 403 403 403 403 403 404 403
manage-post-new    302 302 403 403 403 403 403 403 303 303
manage-appoint     302 302 403 403 403 403 403 403 303 303
manage-post-close  302 302 403 403 403 403 403 403 303 303
manage-holding-end 302 302 403 403 403 403 403 403 303 303
manage-systems     302 302 403 403 403 403 403 403 303 303
manage-key-new     302 302 403 403 403 403 403 403 200 200
manage-import      302 302 403 403 403 403 403 403 200 200
manage-invite      302 302 403 403 403 403 403 403 200 200
manage-person      302 302 403 403 403 403 403 403 303 303
manage-announcements 302 302 403 403 403 403 403 403 303 303
manage-jobs        302 302 403 403 403 403 403 403 303 403
manage-mail        302 302 403 403 403 403 403 403 409 403
language           302 302 302 302 302 302 302 302 302 302
"""
# whoever sits in a further post is let in where the member named is, but for these
LIKE = {
    "front_desk": ("other", {"GET cases-enter": 200, "POST cases-enter": 303}),
    "information_officer": ("other", {}),
    "coordinator": ("other", {"GET manage-announcements": 200, "POST manage-announcements": 303}),
    "programmer": (
        "other",
        {
            "GET manage-systems": 200,
            "GET manage-key-new": 200,
            "POST manage-systems": 403,
            "POST manage-key-new": 403,
        },
    ),
    "assessor": ("other", {}),
    "auditor": ("other", {"GET desk-accesses": 200}),
    "secretary": ("other", {}),
    "governor": ("other", {}),
    "council_secretariat": ("other", {}),
    "legislator": ("other", {}),
    "other_legislator": ("other", {}),
}
# pages and papers that carry no frame of ours: files for programs, an answer without a page
BARE = {
    "cases-villages", "cases-slip-image", "cases-slip-desk-image", "file", "ledger-checkpoint", "ledger-key",
    "ledger-program", "ledger-entries", "ledger-tile", "health", "manage-list", "service-worker",
}  # fmt: skip


def table(text: str) -> dict[str, dict[str, int]]:
    """Status by address and member."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {name: dict(zip(WHO, map(int, statuses), strict=True)) for name, *statuses in rows}


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

    def address(self, name: str, who: str) -> str:
        """The address to ask for, in that member's post."""
        path = {
            "cases-villages": "/layanan/desa/76.02.01", "cases-service": f"{CASES}/",
            "cases-file": f"{CASES}/kirim", "cases-slip": f"{CASES}/tanda-terima",
            "cases-slip-image": f"{CASES}/tanda-terima.png",
            "cases-slip-desk-image": "/meja/pengaduan/tanda-terima.png",
            "cases-enter": "/meja/pengaduan/baru", "cases-slip-desk": "/meja/pengaduan/tanda-terima",
            "own-report": f"/saya/{self.record}", "record": f"/meja/berkas/{self.record}", "file": f"/berkas/{self.digest}", "body": "/unit/1-setda/",
            "bodies-change": "/unit/perubahan/2026-01-01/",
            "ledger-entries": "/catatan/tile/entries/000.p/1", "ledger-tile": "/catatan/tile/0/000.p/1",
            "law-pack": "/isi/record_type/complaint/", "manage-body": f"/kelola/instansi/{self.body}/",
            "manage-change-new": "/kelola/instansi/perubahan/siapkan",
            "manage-change-withdraw": "/kelola/instansi/perubahan/tarik",
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
            "desk-confirm": {"pick": f"{self.record}:confirm:3:{uuid7()}"},
            "record": {"act": "take", "version": "2", "key": str(uuid7())},
            "account-new": {"username": "d@contoh.id", "name": "Warga", "password": "kapal besar berlayar"},
            "account-close": {"password": DEMO_PASSWORD},
            "own-report": {"act": "add", "note": "Masih.", "version": "2", "key": str(uuid7())},
            "own-link": {"number": self.number, "code": self.code, "key": str(uuid7())},
            "sign_in": {"username": "petugas", "password": DEMO_PASSWORD},
            "account-password": {"old": DEMO_PASSWORD, "new": "pendek", "again": "pendek"},
            "account-passkeys": {"act": "remove", "password": DEMO_PASSWORD, "key": "00"},
            "account-code": {"act": "begin", "password": DEMO_PASSWORD},
            "account-sessions": {"session": "others"},
            "language": {"language": "en", "next": "/"},
            "start": {"username": "petugas", "code": "AAAA", "new": "x", "again": "x"},
            "manage-change-withdraw": {"entry": "1", "key": str(uuid7())},
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
    members: dict[str, Member] = {
        "verifier": cast.verifier, "officer": cast.officer, "head": cast.head, "other": cast.other_officer,
        "inspector": cast.inspector, "administrator": cast.administrator, "manager": cast.unit_administrator,
        **{name: getattr(cast, name) for name in LIKE},
    }  # fmt: skip
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


def test_the_table_names_every_address() -> None:
    assert set(table(GET)) == set(routes())
    assert set(table(POST)) < set(routes())


def test_who_is_let_in(world: World) -> None:
    wrong = [
        f"{method} {name} by {who}: {found}, not {wanted}"
        for method, rows in (("GET", table(GET)), ("POST", table(POST)))
        for name, statuses in rows.items()
        for who, wanted in statuses.items()
        if (found := asked(world, method, name, who).status_code) != wanted
    ]
    assert wrong == []


def test_further_posts_are_let_in_where_one_of_the_cast_is(world: World) -> None:
    wrong = [
        f"{method} {name} by {who}: {found}, not {wanted}"
        for who, (other, but) in LIKE.items()
        for method, rows in (("GET", table(GET)), ("POST", table(POST)))
        for name, statuses in rows.items()
        if (found := asked(world, method, name, who).status_code)
        != (wanted := but.get(f"{method} {name}", statuses[other]))
    ]
    assert wrong == []


def test_an_address_without_forms_takes_none(world: World) -> None:
    refused = {
        name: asked(world, "POST", name, "verifier").status_code for name in set(routes()) - set(table(POST))
    }
    assert set(refused.values()) == {405}, refused


def test_a_form_without_our_token_is_refused_everywhere(world: World) -> None:
    for who in ("stranger", "citizen", "officer", "verifier"):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = world.browsers[who].cookies
        found = {
            name: browser.post(world.address(name, who), world.form(name, who)).status_code
            for name in table(POST)
        }
        assert set(found.values()) == {403}, (who, found)


def test_every_page_says_that_it_is_a_demonstration_and_fences_itself_in(world: World) -> None:
    fences = {
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    }  # fmt: skip
    for name, who, answer in answers(world):
        for header, value in fences.items():
            assert answer.headers.get(header) == value, (name, who, header)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe-eval" not in policy, (name, who, policy)
        assert name == "file" or "unsafe-inline" not in policy, (name, who, policy)
        assert "geolocation=(self)" in answer.headers["Permissions-Policy"], (name, who)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html") and name not in BARE
        if is_page and answer.status_code not in (302, 405):
            assert "DATA PERAGAAN" in answer.content.decode(), (name, who)  # type: ignore[attr-defined]


def test_nothing_of_a_person_is_kept_by_caches(world: World) -> None:
    for name in (
        "record",
        "desk-inbox",
        "desk-confirm",
        "desk-aside",
        "cases-track",
        "cases-slip",
        "file",
        "cases-enter",
        "sign_in",
        "account",
        "own-reports",
        "own-link",
    ):
        for who in ("citizen", "verifier"):
            answer = asked(world, "GET", name, who)
            assert "no-store" in answer.headers.get("Cache-Control", "") or answer.status_code == 302, (
                name,
                who,
            )


def answers(world: World) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Every address as asked for by a stranger, the citizen and two posts."""
    for name in routes():
        for who in ("stranger", "citizen", "officer", "verifier"):
            yield name, who, asked(world, "GET", name, who)
