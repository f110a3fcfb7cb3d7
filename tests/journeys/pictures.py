"""Pictures of the pages of a running demonstration, reached as people reach them: `serentak screenshots`.

It files a complaint of its own and leads it to the answer, so it belongs on no production. The same steps
as the journeys; whatever a page complains of on its console is said.
"""

import urllib.request
from collections.abc import Callable
from pathlib import Path

from serentak.lib.refusal import Refusal

try:
    from playwright.sync_api import Page, expect
except ImportError:
    raise Refusal(
        "no_playwright",
        "pictures are taken with playwright, which is not installed",
        remedy="install what the tests need: .venv/bin/pip install --require-hashes -r requirements/dev.txt",
    ) from None

from tests.browser import chromium
from tests.journeys import steps
from tests.journeys.province import Site
from tests.journeys.visit import DESK, PHONE, Visits

PUBLIC = {
    "home": "/", "services": "/layanan/", "service": "/layanan/pengaduan/", "form": steps.KIRIM, "track": "/lacak/",
    "sign-in": "/masuk", "agencies": "/unit/", "agency": "/unit/1-setda/", "log": "/catatan/", "rules": "/isi/",
    "rules-complaint": "/isi/record_type/complaint/", "rules-settings": "/isi/settings/complaint/",
}  # fmt: skip
TALLEST = 2400  # pixels: lists go on for long
PUPR = "Dinas Pekerjaan Umum dan Penataan Ruang"


def take(folder: Path, base: str, *, say: Callable[[str], None]) -> None:
    """Every page at 360 and 1440 pixels into `folder`, as <page>-<width>.png. Refusal when nobody answers."""
    _answers(base)
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        visits = Visits(browser, Site(base.rstrip("/")))
        try:
            public(visits, folder)
            case(visits, folder)
            desk(visits, folder)
        finally:
            visits.close()
    for wrong in visits.wrong:
        say(wrong)
    say(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def _answers(base: str) -> None:
    try:
        urllib.request.urlopen(f"{base}/sehat", timeout=10).close()
    except (OSError, ValueError):
        raise Refusal(
            "no_site",
            f"no demonstration answers at {base}",
            remedy="start one with `make up`, or give --base",
        ) from None


def _keep(page: Page, folder: Path, name: str) -> None:
    """The page as it stands, at both widths, from its head down."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": max(height, tall)})
        page.screenshot(path=folder / f"{name}-{width}.png", animations="disabled")


def public(visits: Visits, folder: Path) -> None:
    """What anybody reads."""
    page = visits.page()
    for name, path in PUBLIC.items():
        page.goto(path)
        _keep(page, folder, name)


def case(visits: Visits, folder: Path) -> None:
    """One complaint from the form to the answer."""
    citizen = visits.page()
    citizen.goto(steps.KIRIM)
    citizen.locator("form[data-draft]").get_by_label("Ceritakan kejadiannya").fill(
        "Lubangnya selebar dua meter."
    )
    citizen.get_by_role("button", name="Kirim", exact=True).click()
    expect(citizen.locator(".ds-error-summary")).to_be_visible()
    _keep(citizen, folder, "form-wrong")
    steps.write_report(citizen, "Jalan berlubang di depan pasar", village="Bambu")
    slip = steps.send(citizen)
    _keep(citizen, folder, "slip")
    steps.track(citizen, slip)
    _keep(citizen, folder, "case")

    for who, title, answers in (
        (
            "verifikator",
            "Teruskan ke instansi",
            {"target": PUPR, "public_summary": "Jalan berlubang di pasar."},
        ),
        ("petugas", "Saya kerjakan", {}),
        ("petugas", "Siapkan jawaban", {"answer": "Lubang ditambal hari ini, dilapis ulang bulan depan."}),
        ("kepala", "Sahkan jawaban", {}),
    ):
        page = visits.desk(who)
        steps.open_case(page, slip.number)
        _keep(page, folder, f"record-{who}")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        steps.act(page, title, **answers)
        expect(page.locator(".ds-alert[data-color=success]")).to_be_visible()
    steps.track(citizen, slip)
    _keep(citizen, folder, "case-answered")


def desk(visits: Visits, folder: Path) -> None:
    """Inboxes, the counter, a late case."""
    for who, path, name in (
        ("verifikator", "/meja/", "inbox-verifier"), ("petugas", "/meja/?view=agency", "inbox-officer"),
        ("verifikator", "/meja/pengaduan/baru", "counter"),
    ):  # fmt: skip
        page = visits.desk(who)
        page.goto(path)
        _keep(page, folder, name)
    late = visits.desk("petugas")
    late.goto("/meja/?view=agency")
    late.locator(".dense tbody a").first.click()
    _keep(late, folder, "record-late")
