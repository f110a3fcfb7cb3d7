"""Shape of what pages and machines send beside the fields of an act: key, version, slip.

The fields themselves are read and checked by the engine from their definitions. The slip's number and
code travel in a signed cookie or a signed form field, never in an address.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from serentak.lib.refusal import Refusal

SLIP_COOKIE = "slip"
SLIP_SALT = "serentak.slip"
SLIP_SECONDS = 1800


@dataclass(frozen=True)
class Slip:
    """What a citizen keeps of a case: its number and the code that opens it."""

    number: str
    code: str

    def signed(self) -> str:
        """For the cookie and for forms of the tracking page."""
        return signing.dumps([self.number, self.code], salt=SLIP_SALT)


def slip_from(signed: str | None) -> Slip | None:
    """The slip in a signed text, None when it is absent, forged or older than half an hour."""
    if not signed:
        return None
    try:
        number, code = signing.loads(signed, salt=SLIP_SALT, max_age=SLIP_SECONDS)
    except signing.BadSignature:
        return None
    return Slip(number, code)


def read_key(text: Any) -> UUID:
    """The key a form or a machine sent, so that a retry is answered and not done twice."""
    try:
        return UUID(str(text))
    except ValueError:
        raise Refusal(
            "no_key",
            _("Kunci pengiriman tidak terbaca."),
            remedy=_("Buka formulirnya sekali lagi. Program mengirim sebuah UUID dalam isian “key”."),
        ) from None


def read_version(text: Any) -> int | None:
    """The version of the record the person had before them; None when it cannot be read."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 10 else None
