"""Signing in with a second factor, as somebody does it who has the phone in hand, or lost it."""

import pytest
from playwright.sync_api import expect

from serentak.people.rules import DEMO_PASSWORD
from tests.journeys import steps
from tests.journeys.province import Province
from tests.journeys.visit import PHONE, Visits, give_password, sign_in


@pytest.mark.parametrize("script", [True, False])
def test_a_second_code_is_set_up_used_and_replaced_by_a_recovery_code(
    visit: Visits, province: Province, script: bool
) -> None:
    who = province.account()
    page = visit.page(size=PHONE, script=script)
    sign_in(page, who, path="/masuk?next=/akun")
    page.get_by_role("link", name="Kode kedua").click()
    steps.begin_code(page)
    secret, recovery = steps.finish_code(page)
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page.locator(".tasks").last).to_contain_text("Dua langkah, dengan kode")

    other = visit.page(size=PHONE, script=script)
    give_password(other, who, path="/masuk?next=/akun")
    code = other.get_by_label("Kode dari aplikasi, atau kode pemulihan")
    code.fill(steps.app_code(secret, steps=-9))
    other.get_by_role("button", name="Masuk").click()
    expect(other.locator(".ds-error-summary")).to_contain_text("tidak cocok atau sudah dipakai")
    code.fill(steps.app_code(secret, steps=1))
    other.get_by_role("button", name="Masuk").click()
    expect(other.get_by_role("heading", name="Akun saya")).to_be_visible()

    other.get_by_role("button", name="Keluar").click()
    give_password(other, who, path="/masuk?next=/akun")
    code.fill(recovery[0].lower())
    other.get_by_role("button", name="Masuk").click()
    expect(other.locator(".tasks").last).to_contain_text("Dua langkah, dengan kode pemulihan")
    other.get_by_role("link", name="Kode kedua").click()
    expect(other.locator(".sum")).to_contain_text("9")


def test_a_passkey_is_added_and_signs_in_without_a_password(visit: Visits, province: Province) -> None:
    who = province.account()
    page = visit.page(size=PHONE)
    devices, made = steps.authenticator(page)
    sign_in(page, who, path="/masuk?next=/akun/kunci")
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    page.locator("form[data-passkey]").get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.get_by_role("heading", name="Laptop kantor")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/masuk?next=/akun")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.locator(".tasks").last).to_contain_text("Kunci sandi")

    page.context.clear_cookies()
    devices.send("WebAuthn.setUserVerified", {**made, "isUserVerified": False})
    page.goto("/masuk")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Tidak ada kunci sandi yang diberikan")).to_be_visible()


def test_without_script_the_password_stays_and_no_passkey_is_offered(
    visit: Visits, province: Province
) -> None:
    page = visit.page(size=PHONE, script=False)
    page.goto("/masuk")
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_hidden()
    expect(page.locator("form.card").first.get_by_label("Kata sandi")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_an_identity_is_connected_and_signs_in_from_the_button_to_the_desk(
    visit: Visits, province: Province, script: bool
) -> None:
    assert province.idp is not None
    province.idp.subject = f"pegawai-{script}"
    who = "petugas" if script else "kepala"
    page = visit.page(size=PHONE, script=script)
    page.goto("/masuk")
    page.get_by_role("link", name="Masuk dengan INApas").click()
    expect(page.locator(".ds-alert")).to_contain_text("belum dihubungkan")
    form = page.locator("form.card")  # who signs in now goes on to connect it
    form.get_by_label("nama pengguna").fill(who)
    form.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    form.get_by_role("button", name="Masuk").click()
    page.get_by_role("link", name="Hubungkan INApas").click()
    page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Hubungkan").click()
    expect(page.get_by_role("heading", name="INApas")).to_be_visible()

    desk = visit.page(size=PHONE, script=script)
    desk.goto("/masuk")
    desk.get_by_role("link", name="Masuk dengan INApas").click()
    desk.wait_for_url("**/meja/")
    desk.goto("/akun/identitas")
    desk.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    desk.get_by_role("button", name="Putuskan").click()
    expect(desk.get_by_role("link", name="Hubungkan INApas")).to_be_visible()
