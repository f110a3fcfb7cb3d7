"""What people do on the pages, step by step, found by the words they read."""

import re
import time
from base64 import b32decode
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any

from playwright.sync_api import CDPSession, FilePayload, Locator, Page, expect

from serentak.lib.clock import local_day, now
from serentak.people import totp
from serentak.people.rules import DEMO_PASSWORD
from tests.journeys.province import Province

KIRIM = "/layanan/pengaduan/kirim"


@dataclass(frozen=True)
class Slip:
    """What the citizen keeps; the code without blanks."""

    number: str
    code: str


def write_report(
    page: Page, about: str, *, naming: str = "Tanpa nama", name: str | None = None, phone: str | None = None,
    email: str | None = None, village: str | None = None, agency: str | None = None,
    photo: FilePayload | None = None, story: str = "Sudah tiga minggu. Dua pengendara jatuh.",
) -> None:  # fmt: skip
    """Fills in the citizen's form without sending it."""
    page.goto(KIRIM)
    form = page.locator("form[data-draft]")
    form.get_by_label("Tentang apa?").fill(about)
    form.get_by_label("Ceritakan kejadiannya").fill(story)
    form.get_by_label("Jalan dan jembatan").check()
    choose_place(form, village)
    if agency is not None:
        form.get_by_label("Instansi yang dilaporkan").select_option(label=agency)
    if photo is not None:
        form.get_by_label("Foto atau berkas").set_input_files(photo)
    form.get_by_label(naming, exact=True).check()
    for label, text in {"Nama": name, "Nomor telepon": phone, "Surel": email}.items():
        if text is not None:
            form.locator("label", has_text=label).last.click()
            form.page.keyboard.type(text)


def choose_place(form: Locator, village: str | None = None) -> None:
    """District Mamuju, a village when one is named, and a landmark."""
    form.get_by_label("Kecamatan").select_option("76.02.01")
    if village is not None:
        choice = form.get_by_label("Desa atau kelurahan")
        expect(choice.locator("option", has_text=village)).to_have_count(1)
        choice.select_option(label=village)
    form.get_by_label("Patokan").fill("Depan pasar lama")


def send(page: Page) -> Slip:
    """Sends the form and keeps the slip that comes."""
    page.get_by_role("button", name="Kirim", exact=True).click()
    return read_slip(page)


def flood(page: Page, about: str) -> Slip:
    """A report sent as a program does it that fills in every field."""
    write_report(page, about)
    page.locator("[name=fax]").evaluate("field => { field.value = '0426' }")
    return send(page)


def read_slip(page: Page) -> Slip:
    """Number and code of the slip on this page."""
    expect(page.get_by_role("region", name="Tanda terima")).to_be_visible()
    number, code = (page.locator(".slip-n dd").nth(n).inner_text() for n in (0, 1))
    return Slip(number.strip(), code.replace(" ", ""))


def track(page: Page, slip: Slip) -> None:
    """Opens the case with number and code."""
    page.context.clear_cookies(name="slip")
    page.goto("/lacak/")
    page.get_by_label("Nomor").fill(slip.number)
    page.get_by_label("Kode").fill(slip.code)
    page.get_by_role("button", name="Lihat kabarnya").click()
    expect(page.get_by_text(slip.number).first).to_be_visible()


def open_case(page: Page, number: str) -> None:
    """From the inbox by its number, as an officer who was told it."""
    page.goto(f"/meja/?view=agency&q={number}")
    page.get_by_role("link", name=number).click()
    expect(page.locator(".num", has_text=number)).to_be_visible()


def act(page: Page, title: str, **answers: Any) -> None:
    """Does one of the acts that the record page offers; fields by the end of their id."""
    offer = page.locator("details.act", has=page.locator("summary", has_text=title))
    if offer.get_attribute("open") is None:
        offer.locator("summary").click()
    form = offer.locator("form")
    for field, value in answers.items():
        fill(form, field, value)
    form.get_by_role("button", name=title).click()


def fill(form: Locator, field: str, value: str) -> None:
    """A field by name: a choice by its words, anything else by typing."""
    control = form.locator(f"[name='{field}']")
    kind = control.first.evaluate("e => e.type")
    if kind == "radio":
        form.get_by_label(value, exact=True).check()
    elif kind.startswith("select"):
        control.select_option(label=value)
    else:
        control.fill(value)


def sign_by_hand(page: Page) -> None:
    """The letter on this record page, signed by hand and scanned."""
    from serentak.demo.actions import paper  # needs Django, which the pictures do without

    offer = page.locator("details.act", has=page.locator("summary", has_text="Tanda tangani"))
    if offer.get_attribute("open") is None:
        offer.locator("summary").click()
    form = offer.locator("form")
    form.get_by_label("Tanda tangan basah, dipindai").check()
    form.locator("[name=letter_scan]").set_input_files(
        {"name": "pindai.pdf", "mimeType": "application/pdf", "buffer": paper("pindai").stream.read()}
    )
    form.locator("[name=letter_signer]").fill("Kepala DPMPTSP")
    today = local_day(now())
    for part in ("day", "month", "year"):
        form.locator(f"[name='letter_signed_on.{part}']").fill(str(getattr(today, part)))
    form.get_by_role("button", name="Tanda tangani").click()
    done(page, "Surat ditandatangani dan terbit")


def done(page: Page, sentence: str) -> None:
    """The page says that the act is recorded, and what it was."""
    expect(page.locator(".ds-alert[data-color=success]")).to_contain_text(sentence)


def begin_code(page: Page) -> None:
    """From the page of the second code to the picture for the app."""
    page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Mulai pasang").click()
    expect(page.locator("img.otp")).to_be_visible()


def finish_code(page: Page) -> tuple[bytes, list[str]]:
    """Types what an app with the secret on the page would show; the secret and the recovery codes that come."""
    secret = b32decode("".join(page.locator("code.key").inner_text().split()))
    page.get_by_label("Enam angka dari aplikasi").fill(app_code(secret))
    page.get_by_role("button", name="Pasang", exact=True).click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    return secret, page.locator(".recovery code").all_inner_texts()


def authenticator(page: Page) -> tuple[CDPSession, dict[str, Any]]:
    """A virtual authenticator of the browser that recognises its user, and how it is spoken to."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return devices, devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def join_by_key(page: Page, username: str) -> None:
    """Makes a citizen's account by passkey alone, up to the page that says to sign in."""
    page.goto("/akun/baru")
    page.get_by_label("Nomor telepon atau surel").fill(username)
    page.get_by_label("Nama", exact=True).fill("Warga Kunci")
    page.get_by_role("button", name="Buat dengan kunci sandi").click()
    expect(page.locator(".ds-alert")).to_contain_text("masuk dengan kunci sandi")


def spare_code(page: Page) -> str:
    """Draws a spare code, with the demonstration's password where one is asked for."""
    form = page.locator("form", has=page.get_by_role("heading", name="Kode cadangan"))
    if form.get_by_label("Kata sandi").count():
        form.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    form.get_by_role("button", name="Buat kode cadangan").click()
    expect(page.get_by_role("link", name="Sudah saya simpan")).to_be_visible()
    return page.locator("code.key").inner_text()


def prove_by_mail(page: Page, province: Province, email: str) -> str:
    """Asks for the link that proves an address; the address it leads to."""
    form = page.locator("form", has=page.get_by_role("heading", name="Surel"))
    form.get_by_label("Alamat surel").fill(email)
    if form.get_by_label("Kata sandi").count():
        form.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    form.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_role("heading", name="Buka surel Anda")).to_be_visible()
    return re.findall(r"http\S+", mailed(province, email))[0]


def mailed(province: Province, to: str, words: str = "") -> str:
    """The newest mail to an address that holds these words, once the worker sent it."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for file in sorted(province.environment.mail.glob("*"), key=lambda one: -one.stat().st_mtime_ns):
            mail = message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0])
            text = str(mail.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
            if mail["To"] == to and words in text:
                return text
        time.sleep(0.2)
    raise AssertionError(f"no mail to {to} within 30 s")


def app_code(secret: bytes, *, steps: int = 0) -> str:
    """The code an app shows now, or will show some steps later."""
    return totp.code_at(secret, int(time.time()) // totp.STEP + steps)
