"""Posts in a browser: whoever acts for the head signs while the letter runs; an agency's administrator stays at home;
a programmer's key is shown once."""

import re
import time

from playwright.sync_api import expect

from tests.journeys.province import Province, run_here
from tests.journeys.steps import act, done
from tests.journeys.test_confirm import card, forwarded
from tests.journeys.visit import Visits

SECONDS = 45  # how long the letter of the acting head runs
ACTING = """
import sys, django
django.setup()
from datetime import timedelta
from serentak.agencies import actions, queries
from serentak.agencies.terms import Terms
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.people import queries as people
from serentak.people.actions.sessions import open_session
at, (who, seconds) = now(), sys.argv[1:]
secret = open_session(person=people.person_named("administrator"), method="password", at=at)
held = queries.actor_of(secret, None, at)[1]
by, _ = queries.actor_of(secret, next(one.id for one in held if one.role == "administrator"), at)
body = queries.organisation_by_code("pupr")
post = next(one.id for one in queries.posts_of(body, on=local_day(at)) if one.role == "head")
terms = Terms("plh", "800.1/7/2026", local_day(at), at + timedelta(seconds=int(seconds)))
actions.appoint(person=people.person_named(who), post=post, since=at, terms=terms, by=by, at=at, key=uuid7())
"""


def prepared(visit: Visits, province: Province) -> tuple[str, str]:
    """Number and address of a case whose answer waits for the head."""
    number, path = forwarded(visit, province)
    officer = visit.desk("petugas")
    officer.goto(path)
    act(officer, "Siapkan jawaban", answer="Ditambal hari ini.")
    done(officer, "Jawaban disiapkan")
    return number, path


def test_an_acting_head_signs_on_a_phone_until_his_letter_ends(visit: Visits, province: Province) -> None:
    first, path = prepared(visit, province)
    second, _ = prepared(visit, province)
    run_here(province.environment, ACTING, "koordinator", str(SECONDS))
    began = time.monotonic()
    phone = visit.desk("koordinator", size=(360, 740))
    phone.goto("/meja/")
    phone.locator("details.who summary").click()
    phone.get_by_role("link", name="Plh. Kepala Dinas PUPR").click()
    phone.get_by_role("link", name="Pengesahan").click()
    for number in (first, second):
        card(phone, number).locator("summary").click()
        expect(card(phone, number).get_by_role("button", name="Sahkan jawaban")).to_be_visible()
    later = visit.desk("koordinator", size=(360, 740))
    later.goto(phone.url)
    card(later, second).locator("summary").click()
    card(phone, first).get_by_role("button", name="Sahkan jawaban").click()
    expect(phone.locator(".ds-alert").first).to_contain_text("disahkan")
    later.wait_for_timeout(max(0.0, SECONDS + 1 - (time.monotonic() - began)) * 1000)
    card(later, second).get_by_role("button", name="Sahkan jawaban").click()
    expect(later.get_by_text("bukan lagi jabatan Anda")).to_be_visible()
    seen = visit.desk("verifikator")
    seen.goto(path)
    expect(seen.locator(".tl2 li").first).to_contain_text("disahkan oleh Plh. Kepala Dinas PUPR")
    head = visit.desk("kepala", size=(360, 740))
    head.goto("/meja/sahkan")
    expect(card(head, second)).to_be_visible()  # it still waits


def test_an_agencys_administrator_cannot_touch_anothers(visit: Visits, province: Province) -> None:
    ((works,),) = province.ask("SELECT id FROM agencies_organisation WHERE short = 'Dinas PUPR'")
    page = visit.desk("kepegawaian")
    page.goto("/kelola/instansi/")
    expect(page.get_by_role("link", name=re.compile("Kesehatan")).first).to_be_visible()
    expect(page.get_by_role("link", name="Dinas PUPR")).to_have_count(0)
    page.goto("/kelola/orang/?q=petugas")
    expect(page.get_by_text("petugas.lain")).to_be_visible()
    expect(page.get_by_text("(petugas)")).to_have_count(0)
    page.goto(f"/kelola/instansi/{works}/")
    expect(page.get_by_text("masing-masing di instansinya")).to_be_visible()
    page.goto("/kelola/instansi/")
    page.get_by_role("link", name=re.compile("Kesehatan")).first.click()
    page.get_by_role("link", name="Buka jabatan").first.click()
    page.get_by_label("Nama jabatan").fill("Petugas Titipan")
    page.get_by_label("Petugas tindak lanjut").check()
    page.locator("form.form").evaluate(f"form => {{ form.action = '/kelola/instansi/{works}/jabatan-baru' }}")
    page.get_by_role("button", name="Buka jabatan").click()
    expect(page.get_by_text("masing-masing di instansinya")).to_be_visible()
    assert province.ask("SELECT 1 FROM agencies_post WHERE title = 'Petugas Titipan'") == []


def test_a_programmer_makes_a_key_and_revokes_it(visit: Visits) -> None:
    page = visit.desk("pranata", size=(360, 740))
    page.goto("/kelola/sistem/baru")
    page.get_by_label("Nama sistem").fill("Aplikasi Jalan")
    page.get_by_label("Kirim laporan").check()
    for part, value in (("Tanggal", "1"), ("Bulan", "2"), ("Tahun", "2027")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Buat kunci").click()
    expect(page.locator(".startcode code")).to_have_text(re.compile(r"^[\w-]{43}$"))
    page.get_by_role("link", name="Kembali ke daftar").click()
    page.get_by_role("button", name="Cabut kunci Aplikasi Jalan").click()
    expect(page.get_by_text("Kunci dicabut")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Aplikasi Jalan")).to_contain_text("berakhir")
