"""Administration: what is wrong and where to mend it, posts and who holds them, each act once, each in its area."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serentak.agencies import queries, staffing
from serentak.agencies.queries import organisation_by_code
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.people.actions.accounts import close_account
from tests.cast import Cast, Member
from tests.factories import agencies as factory
from tests.factories import people, records

pytestmark = pytest.mark.django_db


def page(who: Member, path: str, status: int = 200, **asked: Any) -> str:
    answer = who.client().get(path, {"pos": who.holding, **asked})
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def send(who: Member, path: str, status: int = 303, **form: Any) -> str:
    """The page that answers a form, or where it leads to."""
    answer = who.client().post(path, {"pos": who.holding, "key": str(uuid7()), **form})
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-3000:])
    return answer["Location"] if status == 303 else answer.content.decode()


def day(name: str, when: date | datetime) -> dict[str, str]:
    value = local_day(when) if isinstance(when, datetime) else when
    return {f"{name}.day": str(value.day), f"{name}.month": str(value.month), f"{name}.year": str(value.year)}


def post_of(member: Member) -> int:
    held = member.actor().holding
    assert held is not None
    return held.post_id


def number(location: str) -> int:
    return int(location.split("?")[0].rstrip("/").split("/")[-1])


def holders(post: int) -> list[staffing.Tenure]:
    return [one for one in staffing.tenures_of_posts([post]) if one.in_force(now())]


# what is wrong


def test_what_is_wrong_is_said_with_a_link_to_mend_it(cast: Cast) -> None:
    by = cast.administrator.actor()
    empty = factory.post(by=by, organisation="dinkes", title="Kepala Seksi Jembatan")
    soon = factory.post(by=by, organisation="dinkes", title="Kepala Bidang Jalan", role="section_head")
    locked = people.account(username="terkunci")
    factory.holding(by=by, post=soon, person=locked, terms=factory.terms("plt", days=5))
    close_account(person=locked, at=now())
    for who in (cast.administrator, cast.unit_administrator):
        shown = page(who, "/kelola/")
        assert f'href="/kelola/jabatan/{empty}/' in shown and "Kepala Seksi Jembatan" in shown
        assert "Plt. Kepala Bidang Jalan" in shown and f'href="/kelola/jabatan/{soon}/' in shown
        assert 'id="locked"' in shown and "terkunci" in shown
    factory.holding(by=by, post=empty)
    factory.holding(by=by, post=soon)
    shown = page(cast.unit_administrator, "/kelola/")
    assert 'id="vacant"' not in shown and 'id="ending"' not in shown


def test_records_that_wait_for_nobody_are_counted_and_not_shown(cast: Cast) -> None:
    done = records.complaint(by=cast.citizen.actor())
    records.forward(done.subject, 1, by=cast.verifier.actor(), to="dinkes")
    assert 'id="waiting"' not in page(cast.unit_administrator, "/kelola/")
    factory.end(cast.other_officer.holding, by=cast.administrator.actor())
    for who in (cast.unit_administrator, cast.administrator):
        shown = page(who, "/kelola/")
        assert 'id="waiting"' in shown and "1 berkas" in shown
        assert done.number not in shown and str(done.subject) not in shown


def test_an_agencys_own_administrator_sees_the_own_agency_alone(cast: Cast) -> None:
    by = cast.administrator.actor()
    factory.post(by=by, organisation="pupr", title="Kepala Seksi Gizi")
    assert "Kepala Seksi Gizi" in page(cast.administrator, "/kelola/")
    assert "Kepala Seksi Gizi" not in page(cast.unit_administrator, "/kelola/")
    listed = page(cast.unit_administrator, "/kelola/instansi/")
    assert "Dinas Kesehatan" in listed and "Dinas Pekerjaan Umum" not in listed


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/kelola/", 20),
        ("/kelola/instansi/", 5),
        ("/kelola/instansi/{body}/", 7),
        ("/kelola/jabatan/{post}/", 8),
    ],
)
def test_statements_do_not_grow_with_posts_and_people(cast: Cast, path: str, statements: int) -> None:
    where = path.format(body=organisation_by_code("dinkes"), post=post_of(cast.other_officer))

    browser, asked = cast.administrator.client(), {"pos": cast.administrator.holding}

    def counted() -> int:
        browser.get(where, asked)  # whatever is remembered is remembered
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(where, asked).status_code == 200
        return len(seen)

    before, by = counted(), cast.administrator.actor()
    for name in range(4):
        post = factory.post(by=by, organisation="dinkes", title=f"Seksi {name}")
        factory.holding(by=by, post=post, terms=factory.terms("plt", days=3))
        factory.post(by=by, organisation="dinkes", title=f"Kosong {name}")
    factory.holding(by=by, post=post_of(cast.other_officer))
    assert counted() == before == statements


# the tree


def test_the_tree_is_of_the_day_that_was_asked_for(cast: Cast) -> None:
    gone = "Dinas Kehutanan<"
    assert gone not in page(cast.administrator, "/kelola/instansi/")
    assert gone in page(cast.administrator, "/kelola/instansi/", tanggal="31-12-2025")
    shown = page(
        cast.administrator, f"/kelola/instansi/{organisation_by_code('dinkes')}/", tanggal="31-12-2025"
    )
    assert "Belum ada jabatan di sini pada hari itu" in shown
    assert "Pegawai D" in page(cast.administrator, f"/kelola/instansi/{organisation_by_code('dinkes')}/")


# acts


def test_a_post_from_opening_to_closing(cast: Cast) -> None:
    body = organisation_by_code("dinkes")
    where = f"/kelola/instansi/{body}/jabatan-baru"
    post = number(send(cast.unit_administrator, where, title="Kepala Seksi", role="section_head"))
    assert queries.post(post).title == "Kepala Seksi"
    person = people.account(username="kepala.seksi", invited_by=organisation_by_code("dinkes"))
    until = now() + timedelta(days=30)
    sent = {
        "kind": "plt", "username": "Kepala.Seksi ", "letter_number": "800/12", "acts": [],
        **day("letter_date", now()), **day("until", until),
    }  # fmt: skip
    send(cast.unit_administrator, f"/kelola/jabatan/{post}/angkat", **sent)
    (tenure,) = holders(post)
    assert (tenure.person, tenure.kind, tenure.letter_number) == (person, "plt", "800/12")
    shown = page(cast.unit_administrator, f"/kelola/jabatan/{post}/", done="appointed")
    assert "Plt. Kepala Seksi" in shown and "800/12" in shown and "Pemangku tercatat" in shown
    send(cast.unit_administrator, f"/kelola/pemangkuan/{tenure.id}/akhiri", when="now", version="1")
    assert holders(post) == []
    send(cast.unit_administrator, f"/kelola/jabatan/{post}/tutup", version="1", **day("until", now()))
    assert queries.post(post).valid_until is not None


def test_a_member_of_the_council_is_put_into_a_commission_for_an_electoral_district(cast: Cast) -> None:
    body = organisation_by_code("komisi-ii")
    where = f"/kelola/instansi/{body}/jabatan-baru"
    offered = page(cast.administrator, where)
    assert "Anggota DPRD" in offered and "Gubernur</" not in offered and "Penilai" not in offered
    assert "tidak ada di instansi ini" in send(cast.administrator, where, 400, title="X", role="assessor")
    post = number(send(cast.administrator, where, title="Anggota Komisi II", role="legislator"))
    person = people.account(username="dewan.dua")
    where = f"/kelola/jabatan/{post}/angkat"
    assert "Dapil Majene" in page(cast.administrator, where)
    sent = {"username": "dewan.dua", "kind": "definitive"}
    for wrong in ("", "tidak-ada"):
        assert "Pilih daerah pemilihannya" in send(cast.administrator, where, 400, district=wrong, **sent)
    send(cast.administrator, where, district="majene", **sent)
    assert "Dapil Majene" in page(cast.administrator, f"/kelola/orang/{person}/")
    (held,) = queries.actor_of(people.session(person=person), None, now())[1]
    assert (held.organisation, held.district) == (body, "majene")


def test_of_a_role_with_one_post_the_form_says_beforehand_that_it_is_there(cast: Cast) -> None:
    where = f"/kelola/instansi/{organisation_by_code('setda')}/jabatan-baru"
    said = "Hanya boleh ada satu, dan sudah ada: Sekretaris Daerah"
    assert said in page(cast.administrator, where)
    send(cast.administrator, where, 409, title="Sekretaris Kedua", role="secretary")
    post = post_of(cast.secretary)
    send(cast.administrator, f"/kelola/jabatan/{post}/tutup", version="1", **day("until", now()))
    assert said in page(cast.administrator, where), "it is there until tonight"
    assert said not in page(
        cast.unit_administrator, f"/kelola/instansi/{organisation_by_code('dinkes')}/jabatan-baru"
    )


def test_a_form_sent_twice_acts_once(cast: Cast) -> None:
    body, key = organisation_by_code("dinkes"), str(uuid7())
    where = f"/kelola/instansi/{body}/jabatan-baru"
    form = {"title": "Kepala Seksi", "role": "section_head", "key": key}
    first = send(cast.unit_administrator, where, **form)
    assert send(cast.unit_administrator, where, **form) == first
    post, holding = number(first), cast.other_officer.holding
    people.account(username="baru", invited_by=organisation_by_code("dinkes"))
    appoint = {"username": "baru", "kind": "definitive", "key": str(uuid7())}
    send(cast.unit_administrator, f"/kelola/jabatan/{post}/angkat", **appoint)
    send(cast.unit_administrator, f"/kelola/jabatan/{post}/angkat", status=409, **appoint)
    assert len(holders(post)) == 1
    end = {"when": "now", "version": "1", "key": str(uuid7())}
    again = [send(cast.unit_administrator, f"/kelola/pemangkuan/{holding}/akhiri", **end) for _ in range(2)]
    assert again[0] == again[1] and staffing.tenure(holding).version == 2
    shut = {"version": "1", "key": str(uuid7()), **day("until", now())}
    again = [send(cast.unit_administrator, f"/kelola/jabatan/{post}/tutup", **shut) for _ in range(2)]
    assert again[0] == again[1] and queries.post(post).version == 2


def test_who_was_slower_is_told(cast: Cast) -> None:
    holding = cast.other_officer.holding
    until = day("until", now() + timedelta(days=9))
    send(cast.unit_administrator, f"/kelola/pemangkuan/{holding}/akhiri", when="day", version="1", **until)
    shown = send(cast.administrator, f"/kelola/pemangkuan/{holding}/akhiri", 409, when="now", version="1")
    assert "Data ini sudah diubah orang lain" in shown
    assert staffing.tenure(holding).in_force(now())


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({}, {"username"}),
        ({"username": "tidak.ada"}, {"username"}),
        ({"username": "petugas.lain"}, {"letter_number", "letter_date", "until"}),
        (
            {"username": "petugas.lain", "since.day": "31", "since.month": "2", "since.year": "2026"},
            {"since"},
        ),
        ({"username": "petugas.lain", "until.day": "x"}, {"until"}),
        ({"username": "petugas.lain", "until.day": "1", "until.month": "1", "until.year": "2020"}, {"until"}),
        (
            {"username": "petugas.lain", "until.day": "31", "until.month": "12", "until.year": "9999"},
            {"until"},
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    cast: Cast, form: dict[str, str], fields: set[str]
) -> None:
    where = f"/kelola/jabatan/{post_of(cast.other_head)}/angkat"
    before = len(staffing.tenures_of_posts([post_of(cast.other_head)]))
    shown = send(cast.unit_administrator, where, 400, kind="plt", **form)
    for field in fields:
        assert f'id="f-{field}-e"' in shown and f'href="#f-{field}"' in shown, field
    for typed in form.values():
        assert f'value="{typed}"' in shown
    assert len(staffing.tenures_of_posts([post_of(cast.other_head)])) == before


def test_limits_are_ticked_as_the_manner_of_holding_has_them(cast: Cast) -> None:
    where = f"/kelola/jabatan/{post_of(cast.other_head)}/angkat"
    acts = queries.acts_of("head")
    assert page(cast.unit_administrator, where, kind="plt").count(" checked") == len(acts) > 1
    assert page(cast.unit_administrator, where, kind="an").count(" checked") == 0
    first, *rest = sorted(acts)
    letter = {
        "letter_number": "1/2026",
        **day("letter_date", now()),
        **day("until", now() + timedelta(days=9)),
    }
    people.account(username="pelaksana", invited_by=organisation_by_code("dinkes"))
    send(cast.unit_administrator, where, kind="plh", username="pelaksana", acts=rest, **letter)
    (acting,) = (one for one in holders(post_of(cast.other_head)) if one.kind == "plh")
    assert acting.barred_acts == [first] and acting.only_acts is None
    people.account(username="wakil", invited_by=organisation_by_code("dinkes"))
    send(cast.unit_administrator, where, kind="an", username="wakil", acts=[first], **letter)
    (given,) = (one for one in holders(post_of(cast.other_head)) if one.kind == "an")
    assert given.only_acts == [first]


# what is not an agency's own administrator's


def test_another_agency_administrators_posts_and_oneself_are_out_of_reach(cast: Cast) -> None:
    foreign, own = post_of(cast.officer), post_of(cast.unit_administrator)
    for path in (f"/kelola/jabatan/{foreign}/", f"/kelola/instansi/{organisation_by_code('pupr')}/"):
        page(cast.unit_administrator, path, 403)
    for post in (foreign, own):
        for path in ("angkat", "tutup"):
            page(cast.unit_administrator, f"/kelola/jabatan/{post}/{path}", 403)
    for holding in (cast.officer.holding, cast.unit_administrator.holding):
        send(cast.unit_administrator, f"/kelola/pemangkuan/{holding}/akhiri", 403, when="now", version="1")
    where = f"/kelola/instansi/{organisation_by_code('dinkes')}/jabatan-baru"
    assert "unit_administrator" not in page(cast.unit_administrator, where)
    assert "unit_administrator" in page(cast.administrator, where)
    send(cast.unit_administrator, where, 403, title="Pengelola", role="unit_administrator")
    post = factory.post(by=cast.administrator.actor(), organisation="dinkes")
    shown = send(
        cast.unit_administrator,
        f"/kelola/jabatan/{post}/angkat",
        403,
        username="kepegawaian",
        kind="definitive",
    )
    assert 'id="f-username-e"' in shown


def test_posts_that_administer_nothing_come_to_no_page(client: Client, cast: Cast) -> None:
    for path in ("/kelola/", "/kelola/instansi/", f"/kelola/jabatan/{post_of(cast.other_officer)}/"):
        assert client.get(path)["Location"].startswith("/masuk?next=")
        for who in (cast.officer, cast.head, cast.verifier, cast.inspector, cast.own_officer):
            page(who, path, 403)


@pytest.mark.parametrize("path", ["jabatan/99999999/", "pemangkuan/99999999/akhiri", "instansi/99999999/"])
def test_what_is_not_there_is_said(cast: Cast, path: str) -> None:
    page(cast.administrator, f"/kelola/{path}", 404)
