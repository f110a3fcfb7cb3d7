"""A citizen's account on a phone: made, filed in, taken in by slip; others see nothing of it."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.province import Province
from tests.journeys.steps import send, track, write_report
from tests.journeys.visit import Visits, sign_in

PASSWORD = "perahu kecil melaut"


def test_a_citizen_makes_an_account_files_and_takes_an_older_case_in(
    visit: Visits, province: Province
) -> None:
    phone = visit.page()
    write_report(phone, "Lampu taman padam", naming="Rahasiakan dari pihak yang dilaporkan", name="Warga P")
    older = send(phone)
    phone.context.clear_cookies()

    phone.goto("/masuk")
    phone.get_by_role("link", name="Warga belum punya akun? Buat akun").click()
    phone.get_by_label("Nomor telepon atau surel").fill("0812 0000 7001")
    phone.get_by_label("Nama", exact=True).fill("Warga P")
    phone.get_by_label("Kata sandi").fill(PASSWORD)
    phone.get_by_role("button", name="Buat akun").click()
    expect(phone.locator(".ds-alert")).to_contain_text("Sekarang masuklah")
    form = phone.locator("form.card")
    expect(form.get_by_label("Nomor telepon, surel, atau nama pengguna")).to_have_value("+6281200007001")
    form.get_by_label("Kata sandi").fill(PASSWORD)
    form.get_by_role("button", name="Masuk").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bila lupa kata sandi")
    phone.goto("/saya/")
    expect(phone.get_by_text("Belum ada laporan di akun ini")).to_be_visible()

    write_report(phone, "Trotoar pecah", naming="Boleh disebut")
    newer = send(phone)
    phone.goto("/saya/")
    phone.get_by_role("link", name="Trotoar pecah").click()
    expect(phone.get_by_text(newer.number).first).to_be_visible()
    phone.get_by_label("Keterangan").fill("Kini lebih lebar.")
    phone.get_by_role("button", name="Tambah kabar").click()
    expect(phone.locator(".ds-alert[data-color=success]")).to_contain_text("Sudah kami terima")
    own = phone.url.split("?")[0]

    phone.goto("/saya/tautkan")
    phone.get_by_label("Nomor").fill(older.number)
    phone.get_by_label("Kode").fill(older.code)
    phone.get_by_role("button", name="Masukkan ke Laporan saya").click()
    expect(phone.locator(".ds-alert[data-color=success]")).to_contain_text("sekarang ada di Laporan saya")
    phone.goto("/saya/")
    expect(phone.locator(".tasks li")).to_have_count(2)

    stranger, other = visit.page(), visit.page(who="warga.f@contoh.id")
    stranger.goto(own)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Masuk")
    other.goto(own)
    expect(other.get_by_text("Berkas ini tidak ada, atau bukan bagian Anda.").first).to_be_visible()
    track(other, older)
    other.get_by_role("button", name="Masukkan ke Laporan saya").click()
    expect(other.locator(".ds-error-summary")).to_contain_text("sudah masuk ke sebuah akun")
    (row,) = province.ask(
        "SELECT count(*) FROM records_party WHERE scope LIKE 'p:%%' AND role <> 'applicant'"
    )
    assert row == (0,)


def test_an_account_by_passkey_alone_is_made_used_and_taken_back_with_a_spare_code(
    visit: Visits, province: Province
) -> None:
    phone = visit.page()
    steps.authenticator(phone)
    steps.join_by_key(phone, "0812 0000 7011")
    phone.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bila kunci sandi hilang")
    code = steps.spare_code(phone)
    write_report(phone, "Selokan tersumbat", naming="Boleh disebut")
    number = send(phone).number

    other = visit.page(script=False)  # the phone is lost; this one has no passkey and no JavaScript
    other.goto("/masuk")
    other.get_by_role("link", name="Lupa kata sandi").click()
    other.get_by_role("link", name="Pakai kode").click()
    other.get_by_label("nama pengguna").fill("081200007011")
    other.get_by_label("Kode").fill(code)
    for label in ("Kata sandi baru", "Kata sandi baru, sekali lagi"):
        other.get_by_label(label, exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Pasang kata sandi").click()
    form = other.locator("form.card").first
    form.get_by_label("nama pengguna").fill("081200007011")
    form.get_by_label("Kata sandi").fill(PASSWORD)
    form.get_by_role("button", name="Masuk").click()
    other.goto("/saya/")
    expect(other.get_by_text(number)).to_be_visible()
    phone.goto("/saya/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Masuk")


def test_a_lost_password_is_replaced_by_a_code_that_comes_by_mail(visit: Visits, province: Province) -> None:
    who = province.account()
    email = f"{who}@contoh.id"
    page = visit.page(script=False)
    sign_in(page, who, path="/masuk?next=/akun/pemulihan")
    page.goto(steps.prove_by_mail(page, province, email))
    page.get_by_role("button", name="Ya, ini surel saya").click()
    expect(page.locator(".ds-alert[data-color=success]")).to_contain_text("Surel sudah terbukti")

    lost = visit.page(script=False)
    lost.goto("/masuk/lupa")
    lost.get_by_label("nama pengguna").fill(who)
    lost.get_by_role("button", name="Kirim kode").click()
    expect(lost.get_by_label("nama pengguna")).to_have_value(who)
    code = steps.mailed(province, email, "Kode: ").split("Kode: ")[1].split()[0]
    lost.get_by_label("Kode", exact=True).fill(code)
    for label in ("Kata sandi baru", "Kata sandi baru, sekali lagi"):
        lost.get_by_label(label, exact=True).fill(PASSWORD)
    lost.get_by_role("button", name="Pasang kata sandi").click()
    expect(lost.locator(".ds-alert[data-color=success]")).to_contain_text("Kata sandi sudah terpasang")
    assert who in steps.mailed(province, email, "baru saja dipasang")
    page.goto("/akun")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk")
