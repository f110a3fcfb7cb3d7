"""What may be kept of a mail and of an error: the beginnings of an address, the kind of a failure; its words.

Pure. An error's message can name a person, so it is never kept; class and code say enough to mend it.
"""

import re
from smtplib import SMTPRecipientsRefused

from serentak.law.dates import Text

KIND = re.compile(r"[A-Za-z_]{1,60}")

UNREACHED: Text = {
    "id": "Server surel tidak terjangkau. Periksa alamat server dan sambungannya.",
    "en": "The mail server cannot be reached. Check its address and the connection.",
}
WORDS: dict[str, Text] = {
    "SMTPRecipientsRefused": {
        "id": "Server surel menolak alamat penerimanya.",
        "en": "The mail server refused the recipient's address.",
    },
    "SMTPSenderRefused": {
        "id": "Server surel menolak alamat pengirim kita. Periksa pengaturan surel.",
        "en": "The mail server refused our sender address. Check the mail settings.",
    },
    "SMTPAuthenticationError": {
        "id": "Server surel tidak menerima nama dan kata sandi kita. Periksa pengaturan surel.",
        "en": "The mail server did not take our name and password. Check the mail settings.",
    },
    "SMTPDataError": {
        "id": "Server surel menolak isinya, biasanya karena dianggap sampah.",
        "en": "The mail server refused the message, usually as spam.",
    },
    "SMTPServerDisconnected": UNREACHED,
    "SMTPConnectError": UNREACHED,
    "ConnectionRefusedError": UNREACHED,
    "ConnectionResetError": UNREACHED,
    "TimeoutError": UNREACHED,
    "gaierror": UNREACHED,
    "OperationalError": {
        "id": "Basis data tidak menjawab saat itu.",
        "en": "The database did not answer at that moment.",
    },
    "PermissionError": {
        "id": "Program tidak boleh menulis di tempat berkasnya.",
        "en": "The program may not write where its files lie.",
    },
    "TaskNotFound": {
        "id": "Pekerjaan ini tidak dikenal oleh versi yang berjalan.",
        "en": "The version that runs does not know this job.",
    },
}
OTHERWISE: Text = {
    "id": "Program gagal. Kirim sebutannya kepada pengembang.",
    "en": "The program failed. Send its name to the developers.",
}

NOT_ALLOWED: Text = {
    "id": "Antrean dan surel dilihat pengelola sistem saja.",
    "en": "The queue and the mail are seen by the system's administrator alone.",
}


def masked(address: str) -> str:
    """An address with what names a person left out: s•••@c•••.id."""
    name, _, domain = address.rpartition("@")
    end = re.search(r"\.[A-Za-z0-9-]{1,24}$", domain)
    return f"{name[:1]}•••@{domain[:1]}•••{end[0] if end else ''}"


def kind_of(error: BaseException) -> str:
    """The class of an error, of a group of them that of its first, and its code: "SMTPDataError 550"."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    code = _code(error)
    kept = code is not None and re.fullmatch(r"[A-Za-z0-9_]{1,40}", str(code))
    name = KIND.match(type(error).__name__)
    return f"{name[0] if name else 'Error'}{f' {code}' if kept else ''}"


def _code(error: BaseException) -> object:
    if isinstance(error, SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    found = (getattr(error, name, None) for name in ("smtp_code", "sqlstate", "code", "errno"))
    return next((code for code in found if code is not None), None)


def words(error: str) -> Text:
    """What a kept kind of error means, and what to do about it."""
    return WORDS.get(error.partition(" ")[0], OTHERWISE)
