"""What somebody with a post comes to: inbox, records, confirming, the counter, what waits aside."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.pages.seen import UNFOLD, Reach, Seen, at, sent_empty
from tests.journeys.province import Province


def record_in(state: str) -> Reach:
    """The record page of a case in this state, every act unfolded."""

    def reach(page: Page, province: Province) -> None:
        (row,) = province.ask("SELECT id FROM records_record WHERE state = %s ORDER BY opened LIMIT 1", state)
        page.goto(f"/meja/berkas/{row[0]}")
        page.evaluate(UNFOLD)

    return reach


def proposed(page: Page, province: Province) -> None:
    """The record page of a case on which an officer's proposal waits."""
    (row,) = province.ask("SELECT subject FROM ledger_entry WHERE act = 'propose_give_back' LIMIT 1")
    page.goto(f"/meja/berkas/{row[0]}")
    page.evaluate(UNFOLD)


def confirming(page: Page, province: Province) -> None:
    page.goto("/meja/sahkan")
    page.evaluate(UNFOLD)


def confirmed_nothing(page: Page, province: Province) -> None:
    """What was picked cannot be confirmed: its version is one that nobody saw."""
    page.goto("/meja/sahkan")
    pick = page.locator("[name=pick]").first
    pick.evaluate("e => e.value = e.value.replace(/:[0-9]+:/, ':1:')")
    pick.check()
    page.get_by_role("button", name="Sahkan yang dipilih").click()
    expect(page.locator(".ds-alert")).to_contain_text("1 ditolak")


def template_wrong(page: Page, province: Province) -> None:
    """One text kept, and a form without a body."""
    page.goto("/meja/templat")
    for body in ("Laporan {nomor} sudah kami jadwalkan.", ""):
        page.get_by_label("Untuk jenis").select_option("complaint")
        page.get_by_label("Nama templat").fill("Sudah dijadwalkan")
        page.get_by_label("Isi", exact=True).fill(body)
        page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def template_used(page: Page, province: Province) -> None:
    """An answer with a text put into it."""
    record_in("forwarded")(page, province)
    form = page.get_by_role("form", name="Siapkan jawaban")
    form.get_by_role("button", name="Pakai").click()
    expect(page.locator("[name=answer]")).to_have_value(re.compile("sudah kami jadwalkan"))
    page.evaluate(UNFOLD)


def bulk_done(page: Page, province: Province) -> None:
    """Some done, some refused: one was seen in a version that nobody saw."""
    page.goto("/meja/sekaligus?view=agency&type=scholarship&act=propose_decline")
    page.get_by_label("Nomor keputusan").fill("PERAGAAN/188.4/2")
    page.get_by_label("Alasan").fill("Di luar kuota.")
    page.get_by_label("Semua yang bisa").check()
    page.locator("[name=every]").evaluate("e => e.value = e.value.replace(/:[0-9]+:/, ':1:')")
    page.get_by_role("button", name="Siapkan untuk disahkan").click()
    expect(page.locator(".ds-alert")).to_contain_text("1 ditolak")


def read_back(page: Page, province: Province) -> None:
    page.goto("/meja/pengaduan/baru")
    form = page.locator("main form")
    form.get_by_label("Tentang apa?").fill("Saluran tersumbat")
    form.get_by_label("Ceritakan kejadiannya").fill("Air masuk rumah.")
    form.get_by_label("Jalan dan jembatan").check()
    steps.choose_place(form)
    form.get_by_label("Tanpa nama").check()
    form.get_by_label("Loket").check()
    page.get_by_role("button", name="Lanjut, lalu bacakan kembali").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bacakan kembali kepada pelapor")


def sheet_of_applications(last: str, then: str = "") -> Reach:
    """Applications of an agency from a spreadsheet, and the button pressed that follows."""

    def reach(page: Page, province: Province) -> None:
        page.goto("/meja/inventaris-aplikasi/impor")
        text = "Nama Aplikasi;Uraian;Jenis;Status;Penanggung Jawab;No\n"
        rows = "".join(f"Aplikasi {n};Mencatat;RAA.02.02;as-is;Kepala Seksi;{n}\n" for n in range(2))
        page.locator("#f-file").set_input_files(
            {"name": "daftar.csv", "mimeType": "text/csv", "buffer": (text + rows + last).encode()}
        )
        page.locator("button[value=check]").click()
        expect(page.locator("[name=head]")).to_be_visible()
        if then:
            page.get_by_role("button", name=then).click()
            expect(page.get_by_text("Semuanya tercatat")).to_be_visible()

    return reach


def into_account(how: str, account: str) -> Reach:
    """The read-back of a report that goes into the reporter's account."""

    def reach(page: Page, province: Province) -> None:
        read_back(page, province)
        page.get_by_role("button", name="Ubah").click()
        form = page.locator("main form")
        form.get_by_label("Boleh disebut").check()
        form.locator("[name=reporter_name]").fill("Warga P")
        form.get_by_label(how).check()
        form.get_by_label("Nomor telepon atau surel akun itu").fill(account)
        page.get_by_role("button", name="Lanjut, lalu bacakan kembali").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bacakan kembali kepada pelapor")

    return reach


def desk_slip_start(page: Page, province: Province) -> None:
    """The slip with the start code of a new account."""
    province.accounts += 1
    into_account("Buatkan akun", f"0812 0000 {8000 + province.accounts}")(page, province)
    page.get_by_role("button", name="Sudah benar, kirim").click()
    expect(page.get_by_role("region", name="Akun baru")).to_be_visible()


def desk_slip(page: Page, province: Province) -> None:
    read_back(page, province)
    page.get_by_role("button", name="Sudah benar, kirim").click()
    steps.read_slip(page)


def lost_slip(page: Page, province: Province) -> None:
    page.goto("/meja/tanda-terima-hilang")
    page.get_by_label("Telepon atau surel").fill("0812 0000 0001")
    page.get_by_role("button", name="Cari", exact=True).click()


FLOOD = {
    "story": "Gelap sejak Senin, pedagang pulang lebih awal.", "category": "jalan", "naming": "anonymous",
    "place": {"district": "76.02.01"},
}  # fmt: skip


def flooded(page: Page, province: Province) -> None:
    """The verifier's list with something in it."""
    for _ in range(4):  # the fourth with the same words
        told = {**FLOOD, "about": "Lampu padam", "key": str(uuid4())}
        assert page.request.post("/layanan/pengaduan/kirim", data=told).ok
    page.goto("/meja/diduga-banjir")
    expect(page.locator("[name=pick]").first).to_be_visible()


def flood_refused(page: Page, province: Province) -> None:
    flooded(page, province)
    page.get_by_role("button", name="Tidak diteruskan").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def keys(page: Page, province: Province) -> None:
    page.goto("/meja/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def searched(page: Page, province: Province) -> None:
    """A misspelt word that stands in a report, found and marked."""
    page.goto("/meja/")
    page.get_by_role("searchbox", name="Cari berkas").fill("jaln")
    page.get_by_role("searchbox", name="Cari berkas").press("Enter")
    for _ in range(80):  # the worker reads the log once a minute
        if page.locator(".dense mark").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(".dense mark").first).to_be_visible()


DESK = [
    Seen("inbox-verifier", "desk-inbox", at("/meja/"), "verifikator"),
    Seen("inbox-officer", "desk-inbox", at("/meja/?view=agency"), "petugas"),
    Seen("inbox-en", "desk-inbox", at("/meja/?view=agency"), "petugas", "en"),
    Seen("inbox-nothing", "desk-inbox", at("/meja/?q=ADU-0000"), "petugas"),
    Seen("search", "desk-search", at("/meja/cari"), "verifikator"),
    Seen("search-found", "desk-search", searched, "verifikator"),
    Seen(
        "search-en",
        "desk-search",
        at("/meja/cari?type=complaint&field=category&sort=up&kolom=f.story&kolom=agency"),
        "verifikator",
        "en",
    ),
    Seen("search-nothing", "desk-search", at("/meja/cari?q=xyzzy&since=x"), "petugas"),
    Seen("inbox-other", "desk-inbox", at("/meja/"), "petugas.lain"),
    Seen("keys", "desk-inbox", keys, "petugas"),
    Seen("record-filed", "record", record_in("filed"), "verifikator"),
    Seen("record-asked", "record", record_in("asked"), "verifikator"),
    Seen("record-forwarded", "record", record_in("forwarded"), "petugas"),
    Seen("record-prepared", "record", record_in("prepared"), "kepala"),
    Seen("record-proposed", "record", proposed, "kepala"),
    Seen("record-proposed-officer", "record", proposed, "petugas"),
    Seen("confirm", "desk-confirm", confirming, "kepala"),
    Seen("confirm-en", "desk-confirm", confirming, "kepala", "en"),
    Seen("confirm-refused", "desk-confirm", confirmed_nothing, "kepala"),
    Seen("templates", "desk-templates", template_wrong, "petugas"),
    Seen("record-template", "record", template_used, "petugas"),
    Seen("bulk", "desk-bulk", at("/meja/sekaligus?view=agency&type=scholarship&act=grant"), "kepala.kesra"),
    Seen("bulk-en", "desk-bulk", at("/meja/sekaligus"), "kepala.kesra", "en"),
    Seen("bulk-done", "desk-bulk", bulk_done, "petugas.kesra"),
    Seen("aside", "desk-aside", flooded, "verifikator"),
    Seen("aside-en", "desk-aside", flooded, "verifikator", "en"),
    Seen("aside-refused", "desk-aside", flood_refused, "verifikator"),
    Seen("aside-none", "desk-aside", at("/meja/diduga-banjir"), "petugas"),
    Seen("inbox-flooded", "desk-inbox", at("/meja/"), "verifikator"),
    Seen("confirm-none", "desk-confirm", at("/meja/sahkan"), "petugas"),
    Seen("record-closed", "record", record_in("closed"), "verifikator"),
    Seen("record-en", "record", record_in("prepared"), "kepala", "en"),
    Seen("record-hidden", "record", record_in("filed"), "petugas"),
    Seen("counter", "cases-enter", at("/meja/pengaduan/baru"), "loket"),
    Seen(
        "counter-wrong",
        "cases-enter",
        sent_empty("/meja/pengaduan/baru", "Lanjut, lalu bacakan kembali"),
        "loket",
    ),
    Seen("counter-slip", "cases-slip-desk", desk_slip, "loket"),
    Seen("lost", "cases-lost", at("/meja/tanda-terima-hilang"), "verifikator"),
    Seen("lost-found", "cases-lost", lost_slip, "verifikator"),
    Seen("helpdesk-new", "cases-enter", at("/meja/bantuan-teknologi/baru"), "petugas"),
    Seen("application-new", "cases-enter", at("/meja/inventaris-aplikasi/baru"), "pranata"),
    Seen("obstacle-new", "cases-enter", at("/meja/hambatan/baru"), "petugas"),
    Seen("import", "desk-import", at("/meja/pengaduan/impor"), "verifikator"),
    Seen("import-plan", "desk-import", sheet_of_applications("Jumlah;;;;;2\n"), "pranata"),
    Seen("import-wrong", "desk-import", sheet_of_applications("Stok;;RAA;;;3\n"), "pranata", "en"),
    Seen("import-done", "desk-import", sheet_of_applications("", "Catat semuanya"), "pranata"),
    Seen("helpdesk-errors", "cases-enter", sent_empty("/meja/bantuan-teknologi/baru", "Lanjut"), "petugas"),
    Seen("breach-new", "cases-enter", at("/meja/kegagalan-pelindungan-data/baru"), "ppid"),
    Seen("counter-read-back", "cases-enter", read_back, "loket"),
    Seen("counter-account", "cases-enter", into_account("Pelapor punya akun", "warga.f@contoh.id"), "loket"),
    Seen("counter-slip-start", "cases-slip-desk", desk_slip_start, "loket"),
    Seen("accesses", "desk-accesses", at("/meja/akses"), "auditor"),
    Seen("counter-refused", "cases-enter", at("/meja/pengaduan/baru"), "petugas"),
]  # fmt: skip
