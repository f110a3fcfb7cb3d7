"""Signing in with a second factor, as somebody does it who has the phone in hand, or lost it."""

import pytest
from playwright.sync_api import expect

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
    expect(page.locator(".tasks").last).to_contain_text("Kata sandi dan kode")

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
    expect(other.locator(".tasks").last).to_contain_text("Kata sandi dan kode pemulihan")
    other.get_by_role("link", name="Kode kedua").click()
    expect(other.locator(".sum")).to_contain_text("9")
