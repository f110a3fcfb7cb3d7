"""Refusal: the answer "no, because, and this is what you can do". It is not an error.

Raised by rules and actions, turned into a page or problem+json in one
place (`serentak.site.refusals`). Rooms do not catch it to carry on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Said = str | Mapping[str, str]
"""A text of the page's language, or an {id, en} pair from which the page picks."""


@dataclass
class Refusal(Exception):
    """`code` is stable and for machines; the texts are for the person.

    `law` is the citation the refusal rests on, `remedy` what to do now, `fields` the messages per form
    field, `status` the HTTP status that fits (400 bad input, 403 not allowed, 404, 409 stale, 429)."""

    code: str
    text: Said
    law: str | None = None
    remedy: Said | None = None
    status: int = 400
    fields: Mapping[str, Said] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        said = self.text if isinstance(self.text, str) else self.text.get("en") or self.text.get("id", "")
        return f"{self.code}: {said}"


def refused(error: Exception, not_allowed: Said, look: Said | None = None) -> Exception:
    """The refusal behind the SQLSTATE of a database function, or the error itself when it meant none.

    `not_allowed` says in the room's words what this actor may not do, `look` what to do instead."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    known = REFUSED.get("22" if state.startswith("22") else state)
    if known is None or state == "23505" and "key used" not in str(error):
        return error
    code, status, text, remedy = known
    if code == "not_allowed":
        text, remedy = not_allowed, look
    return Refusal(code, text, status=status, remedy=remedy)


OPEN_AGAIN = {
    "id": "Buka lagi halamannya, lihat yang berubah, lalu ulangi bila masih perlu.",
    "en": "Open the page again, look at what changed, and repeat it if it is still needed.",
}
REFUSED: dict[str, tuple[str, int, Said, Said | None]] = {
    "28000": (
        "credential",
        401,
        {
            "id": "Sesi atau kode Anda sudah tidak berlaku.",
            "en": "Your session or code is no longer valid.",
        },
        {"id": "Masuk lagi, lalu ulangi.", "en": "Sign in again, then repeat."},
    ),
    "42501": ("not_allowed", 403, "", None),
    "40001": (
        "stale",
        409,
        {"id": "Data ini sudah diubah orang lain.", "en": "Somebody else changed this."},
        OPEN_AGAIN,
    ),
    "23505": (
        "key_used",
        409,
        {
            "id": "Kiriman dengan kunci ini sudah diterima dengan isi lain.",
            "en": "A request with this key was received with other content.",
        },
        {
            "id": "Kalau ini kiriman baru, buka formulirnya sekali lagi.",
            "en": "If this is a new request, open the form again.",
        },
    ),
    "23P01": (
        "occupied",
        409,
        {
            "id": "Pada masa itu sudah ada pemegangnya, atau jabatannya yang hanya boleh satu.",
            "en": "It is held during that time already, or there is the one post there may be.",
        },
        {"id": "Akhiri dulu yang lama.", "en": "End that one first."},
    ),
    "23514": (
        "dates",
        400,
        {"id": "Hari terakhir harus sesudah hari pertama.", "en": "The end must lie after the beginning."},
        None,
    ),
    "22": (
        "bad_value",
        400,
        {"id": "Isi permintaan ini tidak bisa dicatat.", "en": "This request cannot be recorded."},
        OPEN_AGAIN,
    ),
}
