"""The desk in a browser: keyboard, another channel, acts that are refused and what their refusal says."""

import json
import urllib.request

from playwright.sync_api import expect

from serentak.lib.ids import uuid7
from tests.journeys.province import Province
from tests.journeys.steps import act, choose_place, done, open_case, read_slip, track
from tests.journeys.visit import Visits

REPORT = {
    "about": "Laporan untuk meja", "story": "Lampu padam.", "category": "jalan", "naming": "anonymous",
    "place": {"district": "76.02.01", "landmark": "Pasar"},
}  # fmt: skip


def filed(province: Province, **changes: object) -> str:
    """The number of a report filed by a program, and the address of its page at the desk. A word of its own
    keeps it out of the suspected floods."""
    key = uuid7()
    own = "".join(chr(ord("a") + int(digit, 16)) for digit in key.hex[-8:])
    report = {**REPORT, "story": f"{REPORT['story']} {own}"}
    body = json.dumps({**report, "key": str(key), **changes}).encode()
    asked = urllib.request.Request(
        f"{province.address}/layanan/pengaduan/kirim", body,
        {"Content-Type": "application/json", "X-Forwarded-For": province.visitor()},
    )  # fmt: skip
    with urllib.request.urlopen(asked) as answer:
        told = json.load(answer)
    return f"{told['number']} /meja/berkas/{told['record']}"


def test_the_inbox_by_keyboard(visit: Visits) -> None:
    page = visit.desk("petugas")
    page.goto("/meja/?view=agency")
    rows = page.locator(".dense tbody tr")
    expect(rows.nth(2)).to_be_visible()
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(row)).to_have_attribute("aria-current", "true")
    page.keyboard.press("/")
    expect(page.locator("#gs")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#gs")).to_have_value("jk")
    page.locator("#gs").blur()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    number = rows.nth(1).get_by_role("link").inner_text()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".num")).to_have_text(number)


def test_overdue_comes_first(visit: Visits) -> None:
    page = visit.desk("petugas")
    page.goto("/meja/?view=agency")
    expect(page.locator(".dense tbody tr").first.locator(".due")).to_contain_text("Lewat")


def test_a_report_of_another_channel_keeps_its_lapor_number(visit: Visits) -> None:
    page = visit.desk("verifikator")
    page.goto("/meja/")
    page.locator("summary", has_text="Catat baru").click()
    page.get_by_role("link", name="Masukkan laporan: Pengaduan").click()
    form = page.locator("main form")
    form.get_by_label("Tentang apa?").fill("Dari LAPOR")
    form.get_by_label("Ceritakan kejadiannya").fill("Sekolah rusak.")
    form.get_by_label("Sekolah").check()
    choose_place(form)
    form.get_by_label("Boleh disebut").check()
    form.locator("[name=reporter_name]").fill("Warga LAPOR")
    form.get_by_label("SP4N-LAPOR!", exact=True).check()
    page.get_by_role("button", name="Lanjut, lalu bacakan kembali").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Nomor pelacakan LAPOR")
    form.get_by_label("Nomor pelacakan LAPOR").fill("1234567")
    page.get_by_role("button", name="Lanjut, lalu bacakan kembali").click()
    expect(page.get_by_text("1234567")).to_be_visible()
    page.get_by_role("button", name="Sudah benar, kirim").click()
    slip = read_slip(page)
    open_case(page, slip.number)
    expect(page.get_by_text("1234567")).to_be_visible()
    act(page, "Minta keterangan pelapor", question="Sekolah yang mana?")
    done(page, "Pelapor dimintai keterangan")
    act(
        page, "Masukkan keterangan pelapor", note="SD di seberang pasar."
    )  # the verifier enters what LAPOR brought
    done(page, "Pelapor memberi keterangan")
    citizen = visit.page()
    track(citizen, slip)
    expect(citizen.get_by_text("SD di seberang pasar.")).to_be_visible()
    expect(citizen.get_by_text("1234567")).to_have_count(0)


def test_another_agency_sees_nothing_and_does_nothing(visit: Visits, province: Province) -> None:
    number, path = filed(province).split()
    page = visit.desk("petugas.lain")
    page.goto(f"/meja/?view=agency&q={number}")
    expect(page.get_by_role("link", name=number)).to_have_count(0)
    answer = page.goto(path)
    assert answer is not None and answer.status == 404
    expect(page.locator("main")).not_to_contain_text("Lampu padam.")
    page.goto("/meja/")
    token = page.locator("form[action='/keluar'] [name=csrfmiddlewaretoken]").input_value()
    for act_name in ("forward", "take", "confirm", "erase"):
        said = page.request.post(path, form={
            "csrfmiddlewaretoken": token, "act": act_name, "version": "1", "key": str(uuid7()),
        })  # fmt: skip
        assert said.status == 404, act_name
    assert province.ask("SELECT version FROM records_record WHERE number = %s", number) == [(1,)]


def test_a_stale_page_says_who_was_faster_and_keeps_what_was_typed(visit: Visits, province: Province) -> None:
    _, path = filed(province).split()
    slow, quick = visit.desk("verifikator"), visit.desk("verifikator")
    slow.goto(path)
    quick.goto(path)
    act(quick, "Minta keterangan pelapor", question="Pasar yang mana?")
    done(quick, "Pelapor dimintai keterangan")
    act(slow, "Minta keterangan pelapor", question="Lampu berapa watt?")
    said = slow.locator(".ds-alert[data-color=warning]")
    expect(said).to_contain_text("Pemeriksa Pengaduan")
    expect(said).to_contain_text("Pelapor dimintai keterangan")
    assert province.ask("SELECT version FROM records_record WHERE id = %s", path.split("/")[-1]) == [(2,)]


def test_an_error_at_the_desk_keeps_what_was_typed_and_opens_that_act(
    visit: Visits, province: Province
) -> None:
    _, path = filed(province).split()
    page = visit.desk("verifikator")
    page.goto(path)
    act(
        page,
        "Gabungkan dengan laporan yang sama",
        duplicate_of="ADU-2020-000001",
    )
    expect(page.locator(".ds-error-summary")).to_contain_text("tidak ditemukan")
    form = page.get_by_role("form", name="Gabungkan dengan laporan yang sama")
    expect(form.locator("[name=duplicate_of]")).to_have_value("ADU-2020-000001")
    page.locator(".ds-error-summary a").first.click()
    expect(form.locator("[name=duplicate_of]")).to_be_focused()
    number = province.slips()[0][1]
    form.locator("[name=duplicate_of]").fill(number)
    form.get_by_role("button", name="Gabungkan dengan laporan yang sama").click()
    done(page, "Laporan digabungkan dengan laporan yang sama")


def test_a_report_about_kominfo_is_the_inspectorates(visit: Visits, province: Province) -> None:
    ((kominfo,),) = province.ask("SELECT organisation FROM agencies_post WHERE role = 'administrator'")
    number, path = filed(
        province,
        agency=str(kominfo),
        naming="confidential",
        reporter_name="Warga Takut",
        reporter_phone="081200000000",
    ).split()
    own = visit.desk("verifikator")
    answer = own.goto(path)
    assert answer is not None and answer.status == 404
    inspector = visit.desk("inspektorat")
    open_case(inspector, number)
    expect(inspector.get_by_text("Warga Takut")).to_be_visible()
    act(inspector, "Teruskan ke instansi", target="Dinas Komunikasi, Informatika, Persandian dan Statistik",
        public_summary="Loket kosong.")  # fmt: skip
    done(inspector, "Laporan diteruskan")
    officer = visit.desk("administrator")
    officer.goto(path)
    expect(officer.locator("main")).not_to_contain_text("Warga Takut")


def test_signing_out_ends_the_session_everywhere(visit: Visits) -> None:
    from tests.journeys.visit import sign_in

    page = visit.page(size=(1440, 900))
    page.goto("/meja/")
    page.wait_for_url("**/masuk?next=*")
    sign_in(page, "petugas")
    cookies = page.context.cookies()
    page.goto("/meja/")
    page.locator("details.who summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto("/meja/")
    page.wait_for_url("**/masuk?next=*")
