"""Signing in. A failed sign-in never says which part was wrong and takes as long for an unknown name."""

from datetime import datetime

from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.actions import door, passwords, sessions
from serentak.people.models import Person


def sign_in(
    username: str, password: str, *, address: str, at: datetime, replacing: bytes | None = None
) -> bytes:
    """Proves a person by password and opens a session; returns its secret, for the cookie.

    `replacing` is the secret the browser still carried: that session ends, so none outlives a sign-in.
    Refusals: `throttled` (429) by account and by address, `sign_in_failed` (403) without saying why."""
    username = rules.normal_username(username)
    window = 60 * door.setting("signin.window_minutes", at)
    limit = door.setting("signin.attempts_address", at)
    door.throttle("signin.address", rules.address_key(address), limit, window, at)
    limit = door.setting("signin.attempts_account", at)
    door.throttle("signin.account", username.encode(), limit, window, at)
    person = Person.objects.filter(username=username, is_active=True).first()
    if not passwords.proves(person, password) or person is None:
        raise _failed()
    door.forget("signin.account", username.encode())
    if replacing is not None:
        sessions.sign_out(replacing)
    return sessions.open_session(person=person.id, method="password", at=at)


def _failed() -> Refusal:
    return Refusal(
        "sign_in_failed",
        {
            "id": "Nama pengguna atau kata sandi tidak cocok.",
            "en": "The username or the password does not match.",
        },
        remedy={
            "id": "Periksa huruf besar dan kecil, lalu coba lagi. Lupa? Hubungi administrator instansi Anda.",
            "en": "Check upper and lower case and try again. Forgotten? Ask your agency's administrator.",
        },
        status=403,
    )
