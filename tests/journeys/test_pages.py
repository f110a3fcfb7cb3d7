"""Every page: axe finds nothing at two widths in light and dark, nothing runs over the edge at four widths.

What the page complains of on its console is caught by `visit`. The list is checked against the addresses of
the site, so that a new page cannot be left out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from serentak.site.environment import ROOT
from tests.addresses import route_of, routes
from tests.journeys import steps
from tests.journeys.province import Province
from tests.journeys.visit import Visits, give_password, sign_in

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 360, 1440, 1920)
COLOURS = ["color-contrast", "link-in-text-block"]  # all that the scheme can change
RUN = """async rules => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})})
  return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`)
}"""
EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Reach = Callable[[Page, Province], None]


@dataclass(frozen=True)
class Seen:
    """A page as somebody comes to it."""

    name: str
    route: str | None  # of the address where it ends
    reach: Reach
    who: str | None = None
    language: str = "id"


def at(path: str) -> Reach:
    return lambda page, province: (page.goto(path), None)[1]


def case_in(state: str) -> Reach:
    """The tracking page of a case in this state."""

    def reach(page: Page, province: Province) -> None:
        steps.track(page, steps.Slip(*province.slip(state)))

    return reach


def record_in(state: str) -> Reach:
    """The record page of a case in this state, every act unfolded."""

    def reach(page: Page, province: Province) -> None:
        (row,) = province.ask("SELECT id FROM records_record WHERE state = %s ORDER BY opened LIMIT 1", state)
        page.goto(f"/meja/berkas/{row[0]}")
        page.evaluate(UNFOLD)

    return reach


UNFOLD = "document.querySelectorAll('details').forEach(d => { d.removeAttribute('name'); d.open = true })"


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


def sent_empty(path: str, button: str = "Kirim") -> Reach:
    """A form that was sent with nothing in it."""

    def reach(page: Page, province: Province) -> None:
        page.goto(path)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".ds-error-summary")).to_be_visible()

    return reach


def slip(page: Page, province: Province) -> None:
    steps.write_report(page, "Jembatan goyah")
    steps.send(page)


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


def wrong_code(page: Page, province: Province) -> None:
    page.goto("/lacak/")
    page.get_by_label("Nomor").fill("ADU-2026-999999")
    page.get_by_label("Kode").fill("ABCDEFGHJK")
    page.get_by_role("button", name="Lihat kabarnya").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def own_report(page: Page, province: Province) -> None:
    """The first case in the account, all of it unfolded."""
    page.goto("/saya/")
    page.locator(".tasks a").first.click()
    page.evaluate(UNFOLD)


def own_none(page: Page, province: Province) -> None:
    sign_in(page, province.account(), path="/masuk?next=/saya/")


def wrong_password(page: Page, province: Province) -> None:
    page.goto("/masuk")
    page.locator("form.card").get_by_role("button", name="Masuk").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def wrong_old_password(page: Page, province: Province) -> None:
    page.goto("/akun/sandi")
    page.get_by_label("Kata sandi baru", exact=True).fill("laut tenang di pagi hari")
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def code_begun(page: Page, province: Province) -> None:
    sign_in(page, province.account(), path="/masuk?next=/akun/kode")
    steps.begin_code(page)


def code_done(page: Page, province: Province) -> None:
    code_begun(page, province)
    steps.finish_code(page)


def code_set(page: Page, province: Province) -> None:
    code_done(page, province)
    page.goto("/akun/kode")


def code_asked(page: Page, province: Province) -> None:
    who = province.account()
    sign_in(page, who, path="/masuk?next=/akun/kode")
    steps.begin_code(page)
    steps.finish_code(page)
    page.context.clear_cookies()
    give_password(page, who)
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def managed(path: str) -> str:
    """A page of administration about the health agency."""
    (body,) = (row["id"] for row in law.library().organisations if row["code"] == "dinkes")
    return "/kelola/" + path.format(body=body)


def post_of(path: str) -> Reach:
    """A page of administration about the officer's post in the health agency."""

    def reach(page: Page, province: Province) -> None:
        page.goto(managed("instansi/{body}/"))
        page.get_by_role("link", name="Petugas Pengaduan").click()
        page.goto(page.url.split("?")[0].rstrip("/") + path)

    return reach


def appoint_nobody(page: Page, province: Province) -> None:
    """Sent without a name, a letter or an end."""
    post_of("/angkat?kind=plt")(page, province)
    page.get_by_role("button", name="Appoint", exact=True).click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def end_holding(page: Page, province: Province) -> None:
    post_of("/")(page, province)
    page.get_by_role("link", name="Akhiri masa jabatan ini").first.click()


def person_page(page: Page, province: Province) -> None:
    page.goto("/kelola/orang/?q=inspektorat")
    page.locator(".dense a").first.click()


def imported(line: str, then: str = "") -> Reach:
    """A file of one line sent, and the button pressed that follows."""

    def reach(page: Page, province: Province) -> None:
        page.goto("/kelola/impor/")
        text = "instansi;jabatan;peran;nama;nama pengguna;nip\n" + line
        page.locator("#f-file").set_input_files(
            {"name": "daftar.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.locator("button[value=check]").click()
        expect(page.locator(".dense").first).to_be_visible()
        if then:
            page.get_by_role("button", name=then).click()
            expect(page.locator(".codes code")).to_be_visible()

    return reach


def given_code(page: Page, province: Province) -> None:
    person_page(page, province)
    page.get_by_role("button", name="Beri kode awal baru").click()
    expect(page.locator(".startcode")).to_be_visible()


def one_change(page: Page, province: Province) -> None:
    """A split being described, after a new body."""
    page.goto("/kelola/instansi/perubahan/siapkan")
    fill_day(page, "on", now() + timedelta(days=40))
    page.get_by_label("Nomor peraturan").fill("Peraturan Daerah Nomor 9 Tahun 2026")
    fill_day(page, "decreed", now())
    page.get_by_role("button", name="Instansi baru").click()
    page.get_by_label("Nama lengkap").fill("Dinas Bina Marga")
    page.get_by_label("Nama pendek").fill("Bina Marga")
    page.get_by_label("Jenis").select_option("dinas")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_role("button", name="Pemecahan").click()
    expect(page.get_by_label("Jabatan dan pemangkunya")).to_be_visible()


def change_looked_at(page: Page, province: Province) -> None:
    one_change(page, province)
    page.get_by_label("Instansinya").select_option("6")
    page.get_by_label("Penerus untuk semua berkas lainnya").select_option("+Dinas Bina Marga")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_role("button", name="Lihat sebelum dan sesudah").click()
    expect(page.get_by_role("button", name="Siapkan perubahan ini")).to_be_visible()


def change_of_nothing(page: Page, province: Province) -> None:
    page.goto("/kelola/instansi/perubahan/siapkan")
    page.get_by_role("button", name="Merger").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def fill_day(page: Page, name: str, day: datetime) -> None:
    for part in ("day", "month", "year"):
        page.locator(f'[name="{name}.{part}"]').fill(str(getattr(day, part)))


def new_key(page: Page, province: Province) -> None:
    """A key, shown once; then the list has its system."""
    page.goto("/kelola/sistem/baru")
    page.get_by_label("Nama sistem").fill("Aplikasi Pengaduan Desa")
    page.get_by_label("Kirim laporan").check()
    for part, value in (("Tanggal", "1"), ("Bulan", "2"), ("Tahun", "2027")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Buat kunci").click()
    expect(page.locator(".startcode code")).to_have_text(re.compile(r"[\w-]{43}"))


def key_for_nothing(page: Page, province: Province) -> None:
    page.goto("/kelola/sistem/baru")
    page.get_by_role("button", name="Make a key").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def announced(page: Page, province: Province) -> None:
    """One that the own agency's page shows, in the list and beside a form."""
    page.goto("/kelola/pengumuman/")
    page.get_by_label("Umum", exact=True).check()
    page.get_by_label("Judul", exact=True).fill("Loket tutup hari Jumat")
    page.get_by_label("Isi", exact=True).fill("Listrik dipadamkan.\nLoket buka lagi hari Senin.")
    fill_day(page, "until", now() + timedelta(days=3))
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.locator(".ds-alert")).to_contain_text("Pengumuman diterbitkan")


def announced_on(path: str) -> Reach:
    """A page with an announcement to it."""

    def reach(page: Page, province: Province) -> None:
        announced(page, province)
        page.goto(path)
        expect(page.locator(".announced").first).to_be_visible()

    return reach


def announced_to_staff(page: Page, province: Province) -> None:
    """The inbox of the coordinator who announced it, unfolded."""
    page.goto("/kelola/pengumuman/")
    page.get_by_label("Pegawai", exact=True).check()
    page.get_by_label("Judul", exact=True).fill("Sistem berhenti Sabtu malam")
    page.get_by_label("Isi", exact=True).fill("Pukul 22.00 sampai 23.00 WITA.")
    fill_day(page, "until", now() + timedelta(days=3))
    page.get_by_role("button", name="Terbitkan").click()
    page.goto("/meja/")
    page.locator(".announced summary").first.click()


def announced_nothing(page: Page, province: Province) -> None:
    page.goto("/kelola/pengumuman/")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def wrong_start(page: Page, province: Province) -> None:
    page.goto("/masuk/mulai")
    page.get_by_role("button", name="Pasang kata sandi").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def keys(page: Page, province: Province) -> None:
    page.goto("/meja/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def menu(page: Page, province: Province) -> None:
    page.goto("/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_text("Menu", exact=True).click()


@cache
def packs() -> list[tuple[str, str]]:
    """Kind and name of every pack in use."""
    return sorted({(pack.kind, pack.name) for pack in law.library().packs})


NO_PAGE = {
    "cases-slip-image", "cases-slip-desk-image",
    "cases-villages", "cases-answer", "cases-leave", "sign_out", "sign_in-passkey", "sign_in-identity", "account-identity-new", "account-passkey-new", "account-sessions", "file", "ledger-checkpoint", "ledger-key", "ledger-program",
    "ledger-entries", "ledger-tile", "language", "health", "manage-list", "manage-change-withdraw", "service-worker",
}  # fmt: skip


def an_ended_body() -> int:
    today = local_day(now()).isoformat()
    return next(row["id"] for row in law.library().organisations if row["until"] and row["until"] <= today)


PUBLIC = [
    Seen("home", "portal-home", at("/")),
    Seen("home-en", "portal-home", at("/"), language="en"),
    Seen("menu", "portal-home", menu),
    Seen("services", "cases-services", at("/layanan/")),
    Seen("services-none", "cases-services", at("/layanan/?q=zzz")),
    Seen("service", "cases-service", at("/layanan/pengaduan/")),
    Seen("form", "cases-file", at("/layanan/pengaduan/kirim")),
    Seen("form-en", "cases-file", at("/layanan/pengaduan/kirim"), language="en"),
    Seen("form-wrong", "cases-file", sent_empty("/layanan/pengaduan/kirim")),
    Seen("slip", "cases-slip", slip),
    Seen("track", "cases-track", at("/lacak/")),
    Seen("track-wrong", "cases-track", wrong_code),
    *(Seen(f"case-{s}", "cases-track", case_in(s)) for s in (
        "filed", "asked", "forwarded", "prepared", "answered", "closed", "refused")),
    Seen("sign-in", "sign_in", at("/masuk")),
    Seen("account-new", "account-new", at("/akun/baru")),
    Seen("account-new-en", "account-new", at("/akun/baru"), language="en"),
    Seen("account-new-wrong", "account-new", sent_empty("/akun/baru", "Buat akun")),
    Seen("own", "own-reports", at("/saya/"), "warga.d@contoh.id"),
    Seen("own-none", "own-reports", own_none),
    Seen("own-report", "own-report", own_report, "warga.d@contoh.id"),
    Seen("own-report-en", "own-report", own_report, "warga.f@contoh.id", "en"),
    Seen("own-link", "own-link", at("/saya/tautkan"), "warga.d@contoh.id"),
    Seen(
        "own-link-wrong", "own-link", sent_empty("/saya/tautkan", "Masukkan ke Laporan saya"), "warga.d@contoh.id"
    ),
    Seen("own-form", "cases-file", at("/layanan/pengaduan/kirim"), "warga.d@contoh.id"),
    Seen("account-close", "account-close", at("/akun/tutup"), "warga.d@contoh.id"),
    Seen("account-citizen", "account", at("/akun"), "warga.f@contoh.id"),
    Seen("start", "start", at("/masuk/mulai")),
    Seen("start-wrong", "start", wrong_start),
    Seen("sign-in-wrong", "sign_in", wrong_password),
    Seen("bodies", "bodies", at("/unit/")),
    Seen("bodies-change", "bodies-change", at("/unit/perubahan/2026-01-01/")),
    Seen("scored-units", "scored-units", at("/unit/dinilai/")),
    Seen("roles", "roles", at("/unit/peran/")),
    Seen("body", "body", at("/unit/1/")),
    Seen("body-ended", "body", at(f"/unit/{an_ended_body()}/")),
    Seen("privacy", "privacy", at("/privasi")),
    Seen("privacy-en", "privacy", at("/privasi"), language="en"),
    Seen("log", "ledger-log", at("/catatan/")),
    Seen("rules", "law-index", at("/isi/")),
    Seen("figures", "law-values", at("/isi/angka/?view=uncertain")),
    *(Seen(f"rules-{kind}-{name}", "law-pack", at(f"/isi/{kind}/{name}/")) for kind, name in packs()),
    Seen("nowhere", None, at("/tidak-ada")),
]  # fmt: skip
DESK = [
    Seen("inbox-verifier", "desk-inbox", at("/meja/"), "verifikator"),
    Seen("inbox-officer", "desk-inbox", at("/meja/?view=agency"), "petugas"),
    Seen("inbox-en", "desk-inbox", at("/meja/?view=agency"), "petugas", "en"),
    Seen("inbox-nothing", "desk-inbox", at("/meja/?q=ADU-0000"), "petugas"),
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
    Seen("breach-new", "cases-enter", at("/meja/kegagalan-pelindungan-data/baru"), "ppid"),
    Seen("counter-read-back", "cases-enter", read_back, "loket"),
    Seen("counter-account", "cases-enter", into_account("Pelapor punya akun", "warga.f@contoh.id"), "loket"),
    Seen("counter-slip-start", "cases-slip-desk", desk_slip_start, "loket"),
    Seen("account", "account", at("/akun"), "petugas"),
    Seen("password", "account-password", at("/akun/sandi"), "petugas"),
    Seen("password-wrong", "account-password", wrong_old_password, "petugas"),
    Seen("code", "account-code", at("/akun/kode"), "petugas"),
    Seen("passkeys", "account-passkeys", at("/akun/kunci"), "petugas"),
    Seen("identity", "account-identity", at("/akun/identitas"), "petugas"),
    Seen("identity-found", "sign_in-identity-back", at("/akun/identitas/hubungkan"), "petugas"),
    Seen("identity-unknown", "sign_in-identity-back", at("/masuk/identitas")),
    Seen("code-new", "account-code", code_begun),
    Seen("code-done", "account-code", code_done),
    Seen("code-set", "account-code", code_set),
    Seen("code-sign-in", "sign_in-code", code_asked),
    Seen("roles-own", "roles", at("/unit/peran/"), "kepala"),
    Seen("manage", "manage", at("/kelola/"), "administrator"),
    Seen("manage-en", "manage", at("/kelola/"), "kepegawaian", "en"),
    Seen("manage-bodies", "manage-bodies", at("/kelola/instansi/"), "administrator"),
    Seen("manage-changes", "manage-changes", at("/kelola/instansi/perubahan/"), "administrator"),
    Seen("manage-change", "manage-change-new", one_change, "administrator"),
    Seen("manage-change-wrong", "manage-change-new", change_of_nothing, "administrator", "en"),
    Seen("manage-change-look", "manage-change-new", change_looked_at, "administrator"),
    Seen("manage-body", "manage-body", at(managed("instansi/{body}/")), "kepegawaian"),
    Seen("manage-post-new", "manage-post-new", at(managed("instansi/{body}/jabatan-baru")), "kepegawaian"),
    Seen("manage-post", "manage-post", post_of("/"), "kepegawaian"),
    Seen("manage-appoint", "manage-appoint", post_of("/angkat?kind=plt"), "kepegawaian"),
    Seen("manage-appoint-wrong", "manage-appoint", appoint_nobody, "administrator", "en"),
    Seen("manage-close", "manage-post-close", post_of("/tutup"), "kepegawaian"),
    Seen("manage-end", "manage-holding-end", end_holding, "administrator"),
    Seen("manage-systems", "manage-systems", at("/kelola/sistem/"), "kepegawaian"),
    Seen("manage-key", "manage-key-new", new_key, "pranata"),
    Seen("manage-key-wrong", "manage-key-new", key_for_nothing, "pranata", "en"),
    Seen("manage-announcements", "manage-announcements", announced, "kepegawaian"),
    Seen("manage-announcements-wrong", "manage-announcements", announced_nothing, "koordinator", "en"),
    Seen("home-announced", "portal-home", announced_on("/"), "koordinator"),
    Seen("body-announced", "body", announced_on(managed("../unit/{body}/")), "kepegawaian"),
    Seen("inbox-announced", "desk-inbox", announced_to_staff, "koordinator"),
    Seen("manage-jobs", "manage-jobs", at("/kelola/jalannya/"), "administrator"),
    Seen("manage-mail", "manage-mail", at("/kelola/jalannya/surel"), "administrator"),
    Seen("manage-storage", "manage-storage", at("/kelola/jalannya/penyimpanan"), "administrator"),
    Seen("accesses", "desk-accesses", at("/meja/akses"), "auditor"),
    Seen("manage-persons", "manage-persons", at("/kelola/orang/"), "administrator"),
    Seen("manage-import", "manage-import", at("/kelola/impor/"), "administrator"),
    Seen("manage-import-wrong", "manage-import", imported("dinkes;;raja;;x"), "kepegawaian", "en"),
    Seen(
        "manage-import-plan",
        "manage-import",
        imported("dinkes;Petugas Gizi;officer;Orang Satu;orang.satu"),
        "kepegawaian",
    ),
    Seen(
        "manage-import-done",
        "manage-import",
        imported("dinkes;Petugas Gizi;officer;Orang Dua;orang.dua", "Catat semuanya"),
        "kepegawaian",
    ),
    Seen("manage-invite", "manage-invite", at("/kelola/orang/undang"), "kepegawaian"),
    Seen("manage-person", "manage-person", person_page, "administrator"),
    Seen("manage-code", "manage-person", given_code, "administrator"),
    Seen("counter-refused", "cases-enter", at("/meja/pengaduan/baru"), "petugas"),
]


@pytest.mark.parametrize("seen", [*PUBLIC, *DESK], ids=lambda seen: seen.name)
def test_page(seen: Seen, visit: Visits, province: Province) -> None:
    page = visit.page(size=(1440, 900), who=seen.who, language=seen.language)
    seen.reach(page, province)
    assert route_of(page.url) == seen.route
    expect(page.locator("h1")).to_have_count(1)
    page.evaluate(AXE.read_text())
    found: list[Any] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate(EDGE) > 0:
            found.append(f"{width}: {page.evaluate(EDGE)} pixels over the edge")
        if width not in (360, 1440):
            continue
        page.emulate_media(color_scheme="light")
        found += [f"{width} light {violation}" for violation in page.evaluate(RUN)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} dark {violation}" for violation in page.evaluate(RUN, COLOURS)]
    assert found == []


def test_no_page_is_left_out() -> None:
    assert {seen.route for seen in (*PUBLIC, *DESK)} - {None} | NO_PAGE == set(routes())


def test_the_checks_see_what_they_are_for(visit: Visits) -> None:
    page = visit.page()
    page.goto("/lacak/")
    page.evaluate(AXE.read_text())
    page.evaluate("document.querySelector('label').remove()")
    assert any(violation.startswith("label:") for violation in page.evaluate(RUN))
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert any(violation.startswith("color-contrast:") for violation in page.evaluate(RUN, COLOURS))
    page.evaluate("document.querySelector('h1').style.width = '5000px'")
    assert page.evaluate(EDGE) > 0
