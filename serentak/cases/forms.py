"""Shape of what the citizen's pages send: number and code as typed. The rest is `records.envelope`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from serentak.lib.ids import CODE_LENGTH, read_code
from serentak.records.envelope import Slip

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
