"""Programs of agencies at the door: whose key is shown, and whether it asked too often.

The key is looked up on each request, so a revoked one is refused on the next; nothing falls back to
the public.
"""

from datetime import datetime

from serentak.agencies import actions as agencies
from serentak.agencies.queries import machine_of
from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.people.actions import door
from serentak.people.rules import secret_of

HOUR = 3600
READING, WRITING = "door.requests_per_hour_key", "door.filings_per_hour_key"


def admit(shown: str, *, writes: bool, at: datetime) -> Actor:
    """The machine whose key a request shows (`Authorization: Bearer …`). Three statements. Refusal 401 for a
    key that is missing, unknown or over, 429 beyond what one key may ask, or write, in an hour."""
    scheme, _space, written = shown.partition(" ")
    secret = secret_of(written.strip()) if scheme.lower() == "bearer" else None
    by = machine_of(secret, at) if secret else None
    if secret is None or by is None:
        raise Refusal("credential", KEY_OVER, remedy=KEY_REMEDY, status=401)
    limit = WRITING if writes else READING
    door.throttle(f"gate.{'writes' if writes else 'reads'}", secret, door.setting(limit, at), HOUR, at)
    agencies.used(secret, at=at)
    return by


KEY_OVER = {
    "id": "Kunci mesin ini tidak ada, tidak dikenal, sudah dicabut, atau habis masanya.",
    "en": "This machine key is missing, unknown, revoked or over.",
}
KEY_REMEDY = {
    "id": "Kirim kepala “Authorization: Bearer …”. Kunci baru dibuat pranata komputer atau pengelola "
    "kepegawaian instansi Anda di Sistem dan kunci.",
    "en": "Send the header “Authorization: Bearer …”. Your agency's programmer or its administrator makes a "
    "new key under Systems and keys.",
}
