"""A complaint from a citizen's phone to the sealed log and back, through every hand it passes."""

from playwright.sync_api import Page, expect

from tests.journeys.province import Province
from tests.journeys.steps import Slip, act, done, open_case, send, track, write_report
from tests.journeys.visit import Visits

PUPR = "Dinas Pekerjaan Umum dan Penataan Ruang"


def test_an_anonymous_report_is_answered_and_rated(visit: Visits) -> None:
    citizen = visit.page()
    citizen.goto("/")
    citizen.get_by_role("link", name="Pengaduan").first.click()
    citizen.get_by_role("link", name="Mulai").first.click()
    write_report(citizen, "Jalan berlubang di depan pasar", village="Bambu")
    slip = send(citizen)
    assert slip.number.startswith("ADU-")

    verifier = visit.desk("verifikator")
    open_case(verifier, slip.number)
    expect(verifier.get_by_text("Tanpa nama").first).to_be_visible()
    act(verifier, "Teruskan ke instansi", target=PUPR, public_summary="Jalan berlubang di depan pasar.")
    done(verifier, "Laporan diteruskan")

    officer = visit.desk("petugas")
    open_case(officer, slip.number)
    act(officer, "Saya kerjakan")
    done(officer, "Petugas mulai mengerjakan")
    act(officer, "Siapkan jawaban", answer="Lubang ditambal hari ini.")
    done(officer, "Jawaban disiapkan")

    state(citizen, slip, "Jawaban sedang disahkan")
    expect(citizen.get_by_text("Lubang ditambal hari ini.")).to_have_count(0)

    head = visit.desk("kepala")
    open_case(head, slip.number)
    expect(head.get_by_text("Lubang ditambal hari ini.").first).to_be_visible()
    act(head, "Sahkan jawaban")
    done(head, "Jawaban disahkan dan dikirim")

    state(citizen, slip, "Sudah dijawab")
    said = citizen.get_by_role("region", name="Jawaban untuk Anda")
    for words in ("Lubang ditambal hari ini.", "Petugas Pengaduan", "Kepala Dinas PUPR"):
        expect(said).to_contain_text(words)
    citizen.get_by_role("radio", name="4 Baik").check()
    citizen.get_by_role("button", name="Kirim penilaian").click()
    done(citizen, "Yang Anda kirim tercatat")
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Selesai")
    citizen.reload()
    expect(citizen.locator("a.seal").first).to_contain_text("tersegel")


def state(citizen: Page, slip: Slip, words: str) -> None:
    """Where the case stands, as the citizen reads it."""
    track(citizen, slip)
    expect(citizen.get_by_role("heading", level=1)).to_have_text(words)


def answer(citizen: Page, title: str, **texts: str) -> None:
    """An act of the citizen on the tracking page."""
    form = citizen.get_by_role("form", name=title)
    for name, text in texts.items():
        form.locator(f"[name={name}]").fill(text)
    form.get_by_role("button", name=title).click()
    done(citizen, "Yang Anda kirim tercatat")


def test_a_named_report_is_asked_back_returned_answered_and_reopened(
    visit: Visits, province: Province
) -> None:
    citizen = visit.page()
    write_report(
        citizen, "Talud longsor di tikungan", naming="Boleh disebut", name="Siti Rahmah", phone="0812 3456 7890",
        email="siti@contoh.invalid", village="Karema",
    )  # fmt: skip
    slip = send(citizen)

    verifier = visit.desk("verifikator")
    open_case(verifier, slip.number)
    expect(verifier.get_by_role("region", name="Pelapor")).to_contain_text("Siti Rahmah")
    act(verifier, "Minta keterangan pelapor", question="Tikungan yang mana?")
    done(verifier, "Pelapor dimintai keterangan")
    expect(verifier.get_by_text("Jam berhenti").first).to_be_visible()

    state(citizen, slip, "Kami menunggu keterangan Anda")
    expect(citizen.get_by_role("form", name="Kirim keterangan")).to_contain_text("Tikungan yang mana?")
    answer(citizen, "Kirim keterangan", note="Tikungan sesudah jembatan.")
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami periksa")

    verifier.reload()
    act(
        verifier,
        "Teruskan ke instansi",
        target=PUPR,
        public_summary="Talud longsor.",
        note_optional="Mendesak.",
    )
    done(verifier, "Laporan diteruskan")

    officer, head = visit.desk("petugas"), visit.desk("kepala")
    open_case(officer, slip.number)
    expect(officer.get_by_role("region", name="Pelapor")).to_contain_text("Siti Rahmah")
    act(officer, "Saya kerjakan")
    done(officer, "Petugas mulai mengerjakan")
    act(officer, "Siapkan jawaban", answer="Sudah.")
    done(officer, "Jawaban disiapkan")
    open_case(head, slip.number)
    act(head, "Kembalikan ke petugas", reason="Tulis apa yang dikerjakan dan tanggalnya.")
    done(head, "Jawaban dikembalikan")
    officer.reload()
    expect(officer.get_by_text("Tulis apa yang dikerjakan dan tanggalnya.")).to_be_visible()
    act(officer, "Siapkan jawaban", answer="Bronjong dipasang 3 November.")
    done(officer, "Jawaban disiapkan")
    head.reload()
    act(head, "Sahkan jawaban")
    done(head, "Jawaban disahkan dan dikirim")

    state(citizen, slip, "Sudah dijawab")
    for internal in ("Tulis apa yang dikerjakan dan tanggalnya.", "Mendesak.", "Jawaban dikembalikan"):
        expect(citizen.get_by_text(internal)).to_have_count(0)
    answer(citizen, "Belum beres, buka kembali", reason="Bronjongnya sudah miring.")
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Sedang ditindaklanjuti")
    officer.goto("/meja/")
    expect(officer.get_by_role("link", name=slip.number)).to_be_visible()
    letters = [path.read_text() for path in province.environment.mail.iterdir()]
    assert any(slip.number in letter and "siti@contoh.invalid" in letter for letter in letters)
    assert not any("Bronjong" in letter for letter in letters)


def test_a_confidential_name_is_the_verifiers_only(visit: Visits) -> None:
    citizen = visit.page()
    write_report(
        citizen, "Pungutan di loket", naming="Rahasiakan dari pihak yang dilaporkan", name="Warga Takut"
    )
    slip = send(citizen)
    verifier = visit.desk("verifikator")
    open_case(verifier, slip.number)
    expect(verifier.get_by_role("region", name="Pelapor")).to_contain_text("Warga Takut")
    act(verifier, "Teruskan ke instansi", target=PUPR, public_summary="Pungutan di loket.")
    done(verifier, "Laporan diteruskan")
    for who in ("petugas", "kepala"):
        page = visit.desk(who)
        open_case(page, slip.number)
        expect(page.get_by_role("region", name="Pelapor").locator(".hidden-why")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("Warga Takut")
