"""Letters about an account: their words in two languages, and how they lie in the queue, sealed.

Whoever reads the queue learns no address and no code. Pure. Leaves out sending (`gate.jobs`).
"""

import hashlib
import hmac
import json
import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from serentak.law.dates import Text

LIFE = 3600  # seconds in which a letter may be sent, and a code in it be used
_NONCE = 12

WORDS: dict[str, tuple[Text, Text]] = {
    "code": (
        {"id": "Kode untuk kata sandi baru", "en": "Code for a new password"},
        {
            "id": "Kode: {code}\n\nKetik dalam satu jam di {address}. Kode ini hanya memasang kata sandi "
            "baru untuk akun {username}.\n\nBukan Anda yang meminta? Abaikan, dan jangan berikan kode ini "
            "kepada siapa pun.",
            "en": "Code: {code}\n\nType it within an hour at {address}. It only sets a new password for "
            "the account {username}.\n\nYou did not ask? Ignore this, and give the code to nobody.",
        },
    ),
    "prove": (
        {"id": "Buktikan alamat surel ini", "en": "Prove this e-mail address"},
        {
            "id": "Sebuah akun meminta memakai alamat ini untuk membuat kata sandi baru bila lupa. Kalau "
            "itu Anda, buka tautan ini selama masuk dengan akun itu:\n\n{address}\n\nBukan Anda? Abaikan: "
            "tanpa Anda tidak terjadi apa-apa.",
            "en": "An account asks to use this address for a new password when its own is forgotten. If "
            "that is you, open this link while signed in to that account:\n\n{address}\n\nNot you? Ignore "
            "this: nothing happens without you.",
        },
    ),
    "changed": (
        {"id": "Kata sandi akun Anda diganti", "en": "Your account's password was replaced"},
        {
            "id": "Kata sandi akun {username} baru saja dipasang dengan sebuah kode. Semua sesi lama "
            "berakhir.\n\nBukan Anda? Pasang kata sandi lain sekarang di {address}, lalu periksa cara "
            "masuk di halaman akun.",
            "en": "A code has just set the password of the account {username}. All earlier sessions "
            "ended.\n\nNot you? Set another password now at {address}, then look at the ways to sign in on "
            "your account page.",
        },
    ),
    "moved": (
        {"id": "Surel akun Anda diganti", "en": "Your account's e-mail was replaced"},
        {
            "id": "Akun {username} kini memakai alamat surel lain untuk kata sandi yang lupa.\n\nBukan "
            "Anda? Masuk, ganti kata sandi, lalu buktikan lagi alamat ini: {address}",
            "en": "The account {username} now uses another e-mail address for a forgotten password.\n\nNot "
            "you? Sign in, change the password and prove this address again: {address}",
        },
    ),
}


@dataclass(frozen=True)
class Letter:
    """A letter ready to be sent, until a second since 1970; `to` is empty when there is nobody to send it
    to."""

    to: str
    subject: str
    body: str
    until: int


def letter(kind: str, *, to: str, at: float, site: str, **values: str) -> Letter:
    """A letter of one of the kinds above; `site` is what the sender is called, `at` seconds since 1970."""
    subject, body = WORDS[kind]
    texts = "\n\n———\n\n".join(body[language].format(**values) for language in ("id", "en"))
    return Letter(to, f"{subject['id']} · {site}", texts, int(at) + LIFE)


def sealed(file_key: bytes, given: Letter) -> str:
    """The letter as the queue holds it."""
    nonce = os.urandom(_NONCE)
    return b64encode(
        nonce + _cipher(file_key).encrypt(nonce, json.dumps(asdict(given)).encode(), None)
    ).decode()


def opened(file_key: bytes, kept: str) -> Letter:
    """The letter again; ValueError when it was changed or sealed under another file key."""
    try:
        raw = b64decode(kept)
        return Letter(**json.loads(_cipher(file_key).decrypt(raw[:_NONCE], raw[_NONCE:], None)))
    except (InvalidTag, ValueError, TypeError):
        raise ValueError("the sealed letter does not open") from None


def _cipher(file_key: bytes) -> AESGCM:
    return AESGCM(hmac.new(file_key, b"letter", hashlib.sha256).digest())
