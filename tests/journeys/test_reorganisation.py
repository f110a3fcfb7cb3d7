"""A merger prepared in the browser, the day that comes, and the successor who answers its predecessor's case."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from serentak.lib.clock import today
from tests.agencies.test_reorganisation import the_day_comes
from tests.conftest import OwnDatabase, fresh, one_at_a_time
from tests.journeys import province as programs
from tests.journeys.steps import act, done
from tests.journeys.visit import Visits


@pytest.fixture
def merging(
    template: None, front: None, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Visits, OwnDatabase]]:
    """A province of its own: a body that ends here is missed by no other journey."""
    folder = tmp_path_factory.mktemp("merging")
    with fresh(folder) as database:
        with one_at_a_time("front"):
            programs.run(database.variables, "install")
        with programs.running(database.environment, database.variables, folder / "output") as running:
            visits = Visits(browser, running)
            try:
                yield visits, database
            finally:
                visits.close()
            assert visits.wrong == [] and "Traceback" not in running.said()


def fill_day(page: Page, name: str, days: int) -> None:
    day = today() + timedelta(days=days)
    for part in ("day", "month", "year"):
        page.locator(f'[name="{name}.{part}"]').fill(str(getattr(day, part)))


def prepare(page: Page) -> None:
    """Public Works and Health become one body tomorrow, with all their posts."""
    page.goto("/kelola/instansi/")
    page.get_by_role("link", name="Perubahan instansi").click()
    page.get_by_role("link", name="Siapkan perubahan").click()
    fill_day(page, "on", 1)
    page.get_by_label("Nomor peraturan").fill("Peraturan Daerah Nomor 9 Tahun 2026")
    fill_day(page, "decreed", 0)
    page.get_by_role("button", name="Instansi baru").click()
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Tulis nama lengkapnya.")
    page.get_by_label("Nama lengkap").fill("Dinas Prasarana dan Kesehatan")
    page.get_by_label("Nama pendek").fill("Dinas Prakes")
    page.get_by_label("Jenis").select_option("dinas")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_role("button", name="Penggabungan").click()
    page.get_by_label("Dinas Pekerjaan Umum").check()
    page.get_by_label("Dinas Kesehatan").check()
    page.get_by_label("Penerusnya").select_option("+Dinas Prasarana dan Kesehatan")
    page.get_by_label("Jabatan dan pemangkunya").select_option("+Dinas Prasarana dan Kesehatan")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_role("button", name="Lihat sebelum dan sesudah").click()
    expect(page.locator("section", has_text="Sehari sebelumnya").first).to_contain_text("Dinas Kesehatan")
    expect(page.get_by_text("Berkas terbuka", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Siapkan perubahan ini").click()
    expect(page.locator(".ds-alert")).to_contain_text("Perubahan sudah disiapkan")
    expect(page.locator("main")).to_contain_text("Disiapkan oleh Pengelola organisasi")


def test_a_merged_body_answers_its_predecessors_case(merging: tuple[Visits, OwnDatabase]) -> None:
    visit, database = merging
    officer = visit.desk("petugas")
    officer.goto("/meja/")
    number = officer.locator(".dense tbody .no a").first.inner_text()
    prepare(visit.desk("administrator", size=(360, 740), script=False))
    the_day_comes(database)

    officer.goto("/meja/")  # in the post that goes on in the successor
    expect(officer.locator("main")).to_contain_text("Dinas Prakes")
    officer.get_by_role("link", name=number).click()
    act(officer, "Siapkan jawaban", answer="Sudah dikerjakan.")
    done(officer, "Jawaban disiapkan")
    head = visit.desk("kepala")
    head.goto("/meja/")
    head.get_by_role("link", name=number).click()
    act(head, "Sahkan jawaban")
    done(head, "Jawaban disahkan")
