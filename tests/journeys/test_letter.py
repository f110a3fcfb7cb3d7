"""A research certificate from an applicant's phone over three desks to somebody who checks it."""

from playwright.sync_api import FilePayload, expect

from serentak.demo.actions import paper
from tests.journeys.steps import act, choose_place, done, open_case, read_slip, sign_by_hand, track
from tests.journeys.visit import Visits


def pdf(name: str) -> FilePayload:
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": paper(name).stream.read()}


def test_a_research_certificate_is_asked_for_issued_and_checked(visit: Visits) -> None:
    citizen = visit.page()
    citizen.goto("/layanan/surat-keterangan-penelitian/kirim")
    form = citizen.locator("form[data-draft]")
    form.get_by_label("Judul penelitian").fill("Arus balik nelayan di Teluk Mamuju")
    form.get_by_label("Perorangan").check()
    form.get_by_label("Asal kampus, lembaga, atau alamat").fill("Universitas Peragaan")
    form.get_by_label("Maksud dan tujuan").fill("Wawancara dengan empat puluh nelayan untuk tesis.")
    choose_place(form)
    for name, day in (("starts", "11 1 2027"), ("ends", "9 4 2027")):
        for part, text in zip(("day", "month", "year"), day.split(), strict=True):
            form.locator(f"[name='{name}.{part}']").fill(text)
    for name in ("request_letter", "proposal", "statements", "identity_card"):
        form.locator(f"[name={name}]").set_input_files(pdf(name))
    form.get_by_label("Nama peneliti").fill("Warga Y")
    citizen.get_by_role("button", name="Kirim", exact=True).click()
    slip = read_slip(citizen)
    assert slip.number.startswith("SKP-")

    officer = visit.desk("petugas.izin")
    open_case(officer, slip.number)
    act(officer, "Lengkap, minta pertimbangan", target="Badan Kesatuan Bangsa dan Politik")
    done(officer, "Berkas lengkap dan dimintakan pertimbangan")
    unity = visit.desk("petugas.kesbang")
    open_case(unity, slip.number)
    act(unity, "Beri pertimbangan", opinion="Dapat diberikan", opinion_words="Tidak ada keberatan.")
    open_case(officer, slip.number)
    act(officer, "Siapkan untuk disahkan: setujui dan buat surat", number_given="400.14.4/21/2026")
    head = visit.desk("kepala.izin")
    open_case(head, slip.number)
    head.get_by_role("button", name="Sahkan", exact=True).click()
    done(head, "Permohonan disetujui")
    for _ in range(30):  # the worker draws it
        if head.locator("summary", has_text="Tanda tangani").count():
            break
        head.wait_for_timeout(500)
        head.reload()
    sign_by_hand(head)

    track(citizen, slip)
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Surat sudah terbit")
    with citizen.expect_download() as got:
        citizen.get_by_role("link", name="pindai.pdf").click()
    copy = got.value.path().read_bytes()
    citizen.get_by_role("link", name="laman pemeriksaan surat").click()
    expect(citizen.get_by_text("400.14.4/21/2026")).to_be_visible()
    expect(citizen.get_by_text("Warga Y")).to_have_count(0)
    sent: list[str] = []
    citizen.on("request", lambda request: sent.append(request.method))
    for raw, told in ((copy, "sama persis"), (copy + b"x", "berbeda")):
        citizen.locator("[name=copy]").set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": raw}
        )
        citizen.get_by_role("button", name="Cocokkan").click()
        expect(citizen.locator("[data-copy]:visible")).to_contain_text(told)
    assert "POST" not in sent, "the browser compares; the file stays with its reader"
