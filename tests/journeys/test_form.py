"""The citizen's form on a phone: errors, no script, a bad line, two languages, a photo that says where it was."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.journeys.province import Province
from tests.journeys.steps import KIRIM, act, choose_place, open_case, read_slip, send, track, write_report
from tests.journeys.visit import Visits


def filed(province: Province, about: str) -> int:
    """How many reports of this title there are."""
    ((count,),) = province.ask("SELECT count(*) FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id"
        " WHERE e.act = 'file' AND p.kind = 'content' AND position(convert_to(%s, 'UTF8') in p.bytes) > 0", about)  # fmt: skip
    return int(count)


def test_errors_keep_what_was_typed_and_lead_to_the_field(visit: Visits) -> None:
    page = visit.page()
    page.goto(KIRIM)
    form = page.locator("form[data-draft]")
    form.get_by_label("Ceritakan kejadiannya").fill("Airnya keruh sejak Senin.")
    form.get_by_label("Rahasiakan dari pihak").check()
    form.get_by_label("Tanggal", exact=True).fill("31")
    form.get_by_label("Bulan").fill("2")
    form.get_by_label("Tahun").fill("2026")
    page.get_by_role("button", name="Kirim", exact=True).click()
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(5)  # about, category, date, place, name
    expect(form.get_by_label("Ceritakan kejadiannya")).to_have_value("Airnya keruh sejak Senin.")
    expect(form.get_by_label("Tanggal", exact=True)).to_have_value("31")
    for n in range(5):
        summary.get_by_role("link").nth(n).click()
        wanted = summary.get_by_role("link").nth(n).get_attribute("href")
        assert page.evaluate("document.activeElement.id") == (wanted or "")[1:]
    form.get_by_label("Tentang apa?").fill("Air keruh")
    form.get_by_label("Kesehatan").check()
    form.get_by_label("Tanggal", exact=True).fill("28")
    choose_place(form)
    form.locator("[name=reporter_name]").fill("Siti Rahmah")
    send(page)


def test_the_whole_way_without_script(visit: Visits, province: Province) -> None:
    page = visit.page(script=False)
    page.goto(KIRIM)
    form = page.locator("form[data-draft]")
    form.get_by_label("Tentang apa?").fill("Tanpa skrip")
    form.get_by_label("Kecamatan").select_option("76.02.01")
    page.get_by_role("button", name="Tampilkan desa").click()
    expect(form.get_by_label("Tentang apa?")).to_have_value("Tanpa skrip")
    form.get_by_label("Desa atau kelurahan").select_option(label="Bambu")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Ceritakan kejadiannya")
    expect(form.get_by_label("Desa atau kelurahan").locator("option:checked")).to_have_text("Bambu")
    form.get_by_label("Ceritakan kejadiannya").fill("Jembatan goyah.")
    form.get_by_label("Jalan dan jembatan").check()
    form.get_by_label("Tanpa nama").check()
    slip = send(page)
    track(page, slip)
    page.locator("form.card textarea").first.fill("Sekarang tambah parah.")
    page.get_by_role("button", name="Tambah kabar").click()
    expect(page.get_by_text("Yang Anda kirim tercatat")).to_be_visible()
    expect(page.get_by_text("Sekarang tambah parah.")).to_be_visible()
    assert filed(province, "Tanpa skrip") == 1

    desk = visit.desk("verifikator", script=False)
    open_case(desk, slip.number)
    act(desk, "Minta keterangan pelapor", question="Jembatan yang mana?")
    expect(desk.get_by_text("Pelapor dimintai keterangan").first).to_be_visible()


def test_an_answer_lost_on_the_way_is_fetched_again_and_nothing_is_filed_twice(
    visit: Visits, province: Province
) -> None:
    page = visit.page()
    visit.offline = True
    lost: list[int] = []

    def lose(route: Route) -> None:
        """The report arrives, the answer does not."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/kirim", lose)
    write_report(page, "Jawaban hilang di jalan")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".line")).to_contain_text("Sinyal hilang")
    assert lost == [303] and filed(province, "Jawaban hilang di jalan") == 1
    page.get_by_role("button", name="Coba kirim sekarang").click()
    slip = read_slip(page)
    assert filed(province, "Jawaban hilang di jalan") == 1
    track(page, slip)


def test_written_without_a_line_and_sent_when_it_is_back(visit: Visits, province: Province) -> None:
    page = visit.page(worker=True)
    visit.offline = True
    page.goto(KIRIM)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()
    page.context.set_offline(True)
    write_report(page, "Ditulis di gunung")  # the form comes from the phone
    expect(page.get_by_label("Desa atau kelurahan")).to_contain_text("Daftar desa belum bisa dimuat")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".line")).to_contain_text("Sinyal hilang")
    assert filed(province, "Ditulis di gunung") == 0
    page.context.set_offline(False)
    read_slip(page)
    assert filed(province, "Ditulis di gunung") == 1
    page.goto(KIRIM)
    expect(page.get_by_label("Tentang apa?")).to_have_value("")


def test_a_draft_survives_a_closed_page(visit: Visits) -> None:
    page = visit.page()
    write_report(page, "Belum selesai ditulis")
    expect(page.locator(".saved")).to_contain_text("Tersimpan di ponsel ini")
    page.close()
    again = visit.open[-1].new_page()
    again.goto(KIRIM)
    expect(again.get_by_label("Tentang apa?")).to_have_value("Belum selesai ditulis")
    again.get_by_role("button", name="Hapus dari ponsel ini").click()
    expect(again.get_by_label("Tentang apa?")).to_have_value("")


def test_in_english_from_the_form_to_the_desk(visit: Visits) -> None:
    page = visit.page()
    page.goto(KIRIM)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(KIRIM)
    form = page.locator("form[data-draft]")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".ds-error-summary")).to_contain_text("What is it about: not filled in yet.")
    form.get_by_label("What is it about?").fill("Pothole")
    form.get_by_label("Tell what happened").fill("Two riders fell.")
    form.get_by_label("Roads and bridges").check()
    form.get_by_label("District").select_option("76.02.01")
    form.get_by_label("Anonymous").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("region", name="Slip")).to_be_visible()
    number = page.locator(".slip-n dd").first.inner_text()
    page.get_by_role("link", name="See where it stands").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We are checking your report")

    desk = visit.desk("verifikator", language="en")
    open_case(desk, number)
    expect(desk.get_by_role("heading", name="Timeline")).to_be_visible()
    act(desk, "Ask the reporter", question="Which road?")
    expect(desk.get_by_text("The reporter was asked for more").first).to_be_visible()


def photo_with_position() -> FilePayload:
    """A JPEG whose EXIF says where it was taken, and which phone took it."""
    image, stream = Image.new("RGB", (640, 480), (120, 140, 90)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "PonselRahasia"
    exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 40.0, 12.0), 3: "E", 4: (118.0, 53.0, 9.0)})
    image.save(stream, "JPEG", exif=exif)
    return {"name": "lubang.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def test_a_photo_tells_nobody_where_it_was_taken(visit: Visits) -> None:
    sent = photo_with_position()
    assert b"PonselRahasia" in sent["buffer"]
    page = visit.page()
    write_report(page, "Dengan foto", photo=sent)
    slip = send(page)
    desk = visit.desk("verifikator")
    open_case(desk, slip.number)
    link = desk.get_by_role("link", name="lubang.jpg")
    kept = desk.request.get(link.get_attribute("href") or "").body()
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (640, 480)
        assert dict(image.getexif()) == {} and "exif" not in image.info
    assert b"PonselRahasia" not in kept

    stranger = visit.page()
    answer = stranger.request.get(link.get_attribute("href") or "")
    assert answer.status == 404


@pytest.mark.parametrize(("name", "content", "words"), [
    ("skrip.jpg", b"<script>alert(1)</script>", "skrip.jpg"),
    ("surat.pdf", b"%PDF-1.4 nothing", "surat.pdf"),
])  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(
    visit: Visits, name: str, content: bytes, words: str
) -> None:
    page = visit.page()
    write_report(page, "Berkas palsu", photo={"name": name, "mimeType": "image/jpeg", "buffer": content})
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".ds-error-summary")).to_contain_text(words)
    expect(page.get_by_label("Tentang apa?")).to_have_value("Berkas palsu")


def test_the_slip_prints_on_one_page(visit: Visits) -> None:
    page = visit.page()
    write_report(page, "Untuk dicetak")
    slip = send(page)
    expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    for pressed in ("header .links", "footer", "[data-print]", ".demo"):
        expect(page.locator(pressed).first).to_be_hidden()
    expect(page.locator(".slip-n")).to_contain_text(slip.number)
    assert pages_of(page) == 1


def pages_of(page: Page) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)


def test_the_qr_opens_the_case_and_leaves_no_trace_in_the_address(visit: Visits) -> None:
    page = visit.page()
    write_report(page, "Dengan QR")
    slip = send(page)
    scanned = visit.page()
    scanned.goto(f"/lacak/#n={slip.number}&k={slip.code}")
    expect(scanned.get_by_text(slip.number).first).to_be_visible()
    expect(scanned.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami periksa")
    assert scanned.url.endswith("/lacak/")
