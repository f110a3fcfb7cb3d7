"""What an account may be called, how weak a password may be, how a session's secret travels.

Pure. Leaves out who may do what: an account alone permits nothing, rights are holdings (`agencies.rules`).
"""

import hashlib
import re
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from serentak.law.dates import Text
from serentak.lib import telephone

COOKIE = "sesi"
SECRET_BYTES = 32
CEILING = timedelta(hours=12)  # the trigger on people_session stamps the same

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62}[a-z0-9])")
DISTINCT_CHARACTERS = 5
NAMING = 4  # letters from which a part of a name counts
REPEATED = re.compile(r"(.+?)\1+")
LONGEST_COMMON = 64
LONGEST_NAME = 120
LONGEST_USERNAME = 64
CITIZENS = "[@+:]"  # what a username of staff never has: an address, a telephone number, a closed account
MAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration: its sign-in page shows it to everybody, by body."""

    username: str
    body: str
    title: Text


DEMO_PASSWORD = "sandeq-berlayar-pagi"
"""The published password of the demonstration's accounts; `actions.passwords` refuses it everywhere else."""

DEMO_ACCOUNTS = (
    DemoAccount("verifikator", "Kominfo", {"id": "Pemeriksa pengaduan", "en": "Complaints verifier"}),
    DemoAccount("ppid", "Kominfo", {"id": "PPID", "en": "Information officer"}),
    DemoAccount(
        "koordinator",
        "Kominfo",
        {"id": "Koordinator pemerintah digital", "en": "Coordinator of digital government"},
    ),
    DemoAccount("pranata", "Kominfo", {"id": "Pranata komputer", "en": "Programmer"}),
    DemoAccount("bantuan", "Kominfo", {"id": "Bantuan teknologi", "en": "ICT help desk"}),
    DemoAccount("administrator", "Kominfo", {"id": "Administrator", "en": "Administrator"}),
    DemoAccount("petugas", "PUPR", {"id": "Petugas pengaduan", "en": "Complaints officer"}),
    DemoAccount("kepala", "PUPR", {"id": "Kepala dinas", "en": "Head of agency"}),
    DemoAccount(
        "kabid",
        "PUPR",
        {
            "id": "Kepala bidang; mengesahkan atas nama kepala dinas",
            "en": "Section head; confirms on the head's behalf",
        },
    ),
    DemoAccount("loket", "PUPR", {"id": "Petugas loket", "en": "Front desk"}),
    DemoAccount("petugas.lain", "Kesehatan", {"id": "Petugas pengaduan", "en": "Complaints officer"}),
    DemoAccount(
        "kepala.lain",
        "Kesehatan",
        {"id": "Kepala dinas; Plt. di Kominfo", "en": "Head of agency; acting at Kominfo"},
    ),
    DemoAccount(
        "kepegawaian", "Kesehatan", {"id": "Pengelola kepegawaian", "en": "The agency's own administrator"}
    ),
    DemoAccount("petugas.izin", "DPMPTSP", {"id": "Petugas perizinan", "en": "Licensing officer"}),
    DemoAccount("kepala.izin", "DPMPTSP", {"id": "Kepala dinas", "en": "Head of agency"}),
    DemoAccount(
        "petugas.kesbang", "Kesbangpol", {"id": "Petugas pertimbangan", "en": "Officer who gives opinions"}
    ),
    DemoAccount("petugas.kesra", "Biro Pemkesra", {"id": "Petugas beasiswa", "en": "Scholarship officer"}),
    DemoAccount("kepala.kesra", "Biro Pemkesra", {"id": "Kepala biro", "en": "Head of bureau"}),
    DemoAccount("inspektorat", "Inspektorat", {"id": "Pemeriksa pengaduan", "en": "Complaints verifier"}),
    DemoAccount(
        "penilai", "Inspektorat", {"id": "Penilai pemerintah digital", "en": "Assessor of digital government"}
    ),
    DemoAccount("auditor", "Inspektorat", {"id": "Auditor", "en": "Auditor"}),
    DemoAccount("sekda", "Gubernur dan Setda", {"id": "Sekretaris daerah", "en": "Regional secretary"}),
    DemoAccount("gubernur", "Gubernur dan Setda", {"id": "Gubernur", "en": "Governor"}),
    DemoAccount(
        "dewan.satu",
        "DPRD",
        {"id": "Anggota Komisi I, Dapil Mamuju", "en": "Member of Commission I, elected in Mamuju"},
    ),
    DemoAccount(
        "dewan.tiga",
        "DPRD",
        {"id": "Anggota Komisi III, Dapil Mamasa", "en": "Member of Commission III, elected in Mamasa"},
    ),
    DemoAccount("setwan", "DPRD", {"id": "Sekretariat DPRD", "en": "Council secretariat"}),
    DemoAccount("warga.d@contoh.id", "Warga", {"id": "Warga D", "en": "Citizen D"}),
    DemoAccount("warga.f@contoh.id", "Warga", {"id": "Warga F", "en": "Citizen F"}),
)


METHODS: dict[str, Text] = {
    "password": {"id": "Kata sandi", "en": "Password"},
    "totp": {"id": "Dua langkah, dengan kode", "en": "Two steps, with a code"},
    "recovery": {"id": "Dua langkah, dengan kode pemulihan", "en": "Two steps, with a recovery code"},
    "passkey": {"id": "Kunci sandi", "en": "Passkey"},
    "oidc": {"id": "Identitas digital", "en": "Digital identity"},
    "oidc_strong": {"id": "Identitas digital, dua faktor", "en": "Digital identity, two factors"},
}
"""How a person may have proved who he is, by the name a session keeps."""

ONE_FACTOR = ("password", "oidc")
"""Methods that a post which asks for a second factor does not take (twin: people_is_strong)."""


@dataclass(frozen=True)
class Provider:
    """The OpenID Connect provider of this installation: its issuer, our client there, its secret or our
    private keys (`pem`), what people call it, the scopes we ask for, the claim that says who, and the
    (claim, value) of `acr` or `amr` that count as two factors."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str
    scopes: str
    subject: str
    strong: frozenset[tuple[str, str]]
    pem: str = field(default="", repr=False)


def normal_username(typed: str) -> str:
    """A sign-in name as it is stored: lower case, without the spaces a phone adds around it; a telephone
    number with its country code."""
    tidy = typed.strip().lower()
    return (telephone.number(tidy) if tidy.startswith(("+", "0", "62", "8")) else None) or tidy


def wrong_username(username: str) -> Text | None:
    """Why this cannot be a username, or None. 3–64 of a–z, 0–9, dot, dash, underscore; ends are not marks."""
    if USERNAME.fullmatch(username):
        return None
    return {
        "id": "Nama pengguna terdiri atas 3 sampai 64 huruf kecil, angka, titik, atau tanda hubung.",
        "en": "A username has 3 to 64 lower-case letters, digits, dots or dashes.",
    }


def wrong_contact(username: str) -> Text | None:
    """Why this cannot be the sign-in name of a citizen, or None: a telephone number or an e-mail address, as
    `normal_username` spells it. No username of staff is either."""
    mail = len(username) <= LONGEST_USERNAME and MAIL.fullmatch(username)
    if mail or username.startswith("+") and telephone.number(username) == username:
        return None
    return {
        "id": "Tulis nomor telepon, misalnya 0812 3456 7890, atau surel (paling panjang 64 huruf).",
        "en": "Write a phone number, for example 0812 3456 7890, or an e-mail (at most 64 characters).",
    }


def contact_of(username: str) -> dict[str, str]:
    """The telephone number or e-mail address that a sign-in name is; nothing for a username of staff."""
    if username.startswith("+"):
        return {"phone": username}
    return {"email": username} if "@" in username else {}


def of_citizen(username: str) -> bool:
    """Whether this is the sign-in name of a citizen, also of one who closed the account."""
    return re.search(CITIZENS, username) is not None


def wrong_name(name: str) -> Text | None:
    """Why this cannot be a person's name, or None: it has 1 to 120 characters."""
    if 0 < len(name.strip()) <= LONGEST_NAME:
        return None
    return {
        "id": f"Tulis nama orangnya, paling panjang {LONGEST_NAME} huruf.",
        "en": f"Write the person's name, at most {LONGEST_NAME} characters.",
    }


def weak_password(password: str, *, names: Iterable[str], minimum: int) -> Text | None:
    """Why this password is too weak, or None; `minimum` in characters. Length counts, recipes do not.

    `names` are what its owner is called; parts of three letters are in too many words to count."""
    if len(password) < minimum:
        return {
            "id": f"Kata sandi paling sedikit {minimum} huruf. Beberapa kata biasa sudah cukup.",
            "en": f"A password has at least {minimum} characters. A few ordinary words will do.",
        }
    if len(set(password)) < DISTINCT_CHARACTERS:
        return {
            "id": "Kata sandi terlalu seragam. Pakai lebih banyak huruf yang berbeda.",
            "en": "The password repeats too few characters. Use more different ones.",
        }
    for name in names:
        if len(name) >= NAMING and name.lower() in password.lower():
            return {
                "id": f"Kata sandi memuat nama Anda ({name}). Ganti bagian itu dengan kata lain.",
                "en": f"The password contains your name ({name}). Put another word in its place.",
            }
    return None


def cores(password: str) -> frozenset[str]:
    """What a list of common passwords is asked for: the password in lower case, without the figures and marks
    around it, and without its repetitions: `Sandi2024!`, `sandisandi` and `sandi` are one."""
    whole = password.lower().strip()
    bare = re.sub(r"^[^a-z]+|[^a-z]+$", "", whole)
    repeated = REPEATED.fullmatch(bare[:LONGEST_COMMON])
    return frozenset({whole, bare, repeated[1] if repeated else bare})


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


def network_key(address: str) -> bytes:
    """What is counted for the network around an address: IPv4 by its /24, IPv6 by its /48."""
    key = address_key(address)
    return key[:3] if len(key) == 4 else key[:6]


def address_key(address: str) -> bytes:
    """What is counted for an internet address: IPv4 whole, IPv6 by its /64, the block one household gets."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return b""
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped.packed if parsed.ipv4_mapped else parsed.packed[:8]
    return parsed.packed
