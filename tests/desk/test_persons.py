"""People and accounts: whom an administrator sees and tends, and how somebody comes to a password of his own."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serentak.agencies.queries import organisation_by_code
from serentak.lib.clock import now
from serentak.people import queries
from serentak.people.actions import sessions, starts
from tests.cast import Cast, Member
from tests.desk.test_administration import page, send
from tests.factories import agencies as factory
from tests.factories import people
from tests.factories.provider import Idp
from tests.people.identities import conftest
from tests.people.identities.browsers import connected, sign_in

pytestmark = pytest.mark.django_db
idp = conftest.idp
PASSWORD = "ombak kecil di teluk"
INVITED = {"username": "Pegawai.Gizi ", "name": "Pegawai Baru", "email": ""}


def code_in(shown: str) -> str:
    found = re.search(r'class="startcode">.*?<code>([A-Z2-7 ]+)</code>', shown)
    assert found, shown
    return found[1]


def started(username: str, code: str, password: str = PASSWORD) -> Any:
    form = {"username": username, "code": code, "new": password, "again": password}
    return Client().post("/masuk/mulai", form)


def signs_in(username: str, password: str = PASSWORD) -> bool:
    return bool(Client().post("/masuk", {"username": username, "password": password}).status_code == 302)


def person_of(member: Member) -> int:
    person = member.actor().person
    assert person is not None
    return person


def accounts(shown: str) -> set[int]:
    return {int(number) for number in re.findall(r'href="/kelola/orang/(\d+)/', shown)}


def accounts_of(username: str) -> int:
    person = queries.person_named(username)
    assert person is not None
    return person


def test_a_citizens_page_opens_by_the_sign_in_name_alone(cast: Cast) -> None:
    citizen = accounts_of(cast.resident.username)
    address, known = f"/kelola/orang/{citizen}/", {"q": cast.resident.username.upper()}
    assert citizen not in accounts(page(cast.administrator, "/kelola/orang/"))
    page(cast.administrator, address, 404)
    page(cast.administrator, address, 404, q=cast.other_resident.username)
    found = page(cast.administrator, "/kelola/orang/", **known)
    (link,) = re.findall(rf'href="({address}[^"]*)"', found)
    assert cast.resident.username in page(
        cast.administrator, address, **dict(parse_qsl(urlsplit(unescape(link)).query))
    )
    send(cast.administrator, address, 404, act="lock")
    assert cast.resident.username in send(cast.administrator, address, 200, act="code", **known)
    send(cast.administrator, address, 303, act="sessions", **known)


def test_from_an_invitation_to_a_password_nobody_else_knows(cast: Cast) -> None:
    shown = send(cast.unit_administrator, "/kelola/orang/undang", 200, **INVITED)
    code = code_in(shown)
    person = queries.person_named("pegawai.gizi")
    assert person is not None
    assert queries.listed([person])[person].invited_by == organisation_by_code("dinkes")
    assert not signs_in("pegawai.gizi")
    assert started("pegawai.gizi", code, "pendek").status_code == 400
    answer = started(" PEGAWAI.gizi", code.lower())
    assert (answer.status_code, answer["Location"]) == (303, "/masuk?username=pegawai.gizi&mulai=1")
    assert signs_in("pegawai.gizi")
    assert started("pegawai.gizi", code).status_code == 403, "a code sets a password once"


def test_a_code_stands_in_no_table_and_on_no_later_page(cast: Cast) -> None:
    code = code_in(send(cast.unit_administrator, "/kelola/orang/undang", 200, **INVITED)).replace(" ", "")
    person = queries.person_named("pegawai.gizi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text, encode(code_hash, 'escape') FROM people_start s")
        assert code not in str(cursor.fetchall())
    assert code not in page(cast.unit_administrator, f"/kelola/orang/{person}/").replace(" ", "")


def test_a_code_that_ran_out_was_replaced_or_guessed_sets_nothing(cast: Cast) -> None:
    person, by = people.account(username="lama"), person_of(cast.administrator)
    old = starts.give(person=person, by=by, at=now())
    starts.give(person=person, by=by, at=now())
    assert started("lama", old).status_code == 403
    late = starts.give(person=person, by=by, at=now() - timedelta(days=5))
    assert started("lama", late).status_code == 403
    assert started("tidak.ada", late).status_code == 403
    assert not signs_in("lama")
    found = {started("lama", "AAAAAAAAAA").status_code for _ in range(12)}
    assert found == {403, 429}


def test_a_lost_password_ends_every_session_and_its_owner_sees_who_helped(cast: Cast) -> None:
    officer, secret = person_of(cast.other_officer), cast.other_officer.secret
    where = f"/kelola/orang/{officer}/"
    code = code_in(send(cast.unit_administrator, where, 200, act="code"))
    assert queries.session(secret, at=now()) is not None
    assert started("petugas.lain", code).status_code == 303
    assert queries.session(secret, at=now()) is None
    browser = Client()
    browser.post("/masuk", {"username": "petugas.lain", "password": PASSWORD})
    assert "Kata sandi dipasang dengan kode awal" in browser.get("/akun").content.decode()
    assert "Kode awal dipakai" in page(cast.unit_administrator, where)


def test_a_locked_account_is_out_until_it_is_unlocked(cast: Cast) -> None:
    where = f"/kelola/orang/{person_of(cast.other_officer)}/"
    send(cast.unit_administrator, where, act="lock")
    assert queries.session(cast.other_officer.secret, at=now()) is None
    assert "petugas.lain" in page(cast.unit_administrator, "/kelola/orang/", view="locked")
    assert 'value="code"' not in page(cast.unit_administrator, where)
    send(cast.unit_administrator, where, 409, act="code")
    send(cast.unit_administrator, where, act="unlock")
    assert "petugas.lain" not in page(cast.unit_administrator, "/kelola/orang/", view="locked")


def test_sessions_are_shown_and_ended(cast: Cast) -> None:
    officer = person_of(cast.other_officer)
    assert "Akhiri semua sesi" in page(cast.unit_administrator, f"/kelola/orang/{officer}/")
    send(cast.unit_administrator, f"/kelola/orang/{officer}/", act="sessions")
    assert queries.sessions(officer, at=now()) == []
    send(cast.unit_administrator, f"/kelola/orang/{officer}/", 400, act="delete")


# whose account is whose


def test_an_agencys_own_administrator_cannot_touch_anothers(cast: Cast) -> None:
    """Neither an officer of another agency, nor who holds a post there too, nor an administrator, nor himself."""
    foreign = person_of(cast.officer)
    both = person_of(cast.other_head)  # of the health agency, and acting in another
    boss = people.account(username="bos")
    post = factory.post(by=cast.administrator.actor(), organisation="dinkes", role="unit_administrator")
    factory.holding(by=cast.administrator.actor(), person=boss, post=post)
    stranger = people.account(username="tanpa.jabatan")
    for person, status in ((foreign, 404), (stranger, 404), (99999999, 404), (both, 403), (boss, 403)):
        where = f"/kelola/orang/{person}/"
        if status == 404:
            page(cast.unit_administrator, where, 404)
        else:
            assert 'name="act"' not in page(cast.unit_administrator, where)
        for act in ("code", "lock", "unlock", "sessions", "factors"):
            send(cast.unit_administrator, where, status, act=act)
    own = person_of(cast.unit_administrator)
    for who, person in ((cast.unit_administrator, own), (cast.administrator, person_of(cast.administrator))):
        send(who, f"/kelola/orang/{person}/", 403, act="lock")
    assert all(one.active for one in queries.listed([foreign, both, boss, stranger, own]).values())
    shown = accounts(page(cast.unit_administrator, "/kelola/orang/"))
    assert {both, boss, own} <= shown and not {foreign, stranger} & shown
    assert {foreign, stranger, both, boss, own} <= accounts(page(cast.administrator, "/kelola/orang/"))


def test_nobodys_account_is_got_hold_of_by_appointing_its_person(cast: Cast) -> None:
    """A citizen, or who has just left his last post, would be the agency's to open once it appointed him."""
    stranger = people.account(username="warga.lain")
    post = factory.post(by=cast.administrator.actor(), organisation="dinkes", role="officer")
    assert "tidak diundang" in send(
        cast.unit_administrator, f"/kelola/jabatan/{post}/angkat", 403, username="warga.lain"
    )
    send(cast.unit_administrator, f"/kelola/orang/{stranger}/", 404, act="code")
    send(cast.administrator, f"/kelola/jabatan/{post}/angkat", username="warga.lain")
    assert 'value="code"' in page(cast.unit_administrator, f"/kelola/orang/{stranger}/")


def test_a_code_given_before_a_lock_sets_nothing_after_it(cast: Cast) -> None:
    where = f"/kelola/orang/{person_of(cast.other_officer)}/"
    code = code_in(send(cast.unit_administrator, where, 200, act="code"))
    for act in ("lock", "unlock"):
        send(cast.unit_administrator, where, act=act)
    assert started("petugas.lain", code).status_code == 403


def test_whom_an_agency_invited_is_its_own_until_another_appoints(cast: Cast) -> None:
    send(cast.unit_administrator, "/kelola/orang/undang", 200, **INVITED)
    person = queries.person_named("pegawai.gizi")
    where = f"/kelola/orang/{person}/"
    assert 'value="lock"' in page(cast.unit_administrator, where)
    post = factory.post(by=cast.administrator.actor(), organisation="pupr")
    factory.holding(by=cast.administrator.actor(), person=person, post=post)
    page(cast.unit_administrator, where, 404)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "x"}, "username"),
        ({"username": "petugas"}, "username"),
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "bukan surel"}, "email"),
    ],
)
def test_a_wrong_invitation_says_where(cast: Cast, change: dict[str, str], field: str) -> None:
    sent = INVITED | change
    status = 409 if change.get("username") == "petugas" else 400
    shown = send(cast.administrator, "/kelola/orang/undang", status, **sent)
    assert f'id="f-{field}-e"' in shown
    assert queries.person_named("pegawai.gizi") is None


# the list


def test_the_list_goes_by_username_page_by_page_and_back(cast: Cast) -> None:
    for number in range(7):
        people.account(username=f"zz{number}")
    first = queries.directory(None, q="zz", limit=3)
    second = queries.directory(None, q="zz", limit=3, after=first.older or "")
    third = queries.directory(None, q="zz", limit=3, after=second.older or "")
    names = [[row.username for row in found.rows] for found in (first, second, third)]
    assert names == [["zz0", "zz1", "zz2"], ["zz3", "zz4", "zz5"], ["zz6"]]
    assert first.newer is None and third.older is None
    back = queries.directory(None, q="zz", limit=3, after=third.newer or "")
    assert back.rows == second.rows
    assert queries.directory(None, q="zz", limit=3, after=back.newer or "").rows == first.rows
    assert [row.username for row in queries.directory(None, q="z_").rows] == []
    assert all(not row.came for row in queries.directory(None, view="never").rows)


def test_statements_of_the_list_and_its_plan(cast: Cast) -> None:
    browser, asked = cast.administrator.client(), {"pos": cast.administrator.holding}

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path, asked).status_code == 200
        return len(seen)

    person = person_of(cast.other_officer)
    before = counted("/kelola/orang/"), counted(f"/kelola/orang/{person}/")
    for _ in range(5):
        new = people.account()
        factory.holding(
            by=cast.administrator.actor(),
            person=new,
            post=factory.post(by=cast.administrator.actor(), organisation="dinkes"),
        )
        sessions.open_session(person=person, method="password", at=now())
    assert (counted("/kelola/orang/"), counted(f"/kelola/orang/{person}/")) == before == (6, 13)
    with CaptureQueriesContext(connection) as seen:
        queries.directory(None, q="pegawai")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + seen[-1]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "people_person_username" in plan and "Sort" not in plan, plan


def test_strange_pages_of_the_list_are_answered(cast: Cast) -> None:
    for asked in ({"after": "-"}, {"after": "--x"}, {"view": "zz"}, {"q": "%_\\"}, {"after": "~"}):
        page(cast.administrator, "/kelola/orang/", **asked)


# identities at a provider


def test_a_connected_identity_is_shown_and_ended_by_who_tends_the_account(cast: Cast, idp: Idp) -> None:
    person, by = connected(idp), cast.administrator.actor()
    factory.holding(by=by, person=person, post=factory.post(by=by, organisation="dinkes"))
    where = f"/kelola/orang/{person}/"
    secret = sessions.open_session(person=person, method="oidc", at=now())
    shown = page(cast.unit_administrator, where)
    assert settings.OIDC.name in shown.split('id="identities"')[1] and "Putuskan" in shown
    form = {"act": "identity", "issuer": idp.issuer}
    send(cast.unit_administrator, f"/kelola/orang/{person_of(cast.officer)}/", 404, **form)
    assert "done=identity" in send(cast.unit_administrator, where, **form)
    assert queries.identities(person) == [] and queries.session(secret, at=now()) is None
    assert "Identitas digital diputus" in page(cast.unit_administrator, where, done="identity")
    assert 'id="identities"' not in page(cast.unit_administrator, where)
    assert sign_in(idp).status_code == 403


def test_an_identity_of_an_account_that_is_not_his_to_tend_is_shown_and_stays(cast: Cast, idp: Idp) -> None:
    person, by = connected(idp), cast.administrator.actor()
    for code in ("dinkes", "pupr"):
        factory.holding(by=by, person=person, post=factory.post(by=by, organisation=code))
    where = f"/kelola/orang/{person}/"
    assert "Putuskan" not in page(cast.unit_administrator, where)
    send(cast.unit_administrator, where, 403, act="identity", issuer=idp.issuer)
    assert len(queries.identities(person)) == 1
