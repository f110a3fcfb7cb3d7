"""Shape of what the citizen's pages send: number and code as typed. The rest is `records.envelope`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from serentak.lib.ids import CODE_LENGTH, read_code
from serentak.records.envelope import Slip
from serentak.records.kinds import Wrong, telephone

DESK_COOKIE = "meja_slip"  # kept apart: no officer's browser opens a case as its reporter


def read_slip(post: Mapping[str, Any]) -> tuple[Slip, dict[str, str]]:
    """Number and code as typed, tidied; the second part says which cannot be right, and why."""
    number = "".join(str(post.get("number", "")).split()).upper()[:32]
    code = read_code(str(post.get("code", ""))[:32])
    wrong = {}
    if not number:
        wrong["number"] = _("Tulis nomor di tanda terima")
    if len(code) != CODE_LENGTH:
        wrong["code"] = _("Kode di tanda terima punya sepuluh huruf dan angka")
    return Slip(number, code), wrong


@dataclass(frozen=True)
class Account:
    """Into whose account the desk files: `how` is one of HOW; `known`: the person said the name shown."""

    how: str
    username: str
    known: bool


HOW = ("none", "has", "new")


def read_account(post: Mapping[str, Any]) -> Account:
    """What the desk's form says of the reporter's account."""
    how = str(post.get("account_how", "none"))
    return Account(
        how if how in HOW else "none",
        str(post.get("account", "")).strip()[:254],
        bool(post.get("account_is")),
    )


def read_contact(post: Mapping[str, Any]) -> tuple[str | None, str | None, dict[str, Any]]:
    """A telephone number as it is kept, or an e-mail address, and what is wrong with what was typed."""
    typed = str(post.get("contact", "")).strip()[:254]
    if "@" in typed:
        return None, typed, {}
    try:
        phone = telephone(typed)
    except Wrong as wrong:
        return None, None, {"contact": wrong.text}
    return phone, None, {} if phone else {"contact": _("Tulis telepon atau surelnya")}
