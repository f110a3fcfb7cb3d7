"""What those come to who administer: bodies, posts, persons, imports, systems, announcements."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from serentak.law import queries as law
from serentak.lib.clock import now
from tests.journeys.pages.seen import Reach, Seen, at
from tests.journeys.province import Province


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


def imported_long(page: Page, province: Province) -> None:
    """What a long file would do: said after a while, in the page that said it was being checked."""
    imported("".join(f"dinkes;Petugas {n};officer\n" for n in range(120)))(page, province)
    expect(page.locator(".wait")).to_be_hidden()


def given_code(page: Page, province: Province) -> None:
    person_page(page, province)
    page.get_by_role("button", name="Beri kode awal baru").click()
    expect(page.locator(".startcode")).to_be_visible()


def new_body(page: Page) -> None:
    """A change of one step: a body begins."""
    page.goto("/kelola/instansi/perubahan/siapkan")
    fill_day(page, "on", now() + timedelta(days=40))
    page.get_by_label("Nomor peraturan").fill("Peraturan Daerah Nomor 9 Tahun 2026")
    fill_day(page, "decreed", now())
    page.get_by_role("button", name="Instansi baru").click()
    page.get_by_label("Nama lengkap").fill("Dinas Bina Marga")
    page.get_by_label("Nama pendek").fill("Bina Marga")
    page.get_by_label("Jenis").select_option("dinas")
    page.get_by_role("button", name="Tambahkan").click()


def change_prepared(page: Page, province: Province) -> None:
    """The list with a change in it, and the question before it is withdrawn."""
    new_body(page)
    page.get_by_role("button", name="Lihat sebelum dan sesudah").click()
    page.get_by_role("button", name="Siapkan perubahan ini").click()
    page.locator("summary", has_text="Tarik perubahan ini").first.click()
    expect(page.get_by_role("button", name="Ya, tarik")).to_be_visible()


def one_change(page: Page, province: Province) -> None:
    """A split being described, after a new body."""
    new_body(page)
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


def hooks(page: Page, province: Province) -> None:
    """Where a system is told, with an address that is none."""
    new_key(page, province)
    page.goto("/kelola/sistem/")
    page.get_by_role("link", name="Kabar ke sistem ini").first.click()
    page.get_by_label("Alamat sistem", exact=True).fill("https://127.0.0.1/kabar")
    page.get_by_role("button", name="Kirim kabar ke sini").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


MANAGE = [
    Seen("manage", "manage", at("/kelola/"), "administrator"),
    Seen("manage-en", "manage", at("/kelola/"), "kepegawaian", "en"),
    Seen("manage-bodies", "manage-bodies", at("/kelola/instansi/"), "administrator"),
    Seen("manage-changes", "manage-changes", at("/kelola/instansi/perubahan/"), "administrator"),
    Seen("manage-changes-ahead", "manage-changes", change_prepared, "administrator"),
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
    Seen("manage-hooks", "manage-hooks", hooks, "pranata"),
    Seen("manage-announcements", "manage-announcements", announced, "kepegawaian"),
    Seen("manage-announcements-wrong", "manage-announcements", announced_nothing, "koordinator", "en"),
    Seen("home-announced", "portal-home", announced_on("/"), "koordinator"),
    Seen("body-announced", "body", announced_on(managed("../unit/{body}/")), "kepegawaian"),
    Seen("inbox-announced", "desk-inbox", announced_to_staff, "koordinator"),
    Seen("manage-jobs", "manage-jobs", at("/kelola/jalannya/"), "administrator"),
    Seen("manage-mail", "manage-mail", at("/kelola/jalannya/surel"), "administrator"),
    Seen("manage-storage", "manage-storage", at("/kelola/jalannya/penyimpanan"), "administrator"),
    Seen("manage-persons", "manage-persons", at("/kelola/orang/"), "administrator"),
    Seen("manage-import", "manage-import", at("/kelola/impor/"), "administrator"),
    Seen("manage-import-wrong", "manage-import", imported("dinkes;;raja;;x"), "kepegawaian", "en"),
    Seen(
        "manage-import-plan",
        "manage-import",
        imported("dinkes;Petugas Gizi;officer;Orang Satu;orang.satu"),
        "kepegawaian",
    ),
    Seen("manage-import-long", "manage-import", imported_long, "kepegawaian"),
    Seen(
        "manage-import-done",
        "manage-import",
        imported("dinkes;Petugas Gizi;officer;Orang Dua;orang.dua", "Catat semuanya"),
        "kepegawaian",
    ),
    Seen("manage-invite", "manage-invite", at("/kelola/orang/undang"), "kepegawaian"),
    Seen("manage-person", "manage-person", person_page, "administrator"),
    Seen("manage-code", "manage-person", given_code, "administrator"),
]  # fmt: skip
