"""What an account may be called, how weak a password may be, how a session's secret travels.

Pure. Leaves out who may do what: an account alone permits nothing, rights are holdings (`agencies.rules`).
"""

import hashlib
import re
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from serentak.law.dates import Text

COOKIE = "sesi"
SECRET_BYTES = 32
CEILING = timedelta(hours=12)  # the trigger on people_session stamps the same

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62}[a-z0-9])")
DISTINCT_CHARACTERS = 5


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration: its sign-in page shows it to everybody."""

    username: str
    title: Text


DEMO_PASSWORD = "sandeq-berlayar-pagi"
"""The published password of the demonstration's accounts; `people.actions` refuses it everywhere else."""

DEMO_ACCOUNTS = (
    DemoAccount("verifikator", {"id": "Pemeriksa pengaduan, Kominfo", "en": "Complaints verifier, Kominfo"}),
    DemoAccount("petugas", {"id": "Petugas pengaduan, PUPR", "en": "Complaints officer, Public Works"}),
    DemoAccount("kepala", {"id": "Kepala dinas, PUPR", "en": "Head of agency, Public Works"}),
    DemoAccount("petugas.lain", {"id": "Petugas pengaduan, Kesehatan", "en": "Complaints officer, Health"}),
    DemoAccount("kepala.lain", {"id": "Kepala dinas, Kesehatan", "en": "Head of agency, Health"}),
    DemoAccount(
        "inspektorat", {"id": "Pemeriksa pengaduan, Inspektorat", "en": "Complaints verifier, Inspectorate"}
    ),
    DemoAccount("administrator", {"id": "Administrator, Kominfo", "en": "Administrator, Kominfo"}),
)


def normal_username(typed: str) -> str:
    """A username as it is stored: lower case, without the spaces a phone adds around it."""
    return typed.strip().lower()


def wrong_username(username: str) -> Text | None:
    """Why this cannot be a username, or None. 3–64 of a–z, 0–9, dot, dash, underscore; ends are not marks."""
    if USERNAME.fullmatch(username):
        return None
    return {
        "id": "Nama pengguna terdiri atas 3 sampai 64 huruf kecil, angka, titik, atau tanda hubung.",
        "en": "A username has 3 to 64 lower-case letters, digits, dots or dashes.",
    }


def weak_password(password: str, *, username: str, minimum: int) -> Text | None:
    """Why this password is too weak, or None; `minimum` in characters. Length counts, recipes do not."""
    if len(password) < minimum:
        return {
            "id": f"Kata sandi paling sedikit {minimum} huruf. Beberapa kata biasa sudah cukup.",
            "en": f"A password has at least {minimum} characters. A few ordinary words will do.",
        }
    if len(set(password)) < DISTINCT_CHARACTERS:
        return {"id": "Kata sandi terlalu seragam.", "en": "The password repeats too few characters."}
    if username in password.lower():
        return {"id": "Kata sandi memuat nama pengguna.", "en": "The password contains the username."}
    return None


def cookie_of(secret: bytes) -> str:
    """A session's secret as its cookie carries it."""
    return urlsafe_b64encode(secret).decode().rstrip("=")


def secret_of(cookie: str | None) -> bytes | None:
    """The secret in a cookie; None when there is none or it is not one of ours."""
    if not cookie or len(cookie) != len(cookie_of(bytes(SECRET_BYTES))):
        return None
    try:
        return b64decode(cookie + "=", altchars=b"-_", validate=True)
    except (NotBase64, ValueError):
        return None


def key_hash(secret: bytes) -> bytes:
    """What the session table keeps of a secret: reading the table revives no session."""
    return hashlib.sha256(secret).digest()


def address_key(address: str) -> bytes:
    """What is counted for an internet address: IPv4 whole, IPv6 by its /64, the block one household gets."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return b""
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped.packed if parsed.ipv4_mapped else parsed.packed[:8]
    return parsed.packed
