"""What somebody with an account comes to: signing in, the own reports, password, codes, keys."""

from playwright.sync_api import Page, expect

from serentak.people.rules import DEMO_PASSWORD
from tests.journeys import steps
from tests.journeys.pages.seen import UNFOLD, Seen, at, sent_empty
from tests.journeys.province import Province
from tests.journeys.visit import give_password, sign_in


def own_report(page: Page, province: Province) -> None:
    """The first case in the account, all of it unfolded."""
    page.goto("/saya/")
    page.locator(".tasks a").first.click()
    page.evaluate(UNFOLD)


def own_survey(page: Page, province: Province) -> None:
    own_report(page, province)
    page.get_by_role("link", name="Nilai pelayanannya").click()


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


def wrong_start(page: Page, province: Province) -> None:
    page.goto("/masuk/mulai")
    page.get_by_role("button", name="Pasang kata sandi").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()


def code_mailed(page: Page, province: Province) -> None:
    page.goto("/masuk/lupa")
    page.get_by_label("nama pengguna").fill("tidak.ada")
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()


def joined_by_key(page: Page, province: Province) -> None:
    steps.authenticator(page)
    province.accounts += 1
    steps.join_by_key(page, f"0812 0000 {8000 + province.accounts}")


def recovery_by_key(page: Page, province: Province) -> None:
    joined_by_key(page, province)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("heading", name="Bila kunci sandi hilang")).to_be_visible()


def spare_code(page: Page, province: Province) -> None:
    sign_in(page, province.account(), path="/masuk?next=/akun/pemulihan")
    steps.spare_code(page)


def address(page: Page, province: Province) -> None:
    who = province.account()
    sign_in(page, who, path="/masuk?next=/akun/pemulihan")
    page.goto(steps.prove_by_mail(page, province, f"{who}@contoh.id"))


def signed_out(page: Page, province: Province) -> None:
    assert province.idp is not None
    who = province.account()
    province.idp.subject = who
    sign_in(page, who, path="/masuk?next=/akun/identitas")
    page.get_by_role("link", name="Hubungkan INApas").click()
    page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Hubungkan").click()
    page.goto("/masuk?next=/akun")
    page.get_by_role("link", name="Masuk dengan INApas").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Anda sudah keluar")).to_be_visible()


def unknown(page: Page, province: Province) -> None:
    """Back from the provider as somebody whom no account knows."""
    assert province.idp is not None
    province.idp.subject = "tak-dikenal"
    page.goto("/masuk/identitas")


ACCOUNT = [
    Seen("sign-in", "sign_in", at("/masuk")),
    Seen("account-new", "account-new", at("/akun/baru")),
    Seen("account-new-en", "account-new", at("/akun/baru"), language="en"),
    Seen("account-new-wrong", "account-new", sent_empty("/akun/baru", "Buat akun")),
    Seen("own", "own-reports", at("/saya/"), "warga.d@contoh.id"),
    Seen("own-none", "own-reports", own_none),
    Seen("own-report", "own-report", own_report, "warga.d@contoh.id"),
    Seen("own-report-en", "own-report", own_report, "warga.f@contoh.id", "en"),
    Seen("own-survey", "own-survey", own_survey, "warga.f@contoh.id"),
    Seen("own-link", "own-link", at("/saya/tautkan"), "warga.d@contoh.id"),
    Seen(
        "own-link-wrong", "own-link", sent_empty("/saya/tautkan", "Masukkan ke Laporan saya"), "warga.d@contoh.id"
    ),
    Seen("own-form", "cases-file", at("/layanan/pengaduan/kirim"), "warga.d@contoh.id"),
    Seen("account-close", "account-close", at("/akun/tutup"), "warga.d@contoh.id"),
    Seen("account-citizen", "account", at("/akun"), "warga.f@contoh.id"),
    Seen("start", "start", at("/masuk/mulai")),
    Seen("forgotten", "forgotten", at("/masuk/lupa")),
    Seen("forgotten-en", "forgotten", at("/masuk/lupa"), language="en"),
    Seen("code-mailed", "forgotten", code_mailed),
    Seen("joined", "account-new", joined_by_key),
    Seen("recovery", "account-recovery", at("/akun/pemulihan"), "petugas"),
    Seen("recovery-wrong", "account-recovery", sent_empty("/akun/pemulihan", "Kirim tautan"), "petugas"),
    Seen("recovery-by-key", "account-recovery", recovery_by_key),
    Seen("spare-code", "account-recovery", spare_code),
    Seen("address", "account-address", address),
    Seen("signed-out", "sign_out", signed_out),
    Seen("start-wrong", "start", wrong_start),
    Seen("sign-in-wrong", "sign_in", wrong_password),
    Seen("account", "account", at("/akun"), "petugas"),
    Seen("password", "account-password", at("/akun/sandi"), "petugas"),
    Seen("password-wrong", "account-password", wrong_old_password, "petugas"),
    Seen("code", "account-code", at("/akun/kode"), "petugas"),
    Seen("passkeys", "account-passkeys", at("/akun/kunci"), "petugas"),
    Seen("identity", "account-identity", at("/akun/identitas"), "petugas"),
    Seen("identity-found", "sign_in-identity-back", at("/akun/identitas/hubungkan"), "petugas"),
    Seen("identity-unknown", "sign_in-identity-back", unknown),
    Seen("code-new", "account-code", code_begun),
    Seen("code-done", "account-code", code_done),
    Seen("code-set", "account-code", code_set),
    Seen("code-sign-in", "sign_in-code", code_asked),
]  # fmt: skip
