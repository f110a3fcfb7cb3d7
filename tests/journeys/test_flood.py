"""A flood, as its reporter and its verifier meet it; and the computation nobody notices."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.province import Province
from tests.journeys.visit import DESK, PHONE, Visits


def test_the_browser_computes_while_somebody_types(visit: Visits) -> None:
    page = visit.page(size=PHONE)
    page.goto(steps.KIRIM)
    form = page.locator("form[data-draft]")
    expect(form.locator("[name=work]")).to_have_value("")
    form.get_by_label("Tentang apa?").fill("Jembatan")
    expect(form.locator("[name=work]")).not_to_have_value("")
    proof = page.evaluate(
        """async () => {
          const {key, work} = document.querySelector("form[data-draft]").elements
          const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${key.value}:${work.value}`))
          return Math.clz32(new DataView(hash).getUint32(0))
        }"""
    )
    assert proof >= 14
    trap = form.locator(".trap").bounding_box()
    assert trap is not None and trap["width"] <= 1, "nobody sees it"


@pytest.mark.parametrize("script", [True, False])
def test_what_is_suspected_has_its_slip_and_is_released_by_a_person(
    visit: Visits, province: Province, script: bool
) -> None:
    citizen = visit.page(size=PHONE)
    slips = [steps.flood(citizen, f"Pohon tumbang {n} {script}") for n in "ab"]
    steps.track(citizen, slips[0])
    expect(citizen.get_by_role("heading", level=1)).to_contain_text("menunggu dilihat petugas")

    desk = visit.page(size=DESK, who="verifikator", script=script)
    desk.goto("/meja/")
    expect(desk.get_by_role("link", name=slips[0].number)).to_have_count(0)
    desk.get_by_role("link", name="Lihat, lalu lepaskan atau tolak").click()
    for slip in slips:
        desk.locator("li", has_text=slip.number).get_by_role("checkbox").check()
    desk.get_by_role("button", name="Lepaskan ke antrean").click()
    expect(desk.locator(".ds-alert[data-color=success]")).to_contain_text("2 selesai")
    desk.goto("/meja/")
    for slip in slips:
        expect(desk.get_by_role("link", name=slip.number)).to_be_visible()
    steps.track(citizen, slips[1])
    expect(citizen.locator("main")).to_contain_text("Laporan masuk antrean pemeriksaan")
