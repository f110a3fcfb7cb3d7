"""Staff prepare at the desk, the head confirms on a phone: one by one, many with one press, without script too."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.province import Province
from tests.journeys.steps import act, done, open_case
from tests.journeys.test_desk import filed
from tests.journeys.visit import Visits

REASON = "Ruas ini jalan kabupaten."


def forwarded(visit: Visits, province: Province) -> tuple[str, str]:
    """Number and address of a case that lies with Public Works."""
    number, path = filed(province, category="jalan").split()
    page = visit.desk("verifikator")
    page.goto(path)
    to = "Dinas Pekerjaan Umum dan Penataan Ruang"
    act(
        page,
        "Teruskan ke instansi",
        target=to,
        public_summary="Jalan berlubang",
        category="Jalan dan jembatan",
    )
    done(page, "Laporan diteruskan")
    return number, path


def card(page: Page, number: str) -> Locator:
    return page.locator("article.sah", has_text=number)


def test_the_head_confirms_on_a_phone_what_the_officer_proposed(visit: Visits, province: Province) -> None:
    number, path = forwarded(visit, province)
    officer = visit.desk("petugas")
    officer.goto(path)
    act(officer, "Siapkan untuk disahkan: kembalikan ke pemeriksa", reason=REASON)
    done(officer, "Konsep disiapkan")
    expect(officer.get_by_text("Menunggu pengesahan pimpinan.")).to_be_visible()
    head = visit.desk("kepala", size=(360, 740))
    open_case(head, number)
    box = head.locator(".prepared")
    expect(box).to_contain_text(REASON)
    box.get_by_role("button", name="Sahkan").click()
    expect(head.locator(".ds-alert[data-color=success]")).to_contain_text("sudah beralih")
    seen = visit.desk("verifikator")
    seen.goto(path)
    expect(seen.locator(".tl2 li").first).to_contain_text(
        "Disiapkan oleh Petugas Pengaduan, disahkan oleh Kepala Dinas PUPR"
    )


def test_a_head_without_script_confirms_several_with_one_press(visit: Visits, province: Province) -> None:
    numbers = []
    for answer in ("Ditambal hari ini.", "Rambu dipasang."):
        number, path = forwarded(visit, province)
        officer = visit.desk("petugas")
        officer.goto(path)
        act(officer, "Siapkan jawaban", answer=answer)
        done(officer, "Jawaban disiapkan")
        numbers.append(number)
    head = visit.desk("kepala", size=(360, 740), script=False)
    head.goto("/meja/")
    head.get_by_role("link", name="Pengesahan").click()
    for number in numbers:
        card(head, number).locator("summary").click()
        expect(card(head, number).get_by_role("button", name="Sahkan jawaban")).to_be_visible()
        card(head, number).get_by_role("checkbox").check()
    head.get_by_role("button", name="Sahkan yang dipilih").click()
    told = head.locator(".ds-alert")
    expect(told).to_contain_text("2 disahkan")
    for number in numbers:
        expect(told).to_contain_text(number)
        expect(card(head, number)).to_have_count(0)
