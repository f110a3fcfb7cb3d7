"""Shape of what the record page sends beside the fields of an act: key, version, the slip in this browser.

The fields themselves are read and checked by the engine from their definitions.
"""

from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from serentak.lib.refusal import Refusal
from serentak.records.rules import SLIP_SALT, SLIP_SECONDS


def read_key(text: Any) -> UUID:
    """The key the form carried, so that a retry is answered and not done twice."""
    try:
        return UUID(str(text))
    except ValueError:
        raise Refusal(
            "no_key", _("Kunci pengiriman tidak terbaca."), remedy=_("Buka lagi berkasnya, lalu ulangi.")
        ) from None


def read_version(text: Any) -> int | None:
    """The version of the record the person had before them; None when it cannot be read."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 10 else None


def slip_from(signed: str | None) -> tuple[str, str] | None:
    """Number and code from the signed cookie of the tracking page; None when absent, forged or old."""
    if not signed:
        return None
    try:
        number, code = signing.loads(signed, salt=SLIP_SALT, max_age=SLIP_SECONDS)
    except signing.BadSignature:
        return None
    return number, code
