"""What anybody comes to: the home, services, the form, a case by its slip, bodies, the log, the rules."""

from datetime import timedelta
from functools import cache

from playwright.sync_api import Page, expect

from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from serentak.lib.ids import letter_code
from tests.journeys import steps
from tests.journeys.pages.seen import Reach, Seen, at, sent_empty
from tests.journeys.province import Province


def survey(page: Page, province: Province) -> None:
    """The survey of a case that ended, sent with one answer missing."""
    steps.track(page, steps.Slip(*province.slip("refused")))
    page.get_by_role("link", name="Nilai pelayanannya").click()
    for group in page.locator("fieldset").all()[1:]:
        group.get_by_label("Baik", exact=True).check()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def case_in(state: str) -> Reach:
    """The tracking page of a case in this state."""

    def reach(page: Page, province: Province) -> None:
        steps.track(page, steps.Slip(*province.slip(state)))

    return reach


def slip(page: Page, province: Province) -> None:
    steps.write_report(page, "Jembatan goyah")
    steps.send(page)


def wrong_code(page: Page, province: Province) -> None:
    page.goto("/lacak/")
    page.get_by_label("Nomor").fill("ADU-2026-999999")
    page.get_by_label("Kode").fill("ABCDEFGHJK")
    page.get_by_role("button", name="Lihat kabarnya").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def menu(page: Page, province: Province) -> None:
    page.goto("/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_text("Menu", exact=True).click()


def letter(page: Page, province: Province) -> None:
    """The letter that the worker drew at the first start, once somebody looks for it."""
    asked = "SELECT r.id, r.number FROM ledger_entry e JOIN records_record r ON r.id = e.subject WHERE e.act = 'letter_drawn'"
    deadline = now() + timedelta(seconds=30)
    while not (rows := province.ask(asked)) and now() < deadline:
        page.wait_for_timeout(200)
    ((record, number), *_) = rows
    page.goto(f"/periksa/{number}/{letter_code(province.environment.file_key, record)}")


def letter_signed(page: Page, province: Province) -> None:
    """The same after its head signed it by hand and scanned it."""
    letter(page, province)
    (row,) = province.ask("SELECT subject FROM ledger_entry WHERE act = 'letter_drawn' LIMIT 1")
    address = page.url
    page.goto(f"/meja/berkas/{row[0]}")
    if page.locator("[name=letter_signer]").count():
        steps.sign_by_hand(page)
    page.goto(address)


def alike(page: Page, province: Province) -> None:
    """What may be the same comes while the form is filled in, once the search has read the log."""
    for _ in range(80):  # the worker reads it once a minute
        page.goto("/layanan/pengaduan/kirim")
        form = page.locator("main form")
        form.get_by_label("Tentang apa?").fill("Lampu jalan depan pasar padam")
        with page.expect_response("**/mirip?**"):
            form.get_by_label("Kecamatan").select_option("76.02.01")
        if page.get_by_text("Mungkin sudah dilaporkan").count():
            break
        page.wait_for_timeout(1000)
    expect(page.get_by_text("Mungkin sudah dilaporkan")).to_be_visible()


@cache
def packs() -> list[tuple[str, str]]:
    """Kind and name of every pack in use."""
    return sorted({(pack.kind, pack.name) for pack in law.library().packs})


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
    Seen("form-alike", "cases-file", alike),
    Seen("slip", "cases-slip", slip),
    Seen("track", "cases-track", at("/lacak/")),
    Seen("track-wrong", "cases-track", wrong_code),
    *(Seen(f"case-{s}", "cases-track", case_in(s)) for s in (
        "filed", "asked", "forwarded", "prepared", "answered", "closed", "refused")),
    Seen("bodies", "bodies", at("/unit/")),
    Seen("bodies-change", "bodies-change", at("/unit/perubahan/2026-01-01/")),
    Seen("figures", "figures", at("/angka/?menurut=kini")),
    Seen("figures-wrong", "figures", at("/angka/?dari=kemarin&instansi=13")),
    Seen("scored-units", "scored-units", at("/unit/dinilai/")),
    Seen("roles", "roles", at("/unit/peran/")),
    Seen("body", "body", at("/unit/1/")),
    Seen("body-ended", "body", at(f"/unit/{an_ended_body()}/")),
    Seen("programs", "api", at("/api/")),
    Seen("satisfaction", "satisfaction", at("/angka/kepuasan")),
    Seen("survey", "cases-survey", survey),
    Seen("letter", "letter", letter),
    Seen("letter-signed", "letter", letter_signed, "kepala.izin"),
    Seen("letter-signed-en", "letter", letter_signed, "kepala.izin", "en"),
    Seen("research-form", "cases-file", at("/layanan/surat-keterangan-penelitian/kirim")),
    Seen("privacy", "privacy", at("/privasi")),
    Seen("privacy-en", "privacy", at("/privasi"), language="en"),
    Seen("log", "ledger-log", at("/catatan/")),
    Seen("rules", "law-index", at("/isi/")),
    Seen("figures", "law-values", at("/isi/angka/?view=uncertain")),
    *(Seen(f"rules-{kind}-{name}", "law-pack", at(f"/isi/{kind}/{name}/")) for kind, name in packs()),
    Seen("nowhere", None, at("/tidak-ada")),
    Seen("roles-own", "roles", at("/unit/peran/"), "kepala"),
]  # fmt: skip
