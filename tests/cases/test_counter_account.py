"""The desk files into the reporter's account: found by the exact sign-in name, made new, or neither."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from serentak.cases import actions
from serentak.lib.clock import now
from serentak.people import queries as people
from serentak.people.actions import recovery
from serentak.people.models import Person
from serentak.records.models import Party, Record
from serentak.records.queries.own import own
from tests.cases.test_counter import BARU, said
from tests.cast import Cast
from tests.factories import people as accounts

pytestmark = pytest.mark.django_db
MINE = {"account_how": "has", "account": "warga.d@contoh.id"}
NEW = {"account_how": "new", "account": "0812 0000 7007"}


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_an_account_that_the_reporter_names_gets_the_case(cast: Cast) -> None:
    desk = cast.front_desk.client()
    page = text(desk.post(BARU, said(cast, **MINE)))
    assert "W*** D***" in page and "Warga D" not in page and 'name="account_is"' in page
    refused = desk.post(BARU, {**said(cast, **MINE), "read": "ya"})
    assert refused.status_code == 400 and "f-account_is-e" in text(refused) and not Record.objects.exists()
    assert desk.post(BARU, {**said(cast, **MINE), "read": "ya", "account_is": "yes"}).status_code == 303
    record = Record.objects.get()
    assert [row.record for row in own(cast.resident.actor()).rows] == [record.id]
    assert record.number in text(cast.resident.client().get("/saya/"))
    assert desk.get(f"/meja/berkas/{record.id}").status_code == 404
    assert desk.get(f"/saya/{record.id}").status_code == 404, "the officer is nobody's keeper"


def test_look_ups_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = cast.front_desk.client()
    real = actions.limit
    monkeypatch.setattr(
        actions, "limit", lambda name, at: 2 if name == "door.persons_per_hour_account" else real(name, at)
    )
    found = [desk.post(BARU, said(cast, **MINE)).status_code for _ in range(3)]
    assert found == [200, 200, 429]


@pytest.mark.parametrize("name", ["warga", "warga.d", "petugas", "", "%", "warga.d@contoh.id%"])
def test_only_the_exact_name_of_a_citizen_is_found(cast: Cast, name: str) -> None:
    answer = cast.front_desk.client().post(BARU, said(cast, account_how="has", account=name))
    assert answer.status_code == 400 and "f-account-e" in text(answer)


def test_an_account_is_made_with_a_start_code_on_the_slip(cast: Cast) -> None:
    desk = cast.front_desk.client()
    assert "+6281200007007" in text(desk.post(BARU, said(cast, **NEW)))
    answer = desk.post(BARU, {**said(cast, **NEW), "read": "ya"})
    slip = text(desk.get(answer["Location"]))
    code = slip.split("Kode awal</dt>")[1].split('class="code">')[1].split("<")[0]
    reporter = Client()
    assert "Kode awal</dt>" not in text(reporter.get("/layanan/pengaduan/tanda-terima", follow=True))
    start = {"username": "081200007007", "code": code, "new": accounts.PASSWORD, "again": accounts.PASSWORD}
    assert reporter.post("/masuk/mulai", start).status_code == 303
    reporter.post("/masuk", {"username": "081200007007", "password": accounts.PASSWORD})
    assert Record.objects.get().number in text(reporter.get("/saya/"))
    assert Person.objects.get(username="+6281200007007").name == "Siti Rahmah"


def test_a_form_sent_twice_makes_one_account_and_gives_its_slip_again(cast: Cast) -> None:
    desk, sent = cast.front_desk.client(), {**said(cast, **NEW), "read": "ya"}
    slips = [text(desk.get(desk.post(BARU, sent)["Location"])) for _ in range(2)]
    first, second = (
        slip.split("Kode awal</dt>")[1].split('class="code">')[1].split("<")[0] for slip in slips
    )
    assert Record.objects.count() == 1 and Person.objects.filter(username="+6281200007007").count() == 1
    start = {"username": "081200007007", "new": accounts.PASSWORD, "again": accounts.PASSWORD}
    assert Client().post("/masuk/mulai", {**start, "code": first}).status_code == 403, "the last one counts"
    assert Client().post("/masuk/mulai", {**start, "code": second}).status_code == 303
    answer = desk.post(BARU, sent)
    assert answer.status_code == 303, "and once it was used nobody gets another this way"
    assert Person.objects.get(username="+6281200007007").id and text(desk.get(answer["Location"]))
    assert Client().post("/masuk/mulai", {**start, "code": second}).status_code == 403


def test_a_name_that_is_taken_makes_no_second_account_and_files_nothing(cast: Cast) -> None:
    sent = {**said(cast, account_how="new", account="warga.d@contoh.id"), "read": "ya"}
    answer = cast.front_desk.client().post(BARU, sent)
    assert answer.status_code == 400 and "f-account-e" in text(answer) and not Record.objects.exists()


def test_an_anonymous_report_comes_into_no_account(cast: Cast) -> None:
    for chosen in (MINE, NEW):
        sent = said(cast, naming="anonymous", reporter_name="", reporter_phone="", **chosen)
        for read in ({}, {"read": "ya", "account_is": "yes"}):
            answer = cast.front_desk.client().post(BARU, {**sent, **read})
            assert answer.status_code == 400 and "tidak masuk ke akun siapa pun" in text(answer)
    assert not Record.objects.exists() and people.person_named("+6281200007007") is None


def test_without_an_account_nothing_changes(cast: Cast) -> None:
    assert cast.front_desk.client().post(BARU, {**said(cast), "read": "ya"}).status_code == 303
    assert not Party.objects.filter(scope__startswith="p:").exists()


def test_nobody_goes_through_citizens_accounts(cast: Cast) -> None:
    browser = cast.administrator.client()
    assert "warga.d@contoh.id" not in text(browser.get("/kelola/orang/"))
    assert "warga.d@contoh.id" not in text(browser.get("/kelola/orang/?q=Warga"))
    assert "warga.d@contoh.id" in text(browser.get("/kelola/orang/?q=warga.d@contoh.id"))


@pytest.mark.parametrize("username", ["korban@contoh.id", "+6281200007008"])
def test_an_account_under_somebodys_number_or_address_gets_none_of_his_cases(
    cast: Cast, username: str
) -> None:
    """Anybody may make an account under another's number: the desk finds only what was proved."""
    made = {"username": username, "name": "Siti Rahmah", "password": accounts.PASSWORD}
    assert Client().post("/akun/baru", made).status_code == 200
    squatter = people.person_named(username)
    desk = cast.front_desk.client()
    named = said(cast, account_how="has", account=username)
    page = text(desk.post(BARU, named))
    nobody = text(desk.post(BARU, said(cast, account_how="has", account="tidak.ada@contoh.id")))
    assert "f-account-e" in page and "S***" not in page
    for words in ("Tidak ada akun yang terbukti", "nomor dan kode"):
        assert words in page and words in nobody, "whether there is one is not told"
    assert desk.post(BARU, {**named, "read": "ya", "account_is": "yes"}).status_code == 400
    contact = {"reporter_email" if "@" in username else "reporter_phone": username}
    assert desk.post(BARU, {**said(cast, **contact), "read": "ya"}).status_code == 303
    assert not Party.objects.filter(scope=f"p:{squatter}").exists(), "the same number links nothing"
    Person.objects.filter(id=squatter).update(username_proved=now())
    assert "S*** R***" in text(desk.post(BARU, named))


def test_an_address_proved_by_mail_makes_the_sign_in_name_count(cast: Cast) -> None:
    person = accounts.account()
    token = signing.dumps([person, "surel.lain@contoh.id"], salt="people.address")
    recovery.prove(person=person, token=token, at=now())
    assert Person.objects.get(id=person).username_proved is None, "another address proves no name"
    Client().post("/akun/baru", {"username": "benar@contoh.id", "name": "B", "password": accounts.PASSWORD})
    person = people.person_named("benar@contoh.id") or 0
    token = signing.dumps([person, "benar@contoh.id"], salt="people.address")
    recovery.prove(person=person, token=token, at=now())
    assert Person.objects.get(id=person).username_proved is not None
